/**
 * Group commit: transactions that are asked for at the same time share one flush to the disk, which costs more than all
 * their statements. Each stands behind a savepoint of its own, so one that fails leaves no trace and spoils no other;
 * every one resolves only when the shared commit is durable.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { ControlledTransaction, Kysely } from 'kysely';
import type { Schema } from './schema.ts';

interface Waiting {
  run(tx: Kysely<Schema>): Promise<void>;
  committed(): void;
  failed(error: unknown): void;
}

/** Bounds the time for which one flush is held back. */
const MOST_TOGETHER = 64;

/** How long another program may hold the register before a transaction is given up, and how often that is looked at. */
const LOCK_PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 50;

/** Looks as a transaction begins. @returns what is to be done in it at its end */
export type Hold = (tx: Kysely<Schema>) => Promise<() => Promise<void>>;

/**
 * @param isLocked does the error say that another program is writing?
 * @returns a function that runs steps as one transaction, together with others that are waiting
 */
export function commitTogether(
  db: Kysely<Schema>,
  isLocked: (error: unknown) => boolean,
  hold: Hold,
): <T>(steps: (tx: Kysely<Schema>) => Promise<T>) => Promise<T> {
  const queue: Waiting[] = [];
  let working = false;

  async function work(): Promise<void> {
    for (let group = queue.splice(0, MOST_TOGETHER); group.length > 0; group = queue.splice(0, MOST_TOGETHER)) {
      await commitGroup(db, group, isLocked, hold);
      await eventsInHand();
    }
    working = false;
  }

  return (steps) =>
    new Promise((resolve, reject) => {
      let result: Awaited<ReturnType<typeof steps>>;
      queue.push({
        run: async (tx) => {
          result = await steps(tx);
        },
        committed: () => resolve(result),
        failed: reject,
      });
      if (working) return;
      working = true;
      void eventsInHand().then(work);
    });
}

async function commitGroup(
  db: Kysely<Schema>,
  group: Waiting[],
  isLocked: (error: unknown) => boolean,
  hold: Hold,
): Promise<void> {
  try {
    const shared = await begin(db, isLocked);
    const held: Waiting[] = [];
    try {
      const end = await hold(shared);
      for (const waiting of group) {
        if (await runBehindSavepoint(shared, waiting)) held.push(waiting);
      }
      await end();
      await shared.commit().execute();
    } catch (error) {
      await shared
        .rollback()
        .execute()
        .catch(() => undefined);
      throw error;
    }
    for (const waiting of held) waiting.committed();
  } catch (error) {
    for (const waiting of group) waiting.failed(error);
  }
}

/** Takes the write lock, and waits for it when another program has it. */
async function begin(
  db: Kysely<Schema>,
  isLocked: (error: unknown) => boolean,
): Promise<ControlledTransaction<Schema>> {
  for (const until = performance.now() + LOCK_PATIENCE_MS; ; ) {
    try {
      return await db.startTransaction().execute();
    } catch (error) {
      if (!isLocked(error) || performance.now() > until) throw error;
      await wait(LOOK_AGAIN_MS);
    }
  }
}

/** @returns false when the steps failed and were undone. @throws when the database gave the whole group up (full disk) */
async function runBehindSavepoint(shared: ControlledTransaction<Schema>, waiting: Waiting): Promise<boolean> {
  const savepoint = await shared.savepoint('one').execute();
  try {
    await waiting.run(savepoint);
    await savepoint.releaseSavepoint('one').execute();
    return true;
  } catch (error) {
    try {
      await savepoint.rollbackToSavepoint('one').execute();
    } catch {
      throw error;
    }
    waiting.failed(error);
    return false;
  }
}

/** Lets everything that has happened meanwhile ask for its transaction too. */
function eventsInHand(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
