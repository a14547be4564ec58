/**
 * The postman's round of the demo: delivers the sample letters and watches the answers come back.
 * Enters: an open post office. Leaves: for each letter its Message-ID and the answer, as they come; letters that need an
 * answer to another one first (a follow-up) are delivered when it is there.
 * May fail: when a sample letter cannot be read from disk.
 */
import type { PostOffice } from './post-office.ts';
import { answerReceipt, padPicture, quoteNumber } from './prepare.ts';
import { type Received, readReceived, ticketOf } from './received.ts';
import { bytesOf, SAMPLES, type Sample } from './samples.ts';

/** A sample letter on its way. */
export interface Errand {
  sample: Sample;
  /** With angle brackets; null until the letter is delivered. */
  messageId: string | null;
  /** Our automatic reply, and its bytes; null until it is there. */
  answer: { receipt: Received; raw: Buffer } | null;
}

export interface Round {
  errands: readonly Errand[];
  /** Resolves when every letter that is to be answered has its answer; rejects when a follow-up cannot be made. */
  answered: Promise<void>;
}

/**
 * Starts the round: letters that depend on nothing are in the mailbox when this returns.
 * @param onChange called after each delivery and each answer
 */
export async function startRound(office: PostOffice, onChange: () => void = () => {}): Promise<Round> {
  const errands = SAMPLES.map((sample): Errand => ({ sample, messageId: null, answer: null }));
  const { promise: answered, resolve, reject } = Promise.withResolvers<void>();

  const deliver = async (errand: Errand) => {
    const raw = await load(errand.sample, errands);
    if (!raw) return;
    errand.messageId = messageIdOf(raw);
    office.deliver(raw);
    onChange();
  };
  const take = async (raw: Buffer) => {
    const receipt = await readReceived(raw);
    const errand = errands.find((one) => awaitsAnswer(one) && one.messageId === receipt.inReplyTo);
    if (!errand) return;
    errand.answer = { receipt, raw };
    onChange();
    for (const next of errands) if (next.messageId === null) await deliver(next);
    if (!errands.some(awaitsAnswer)) resolve();
  };

  // One after the other: two answers at once must not deliver the same follow-up twice.
  let turn: Promise<void> = Promise.resolve();
  office.onSent(({ raw, folder }) => {
    if (folder === 'Staff') return;
    turn = turn.then(() => take(raw)).catch(reject);
  });
  turn = (async () => {
    for (const errand of errands) await deliver(errand);
  })();
  await turn;
  return { errands, answered };
}

/** Our own letters have theirs on one line, near the top. */
function messageIdOf(raw: Buffer): string | null {
  return /^Message-ID: (<\S+>)\r$/im.exec(raw.toString('latin1', 0, 4096))?.[1] ?? null;
}

function awaitsAnswer(errand: Errand): boolean {
  return errand.sample.answered && errand.answer === null;
}

/** The letter as it is to be delivered; null while the answer that it builds upon is not there. */
async function load(sample: Sample, errands: readonly Errand[]): Promise<Buffer | null> {
  const raw = await bytesOf(sample);
  const { change } = sample;
  if (!change) return raw;
  if (change.what === 'pad') return padPicture(raw);
  const receipt = errands.find((one) => one.sample.file === change.to)?.answer?.receipt;
  if (!receipt) return null;
  if (change.what === 'reply') return answerReceipt(raw, receipt);
  const ticket = ticketOf(receipt);
  if (!ticket) throw new Error(`no ticket number in the answer to ${change.to}`);
  return quoteNumber(raw, ticket);
}
