/**
 * Group commit: transactions that are asked for at the same time share one flush to the disk, which costs more than all
 * their statements. Each stands behind a savepoint of its own, so one that fails leaves no trace and spoils no other;
 * every one resolves only when the shared commit is durable.
 */
import type { ControlledTransaction, Kysely } from 'kysely';
import type { Schema } from './schema.ts';

interface Waiting {
  run(tx: Kysely<Schema>): Promise<void>;
  committed(): void;
  failed(error: unknown): void;
}

/** Bounds the time for which one flush is held back. */
const MOST_TOGETHER = 64;

/** @returns a function that runs steps as one transaction, together with others that are waiting */
export function commitTogether(db: Kysely<Schema>): <T>(steps: (tx: Kysely<Schema>) => Promise<T>) => Promise<T> {
  const queue: Waiting[] = [];
  let working = false;

  async function work(): Promise<void> {
    for (let group = queue.splice(0, MOST_TOGETHER); group.length > 0; group = queue.splice(0, MOST_TOGETHER)) {
      await commitGroup(db, group);
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

async function commitGroup(db: Kysely<Schema>, group: Waiting[]): Promise<void> {
  try {
    const shared = await db.startTransaction().execute();
    const held: Waiting[] = [];
    try {
      for (const waiting of group) {
        if (await runBehindSavepoint(shared, waiting)) held.push(waiting);
      }
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
