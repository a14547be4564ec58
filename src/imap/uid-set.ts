/** UIDs as a command writes them (RFC 3501 §9, sequence-set). Pure. */

/** `[1, 2, 3, 7]` → `1:3,7`. Ascending order is expected; a range covers only UIDs that are in the list. */
export function uidSet(uids: number[]): string {
  const runs: [number, number][] = [];
  for (const uid of uids) {
    const last = runs.at(-1);
    if (last && uid === last[1] + 1) last[1] = uid;
    else runs.push([uid, uid]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}:${last}`)).join(',');
}

/** Cuts a list into pieces, so that no command line outgrows what servers must accept (RFC 7162 §4: 8192 octets). */
export function* chunks(uids: number[], size: number): Generator<number[]> {
  for (let at = 0; at < uids.length; at += size) yield uids.slice(at, at + size);
}
