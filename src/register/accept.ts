/**
 * Takes the journal as it is from here on, after a person has looked: an older register was put back by hand, the anchor
 * beside the key file was lost in a move. That it was done, why and by whom stands in the journal; lines that do not follow
 * from one another go on being told by `register verify`.
 */
import { askJournal, beginLife, type Trouble } from './anchored.ts';
import { recordEvents } from './events.ts';
import type { Register } from './register.ts';

/** @returns what was wrong; null, and nothing is done, when nothing is */
export async function acceptJournal(
  register: Register,
  { who, reason, at }: { who: string; reason: string; at: number },
): Promise<Trouble | null> {
  const { db, keys, witness } = register;
  const { trouble } = await askJournal(db, keys, witness);
  if (trouble === null) return null;
  const known = witness?.read(keys) ?? null;
  const anchor = await register.transaction(async (tx) => {
    await recordEvents(tx, [{ at, who, what: 'journal accepted as it is', after: { reason, trouble } }]);
    return beginLife(tx, keys, known);
  });
  witness?.write(keys, anchor);
  return trouble;
}
