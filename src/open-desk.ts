/**
 * Opens every edge by the configuration and lays them on the desk that the flow works at; closes them again.
 * Used by the service and by every command that changes the register.
 */
import type { Config } from './config.ts';
import { openExaminer } from './examiner/examiner.ts';
import { tellOf } from './fault.ts';
import type { Border, Desk } from './flow/desk.ts';
import type { Meter } from './http/meter.ts';
import { putAside } from './imap/aside.ts';
import type { Log } from './log.ts';
import { openQueue } from './queue/open.ts';
import { enterInstance, leaveInstance } from './register/instances.ts';
import { openKeys } from './register/key-file.ts';
import { openRegister } from './register/register.ts';
import { rulesOf, workingTimeOf } from './settings.ts';
import { createPostman } from './smtp/postman.ts';
import { openTemplates } from './template-files.ts';
import { makeCalendar } from './ticket/calendar.ts';

/** A desk and the switch that tells its work to come to an end. */
export interface OpenDesk extends Desk {
  stop: AbortController;
}

/** Who watches the walk: metrics, and tests that end the process at a border. */
export interface Observers {
  meter?: Meter;
  crossed?: (border: Border, id: number) => void;
}

const NO_METER: Meter = { count: () => {}, time: () => {} };

/** @throws Fault when the register, its keys or the templates do not serve */
export async function openDesk(config: Config, log: Log, observers: Observers = {}): Promise<OpenDesk> {
  const renderer = openTemplates(config.templates.dir);
  const register = await openRegister(config.register.url, openKeys(config.keys.file));
  const rules = rulesOf(config);
  const stop = new AbortController();
  return {
    register,
    renderer,
    rules,
    stop,
    stopping: stop.signal,
    queue: openQueue(config.queue.url, log),
    examiner: openExaminer(config.workers, rules, log),
    postman: createPostman(config.smtp, log),
    calendar: makeCalendar(workingTimeOf(config)),
    office: config.office,
    sender: config.smtp.from ?? config.office,
    departments: config.departments,
    autoReply: config.autoReply,
    maxText: config.letters.maxText,
    answerTerm: config.deadlines.answer,
    giveUpAfter: config.smtp.giveUpAfter,
    instance: await enterInstance(register, Date.now()),
    clock: () => new Date(),
    random: Math.random,
    log,
    crossed: observers.crossed ?? (() => {}),
    meter: observers.meter ?? NO_METER,
    async putAside(letter) {
      const account = config.imap.find(({ name }) => name === letter.place.account);
      try {
        if (account) await putAside(account, letter);
      } catch (error) {
        log.warn(tellOf(error), 'the quarantined letter stays where it is in the mailbox');
      }
    },
  };
}

/**
 * Finishes what is in hand, then frees every edge; what could not be finished is free for the next process at once.
 * @param patience after so long, ms, letters still being examined are let go unfinished
 */
export async function closeDesk(desk: OpenDesk, patience: number): Promise<void> {
  desk.stop.abort();
  const late = setTimeout(() => void desk.examiner.close(), patience);
  const work = desk.queue.close();
  await desk.postman.close();
  await work;
  clearTimeout(late);
  await desk.examiner.close();
  await leaveInstance(desk.register, desk.instance);
  await desk.register.close();
}
