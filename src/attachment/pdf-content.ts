/**
 * What the content of a PDF page draws (ISO 32000 §8, §9): its pictures with their size on paper, and whether there is anything
 * beside them. The operators in, a summary out; pure, linear. Colours and fonts are not looked at.
 */

export interface Drawn {
  /** Name of the picture or form, and the matrix it is drawn with. */
  objects: { name: string; matrix: Matrix }[];
  /** Words that show. */
  text: boolean;
  /** Lines, areas, shades. */
  lines: boolean;
}

export type Matrix = readonly [number, number, number, number, number, number];

/** Strings with one level of brackets inside; a bracket that fits none counts as words. */
const TOKENS =
  /\((?:[^()\\]|\\[\s\S]|\((?:[^()\\]|\\[\s\S])*\))*\)|\(|<[0-9a-f\s]*>|\/[^\s()<>[\]{}/%]{1,127}|[-+]?(?:\d+\.?\d*|\.\d+)|[a-z'"]+\d?\*?/gi;
const SHOWS = new Set(['Tj', 'TJ', "'", '"']);
const PAINTS = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's', 'sh', 'BI']);
/** Text that is there to be searched only, as recognised by a scanner's program (§9.3.6). */
const INVISIBLE = 3;
/** Blanks, also as the glyph that Word writes for them. */
const BLANK = /^(?:\(\s*\)|<(?:0003|0020|20|\s)*>)$/;
const MAX_DEPTH = 100;

/** Reads the operators of a page, or of a form drawn with this matrix. */
export function drawnBy(content: string, start: Matrix): Drawn {
  const drawn: Drawn = { objects: [], text: false, lines: false };
  const saved: Matrix[] = [];
  let matrix = start;
  let numbers: number[] = [];
  let name = '';
  let words = false;
  let mode = 0;
  for (const [token] of content.matchAll(TOKENS)) {
    const first = token[0] as string;
    if (/[-+.\d]/.test(first)) numbers.push(Number(token));
    else if (first === '/') name = token.slice(1);
    else if (first === '(' || first === '<') words ||= !BLANK.test(token);
    else {
      if (token === 'q' && saved.length < MAX_DEPTH) saved.push(matrix);
      else if (token === 'Q') matrix = saved.pop() ?? matrix;
      else if (token === 'cm') matrix = multiplied(numbers.slice(-6), matrix);
      else if (token === 'Tr') mode = numbers.at(-1) ?? 0;
      else if (token === 'Do') drawn.objects.push({ name, matrix });
      else if (SHOWS.has(token)) drawn.text ||= words && mode !== INVISIBLE;
      else if (PAINTS.has(token)) drawn.lines = true;
      numbers = [];
      words = false;
    }
  }
  return drawn;
}

/** The second matrix, as changed by six numbers before it (§8.3.4). */
export function multiplied(change: readonly number[], [a, b, c, d, e, f]: Matrix): Matrix {
  const [p = 1, q = 0, r = 0, s = 1, t = 0, u = 0] = change;
  return [p * a + q * c, p * b + q * d, r * a + s * c, r * b + s * d, t * a + u * c + e, t * b + u * d + f];
}
