/**
 * Raw bytes in, findings out: everything that can be known of a letter without asking the register.
 * Pure, and run in a worker thread because parsing is the heavy part; `inspect` prints what it returns.
 */
import { judgeFiles } from '../attachment/judge.ts';
import type { FileRules, JudgedFile } from '../attachment/verdict.ts';
import { identify } from '../identity/identify.ts';
import type { Identity } from '../identity/identity.ts';
import { type Item, missing } from '../identity/missing.ts';
import { saysNone } from '../identity/none.ts';
import { type Authorship, authorshipOf, BY_FORM } from '../letter/authorship.ts';
import { type Bounce, readBounce } from '../letter/bounce.ts';
import { type Classification, classify } from '../letter/class.ts';
import { sameLetterKey } from '../letter/digest.ts';
import { type Denial, disowned } from '../letter/disowned.ts';
import { domainOf } from '../letter/domain.ts';
import { personBehindForm } from '../letter/form.ts';
import type { Letter } from '../letter/letter.ts';
import { isPassedOnByOffice } from '../letter/office-cover.ts';
import { ownVerdicts } from '../letter/own-verdicts.ts';
import { readLetter } from '../letter/read.ts';
import { addressedTo } from '../letter/recipients.ts';
import { type Alarm, alarmOf, type Category, categoryOf } from '../ticket/category.ts';
import { type Wish, wishOf } from '../ticket/intent.ts';
import { type Kind, kindOf } from '../ticket/kind.ts';
import { findTicketRef } from '../ticket/number.ts';
import { isUrgent } from '../ticket/urgency.ts';
import { excerptOf } from './excerpt.ts';

/** The office's rules that reading depends on. Plain values: they cross into the worker. */
export interface Rules {
  ticketPrefix: string;
  ticketDigits: number;
  /** Every address that is ours: mail from it is machine mail. */
  ownAddresses: string[];
  /** Our own mail servers, as they stand in Authentication-Results. */
  trustedAuthservIds: string[];
  /** Header fields in which our own filter tells of spam. */
  spamHeaders: string[];
  files: FileRules;
  /** What a ticket needs to go to an operator. */
  required: Item[];
  /** Who is of the staff, in lower case, and what they may enclose. */
  staff: { addresses: readonly string[]; files: FileRules };
}

/** What a letter is, says and carries. */
export interface Findings {
  /** `from` is the correspondent: the sender, or the person behind a form. */
  letter: Omit<Letter, 'headers' | 'files' | 'split' | 'text' | 'report'>;
  classification: Classification;
  /** Is it its author's word? A proof, a doubt, or neither. */
  authorship: Authorship;
  /** What our mail server denies its sender by; null when it does not. */
  disowned: Denial | null;
  bounce: Bounce | null;
  ticketRef: string | null;
  intent: Wish['intent'];
  /** How it was said. */
  wish: Omit<Wish, 'intent'>;
  kind: Kind;
  /** «Повторное»: the same question again. */
  repeated: boolean;
  urgent: boolean;
  category: Category;
  /** Suspicion of a break-in, or confidential material: goes to the department named for it. */
  alarm: Alarm | null;
  identity: Identity;
  missing: Item[];
  /** Of that, what he says he has not got. */
  hasNone: Item[];
  /** Another office passes a citizen's appeal on. */
  byOffice: boolean;
  text: string;
  quoted: string;
  files: JudgedFile[];
  /** The same by the rules for staff, where the sender says he is of it; else none. Who he is, is settled later. */
  staffFiles: JudgedFile[];
  /** Every address that it was sent to. */
  addressedTo: string[];
  /** Equal for redeliveries of the same letter. */
  contentKey: string;
}

/** Reads a letter and finds all that it tells. Never rejects for what a letter may hold: see `defects`. */
export async function examineLetter(raw: Uint8Array, rules: Rules): Promise<Findings> {
  const letter = await readLetter(raw);
  const person = personBehindForm(letter, rules.ownAddresses);
  const from = person ?? letter.from;
  const { subject } = letter;
  // Who writes, and of what, is looked for in what a person may have written; the letter keeps every line.
  const split = excerptOf(letter.split);
  const ticketRef = findTicketRef({ subject, split }, rules.ticketPrefix, rules.ticketDigits);
  const identity = identify({ from, subject, split });
  const isReply = letter.inReplyTo.length > 0 || letter.references.length > 0;
  const asked = { subject, split, isReply, ticketRef };
  const reading = kindOf(asked);
  const { kind, repeated } = reading;
  const { intent, ...wish } = wishOf(asked, reading);
  const lacking = missing(identity, rules.required);
  const classification = classify(letter, rules);
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const verdicts = ownVerdicts(bytes, rules.trustedAuthservIds);
  const denial = disowned(verdicts, domainOf(letter.from?.address ?? ''));
  const { headers: _headers, files, split: whole, text: _text, report: _report, ...plain } = letter;
  return {
    letter: { ...plain, from, replyTo: person ? [person] : plain.replyTo },
    classification,
    authorship: person === null ? authorshipOf(bytes, letter, verdicts, denial) : BY_FORM,
    disowned: denial,
    bounce: classification.class === 'bounce' ? readBounce(letter) : null,
    ticketRef,
    intent,
    wish,
    kind,
    repeated,
    urgent: isUrgent(subject),
    category: categoryOf({ subject, split }),
    alarm: alarmOf({ subject, split }),
    identity,
    missing: lacking,
    byOffice: isPassedOnByOffice(subject, split),
    hasNone: lacking.filter((item) => item === 'snils' && saysNone(split.fresh)),
    text: whole.fresh,
    quoted: whole.quoted,
    files: await judgeFiles(files, rules.files),
    staffFiles: isOfStaff(from, rules) ? await judgeFiles(files, rules.staff.files) : [],
    addressedTo: addressedTo(letter),
    contentKey: sameLetterKey(letter),
  };
}

function isOfStaff(from: Letter['from'], { staff }: Rules): boolean {
  return from !== null && staff.addresses.includes(from.address.toLowerCase());
}
