/**
 * The MIME tree → the text of the letter, its files, embedded letters and a machine's report.
 * In: the root part. Out: Body. Never fails. RFC 2046 §5.1 says what the multiparts mean.
 */

import { calendarText } from './calendar.ts';
import { decodeText } from './charset.ts';
import { signedContent } from './cms.ts';
import { enrichedText } from './enriched.ts';
import { richer, together, withoutRepeats } from './forms.ts';
import { safelyDecoded } from './html.ts';
import { contentOf, fileName, fileOf, pageOf, textOf, visible } from './leaf.ts';
import type { FilePart } from './letter.ts';
import { type Part, readParts } from './mime.ts';
import {
  APPLE,
  EMBEDDED,
  isLetter,
  isSignature,
  isText,
  ORIGINALS,
  REPORTS,
  SIGNATURES,
  SIGNED,
  TNEF,
} from './part-kind.ts';
import type { MarkedText } from './picture-mark.ts';
import { rtfText } from './rtf.ts';
import { saysAnything } from './said.ts';
import { markedPages, markedPlain } from './shown-pictures.ts';
import { isPageName, isTextFile, MAX_ATTACHED } from './text-file.ts';
import { readTnef } from './tnef.ts';
import { takeUuencoded } from './uuencode.ts';

export interface Body {
  text: string;
  files: FilePart[];
  /** The text once more, with a mark for each of its pictures; null where it shows none. */
  marked: MarkedText | null;
  /** Bytes of embedded letters (`message/rfc822`), in order. */
  letters: Buffer[];
  report: { type: string; status: string; original: string | null } | null;
}

/** A multipart/report that does not say of what (RFC 6522 §3 wants `report-type`). */
const UNKNOWN = 'unknown';
const MAX_REPORT = 64 * 1024;

/** Characters of all its texts together after which no further one is read. */
const MAX_TEXT = 4 * 1024 * 1024;
/** Signed letters in signed letters. */
const MAX_OPENED = 20;
/** A file that is a letter begins with these. */
const LETTER_HEAD = /^(?:[\w-]{1,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,200}){2}/;
/** HTML, whatever its type says. */
const PAGE = /^\s*(?:<!doctype html|<html[\s>])/i;

class Collector {
  readonly files: FilePart[] = [];
  readonly letters: Buffer[] = [];
  report: { type: string; status: string; original: string | null } | null = null;
  #original: string | null = null;
  #cids = new Set<string>();
  #pages: string[] = [];
  /** Type of the multipart that is being read. */
  #within = '';
  /** What stands beside a page that may show it. */
  #related = new Set<FilePart>();
  /** Text leaves so far: the first may bear a name, further named ones are files. */
  #texts = 0;
  /** Other leaves so far. */
  #leaves = 0;
  /** Files that may hold the letter's text, should it have no other. */
  #candidates: { part: Part; file: FilePart }[] = [];
  /** Text that is shown where the letter has no other: of an invitation, of an Outlook envelope. */
  #spare: string[] = [];
  #opened = 0;
  #room = MAX_TEXT;
  #defects: Set<string>;

  constructor(defects: Set<string>) {
    this.#defects = defects;
  }

