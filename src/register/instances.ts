/**
 * Which processes work on this register. A claim on a letter or a delivery, and a lease, hold while their instance lives;
 * those of the dead are set free, and a letter that was in hand when its whole process died is marked, to be examined alone.
 * Whether another lives is told without a clock, which may jump: where its pid means something, by the pid; and everywhere by
 * its counter of beats. A process whose counter stood still while this one beat SILENT_LOOKS times is taken for dead; one
 * whose pid is there is granted more, for it may only be slow. When the register is locked nobody beats, so nobody is accused. One that only stood still (SIGSTOP, a suspended machine) finds
 * on waking that its claims are gone: what it writes in their name is refused (letters.ts, outbox.ts). It enters anew with
 * its next claim or beat.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Kysely } from 'kysely';
import type { Register } from './register.ts';
import type { InstanceRow, Schema } from './schema.ts';

/** How often a process is to beat and to look after the others. */
export const BEAT_MS = 5_000;
/** So that the work of a crashed process elsewhere goes on within 30 s. */
export const SILENT_LOOKS = 4;
/** For a process that is to be seen here and hangs: about a minute. */
export const HANGING_LOOKS = 12;

/** Enters this process. @returns its id, which claims carry */
export async function enterInstance(register: Register): Promise<string> {
  const id = randomUUID();
  await register.transaction((tx) => enter(tx, id));
  return id;
}

/** Whoever takes something in hand has to be entered, or nobody would notice his death. */
export async function enter(tx: Kysely<Schema>, id: string): Promise<void> {
  await tx
    .insertInto('instances')
    .values(thisProcess(id))
    .onConflict((entered) => entered.doNothing())
    .execute();
}

/** Says that this process lives; one that had been taken for dead enters anew, with nothing in hand. */
export async function beat(register: Register, id: string): Promise<void> {
  await register.transaction((tx) =>
    tx
      .insertInto('instances')
      .values(thisProcess(id))
      .onConflict((entered) => entered.column('id').doUpdateSet(({ eb }) => ({ beats: eb('instances.beats', '+', 1) })))
      .execute(),
  );
}

/** Leaves: whatever this process still had in hand is free at once, without suspicion. */
export async function leaveInstance(register: Register, id: string): Promise<void> {
  await register.transaction((tx) => release(tx, id, {}));
}

/** What one process has seen of the others' counters. */
export class Looks {
  #seen = new Map<string, { beats: number; still: number }>();

  /** Looks at all others. @returns those that are dead or taken for it, and whether others have left since */
  look(others: readonly InstanceRow[]): { dead: InstanceRow[]; left: boolean } {
    const before = this.#seen;
    this.#seen = new Map(
      others.map(({ id, beats }) => {
        const known = before.get(id);
        return [id, { beats, still: known?.beats === beats ? known.still + 1 : 0 }];
      }),
    );
    return {
      dead: others.filter((other) => hasEnded(other) || this.#seen.get(other.id)!.still >= patienceWith(other)),
      left: [...before.keys()].some((id) => !this.#seen.has(id)),
    };
  }
}

/**
 * Sets free what dead processes had in hand. To be called once a beat, after it.
 * @param looks of this process; the same at every call
 * @returns whether another process is gone, dead or by its own will: then work may be waiting for somebody
 */
export async function releaseClaimsOfTheDead(register: Register, self: string, looks: Looks): Promise<boolean> {
  return register.transaction(async (tx) => {
    const others = await tx.selectFrom('instances').selectAll().where('id', '!=', self).execute();
    const { dead, left } = looks.look(others);
    for (const { id } of dead) await release(tx, id, { suspect: 1 });
    return left || dead.length > 0;
  });
}

/** @param mark put on the letters that it had in hand */
async function release(tx: Kysely<Schema>, instance: string, mark: { suspect?: 1 }): Promise<void> {
  const free = { claimed_by: null };
  const letters = tx.updateTable('letters').set({ ...free, ...mark });
  await letters.where('claimed_by', '=', instance).execute();
  await tx.updateTable('outbox').set(free).where('claimed_by', '=', instance).execute();
  await tx.deleteFrom('leases').where('holder', '=', instance).execute();
  await tx.deleteFrom('instances').where('id', '=', instance).execute();
}

function thisProcess(id: string): InstanceRow {
  return { id, host: realm(), pid: process.pid, started: startOf(process.pid) ?? '', beats: 0 };
}

/** Can it be seen here that the process is gone? */
function hasEnded(instance: InstanceRow): boolean {
  return isInSight(instance) && startOf(instance.pid) !== instance.started;
}

function patienceWith(instance: InstanceRow): number {
  return isInSight(instance) ? HANGING_LOOKS : SILENT_LOOKS;
}

function isInSight({ host }: InstanceRow): boolean {
  return host === realm();
}

/** Within which a pid names one process: the machine, and on it the namespace of the container. */
function realm(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
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
