/**
 * Did the office keep its promises? Enters: the letters that were delivered, what stands in the register, what the mail
 * server took, what is left in the mailbox. Leaves: numbers, and every broken promise in words. Changes nothing.
 */
import type { Register } from '../../src/register/register.ts';
import type { DeliveryState, LetterState } from '../../src/register/schema.ts';
import type { ReceivedLetter } from '../../test/services/smtp-sink.ts';
import { faultsOfTickets } from '../bench/correct.ts';
import type { BenchLetter } from '../bench/letters/letter.ts';

export interface Scene {
  letters: BenchLetter[];
  register: Register;
  /** What the mail server took, in order. */
  sent: readonly ReceivedLetter[];
  /** Letters left in the mailbox folder, and in `Processed`. */
  inbox: number;
  processed: number;
  /** Moments at which connections died: kills of a service, ends of the mail server; by performance.now(). */
  interruptions: readonly number[];
}

export interface Verdict {
  /** Letters without a ticket or without their answer. */
  lost: number;
  /** Tickets and answers too many. */
  doubled: number;
  /** The same answer once more, under the same Message-ID, where a connection had died. */
  extraCopies: number;
  faults: string[];
}

/** Holds what is there against what was promised (design.md, convictions 2, 3, 6). */
export async function verdictOn(scene: Scene): Promise<Verdict> {
  const { letters, register } = scene;
  const tickets = await ticketsOf(register);
  const ofLetter = Map.groupBy(tickets, ({ messageId }) => messageId);
  const answers = Map.groupBy(scene.sent.map(answerOf), ({ inReplyTo }) => inReplyTo);
  const lost = letters.filter(({ messageId }) => !ofLetter.has(messageId) || !answers.has(messageId)).length;
  const many = letters.flatMap(({ messageId }) => {
    const ids = new Set(answers.get(messageId)?.map((answer) => answer.messageId));
    return [(ofLetter.get(messageId)?.length ?? 1) - 1, Math.max(ids.size, 1) - 1];
  });
  const copies = copiesOf(scene);
  return {
    lost,
    doubled: many.reduce((sum, more) => sum + more, 0),
    extraCopies: copies.extra,
    faults: [
      ...letters
        .filter(({ messageId }) => !answers.has(messageId))
        .map(({ messageId }) => `${messageId} was not answered`),
      ...faultsOfTickets(letters, tickets),
      ...copies.faults,
      ...(await faultsOfRegister(register)),
      ...(scene.inbox > 0 ? [`${scene.inbox} letters are left in the mailbox`] : []),
      ...(scene.processed === letters.length
        ? []
        : [`${scene.processed} of ${letters.length} letters are in Processed`]),
    ],
  };
}

interface Answer {
  messageId: string;
  inReplyTo: string;
}

function answerOf({ raw }: Pick<ReceivedLetter, 'raw'>): Answer {
  const head = raw.toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
  const field = (name: string) => new RegExp(`^${name}:\\s*(<[^>\\s]{1,900}>)`, 'im').exec(head)?.[1] ?? '';
  return { messageId: field('Message-ID'), inReplyTo: field('In-Reply-To') };
}

/** A second copy is excused by a connection that died between the first one and it. */
function copiesOf({ sent, interruptions }: Scene): { extra: number; faults: string[] } {
  const copies = Map.groupBy(sent, (letter) => answerOf(letter).messageId);
  const faults = [...copies].flatMap(([messageId, all]) => {
    const causeless = all.slice(1).filter(({ at }, index) => {
      const before = all[index]!;
      return !before.unanswered && !interruptions.some((moment) => moment > before.at && moment < at);
    });
    return causeless.length > 0 ? [`${messageId} was sent once more though no connection had died`] : [];
  });
  return { extra: sent.length - copies.size, faults };
}

async function ticketsOf({ db }: Register): Promise<{ number: string; messageId: string }[]> {
  const rows = await db
    .selectFrom('tickets')
    .leftJoin('messages', (join) =>
      join.onRef('messages.ticket_id', '=', 'tickets.id').on('messages.author', '=', 'citizen'),
    )
    .select(['tickets.number', 'messages.message_id'])
    .execute();
  return rows.map(({ number, message_id }) => ({ number, messageId: message_id ?? '' }));
}

/** Nothing is unfinished or in hand, and the journal tells of every ticket and every answer. */
async function faultsOfRegister({ db }: Register): Promise<string[]> {
  const letters = await db.selectFrom('letters').select(['id', 'state', 'claimed_by']).execute();
  const outbox = await db.selectFrom('outbox').select(['id', 'ticket_id', 'state', 'claimed_by']).execute();
  const events = await db.selectFrom('events').select(['ticket_id', 'what']).execute();
  const settled: LetterState[] = ['registered'];
  const sent: DeliveryState[] = ['accepted'];
  const told = (ticket: number, what: string) =>
    events.filter((event) => event.ticket_id === ticket && event.what === what);
  const tickets = await db.selectFrom('tickets').select('id').execute();
  return [
    ...letters.filter(({ state }) => !settled.includes(state)).map(({ id, state }) => `letter ${id} is ${state}`),
    ...outbox.filter(({ state }) => !sent.includes(state)).map(({ id, state }) => `delivery ${id} is ${state}`),
    ...[...letters, ...outbox].filter((row) => row.claimed_by !== null).map(({ id }) => `${id} is still in hand`),
    ...tickets
      .filter(({ id }) => told(id, 'registered').length !== 1)
      .map(({ id }) => `the journal of ticket ${id} does not tell once of its registration`),
    ...outbox
      .filter(({ ticket_id }) => told(ticket_id, 'delivery accepted').length === 0)
      .map(({ id }) => `the journal does not tell that delivery ${id} was accepted`),
  ];
}
