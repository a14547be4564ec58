/**
 * Lines of our own letter that stand in an operator's new text: his mail program quoted it without marks (an answer at the
 * bottom, a bare rule), or he copied too much. In: his text, the text of our letter that he answers. Out: the lines. Pure.
 * Our letters mark what the citizen wrote with «> »; everything else in them is for staff only (domain.md §8).
 */

export interface Answered {
  /** Our letter as text; null where it is not known which one he answers. */
  text: string | null;
  /** What may stand in any letter: names and addresses of the office and of the operator, the ticket's number. */
  harmless: readonly string[];
}

/** Stand in every letter about a ticket to staff. */
const FIXED = [
  'Служебное письмо, не пересылайте его за пределы службы.',
  'Команды пишутся в самом начале ответа, каждая с новой строки, в любом порядке.',
  'Ваш текст и приложенные файлы уйдут заявителю от имени службы, без вашего адреса и без цитаты.',
];

/** Letters and digits; shorter lines stand in many letters. */
const SHORTEST = 14;
const SHORTEST_OF_CITIZEN = 20;
/** So many lines of the citizen's, or such a share of them, are more than somebody quotes to answer. */
const MANY = 6;
const FEW = 3;
const SHARE = 0.6;
/** Our letters may be long, and a line is looked for in the whole text. */
const MOST_LINES = 500;
const LONGEST = 100_000;

/** The lines of ours in it, as they stand in our letter; empty when it is the operator's own. */
export function echoOf(text: string, { text: ours, harmless }: Answered): string[] {
  const whole = keyOf(text.slice(0, LONGEST));
  const known = new Set(harmless.map(keyOf));
  const lines = (ours ?? '').slice(0, LONGEST).split('\n').slice(0, MOST_LINES);
  const stands = (shortest: number) => (line: string) => {
    const key = keyOf(line);
    return key.length >= shortest && !known.has(key) && whole.includes(key);
  };
  const internal = [...lines.filter((line) => !line.startsWith('>')), ...FIXED].filter(stands(SHORTEST));
  const written = lines.filter((line) => line.startsWith('>')).map((line) => line.slice(1).trim());
  const long = written.filter((line) => keyOf(line).length >= SHORTEST_OF_CITIZEN);
  const quoted = long.filter(stands(SHORTEST_OF_CITIZEN));
  const much = quoted.length >= MANY || (quoted.length >= FEW && quoted.length >= long.length * SHARE);
  return [...new Set([...internal, ...(much ? quoted : [])])];
}

/** Programs break lines anew, and make rows of tables. */
function keyOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