  /** Text of a part; files, letters and reports met on the way are put by. */
  walk(part: Part, reported: string | null): string {
    if (part.children.length > 0) {
      this.#preamble(part);
      if (part.type === 'multipart/alternative') return this.#alternative(part, reported);
      const inner =
        part.type === 'multipart/report' ? (part.typeParams['report-type'] ?? UNKNOWN).toLowerCase() : reported;
      // RFC 1847 §2.1: the second part signs the first.
      const signed = part.type === 'multipart/signed';
      const children = part.children.filter(({ type }) => !(signed && SIGNATURES.has(type)));
      const texts = children.map((child) => this.#walkWithin(part, child, inner)).filter((text) => text.trim() !== '');
      return withoutRepeats(texts).join('\n\n');
    }
    if (this.#machine(part, reported) || part.type === APPLE || isSignature(part)) return '';
    if (isLetter(part)) {
      this.letters.push(contentOf(part, this.#defects));
      return '';
    }
    if (part.type.startsWith('multipart/') && part.body.length === 0) return '';
    if (isText(part) && this.#isLetters(part)) {
      this.#texts++;
      return this.#shown(part);
    }
    this.#leaves++;
    return this.#file(part, reported);
  }

  #walkWithin({ type }: Part, child: Part, reported: string | null): string {
    const outer = this.#within;
    this.#within = type;
    const text = this.walk(child, reported);
    this.#within = outer;
    return text;
  }

  /** Unless it is named, and more than that came before it: then it is a file. */
  #isLetters(part: Part): boolean {
    const name = fileName(part);
    if (name === null) return true;
    // RFC 2046 §5.1.4: a form of the text, however it is called.
    if (this.#within === 'multipart/alternative') return isTextFile(part, name, contentOf(part, this.#defects));
    const first = part.disposition.value === '' ? this.#texts === 0 : this.#texts + this.#leaves === 0;
    return first && isTextFile(part, name, contentOf(part, this.#defects));
  }

  /** Some write their text there; most programs only that there is MIME. */
  #preamble(part: Part): void {
    const text = decodeText(part.preamble.subarray(0, MAX_REPORT), null).text.trim();
    if (text !== '' && !/mime|multi-?part/i.test(text)) this.#spare.push(text.replace(/\r\n?/g, '\n'));
  }

  /** A file, or what an envelope holds that only some programs open. */
  #file(part: Part, reported: string | null): string {
    const file = fileOf(part, this.#defects);
    const signed = this.#signed(part, file);
    if (signed !== null) return this.walk(signed, reported);
    if (EML.test(file.name ?? '') && LETTER_HEAD.test(decodeHead(file.bytes))) {
      this.letters.push(Buffer.from(file.bytes));
      return '';
    }
    if (this.#outlook(part, file)) return '';
    if (part.type === 'text/calendar') this.#spare.push(calendarText(textOf(part, this.#defects)));
    this.files.push(file);
    if (this.#within === 'multipart/related') this.#related.add(file);
    if (isTextFile(part, file.name, asBuffer(file.bytes))) this.#candidates.push({ part, file });
    return '';
  }

  /** RFC 8551 §3.5.2: the letter stands inside its signature. What is encrypted, or signed and no letter, stays a file. */
  #signed(part: Part, file: FilePart): Part | null {
    if (!SIGNED.has(part.type) && !/\.p7m$/i.test(file.name ?? '')) return null;
    const content = this.#opened < MAX_OPENED ? signedContent(asBuffer(file.bytes)) : null;
    if (content === null || !/^content-[a-z-]{1,40}:|\ncontent-type:/i.test(decodeHead(content))) return null;
    this.#opened++;
    return readParts(content, this.#defects);
  }

  /** `winmail.dat`; true when it was opened. */
  #outlook(part: Part, file: FilePart): boolean {
    if (!TNEF.has(part.type) && !/^winmail\d{0,5}\.dat$/i.test(file.name ?? '')) return false;
    const found = readTnef(asBuffer(file.bytes));
    if (found === null) {
      this.#defects.add('winmail.dat: not readable');
      return false;
    }
    for (const { name, type, contentId, bytes } of found.files) {
      this.files.push({ name, declared: type, disposition: 'attachment', contentId, place: null, bytes });
    }
    this.#spare.push(found.text.replace(/\r\n?/g, '\n') || visible(found.html, this.#defects));
    return true;
  }

  /** RFC 2046 §5.1.4: the forms of one text. */
  #alternative(part: Part, reported: string | null): string {
    let plain = '';
    let rich = '';
    for (const child of part.children) {
      if (isText(child) && child.type === 'text/plain') {
        this.#texts++;
        plain = together(plain, this.#shown(child));
      } else if (isText(child) && child.type !== 'text/html') {
        // For programs that know it; of text/x-amp-html the HTML beside it says the same.
        this.#defects.add(`mime: form ${child.type} not shown`);
        const text = textOf(child, this.#defects);
        this.#spare.push(child.type.includes('html') ? visible(text, this.#defects) : this.#plain(child, text));
      } else rich = together(rich, this.#walkWithin(part, child, reported));
    }
    return richer(plain, rich);
  }

  /** A letter that says nothing, and holds a text as a file: that is what it says. */
  #fromFiles(text: string): string {
    if (this.#candidates.length === 0 || saysAnything(text)) return text;
    const meant = this.#candidates.filter(({ file }) => file.disposition !== 'attachment');
    const attached = this.letters.length > 0 || this.report !== null ? [] : this.#candidates;
    const chosen =
      meant.length > 0 ? meant : attached.filter(({ file }) => file.bytes.length <= MAX_ATTACHED).slice(0, 1);
    const texts = chosen.map(({ part, file }) => {
      const type = isPageName(file.name) ? 'text/html' : 'text/plain';
      const read = this.#shown(part.type.startsWith('text/') ? part : { ...part, type });
      if (saysAnything(read)) this.files.splice(this.files.indexOf(file), 1);
      return read;
    });
    return [...texts.filter(saysAnything), text].filter((one) => one.trim() !== '').join('\n\n');
  }

  /** Text of a text part as a person sees it, as long as the letter's text has room for more. */
  #shown(part: Part): string {
    if (this.#room <= 0) {
      this.#defects.add('text: only its beginning read');
      return '';
    }
    const plain = part.type === 'text/html' ? '' : textOf(part, this.#defects);
    const isPage = part.type === 'text/html' || (part.type === 'text/plain' && PAGE.test(plain.slice(0, 500)));
    const text = isPage ? this.#page({ ...part, type: 'text/html' }) : this.#plain(part, plain);
    this.#room -= text.length;
    return text;
  }

  #plain(part: Part, text: string): string {
    if (part.type === 'text/enriched' || part.type === 'text/richtext') return enrichedText(text);
    if (part.type === 'text/rtf') return rtfText(Buffer.from(text, 'latin1')) || text;
    if (part.type !== 'text/plain') return text;
    const found = takeUuencoded(text);
    for (const { name, bytes } of found.files) {
      this.files.push({ name, declared: null, disposition: 'attachment', contentId: null, place: null, bytes });
    }
    return found.text;
  }

  #page(part: Part): string {
    const { html, pictures } = pageOf(part, this.#defects);
    this.files.push(...pictures);
    this.#pages.push(html);
    for (const [, cid] of html.matchAll(/\bcid:([^'"\s>)]{1,250})/gi)) {
      if (this.#cids.size < 1000) this.#cids.add(safelyDecoded(cid as string));
    }
    return visible(html, this.#defects);
  }

  /** Parts that are read by programs: reports, and what they return of the original. */
  #machine(part: Part, reported: string | null): boolean {
    if (REPORTS.has(part.type)) {
      const status = decodeText(contentOf(part, this.#defects).subarray(0, MAX_REPORT), null).text.replace(
        /\r\n?/g,
        '\n',
      );
      const stated = reported === null || reported === UNKNOWN ? null : reported;
      const type = stated ?? part.type.replace('message/', '').replace('global-', '');
      this.report ??= { type, status, original: null };
      return true;
    }
    if (!ORIGINALS.has(part.type) && !(reported !== null && EMBEDDED.has(part.type))) return false;
    const bytes = contentOf(part, this.#defects).subarray(0, MAX_REPORT);
    this.#original ??= decodeText(bytes, null).text.replace(/\r\n?/g, '\n');
    return true;
  }

  finish(walked: string, reported: string | null): Body {
    const text = this.#fromFiles(walked);
    for (const file of this.files) file.place ??= this.#placeOf(file);
    if (this.report === null && (reported !== null || this.#original !== null)) {
      this.report = { type: reported ?? UNKNOWN, status: '', original: this.#original };
    } else if (this.report !== null) this.report.original = this.#original;
    const spare = this.#spare.filter((one) => one.trim() !== '');
    const shown = spare.length === 0 || saysAnything(text) ? text : [...spare, text.trim()].join('\n\n');
    const { files, letters, report } = this;
    return { text: tidied(shown), files, marked: this.#marked(shown), letters, report };
  }

  /** What no page shows although it may is what was left of a signature; elsewhere a program shows it in its place. */
  #placeOf(file: FilePart): FilePart['place'] {
    const { contentId, disposition } = file;
    if (contentId === null) return null;
    if (this.#cids.has(contentId) || this.#cids.has(safelyDecoded(contentId))) return 'text';
    if (disposition !== 'inline') return null;
    return this.#related.has(file) ? 'decoration' : 'text';
  }

  #marked(text: string): MarkedText | null {
    if (this.files.every(({ place }) => place === null)) return null;
    return this.#pages.length > 0 ? markedPages(this.#pages) : markedPlain(text, this.files);
  }
}

const tidied = (text: string) => text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();

const EML = /\.eml$/i;
const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const decodeHead = (bytes: Uint8Array) => asBuffer(bytes).toString('latin1', 0, 8192).replace(/\r\n/g, '\n');

/** Takes a letter's parts apart. */
export function readBody(root: Part, defects: Set<string>): Body {
  const collector = new Collector(defects);
  const reported = root.type === 'multipart/report' ? (root.typeParams['report-type'] ?? UNKNOWN).toLowerCase() : null;
  const text = collector.walk(root, reported);
  return collector.finish(text, reported);
}
