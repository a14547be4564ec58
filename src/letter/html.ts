/**
 * The visible text of an HTML letter, as the person who wrote it saw it.
 * In: HTML of any quality and size. Out: plain text; quotes carry `> `. Never fails; what is longer than MAX_HTML is cut.
 * Time is linear: htmlparser2 searches its stack of open elements, so that stack is kept shallow.
 */

import { Parser } from 'htmlparser2';
import { Page } from './page.ts';
import { pictureMark, type ShownPicture, unmarked } from './picture-mark.ts';
import { hiddenSelectors, visibility } from './visibility.ts';

/** Characters of HTML that are read; a letter with more is machine-made, and its beginning tells what it is. */
export const MAX_HTML = 6 * 1024 * 1024;

/** Deeper than any mail program nests; Chrome flattens at 512. */
const MAX_DEPTH = 400;
const CHUNK = 16 * 1024;
const CUT = 'html: only its beginning read';

const BLOCKS = new Set(
  (
    'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody tfoot thead tr ul caption'
  ).split(' '),
);
const GAPS = new Set('p h1 h2 h3 h4 h5 h6 ul ol dl hr'.split(' '));

/** Characters that take no room: preheader padding, soft hyphens, byte order marks. */
const WEIGHTLESS = /\u00ad|\u034f|[\u200b\u200c\u2060\ufeff]/g;

interface Open {
  name: string;
  gone: boolean;
  sizeless: boolean;
  inkless: boolean;
  preformatted: boolean;
  quote: boolean;
  gap: boolean;
  /** A link, or within one. */
  linked: boolean;
  /** Within what the mail program says is the signature. */
  signed: boolean;
  /** Next number of an ordered list; 0 in an unordered one. */
  number: number;
}

const ROOT: Open = {
  name: '',
  gone: false,
  sizeless: false,
  inkless: false,
  preformatted: false,
  quote: false,
  gap: false,
  linked: false,
  signed: false,
  number: 0,
};

/** The bar that programs draw along a quote. */
const BAR = /border-left(?:-width)?\s*:[^;]{0,40}?(?:[1-9]|solid)/i;

/**
 * Mail programs also indent by blockquote («indent more» of Gmail and Apple Mail): that is the writer's own text. Outlook,
 * told to mark what it answers, and some web mail draw the bar along a div.
 */
function isQuote(name: string, attributes: Record<string, string>): boolean {
  const style = attributes.style ?? '';
  if (name === 'div') return BAR.test(style) && /border\s*:\s*none|padding(?:-left)?\s*:/i.test(style);
  if (name !== 'blockquote') return false;
  if (attributes.class?.includes('indent')) return false;
  if (attributes.type === 'cite' || attributes.class?.includes('quote') || BAR.test(style)) return true;
  return !/border(?:-width)?\s*:\s*(?:none|0|medium none)/i.test(style);
}

/** Outlook writes every line as a paragraph without margins. */
function isGap(name: string, attributes: Record<string, string>): boolean {
  if (!GAPS.has(name)) return false;
  if (name !== 'p') return true;
  return !attributes.class?.startsWith('Mso') && !/margin(?:-bottom|-top)?\s*:\s*0/i.test(attributes.style ?? '');
}

/** Boxes of Gmail, Thunderbird, Outlook for phones and others. */
const SIGNATURE = /signature/i;
const MAX_PICTURES = 1000;

