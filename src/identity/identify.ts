/**
 * Who wrote a letter, and with which numbers (domain.md §3). In: sender, subject, split text. Out: an Identity. Never fails.
 *
 * The citizen's own words are read first; a forwarded letter speaks for the citizen who wrote it; the quoted tail only
 * helps out when nothing else names him. Numbers in the tail are never taken for his own without his name beside them.
 */
import type { Address, SplitText } from '../letter/letter.ts';
import { type Applicant, chooseApplicant } from './applicant.ts';
import { readDisplayName } from './display-name.ts';
import { earlierLetter } from './earlier.ts';
import type { Fio, Identity } from './identity.ts';
import { chooseInn, findInn } from './inn.ts';
import { claims, notOfOthers, type OwnedSnils } from './owner.ts';
import { mayBeOne, united } from './person.ts';
import { findPhones } from './phone.ts';
import { type Reading, readText } from './reading.ts';
import { keyOf } from './words.ts';

export interface Introduction {
  from: Address | null;
  subject: string;
  split: SplitText;
}

const OFFICE_SENDER = /поддержк|служб|support|help|noreply|no-reply|приёмн|приемн|госуслуг|портал/iu;

/** «Пишу с почты сына»: then the display name is his, not the author's. */
const OTHERS_MAILBOX =
  /(?:(?:с|из) (?:почты|адреса|ящика|компьютера|телефона|аккаунта)|почта|адрес|ящик)(?: это| тут)? (?:моего |моей |мо[яй] )?(?:муж|жен|сын|доч|мам|мат|отц|пап|внук|внуч|брат|сестр|сосед|подруг|зят|невестк|знаком|чуж)/iu;

/** Reads the applicant out of a letter. */
export function identify(input: Introduction): Identity {
  const { split, subject } = input;
  const inner = innerLetter(split);
  const display = OTHERS_MAILBOX.test(split.fresh) ? null : displayOf(inner ? inner.from : input.from);
  const hints = new Set(display ? [display.surname, display.given].filter((part) => part !== null).map(keyOf) : []);
  const body = readText(inner ? inner.text : split.fresh, hints);
  const cover = inner ? readText(coverOf(split), hints) : null;
  const title = readText(subject, hints);
  const tail = readText(split.quoted, hints);

  let applicant = chooseApplicant(body.people, inner ? [] : title.people, display, `${title.text}\n${body.text}`);
  if (inner) applicant = { ...applicant, source: applicant.fio ? 'forwarded' : null };
  if (cover && !applicant.fio?.surname)
    applicant = chooseApplicant(cover.people, title.people, displayOf(input.from), cover.text);
  const earlier = inner ? null : readText(earlierLetter(split.quoted, input.from), hints);
  if (earlier && !isComplete(applicant)) applicant = fromEarlier(applicant, earlier, display);
  if (!isComplete(applicant)) applicant = fromTail(applicant, tail);

  const read = [title, ...(cover ? [cover] : []), body, tail];
  const numbers = snilsOf(read, body, cover, earlier, applicant);
  const text = cover ? `${cover.text}\n${body.text}` : body.text;
  const inn = chooseInn(
    [title, ...(cover ? [cover] : []), body].flatMap((reading) =>
      notOfOthers(reading.text, findInn(reading.text), reading.people, applicant.person),
    ),
  );
  const taken = [...(cover ? [] : body.numbers), ...findInn(text)];
  const [phone] = cover ? findPhones(text, findSpans(text, hints)) : findPhones(text, taken);
  const [titlePhone] = phone ? [] : findPhones(title.text, title.numbers);
  return {
    fio: applicant.fio,
    fioSource: applicant.source,
    fioConfidence: applicant.confidence,
    fioRunnerUp: applicant.runnerUp ?? null,
    onBehalfOf: applicant.onBehalfOf,
    ...numbers,
    inn: inn?.inn ?? null,
    innValid: inn?.valid ?? null,
    phone: phone?.phone ?? titlePhone?.phone ?? null,
  };
}

function findSpans(text: string, hints: ReadonlySet<string>): { start: number; end: number }[] {
  return [...readText(text, hints).numbers, ...findInn(text)];
}

function displayOf(from: Address | null): Fio | null {
  return from ? readDisplayName(from.name) : null;
}

