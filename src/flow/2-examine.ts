/**
 * Step 2: a stored letter is claimed, opened, read by a worker, scanned for viruses, and handed on to be registered.
 * A letter that kills or outlasts its worker is counted, tried again later, and after three tries put into quarantine;
 * trouble of ours (register locked, disk full, a scanner that gives no verdict) postpones it without a count.
 */
import type { Examination } from '../examiner/examiner.ts';
import { Fault, tellOf } from '../fault.ts';
import { recordEvents } from '../register/events.ts';
import { assertInHand, claimLetter, postponeLetter, settleLetter } from '../register/letter-work.ts';
import { letterBytes } from '../register/letters.ts';
import type { LetterRow } from '../register/schema.ts';
import { registerLetter } from './3-register.ts';
import type { Desk } from './desk.ts';
import { persist } from './persist.ts';
import { scanLetter } from './scan.ts';
import { staffLetterOf } from './staff-letter.ts';

const MAX_TRIES = 3;
const RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 3_600_000;

/** Works on one letter, as often as the queue calls: one that is settled, not due or in other hands is left alone. */
export async function examine(desk: Desk, id: number): Promise<void> {
  // It stays due: the sweep brings it back as soon as the gate is open.
  if (!desk.gate.open) return;
  const now = desk.clock().getTime();
  const letter = await desk.register.transaction((tx) => claimLetter(tx, id, desk.instance, now));
  if (!letter) return;
  desk.turns.enter(id);
  try {
    const raw = await letterBytes(desk.register, letter);
    const started = performance.now();
    const examination = await (letter.suspect ? desk.examiner.examineAlone(raw) : desk.examiner.examine(raw));
    if (!examination.examined) {
      // A worker that we end ourselves says nothing about the letter.
      if (desk.stopping.aborted) return await postpone(desk, letter, new Fault('STOPPING', 'the service stops'));
      return await countFailure(desk, letter, examination);
    }
    desk.meter.time('examine', performance.now() - started);
    desk.crossed('examined', id);
    const { findings, notes } = await scanLetter(desk, raw, examination.findings);
    const staff = await staffLetterOf(desk, letter, findings, raw);
    // A letter with files may be sent on; by one of staff, those of earlier letters are.
    if (staff !== null || findings.files.length > 0) await desk.mailLimit.know(performance.now());
    await desk.turns.turnOf(id);
    await registerLetter(desk, letter, findings, notes, staff);
  } catch (error) {
    await postpone(desk, letter, error);
  } finally {
    desk.turns.leave(id);
  }
}

/** The letter's own fault: counted, and after three tries it goes no further on its own. */
async function countFailure(
  desk: Desk,
  letter: LetterRow,
  failure: Extract<Examination, { examined: false }>,
): Promise<void> {
  const tries = letter.tries + 1;
  const error = `${failure.why}: ${failure.error}`;
  const now = desk.clock().getTime();
  desk.log.warn({ letter: letter.id, tries, why: failure.why, error: failure.error }, 'letter could not be examined');
  desk.meter.count('letters', { outcome: tries < MAX_TRIES ? 'failed' : 'quarantined', class: 'unread' });
  if (tries < MAX_TRIES) {
    const change = { tries, now, nextTryAt: now, error };
    await persist(desk, () => desk.register.transaction((tx) => postponeLetter(tx, letter, change)));
    await desk.queue.offer('letter', letter.id);
    return;
  }
  await desk.register.transaction(async (tx) => {
    await assertInHand(tx, letter);
    await settleLetter(tx, letter, 'quarantined', { tries, error });
    await recordEvents(tx, [{ letterId: letter.id, at: now, who: 'service', what: 'quarantined', after: { error } }]);
  });
  await desk.putAside({
    place: { account: letter.account, folder: letter.folder, uidValidity: letter.uid_validity },
    uid: letter.uid,
    size: letter.size,
    receivedAt: new Date(letter.internal_date),
  });
  desk.log.error(
    { letter: letter.id, tries },
    'letter is in quarantine: see `letter list`, try again with `letter replay`',
  );
}

/** Our own trouble: the letter waits, and is not blamed. */
async function postpone(desk: Desk, letter: LetterRow, cause: unknown): Promise<void> {
  const code = cause instanceof Fault ? cause.code : 'BUG';
  if (code === 'CLAIM_LOST') return desk.log.warn({ letter: letter.id, ...tellOf(cause) }, 'letter is in other hands');
  const scanning = code.startsWith('ANTIVIRUS_');
  // A scanner that answers nobody is told of once, by the gate; one that judges all but this letter, with the letter.
  const shut = scanning && !(await desk.gate.ask());
  if (!shut) desk.log.error({ letter: letter.id, ...tellOf(cause) }, 'letter waits');
  const now = desk.clock().getTime();
  const pause = shut && code === 'ANTIVIRUS_UNREACHABLE' ? 0 : scanning ? growingPause(letter, now) : RETRY_MS;
  const change = { tries: letter.tries, now, nextTryAt: now + pause, error: code };
  await persist(desk, () => desk.register.transaction((tx) => postponeLetter(tx, letter, change)));
  if (pause > 0) await desk.queue.offer('letter', letter.id, pause);
}

/** A letter that the scanner cannot get through, or that ends it, is shown to it ever more seldom. */
function growingPause(letter: LetterRow, now: number): number {
  return Math.min(Math.max(RETRY_MS, (now - letter.stored_at) / 2), LONGEST_RETRY_MS);
}
