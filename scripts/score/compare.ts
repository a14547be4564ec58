/** Reads labelled letters with the real reader and compares. In: letters. Out: scores per field, every miss. */
import { identify } from '../../src/identity/identify.ts';
import type { Fio, Identity } from '../../src/identity/identity.ts';
import { decodeText } from '../../src/letter/charset.ts';
import { htmlText } from '../../src/letter/html.ts';
import { splitText } from '../../src/letter/quote.ts';
import { kindOf, type Leading } from '../../src/ticket/kind.ts';
import { findTicketRef } from '../../src/ticket/number.ts';
import { isUrgent } from '../../src/ticket/urgency.ts';

/** The answer that a letter's label gives (fields of the labelled set). */
export interface Expected {
  fio: Fio | null;
  snils: string | null;
  snils_valid: boolean | null;
  other_snils: string[];
  inn: string | null;
  inn_valid: boolean | null;
  phone: string | null;
  ticket_ref: string | null;
  kind: Leading;
  urgent: boolean;
  on_behalf_of: Fio | null;
}

export interface Labelled {
  id: string;
  from_display_name: string;
  from_address: string;
  subject: string;
  body?: string;
  html?: string;
  charset_declared?: string | null;
  raw_b64?: string;
  expected: Expected;
}

export interface Miss {
  id: string;
  field: string;
  expected: unknown;
  found: unknown;
}

export interface Score {
  right: number;
  of: number;
}

/** What the reader makes of a labelled letter. */
export interface Found {
  identity: Identity;
  ticketRef: string | null;
  kind: Leading;
  urgent: boolean;
}

/** The text of a labelled letter: from its bytes, its HTML, or as it stands. */
export function textOf(letter: Labelled): string {
  if (letter.raw_b64) return decodeText(Buffer.from(letter.raw_b64, 'base64'), letter.charset_declared ?? null).text;
  return letter.html === undefined ? (letter.body ?? '') : htmlText(letter.html);
}

/** Reads one labelled letter. */
export function readLabelled(letter: Labelled): Found {
  const { subject } = letter;
  const split = splitText(textOf(letter), subject);
  const from = letter.from_address ? { address: letter.from_address, name: letter.from_display_name } : null;
  return {
    identity: identify({ from, subject, split }),
    ticketRef: findTicketRef({ subject, split }, 'ТП'),
    kind: kindOf({ subject, split }).leading,
    urgent: isUrgent(subject),
  };
}

/** Compares the reading of every letter with its label. */
export function scoreLetters(letters: readonly Labelled[]): { scores: Record<string, Score>; misses: Miss[] } {
  const scores: Record<string, Score> = {};
  const misses: Miss[] = [];
  for (const letter of letters) {
    const found = readLabelled(letter);
    for (const [field, expected, got] of fieldsOf(letter.expected, found)) {
      const same = JSON.stringify(expected) === JSON.stringify(got);
      scores[field] ??= { right: 0, of: 0 };
      scores[field].of++;
      if (same) scores[field].right++;
      else misses.push({ id: letter.id, field, expected, found: got });
    }
  }
  return { scores, misses };
}

function fieldsOf(expected: Expected, { identity, ticketRef, kind, urgent }: Found): [string, unknown, unknown][] {
  return [
    ['fio', folded(expected.fio), folded(identity.fio)],
    ['right person', true, !isWrongPerson(expected.fio, identity.fio)],
    ['snils', [expected.snils, expected.snils_valid], [identity.snils, identity.snilsValid]],
    ['other snils', [...expected.other_snils].sort(), [...identity.otherSnils].sort()],
    ['inn', [expected.inn, expected.inn_valid], [identity.inn, identity.innValid]],
    ['phone', expected.phone, identity.phone],
    ['ticket ref', expected.ticket_ref, ticketRef],
    ['kind', expected.kind, kind],
    ['urgent', expected.urgent, urgent],
    ['on behalf of', folded(expected.on_behalf_of), folded(identity.onBehalfOf)],
  ];
}

/** ё and apostrophes count as folded (letters/README). */
function folded(fio: Fio | null): Fio | null {
  if (fio === null) return null;
  const fold = (part: string | null) => part?.replaceAll('ё', 'е').replaceAll('Ё', 'Е').replace(/['’ʼ]/g, '') ?? null;
  return { surname: fold(fio.surname), given: fold(fio.given), patronymic: fold(fio.patronymic) };
}

/** Another person than the applicant: a surname, or without one a given name, that is not the expected one. */
function isWrongPerson(expected: Fio | null, found: Fio | null): boolean {
  const one = folded(expected);
  const other = folded(found);
  if (other === null) return false;
  if (one === null) return true;
  if (one.surname && other.surname)
    return one.surname !== other.surname || (!!one.given && !!other.given && one.given[0] !== other.given[0]);
  return !!one.given && !!other.given && one.given[0] !== other.given[0];
}
