/**
 * СНИЛС: insurance number of a personal account (domain.md §3; Pension Fund Order 192p: control number).
 * In: folded text (fold.ts). Out: every СНИЛС in it with place and validity, and mentions that are given but unusable
 * (masked, wrong length). Never fails. An 11-digit phone, bill or receipt number is not a СНИЛС.
 */

/** A СНИЛС as found. */
export interface SnilsMention {
  /** Canonical `XXX-XXX-XXX YY`; null when what is given has no eleven digits. */
  snils: string | null;
  valid: boolean;
  /** Is it called a СНИЛС in the text, not only shaped like one? */
  labelled: boolean;
  start: number;
  end: number;
}

/** More numbers than these are no letter of a citizen; the rest is left unread. */
const MOST = 100;
/** Numbers up to this one were given out before control numbers. */
const LAST_UNCHECKED = 1_001_998;

/** `XXX-XXX-XXX YY` from eleven digits. */
export function formatSnils(digits: string): string {
  return `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6, 9)} ${digits.slice(9)}`;
}

/** Are the control digits right? Sum of digit·(10 − place) modulo 101, 100 counting as 00; not checked up to 001-001-998. */
export function isSnilsValid(snils: string): boolean {
  const digits = snils.replace(/\D/g, '');
  if (digits.length !== 11) return false;
  const number = digits.slice(0, 9);
  if (Number(number) <= LAST_UNCHECKED) return Number(number) > 0;
  let sum = 0;
  for (let place = 0; place < 9; place++) sum += Number(number[place]) * (9 - place);
  return (sum % 101) % 100 === Number(digits.slice(9));
}

/** Reads one СНИЛС however it is separated; null when there are not exactly eleven digits and only separators between. */
export function parseSnils(text: string): string | null {
  const digits = zeroes(text).replace(/[\s.,_/\-\u00A0\u2000-\u200A\u2010-\u2015\u202F\u2212]/g, '');
  return /^\d{11}$/.test(digits) ? formatSnils(digits) : null;
}

const LABEL =
  /(?<![а-яё])снилс(?![а-яё])|(?<![a-z])snils(?![a-z])|страхов[а-яё]{2,4} (?:номер|свидетельств|св-в)|(?:номер|№) (?:пенсионного|страхового)|пенсионн[а-яё]{2,4} свидетельств|(?<![а-яё])с\.? ?н\.? ?и\.? ?л\.? ?с(?![а-яё])/giu;
const FOREIGN_LABEL =
  /инн|огрн|кпп|тел|моб|сот(?:ов|\.)|паспорт|полис|омс|сч[её]т|чек|карт|факс|заявк|код|снилс|e-?mail|почт/iu;
/** Digits in threes and a pair, any separator or none between the groups. */
const GROUPED =
  /(?<![\d+])\d{3}([ .,_/-]| ?- ?|\n)\d{3}(?:[ .,_/-]| ?- ?|\n)?\d{3}(?:[ .,_/-]| ?- ?|\n| {2})?\d{2}(?![\d]|[-.]\d)/g;