/** A Content-ID as a link writes it (RFC 2392 §2). */
export const safelyDecoded = (cid: string) =>
  cid.replace(/%([0-9a-f]{2})/gi, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

const NONE = new Set<string>();

class Reader {
  readonly page = new Page();
  #open: Open[] = [];
  #sheet: string | null = null;
  #hidden = new Set<string>();
  #all: boolean;
  #pictures: ShownPicture[] | null;

  constructor(all: boolean, pictures: ShownPicture[] | null) {
    this.#all = all;
    this.#pictures = pictures;
  }

  get tooDeep(): boolean {
    return this.#open.length > MAX_DEPTH;
  }

  onopentag(name: string, attributes: Record<string, string>): void {
    const parent = this.#open.at(-1) ?? ROOT;
    const seen = this.#all ? visibility(name, {}, NONE) : visibility(name, attributes, this.#hidden);
    const element: Open = {
      name,
      gone: parent.gone || seen.gone,
      sizeless: seen.sizeless ?? parent.sizeless,
      inkless: seen.inkless ?? parent.inkless,
      preformatted: parent.preformatted || name === 'pre' || /white-space\s*:\s*pre/i.test(attributes.style ?? ''),
      quote: isQuote(name, attributes),
      gap: isGap(name, attributes),
      linked: parent.linked || (name === 'a' && /^https?:/i.test(attributes.href ?? '')),
      signed: parent.signed || SIGNATURE.test(`${attributes.class ?? ''} ${attributes.id ?? ''}`),
      number: name === 'ol' ? 1 : 0,
    };
    this.#open.push(element);
    if (name === 'style') this.#sheet = '';
    if (element.gone) return;
    if (name === 'br') this.page.break();
    else if (name === 'tr') this.page.openRow();
    else if (name === 'td' || name === 'th') this.page.openCell();
    else if (name === 'img') this.#picture(element, attributes);
    else if (element.gap && !parent.gap) this.page.gap();
    else if (BLOCKS.has(name)) this.page.edge();
    if (element.quote) this.page.depth++;
    if (name === 'li') this.page.text(parent.number > 0 ? `${parent.number++}. ` : '- ', false);
  }

  #picture({ linked, signed }: Open, { src, alt }: Record<string, string>): void {
    const id = /^\s{0,10}cid:(.{1,250})$/i.exec(src ?? '')?.[1]?.trim();
    if (this.#pictures === null || id === undefined || this.#pictures.length >= MAX_PICTURES) return;
    this.page.text(pictureMark(this.#pictures.length), false);
    this.#pictures.push({ id: safelyDecoded(id), alt: alt ?? '', linked, signed });
  }

  ontext(piece: string): void {
    const here = this.#open.at(-1) ?? ROOT;
    if (here.name === 'style' && this.#sheet !== null) this.#sheet += piece;
    if (here.gone || here.sizeless || here.inkless) return;
    const seen = piece.replace(WEIGHTLESS, '');
    this.page.text(this.#pictures === null ? seen : unmarked(seen), here.preformatted);
  }

  onclosetag(): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    if (element.name === 'style' && this.#sheet !== null) {
      for (const selector of hiddenSelectors(this.#sheet)) this.#hidden.add(selector);
      this.#sheet = null;
    }
    if (element.gone) return;
    if (element.name === 'tr') this.page.closeRow();
    else if (element.gap) this.page.gap();
    else if (BLOCKS.has(element.name)) this.page.edge();
    if (element.quote) this.page.depth--;
  }

  /** Closes every element, so that reading goes on at depth 0. */
  unwind(): void {
    while (this.#open.length > 0) this.onclosetag();
  }
}

/**
 * Visible text of HTML: no style sheets, scripts or hidden elements; table rows on one line; quotes as `> `.
 * `all`: with what is hidden.
 */
export function htmlText(html: string, defects: Set<string> = new Set(), all = false): string {
  return render(html, new Reader(all, null), defects);
}

/** The same with a mark for each picture of the letter that it shows, added to the list. */
export function markedText(html: string, pictures: ShownPicture[]): string {
  return render(html, new Reader(false, pictures), new Set());
}

function render(html: string, reader: Reader, defects: Set<string>): string {
  const parser = new Parser(
    {
      onopentag: (name, attributes) => reader.onopentag(name, attributes),
      ontext: (piece) => reader.ontext(piece),
      onclosetag: () => reader.onclosetag(),
    },
    { decodeEntities: true },
  );
  const end = Math.min(html.length, MAX_HTML);
  if (end < html.length) defects.add(CUT);
  for (let at = 0; at < end; at += CHUNK) {
    if (reader.page.full) {
      defects.add(CUT);
      break;
    }
    parser.write(html.slice(at, Math.min(at + CHUNK, end)));
    if (reader.tooDeep) {
      reader.unwind();
      parser.reset();
    }
  }
  parser.end();
  reader.unwind();
  return reader.page.finish().replaceAll('\u00a0', ' ');
}
