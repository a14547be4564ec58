/**
 * ИНН: taxpayer number, 10 digits for organisations, 12 for people (Order ЕД-7-14/559@: control digits).
 * In: folded text. Out: the numbers called ИНН, right or wrong, without those said to be somebody else's. Never fails.
 */

export interface InnMention {
  inn: string;
  valid: boolean;
  /** Said to be the author's own. */
  mine: boolean;
  start: number;
  end: number;
}

const WEIGHTS_10 = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const WEIGHTS_11 = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const WEIGHTS_12 = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

function controlDigit(inn: string, weights: number[]): number {
  let sum = 0;
  for (const [place, weight] of weights.entries()) sum += Number(inn[place]) * weight;
  return (sum % 11) % 10;
}

/** Has it 10 or 12 digits, and are the control digits right? */
export function isInnValid(inn: string): boolean {
  if (/^\d{10}$/.test(inn)) return controlDigit(inn, WEIGHTS_10) === Number(inn[9]);
  if (!/^\d{12}$/.test(inn)) return false;
  return controlDigit(inn, WEIGHTS_11) === Number(inn[10]) && controlDigit(inn, WEIGHTS_12) === Number(inn[11]);
}

const LABEL = /(?<![а-яё])инн(?![а-яё])|(?<![a-z])inn(?![a-z])|идентификационн[а-яё]{2,4} номер/giu;
const NUMBER = /(?<![\d-])\d(?:[ -]?\d){9,11}(?![\d]|-\d)/g;
const OTHER_LABEL = /снилс|огрн|кпп|тел|сч[её]т|паспорт|бик|полис/iu;
const NOT_MINE_AFTER =
  /^[\s,(—-]*(?:это )?(?:не мо[йе]|не наш|чуж|другого|друго[йе]|неверн|неправильн|ошибочн|стар(?:ый|ое)|посторонн)/iu;
const NOT_MINE_BEFORE =
  /(?:чуж\S*|не мой|не наш|неверн\S*|неправильн\S*|ошибочн\S*|другого \S+|мошенник\S*|продавц\S*|поставщик\S*|банк\S*|контрагент\S*|вместо|(?:муж|жен|сын|дочер|мам|отц|брат|сестр|соседк?)[аиыу]|супруг[аи]|реб[её]нка|бывшего работодателя)(?: \S+)?[\s:—(-]*$/iu;
/** A sentence about somebody the author looks after. */
const OF_ANOTHER = /(?:сотрудни[кц]|работни[кц]|доверител|подопечн|клиент)[а-яё]*[^.!?\n]*$/iu;
const MINE_BEFORE = /(?:мой|наш|верн|правильн|у меня)\S*(?: инн)?[\s:—-]*$/iu;

/**
 * The ИНН of a text in order of appearance, those said to be somebody else's left out.
 * @param text folded text
 */
export function findInn(text: string): InnMention[] {
  const found: InnMention[] = [];
  for (const label of text.matchAll(LABEL)) {
    const from = label.index + label[0].length;
    const window = text.slice(from, from + 120);
    for (const number of window.matchAll(NUMBER)) {
      const lead = window.slice(0, number.index).replace(/^ ?\/ ?кпп/iu, '');
      if (OTHER_LABEL.test(lead) || /\n[^\n]*\n/.test(lead)) break;
      const digits = number[0].replace(/\D/g, '');
      if (digits.length === 11) break;
      const start = from + number.index;
      const end = start + number[0].length;
      if (found.some((earlier) => earlier.start === start)) break;
      if (mayBeMine(text, label.index, start, end)) {
        const mine = MINE_BEFORE.test(text.slice(Math.max(0, label.index - 12), start));
        found.push({ inn: digits, valid: isInnValid(digits), mine, start, end });
      }
    }
  }
  return found;
}

function mayBeMine(text: string, label: number, start: number, end: number): boolean {
  const between = text.slice(label, start).replace(/^\S+/u, '');
  const before = text.slice(Math.max(0, label - 40), label);
  if (end - start >= 12 && OF_ANOTHER.test(text.slice(Math.max(0, label - 100), label))) return false;
  if (MINE_BEFORE.test(text.slice(Math.max(0, start - 20), start))) return true;
  return (
    !NOT_MINE_AFTER.test(text.slice(end, end + 40)) && !NOT_MINE_BEFORE.test(between) && !NOT_MINE_BEFORE.test(before)
  );
}

/** The ИНН to keep: the applicant's own (12 digits) before the organisation's (10), the one he calls his, a right one before a wrong one. */
export function chooseInn(found: InnMention[]): InnMention | null {
  const personal = found.filter((mention) => mention.inn.length === 12);
  const of = personal.length > 0 ? personal : found;
  const his = of.some((mention) => mention.mine) ? of.filter((mention) => mention.mine) : of;
  return his.find((mention) => mention.valid) ?? his[0] ?? null;
}