/** The forwarded letter, unless it is the office's own answer that comes back. */
function innerLetter(split: SplitText): { from: Address | null; text: string } | null {
  const inner = split.forwarded;
  if (!inner || inner.text.trim() === '') return null;
  return OFFICE_SENDER.test(`${inner.from?.name ?? ''} ${inner.from?.address ?? ''}`) ? null : inner;
}

/** What stands before the forwarded letter. */
function coverOf(split: SplitText): string {
  const at = split.fresh.indexOf(split.forwarded?.text ?? '');
  return at > 0 ? split.fresh.slice(0, at) : '';
}

/** Needs nothing from the tail; a name without patronymic from the letter's own text is taken to have none. */
function isComplete({ fio, source }: Applicant): boolean {
  const asksPatronymic = source === 'display_name' || source === 'combined';
  return !!fio?.surname && !!fio.given && (fio.patronymic !== null || !asksPatronymic);
}

/** Completes a name from what the sender wrote before, which the tail quotes as his. */
function fromEarlier(applicant: Applicant, earlier: Reading, display: Fio | null): Applicant {
  const before = chooseApplicant(earlier.people, [], display, earlier.text);
  const { fio } = before;
  if (!fio?.surname || before.source === 'display_name') return applicant;
  if (applicant.fio && !mayBeOne(applicant.fio, fio)) return applicant;
  const known = applicant.fio !== null;
  return { ...before, fio: known ? united(applicant.fio!, fio) : fio, source: known ? 'combined' : 'quoted' };
}

/** Completes a name from the quoted tail: the citizen's own earlier letter, or the office's «Уважаемая Ольга Дмитриевна». */
function fromTail(applicant: Applicant, tail: Reading): Applicant {
  const known = applicant.fio;
  const own = tail.people.find(
    (person) => person.role === 'own' && person.fio.surname && (!known || mayBeOne(known, person.fio)),
  );
  const greeted = tail.people.find((person) => person.role === 'addressee' && (!known || mayBeOne(known, person.fio)));
  const person = own ?? greeted;
  if (!person) return applicant;
  const fio = known ? united(known, person.fio) : person.fio;
  return { ...applicant, fio, source: known ? 'combined' : 'quoted', confidence: 0.6 };
}

/** The applicant's СНИЛС, its validity, and all others in order of appearance; from his earlier letter if he gives none. */
function snilsOf(
  read: readonly Reading[],
  body: Reading,
  cover: Reading | null,
  earlier: Reading | null,
  applicant: Applicant,
): Pick<Identity, 'snils' | 'snilsValid' | 'otherSnils'> {
  const claimed = claims(body.text, body.numbers, body.people, applicant.person);
  if (cover) claimed.push(...claims(cover.text, cover.numbers, cover.people, applicant.person));
  const [title] = read;
  const inTitle = title ? claims(title.text, title.numbers, title.people, applicant.person) : [];
  const refused = new Set(claimed.filter((number) => number.claim < 0).map((number) => number.snils));
  const open = [...claimed, ...inTitle.filter((number) => !refused.has(number.snils))].filter(
    (number) => number.claim >= 0,
  );
  if (open.length === 0 && earlier)
    open.push(
      ...claims(earlier.text, earlier.numbers, earlier.people, applicant.person).filter((number) => number.claim >= 0),
    );
  const whole = open.filter((number) => number.snils !== null);
  const first = whole.reduce<OwnedSnils | null>((one, other) => (!one || other.claim > one.claim ? other : one), null);
  const best = first && !first.valid ? (whole.find((other) => other.valid && isSlip(first, other)) ?? first) : first;
  const all = read
    .flatMap((reading) => reading.numbers.map((number) => number.snils))
    .filter((snils) => snils !== null);
  return {
    snils: best?.snils ?? null,
    snilsValid: best ? best.valid : open.some((number) => number.snils === null) ? false : null,
    otherSnils: [...new Set(all)].filter((snils) => snils !== best?.snils),
  };
}

/** Two spellings of one number, three digits apart at most: the one with right control digits was meant. */
function isSlip(one: OwnedSnils, other: OwnedSnils): boolean {
  const apart = [...one.snils!].filter((digit, place) => digit !== other.snils![place]).length;
  return apart > 0 && apart <= 3;
}
