/**
 * Ticket numbers `ТП-2026-000123` (domain.md §2). In: text as people type it. Out: the canonical number, or null.
 * Never fails. The prefix is the office's; its letters are understood in Cyrillic, Latin look-alikes and transliteration.
 */
import { cyrillicLookAlikes, fold } from '../identity/fold.ts';
import type { SplitText } from '../letter/letter.ts';

/** A number in its canonical form. */
export type TicketNumber = string & { readonly brand: 'TicketNumber' };

export interface NumberParts {
  year: number;
  sequence: number;
}

const DIGITS = 6;

/** What people type for a letter of the prefix: the letter, its Latin twin, its transliteration. */
const TYPED_AS: Record<string, string> = {
  А: 'a', Б: 'b', В: 'vb', Г: 'g', Д: 'd', Е: 'e', Ж: 'zh', З: 'z3', И: 'iu', Й: 'jy', К: 'k', Л: 'l', М: 'm', Н: 'nh', О: 'o0', П: 'pn', Р: 'rp', С: 'sc',
  Т: 't', У: 'uy', Ф: 'f', Х: 'xh', Ц: 'c', Ч: 'ch4', Ш: 'sh', Щ: 'sh', Ы: 'y', Э: 'e', Ю: 'u', Я: 'ya',
}; // biome-ignore format: a table

/** Writes a number: `formatNumber('ТП', 2026, 123)` is `ТП-2026-000123`. */
export function formatNumber(prefix: string, year: number, sequence: number, digits = DIGITS): TicketNumber {
  return `${prefix}-${year}-${String(sequence).padStart(digits, '0')}` as TicketNumber;
}

/** Year and sequence of a canonical number; null when the text is none. */
export function partsOf(number: string): NumberParts | null {
  const match = /^.+-(\d{4})-(\d{1,12})$/.exec(number);
  return match ? { year: Number(match[1]), sequence: Number(match[2]) } : null;
}

/** Reads a text that is one ticket number and nothing else, however typed; null when it is not. */
export function parseNumber(text: string, prefix: string, digits = DIGITS): TicketNumber | null {
  const written = fold(text)
    .trim()
    .replace(/^(?:№|#|n[o°º]\.?)\s*|^\[|\]$/giu, '');
  const [found] = findNumbers(written, prefix, digits);
  return found && found.start === 0 && found.end === written.length ? found.number : null;
}

export interface NumberMention {
  number: TicketNumber;
  start: number;
  end: number;
}

/** Every ticket number in a folded text, in order. */
export function findNumbers(text: string, prefix: string, digits = DIGITS): NumberMention[] {
  return [...text.matchAll(pattern(prefix))].flatMap((match) => {
    const [written, spaced, glued] = match;
    const [year, sequence] = spaced ? spaced.split(/\D+/) : [glued!.slice(0, 4), glued!.slice(4)];
    if (!year || !sequence || Number(sequence) === 0) return [];
    const number = formatNumber(prefix, Number(year), Number(sequence), digits);
    return [{ number, start: match.index, end: match.index + written.length }];
  });
}

const patterns = new Map<string, RegExp>();

function pattern(prefix: string): RegExp {
  const known = patterns.get(prefix);
  if (known) return known;
  const letters = [...prefix].map((letter) => typedAs(letter)).join('[ .]?');
  const gap = '[ \\u00A0._/№#:-]';
  const made = new RegExp(
    `(?<![\\p{L}\\d])${letters}${gap}{0,3}(?:(20\\d{2}(?:${gap}{1,3}|-\\n)\\d{1,9})|(20\\d{2}\\d{4,9}))(?!\\d)`,
    'giu',
  );
  patterns.set(prefix, made);
  return made;
}

function typedAs(letter: string): string {
  const upper = letter.toUpperCase();
  const latin = TYPED_AS[upper] ?? '';
  const cyrillic = Object.entries(TYPED_AS)
    .filter(([, typed]) => typed[0] === letter.toLowerCase())
    .map(([twin]) => twin);
  const escaped = [upper, ...latin, ...cyrillicLookAlikes(latin + latin.toUpperCase()), ...cyrillic]
    .map((one) => one.replace(/[\\\]^-]/g, '\\$&'))
    .join('');
  return `[${escaped}]`;
}

const NOT_ASKED =
  /(?:ранее|раньше|прежн[а-я]*|предыдущ[а-я]*|стар[а-я]{2,3}|до этого|кроме|помимо|не путать с|закрыт[а-я]*|друг[а-я]{2,3}|еще было|вместо|ошибочно|аналогичн[а-я]*|связан[а-я]*)[^.!?\n]{0,40}$/u;
const NOT_ASKED_AFTER =
  /^[^.!?\n\d]{0,50}(?:закрыт|не спрашиваю|решен[оа]?(?![а-я])|уже ответили|другой вопрос|ошибочн|не интересует|выполнен|не нужн|про него не|отозван|вопросов нет|вопросов больше|не трога|не касается|снят)/u;
const ASKED =
  /(?:статус[а-я]*|по обращени[а-я]*|по заявк[а-я]*|по тикет[а-я]*|по номеру|про|интересует|обжал[а-я]*|решени[а-я]* по|ответ[а-я]* на|закр[а-я]*|повторн[а-я]*|касается|вопрос[а-я]* по|состояни[а-я]*|этап[а-я]*|рассмотрени[а-я]*)[^.!?\n]{0,30}$/u;

/**
 * The ticket that a letter is about: of several, the one that it asks about; also when only the quoted tail names it.
 * @param prefix the office's `ticketPrefix`
 * @param digits the office's `ticketDigits`
 */
export function findTicketRef(
  letter: { subject: string; split: SplitText },
  prefix: string,
  digits = DIGITS,
): TicketNumber | null {
  const weigh = (raw: string, base: number) => weighed(raw, base, (text) => findNumbers(text, prefix, digits));
  const candidates = [...weigh(letter.subject, 3), ...weigh(letter.split.fresh, 2), ...weigh(letter.split.quoted, 0)];
  let best: { number: TicketNumber; points: number } | null = null;
  for (const candidate of candidates) if (!best || candidate.points > best.points) best = candidate;
  return best?.number ?? null;
}

function weighed(
  raw: string,
  base: number,
  find: (text: string) => NumberMention[],
): { number: TicketNumber; points: number }[] {
  const text = fold(raw);
  const key = text.toLowerCase().replaceAll('ё', 'е');
  return find(text).map(({ number, start, end }) => {
    const before = key.slice(Math.max(0, start - 70), start);
    const after = key.slice(end, end + 70);
    let points = base;
    if (ASKED.test(before)) points += 2;
    if (NOT_ASKED.test(before)) points -= 3;
    if (NOT_ASKED_AFTER.test(after)) points -= 4;
    return { number, points };
  });
}