/** Three groups of a СНИЛС with hyphens and a last one that is too short or too long. */
const MISCOUNTED = /(?<![\d+-])\d{3}-\d{3}-\d{3}[ -](?:\d|\d{3,4})(?![\d-]|[ .]\d)/g;
const BARE = /(?<![\d+.,/-])\d{11}(?![\d]|[.,/-]\d)/g;
const NUMBER_AFTER_LABEL = /[\dOОoо*xхXХ•#_?][\dOОoо*xхXХ•#_?\s.,/-]{0,28}/gu;
const LABEL_AFTER = /^[ (-]{1,3}(?:это )?(?:мой |номер )?снилс/iu;
/** «160-894-986 13 (СНИЛС)»: the label belongs to the number before it. */
const LABELS_NUMBER_BEFORE = /\d ?\((?:это )?(?:мой )?$/iu;
const OWN_LINE = /(?:^|\n)[ ,;]*$/;

/**
 * Every СНИЛС in a text, in order of appearance.
 * @param text folded text
 */
export function findSnils(text: string): SnilsMention[] {
  const found: SnilsMention[] = labelledNumbers(text);
  const free = (start: number, end: number) => found.every((other) => end <= other.start || start >= other.end);
  for (const match of text.matchAll(GROUPED)) {
    if (found.length >= MOST) break;
    const end = match.index + match[0].length;
    if (free(match.index, end) && !isCalledOtherwise(text, match.index))
      found.push(mention(match[0], match.index, false));
  }
  for (const match of text.matchAll(BARE)) {
    if (found.length >= MOST) break;
    const end = match.index + match[0].length;
    if (free(match.index, end) && isBareSnils(text, match[0], match.index))
      found.push(mention(match[0], match.index, false));
  }
  for (const match of text.matchAll(MISCOUNTED)) {
    if (found.length >= MOST) break;
    const end = match.index + match[0].length;
    if (free(match.index, end) && !isCalledOtherwise(text, match.index))
      found.push(mention(match[0], match.index, false));
  }
  return found.sort((one, other) => one.start - other.start);
}

function mention(written: string, start: number, labelled: boolean): SnilsMention {
  const snils = parseSnils(written);
  return { snils, valid: snils !== null && isSnilsValid(snils), labelled, start, end: start + written.length };
}

/** The numbers that follow «СНИЛС»; a labelled one may have any grouping, letters О for zeroes, or too few digits. */
function labelledNumbers(text: string): SnilsMention[] {
  const found: SnilsMention[] = [];
  for (const label of text.matchAll(LABEL)) {
    if (found.length >= MOST) break;
    const from = label.index + label[0].length;
    if (found.some((earlier) => from < earlier.end)) continue;
    if (text[from] === ')' && LABELS_NUMBER_BEFORE.test(text.slice(Math.max(0, from - 30), label.index))) continue;
    const window = text.slice(from, from + 90);
    NUMBER_AFTER_LABEL.lastIndex = 0;
    for (const candidate of window.matchAll(NUMBER_AFTER_LABEL)) {
      const lead = window.slice(0, candidate.index);
      if (/[а-яёa-z+]$/iu.test(lead) || leavesLabel(lead)) continue;
      const number = readNumber(candidate[0]);
      if (number === null) continue;
      const start = from + candidate.index + number.offset;
      found.push({ ...mention(number.written, start, true), end: start + number.written.length });
      break;
    }
  }
  return found;
}

/** Has the text between a label and a number gone over to something else? */
function leavesLabel(lead: string): boolean {
  return (
    lead.length > 60 ||
    FOREIGN_LABEL.test(lead) ||
    /[.!?\n;][^\d]*[а-яё]{4,}/iu.test(lead) ||
    lead.split('\n').length > 3
  );
}

/** The СНИЛС at the start of a run of digits and separators; or what pretends to be one; null when it is something else. */
function readNumber(run: string): { written: string; offset: number } | null {
  const eleven = /^(?:[\dOОoо][\s.,_/-]{0,3}){10}[\dOОoо](?![\dOОoо])/u.exec(run);
  if (eleven && /\d/.test(eleven[0])) {
    const grouping = /^\D?[\d]{1}[ -]?\(?\d{3}\)?[ -]\d{3}[ -]\d{2}[ -]\d{2}$/.test(eleven[0]);
    return grouping ? null : { written: eleven[0], offset: 0 };
  }
  const written = run.replace(/[\s.,/-]+$/u, '');
  const masked = (written.match(/[*xхXХ•#_?]/gu)?.length ?? 0) >= 3;
  const digits = written.replace(/\D/g, '');
  if (masked && digits.length > 1 && digits.length < 11) return { written, offset: 0 };
  const oneNumber = /^[\d\s.-]+$/.test(written) && !/\n/.test(written) && !isDate(written);
  return oneNumber && digits.length >= 7 && digits.length <= 13 && !/^[78] ?\(?9/.test(written)
    ? { written, offset: 0 }
    : null;
}

function isDate(written: string): boolean {
  return /^\d{1,2}[.-]\d{1,2}[.-](?:\d{4}|\d{2})(?!\d)/.test(written);
}

/** Is a number of the right shape named as something else just before («счёт 024 991 728 79», «тел. …»)? */
function isCalledOtherwise(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 24), start);
  return /(?:(?:тел|моб|сч|карт|л\/с|пасп)\.|инн|огрн(?:ип)?|тел(?:ефон)?|моб|факс|паспорт|полис|сч[её]т|чек|карт[аы]|заявк[аи]|квитанци[яи]|договора?|код)[\s:№#-]*$/iu.test(
    before,
  );
}

/** Eleven digits without a label: only alone on a line or right beside a name, with right control digits, not a phone. */
function isBareSnils(text: string, digits: string, start: number): boolean {
  if (LABEL_AFTER.test(text.slice(start + digits.length, start + digits.length + 25))) return true;
  if (/^[78]9/.test(digits) || !isSnilsValid(digits) || isCalledOtherwise(text, start)) return false;
  const before = text.slice(Math.max(0, start - 40), start);
  return (
    OWN_LINE.test(before) ||
    /(?:^|[^а-яё])(?:номер|пенсионн[а-яё]+|страхов[а-яё]+|карточк[а-яё]|свидетельств[а-яё])[ :№-]*$/iu.test(before) ||
    /[А-ЯЁ][а-яё-]+(?:вич|вна|ич|чна|оглы|кызы)(?: [А-ЯЁ][а-яё-]+)?[\s,;:(]{1,3}$/u.test(before)
  );
}

/** Letters О typed for zeroes, as zeroes; full-width digits as digits. */
function zeroes(text: string): string {
  return text.replace(/[OОoо]/gu, '0').replace(/[\uFF10-\uFF19]/g, (wide) => String(wide.charCodeAt(0) - 0xff10));
}
