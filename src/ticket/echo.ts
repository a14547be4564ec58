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

/** An address that we made for him stands in the head of what he answers (subaddress.ts). */
const TOKEN = /\+t[a-z2-7]{25,39}@/iu;

/** Lengths in letters and digits. So long a line of ours nobody else writes; a shorter one is a row or a heading, and two make a letter of ours. */
const SENTENCE = 25;
const ROW = 14;
const ROWS = 2;
/** So much of the citizen's words, and such a share of them, is more than somebody repeats to answer. */
const MUCH = 120;
const SHARE = 0.6;
const SHORTEST_OF_CITIZEN = 15;
/** However much he wrote. */
const VERY_MUCH = 600;
/** Our letters may be long, and a line is looked for in the whole text. */
const MOST_LINES = 500;
const LONGEST = 100_000;

/** The lines of ours in it, as they stand in our letter; empty when it is the operator's own. */
export function echoOf(text: string, { text: ours, harmless }: Answered): string[] {
  const said = new Squeezed(text.slice(0, LONGEST));
  const known = new Set(harmless.map(keyOf));
  const lines = (ours ?? '').slice(0, LONGEST).split('\n').slice(0, MOST_LINES);
  const addressed = text.split('\n').filter((line) => TOKEN.test(line));
  return [...new Set([...addressed, ...internal(lines, said, known), ...quoted(lines, said)])];
}

/** What he wrote himself: without the lines that stand in our letter. */
export function withoutEcho(text: string, ours: string | null): string {
  if (ours === null) return text;
  const lines = new Set(ours.slice(0, LONGEST).split('\n').map(keyOf));
  const whole = new Squeezed(ours.slice(0, LONGEST));
  const isOurs = (key: string) => lines.has(key) || (key.length >= SENTENCE && whole.holds(key));
  return text
    .slice(0, LONGEST)
    .split('\n')
    .filter((line) => !isOurs(keyOf(line)))
    .join('\n');
}

function internal(lines: readonly string[], said: Squeezed, known: ReadonlySet<string>): string[] {
  const ours = [...lines.filter((line) => !line.startsWith('>')), ...FIXED].filter((line) => !known.has(keyOf(line)));
  const sentences = ours.filter((line) => keyOf(line).length >= SENTENCE && said.holds(keyOf(line)));
  const rows = new Set(ours.filter((line) => keyOf(line).length >= ROW && said.holdsAsLines(keyOf(line))));
  return sentences.length > 0 || rows.size >= ROWS
    ? ours.filter((line) => sentences.includes(line) || rows.has(line))
    : [];
}

/** What the citizen wrote, by sentences: he may have written it all on one line. */
function quoted(lines: readonly string[], said: Squeezed): string[] {
  const written = lines
    .filter((line) => line.startsWith('>'))
    .flatMap((line) => line.slice(1).split(/(?<=[.!?…])\s/u))
    .map((sentence) => sentence.trim())
    .filter((sentence) => keyOf(sentence).length >= SHORTEST_OF_CITIZEN);
  const found = written.filter((sentence) => said.holds(keyOf(sentence)));
  const [all, met] = [written, found].map((some) => some.reduce((sum, one) => sum + keyOf(one).length, 0)) as [
    number,
    number,
  ];
  return met >= VERY_MUCH || (met >= MUCH && met >= all * SHARE) ? found : [];
}

/** A text without spaces and signs, which programs set anew, and where its lines began and ended. */
class Squeezed {
  readonly #whole: string;
  readonly #borders: ReadonlySet<number>;

  constructor(text: string) {
    const lines = text.split('\n').map(keyOf);
    const borders = new Set([0]);
    let at = 0;
    for (const line of lines) {
      at += line.length;
      borders.add(at);
    }
    this.#whole = lines.join('');
    this.#borders = borders;
  }

  holds(key: string): boolean {
    return this.#whole.includes(key);
  }

  /** Does it stand on a line, or on some lines, of its own? */
  holdsAsLines(key: string): boolean {
    for (let at = this.#whole.indexOf(key); at >= 0; at = this.#whole.indexOf(key, at + 1)) {
      if (this.#borders.has(at) && this.#borders.has(at + key.length)) return true;
    }
    return false;
  }
}

/** Programs break lines anew, and make rows of tables. */
function keyOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
