/** Watches over the broker while the service runs: looks whether it is fit, says once what is not, and once that it is well again. */
import type { Log } from '../log.ts';
import type { Fitness, Queue } from './queue.ts';

export class Vigil {
  readonly #queue: Queue;
  readonly #office: string;
  readonly #log: Log;
  #last: Promise<Fitness> | null = null;
  #said: string[] = [];

  /** @param office identifies the register */
  constructor(queue: Queue, office: string, log: Log) {
    this.#queue = queue;
    this.#office = office;
    this.#log = log;
  }

  /** What was found when it was last looked. */
  found(): Promise<Fitness> {
    return this.#last ?? this.look();
  }

  async look(): Promise<Fitness> {
    const looking = this.#queue.fitness(this.#office);
    this.#last ??= looking;
    const fitness = await looking;
    this.#last = looking;
    // That it is away is told by its own connection.
    const trouble = fitness.trouble === null || fitness.trouble === 'unreachable' ? [] : [fitness.trouble];
    const now = [...trouble, ...fitness.warnings];
    for (const warning of now)
      if (!this.#said.includes(warning)) this.#log.warn({ warning }, 'the queue broker is not fit');
    if (now.length === 0 && this.#said.length > 0 && fitness.trouble === null)
      this.#log.info('the queue broker is fit again');
    this.#said = now;
    return fitness;
  }
}
