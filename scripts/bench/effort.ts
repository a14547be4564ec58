/**
 * What processes cost, from Linux's /proc: CPU with all threads and with children that have ended, memory.
 * Fails nowhere: a process that has gone counts as nothing.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc; fixed by the kernel's interface (proc_pid_stat(5)). */
const TICKS = 100;

interface Stat {
  parent: number;
  own: number;
  reaped: number;
}

/** Seconds of CPU, user and system, of these processes and all their descendants, ended ones too. */
export function cpuOfTrees(roots: readonly number[]): number {
  const stats = new Map(processes().map((pid) => [pid, statOf(pid)]));
  const family = new Set(roots);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const [pid, stat] of stats) if (stat && family.has(stat.parent)) family.add(pid);
  }
  return [...family].reduce((sum, pid) => sum + cpuOf(stats.get(pid)), 0);
}

/** Seconds of CPU of our children that have ended: what one child cost is the difference over its life. */
export function cpuOfEndedChildren(): number {
  return statOf(process.pid)?.reaped ?? 0;
}

/** Pids of our children now. */
export function children(): number[] {
  return processes().filter((pid) => statOf(pid)?.parent === process.pid);
}

/** Memory that a process with all its threads holds, and the most it ever held, bytes; 0 when it has gone. */
export function memoryOf(pid: number): { now: number; peak: number } {
  const status = read(`/proc/${pid}/status`);
  const bytes = (line: RegExp) => Number(line.exec(status)?.[1] ?? 0) * 1024;
  return { now: bytes(/^VmRSS:\s+(\d+) kB/m), peak: bytes(/^VmHWM:\s+(\d+) kB/m) };
}

function processes(): number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
}

function statOf(pid: number): Stat | null {
  const line = read(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses, and may hold spaces and parentheses itself.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  if (fields.length < 16) return null;
  const seconds = (user: number) => (Number(fields[user]) + Number(fields[user + 1])) / TICKS;
  return { parent: Number(fields[1]), own: seconds(11), reaped: seconds(13) };
}

function cpuOf(stat: Stat | null | undefined): number {
  return stat ? stat.own + stat.reaped : 0;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
