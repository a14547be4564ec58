/**
 * Step 3: what was found in a letter becomes a ticket, or joins one, in ONE transaction: number, message, files, journal
 * and the answer's bytes (conviction 3). A kill at any instruction leaves either nothing or everything.
 */
import type { Findings } from '../examiner/examine.ts';
import { dataKey } from '../register/data-key.ts';
import { recordEvents } from '../register/events.ts';
import { assertInHand, settleLetter } from '../register/letter-work.ts';
import type { LetterRow } from '../register/schema.ts';
import { contextOf } from './context.ts';
import { type Decision, decide } from './decide.ts';
import type { Desk } from './desk.ts';
import { appendToTicket } from './effects/append.ts';
import { attachToTicket } from './effects/attach.ts';
import { appendFromElsewhere } from './effects/elsewhere.ts';
import { keepInTicket } from './effects/flood.ts';
import { holdStaffLetter, objectToCommands } from './effects/hold.ts';
import { noteInTicket } from './effects/note.ts';
import { openTicket } from './effects/open.ts';
import { actOnLetter } from './effects/orders.ts';
import { recordScan } from './effects/scanned.ts';
import { fulfilWish, tellStatus } from './effects/wish.ts';
import type { Registration } from './registration.ts';
import type { ScanNote } from './scan.ts';
import type { StaffLetter } from './staff-letter.ts';

/** As metrics count them. */
const OUTCOMES = {
  open: 'registered',
  append: 'registered',
  'append-from-elsewhere': 'registered',
  note: 'registered',
  keep: 'held-back',
  attach: 'registered',
  'tell-status': 'registered',
  wish: 'registered',
  act: 'registered',
  hold: 'registered',
  object: 'registered',
  recognise: 'duplicate',
  'set-aside': 'set-aside',
} as const satisfies Record<Decision['do'], string>;

/** Decides about a letter and carries the decision out. Its deliveries go on the queue once the transaction is durable. */
export async function registerLetter(
  desk: Desk,
  letter: LetterRow,
  findings: Findings,
  notes: ScanNote[],
  staff: StaffLetter | null,
): Promise<void> {
  const started = performance.now();
  const { decision, deliveries } = await desk.register.transaction(async (tx) => {
    await assertInHand(tx, letter);
    const now = desk.clock();
    const decision = decide(findings, await contextOf(tx, desk, letter, findings, staff, now));
    const key = { id: letter.key_id, bytes: await dataKey(desk.register, tx, letter.key_id) };
    const registration: Registration = { tx, desk, letter, findings, notes, key, now, deliveries: [] };
    const ticketId = await carryOut(registration, decision);
    await settleLetter(tx, letter, ticketId === null ? 'set-aside' : 'registered', {
      class: findings.classification.class,
      message_id: findings.letter.messageId,
      from_address: findings.letter.from?.address ?? null,
      subject: findings.letter.subject,
      content_key: findings.contentKey,
      ticket_id: ticketId,
      error: null,
    });
    return { decision, deliveries: registration.deliveries };
  });
  desk.crossed('registered', letter.id);
  desk.meter.time('register', performance.now() - started);
  desk.meter.count('letters', { outcome: outcomeOf(decision), class: findings.classification.class });
  for (const { verdict } of findings.files) desk.meter.count('files', { verdict });
  desk.log.info(
    { letter: letter.id, class: findings.classification.class, decision: decision.do },
    'letter registered',
  );
  for (const id of deliveries) await desk.queue.offer('delivery', id);
}

function outcomeOf(decision: Decision): (typeof OUTCOMES)[Decision['do']] {
  return decision.do === 'open' && decision.heldBack ? 'held-back' : OUTCOMES[decision.do];
}

/** @returns the ticket that the letter belongs to now, null when none */
async function carryOut(registration: Registration, decision: Decision): Promise<number | null> {
  switch (decision.do) {
    case 'recognise':
      return recognise(registration, decision);
    case 'set-aside':
      await recordScan(registration, null);
      return null;
    case 'attach':
      return attachToTicket(registration, decision);
    case 'append':
      return appendToTicket(registration, decision);
    case 'append-from-elsewhere':
      return appendFromElsewhere(registration, decision);
    case 'note':
      return noteInTicket(registration, decision);
    case 'keep':
      return keepInTicket(registration, decision);
    case 'open':
      return openTicket(registration, decision);
    case 'tell-status':
      return tellStatus(registration, decision);
    case 'wish':
      return fulfilWish(registration, decision);
    case 'act':
      return actOnLetter(registration, decision);
    case 'hold':
      return holdStaffLetter(registration, decision);
    case 'object':
      return objectToCommands(registration, decision);
  }
}

async function recognise(
  { tx, letter, now }: Registration,
  { letterId, ticketId }: Extract<Decision, { do: 'recognise' }>,
): Promise<number | null> {
  await recordEvents(tx, [
    {
      ...(ticketId !== null && { ticketId }),
      letterId: letter.id,
      at: now.getTime(),
      who: 'service',
      what: 'letter came again',
      after: { letter: letterId },
    },
  ]);
  return ticketId;
}
