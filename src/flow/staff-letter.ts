/**
 * Is this letter from one of the staff, and is that proven? Asked before the transaction, because a proof may need the DNS
 * and a held letter has to be read again (domain.md §8).
 */
import type { Findings } from '../examiner/examine.ts';
import { Fault } from '../fault.ts';
import { authenticate } from '../letter/authentic.ts';
import { BY_FORM } from '../letter/authorship.ts';
import { readLetter } from '../letter/read.ts';
import type { Proof } from '../letter/server-proof.ts';
import { heldBy } from '../register/held.ts';
import { letterBytes } from '../register/letters.ts';
import { lastSentBytes, sentBytes } from '../register/outbox.ts';
import type { LetterRow } from '../register/schema.ts';
import { withoutEcho } from '../ticket/echo.ts';
import { readMessageId } from '../ticket/message-id.ts';
import { readSubaddress } from '../ticket/subaddress.ts';
import { type Confirmation, saysYes } from './confirmation.ts';
import type { Desk, StaffMember } from './desk.ts';
import { scanLetter } from './scan.ts';

/** A letter that says it is from a member of the staff. */
export interface StaffLetter {
  member: StaffMember;
  proof: Proof;
  /** The held letter whose notice this one answers. */
  confirms: Confirmation | null;
  /** Text of the letter of ours that this one answers; null where that is not known. */
  answered: string | null;
}

/** How long a proof that cannot be had now (the DNS is away) is waited for, ms from the letter's arrival. */
const PROOF_PATIENCE_MS = 3_600_000;
const ASKING_MS = 20_000;
const DAY_MS = 86_400_000;

/**
 * @returns null when nobody in the directory has the sender's address, or a machine or a form wrote it
 * @throws Fault PROOF_PENDING when the DNS does not answer: the letter waits; ANTIVIRUS_* when the scanner does not
 */
export async function staffLetterOf(
  desk: Desk,
  letter: LetterRow,
  findings: Findings,
  raw: Buffer,
): Promise<StaffLetter | null> {
  const address = findings.letter.from?.address.toLowerCase();
  const member = desk.staff.find(({ email }) => email === address);
  const { class: kind, spam } = findings.classification;
  if (!member || findings.authorship.doubt === BY_FORM.doubt || (kind !== 'human' && !spam)) return null;
  const proof = await proofOf(desk, letter, findings, raw);
  const answered = await answeredText(desk, findings, member);
  const confirms = await confirmedBy(desk, findings, member, answered);
  return { member, proof, confirms, answered };
}

async function proofOf(desk: Desk, letter: LetterRow, findings: Findings, raw: Buffer): Promise<Proof> {
  const { trustedAuthservIds, requireForStaff } = desk.mailAuth;
  if (!requireForStaff) return { proven: true, domain: null, how: null, why: 'not required', temporary: false };
  const receivedAt = new Date(letter.received_at);
  const proof = await authenticate(
    raw,
    findings.letter,
    { trustedAuthservIds },
    { resolver: desk.resolver, receivedAt, signal: AbortSignal.timeout(ASKING_MS) },
  );
  if (!proof.proven) desk.log.info({ letter: letter.id, why: proof.why }, 'a sender of staff mail is not proven');
  const waits = proof.temporary && desk.clock().getTime() - letter.received_at < PROOF_PATIENCE_MS;
  if (waits) throw new Fault('PROOF_PENDING', 'the sender of a staff letter cannot be proven now');
  return proof;
}

/** The notice carries a token made for this member: whoever answers it reads his mail. An old notice confirms nothing. */
async function confirmedBy(
  desk: Desk,
  findings: Findings,
  member: StaffMember,
  answered: string | null,
): Promise<Confirmation | null> {
  const { register } = desk;
  const keys = register.keys.all('token');
  const { inReplyTo, references } = findings.letter;
  const ours = [...inReplyTo, ...references].filter((id) => readMessageId(id, keys)?.sentTo(member.email));
  const held = await heldBy(register.db, ours);
  const age = desk.clock().getTime() - (held?.at ?? 0);
  if (!held || held.staff !== member.email || age > desk.mailAuth.tokenDays * DAY_MS) return null;
  // A program that quotes the notice without marks must not keep its writer from confirming.
  const yes = saysYes(withoutEcho(findings.text, answered), member, desk.office.address);
  return { held, said: yes ? await heldWords(desk, held.letter_id) : null };
}

/** What we wrote to him and he answers now; where his program names no letter, the last one about the ticket whose address he answers. */
async function answeredText(desk: Desk, findings: Findings, member: StaffMember): Promise<string | null> {
  const { register } = desk;
  const keys = register.keys.all('token');
  const { inReplyTo, references } = findings.letter;
  const named = [...inReplyTo, ...references.toReversed()].find((id) => readMessageId(id, keys)?.sentTo(member.email));
  const bytes = named === undefined ? await lastBytes(desk, findings, member) : await sentBytes(register, named);
  return bytes && (await readLetter(bytes)).text;
}

async function lastBytes({ register }: Desk, { addressedTo }: Findings, member: StaffMember): Promise<Buffer | null> {
  const keys = register.keys.all('token');
  for (const address of addressedTo) {
    const claims = readSubaddress(address, keys);
    if (claims?.kind === 'reply' && claims.givenTo(member.email)) {
      return lastSentBytes(register, claims.ticketId, member.email);
    }
  }
  return null;
}

/** Reads the held letter again, and scans it again: its files are about to go to the citizen. @throws Fault ANTIVIRUS_* */
async function heldWords(desk: Desk, letterId: number): Promise<Confirmation['said']> {
  const { register, examiner } = desk;
  const letter = await register.db
    .selectFrom('letters')
    .selectAll()
    .where('id', '=', letterId)
    .executeTakeFirstOrThrow();
  const raw = await letterBytes(register, letter);
  const examination = await examiner.examine(raw);
  if (!examination.examined) return null;
  return { letter, findings: (await scanLetter(desk, raw, examination.findings)).findings };
}
