/**
 * Which processes work on this register. A claim on a letter or a delivery holds while its instance lives; claims of the
 * dead are set free, and a letter that was in hand when its whole process died is marked, to be examined alone.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Kysely } from 'kysely';
import type { Register } from './register.ts';
import type { Schema } from './schema.ts';

/** An instance on another machine counts as dead after this silence. */
export const SILENCE_MS = 30_000;

/** Enters this process. @returns its id, which claims carry */
export async function enterInstance(register: Register, now: number): Promise<string> {
  const id = randomUUID();
  const instance = { id, host: hostname(), pid: process.pid, started: startOf(process.pid) ?? '', beat_at: now };
  await register.transaction((tx) => tx.insertInto('instances').values(instance).execute());
  return id;
}

/** Says that this process lives. To be called every few seconds. */
export async function beat(register: Register, id: string, now: number): Promise<void> {
  await register.transaction((tx) => tx.updateTable('instances').set({ beat_at: now }).where('id', '=', id).execute());
}

/** Leaves: whatever this process still had in hand is free at once, without suspicion. */
export async function leaveInstance(register: Register, id: string): Promise<void> {
  await register.transaction(async (tx) => {
    await tx.updateTable('letters').set({ claimed_by: null }).where('claimed_by', '=', id).execute();
    await tx.updateTable('outbox').set({ claimed_by: null }).where('claimed_by', '=', id).execute();
    await tx.deleteFrom('instances').where('id', '=', id).execute();
  });
}

/**
 * Sets free what dead processes had in hand.
 * @returns how many letters and deliveries became free
 */
export async function releaseClaimsOfTheDead(register: Register, now: number): Promise<number> {
  return register.transaction(async (tx) => {
    const instances = await tx.selectFrom('instances').selectAll().execute();
    let released = 0;
    for (const instance of instances) {
      if (lives(instance, now)) continue;
      released += await releaseClaims(tx, instance.id);
      await tx.deleteFrom('instances').where('id', '=', instance.id).execute();
    }
    return released;
  });
}

async function releaseClaims(tx: Kysely<Schema>, instance: string): Promise<number> {
  const letters = await tx
    .updateTable('letters')
    .set({ claimed_by: null, suspect: 1 })
    .where('claimed_by', '=', instance)
    .executeTakeFirst();
  const deliveries = await tx
    .updateTable('outbox')
    .set({ claimed_by: null })
    .where('claimed_by', '=', instance)
    .executeTakeFirst();
  return Number(letters.numUpdatedRows + deliveries.numUpdatedRows);
}

function lives(instance: { host: string; pid: number; started: string; beat_at: number }, now: number): boolean {
  if (instance.host !== hostname()) return now - instance.beat_at < SILENCE_MS;
  return startOf(instance.pid) === instance.started;
}

/** When a process of this machine was started (clock ticks since boot, proc(5) field 22); null when there is none. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
