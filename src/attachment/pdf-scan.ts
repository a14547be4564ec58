/**
 * Scanned pages of a PDF: pages that hold nothing but a picture of a sheet. Bytes of an accepted file in; of each scanned page its
 * dots per inch and, where it is one picture that can be taken out as it stands, that picture. Pure, bounded, never precise:
 * it serves advice only, and where a page is written in a way not met with in scans it is none.
 */
import type { Pixels } from './look.ts';
import { readBodies } from './pdf-bodies.ts';
import { drawnBy, type Matrix, multiplied } from './pdf-content.ts';
import { filtersOf, inflate, packingIn, plainStream } from './pdf-filters.ts';
import { type PdfObject, readObjects } from './pdf-objects.ts';
import { pagesOf } from './pdf-pages.ts';

export interface Scan {
  /** Nothing is drawn on any page. */
  allBlank: boolean;
  pages: ScannedPage[];
}

export interface ScannedPage {
  dotsPerInch: number;
  /** Unpacked when asked for. */
  pixels(): Pixels | null;
  /** Known without looking at pixels: a fax of nothing. */
  blank: boolean;
}

type Objects = ReadonlyMap<number, PdfObject>;

/** The first pages tell how all were scanned. */
const MAX_PAGES = 50;
const MAX_CONTENT = 256 << 10;
/** A grey sheet of A4 at 300 dpi, a coloured one at 200. */
const MAX_PIXELS = 12 << 20;
/** A sheet scanned in strips has some two hundred. */
const MAX_PICTURES = 300;
const MAX_DEPTH = 4;
const AS_IS: Matrix = [1, 0, 0, 1, 0, 0];
/** So much of the sheet the pictures cover; a smaller one is part of a layout. */
const COVERS = 0.7;
const PER_INCH = 72;

/** Looks for scanned pages. */
export function scanOf(bytes: Buffer): Scan {
  const objects = readObjects(bytes, readBodies(bytes, new Set())?.packed ?? []);
  const pages = pagesOf(objects);
  const looked = pages.slice(0, MAX_PAGES).map((page) => readPage(page, objects));
  return {
    allBlank: pages.length <= MAX_PAGES && looked.length > 0 && looked.every(({ blank }) => blank),
    pages: looked.flatMap(({ scan }) => scan ?? []),
  };
}

function readPage(page: PdfObject, objects: Objects): { blank: boolean; scan: ScannedPage | null } {
  const content = contentOf(page.text, objects);
  if (content === null) return { blank: false, scan: null };
  const lineage = lineageOf(page, objects);
  const drawn = drawnBy(content, AS_IS);
  const nothing = !drawn.text && !drawn.lines && drawn.objects.length === 0;
  const pictures = picturesOf(content, AS_IS, lineage, objects, { left: MAX_PICTURES });
  return {
    blank: nothing && !page.text.includes('/Annots'),
    scan: pictures && scannedPage(pictures, lineage, objects),
  };
}

/** So many pictures and forms may still be drawn on the page. */
interface Room {
  left: number;
}

interface Picture {
  object: PdfObject;
  /** Inches on paper. */
  width: number;
  height: number;
}

/** The pictures that are drawn, those inside forms too; null when there is text, or more of them than scans have. */
function picturesOf(
  content: string,
  matrix: Matrix,
  resources: string,
  objects: Objects,
  room: Room,
): Picture[] | null {
  const drawn = drawnBy(content, matrix);
  if (drawn.text) return null;
  const pictures: Picture[] = [];
  for (const { name, matrix: placed } of drawn.objects) {
    room.left -= 1;
    const object = objects.get(namedIn(resources, name, objects));
    if (object?.stream == null || room.left < 0) return null;
    if (/\/Subtype\s*\/Image\b/.test(object.text)) {
      const [a, b, c, d] = placed;
      pictures.push({ object, width: Math.hypot(a, b) / PER_INCH, height: Math.hypot(c, d) / PER_INCH });
      continue;
    }
    const form = plainText(object.text, object.stream);
    const start = multiplied(numbersOf(object.text, 'Matrix'), placed);
    const inner = form && picturesOf(form.toString('latin1'), start, object.text + resources, objects, room);
    if (inner === null) return null;
    pictures.push(...inner);
  }
  return pictures;
}

function scannedPage(pictures: Picture[], lineage: string, objects: Objects): ScannedPage | null {
  const [left = 0, bottom = 0, right = 0, top = 0] = numbersOf(lineage, 'MediaBox');
  const sheet = Math.abs((right - left) * (top - bottom)) / PER_INCH ** 2;
  const covered = pictures.reduce((sum, { width, height }) => sum + width * height, 0);
  if (pictures.length === 0 || !(covered >= sheet * COVERS)) return null;
  // Of layers and strips the finest counts: text often lies in one of its own.
  const dotsPerInch = Math.max(
    ...pictures.map(({ object, width, height }) => {
      return Math.max(numberOf(object.text, 'Width') / width, numberOf(object.text, 'Height') / height);
    }),
  );
  if (!Number.isFinite(dotsPerInch) || dotsPerInch === 0) return null;
  const only = pictures.length === 1 ? (pictures[0] as Picture).object : null;
  return {
    dotsPerInch,
    pixels: () => only && pixelsOf(only, objects),
    blank: only !== null && isBlankFax(only),
  };
}

/** JPEG as it stands, and plain pixels in black and white, grey or RGB. */
function pixelsOf({ text: entries, stream }: PdfObject, objects: Objects): Pixels | null {
  const text = entries.replace(/(\/DecodeParms\s*\[?)\s*(\d{1,10})\s+\d+\s+R/, (_, name, number) => {
    return `${name} ${objects.get(Number(number))?.text ?? ''}`;
  });
  const filters = filtersOf(text);
  const last = filters.at(-1) ?? '';
  if (stream === null || /\/(?:Decode|ImageMask)\b/.test(text)) return null;
  if (last === 'DCTDecode' || last === 'DCT') {
    if (filters.length === 1) return stream;
    return filters.length === 2 && filters[0] === 'FlateDecode' ? inflate(stream, MAX_PIXELS) : null;
  }
  const [width, height] = [numberOf(text, 'Width'), numberOf(text, 'Height')];
  const space = objects.get(reference(text, 'ColorSpace'))?.text ?? '';
  if (last === '' || width * height === 0 || /\/Indexed\b/.test(text + space)) return null;
  const packing = packingIn(text);
  const plain = packing && plainStream(packing, stream, MAX_PIXELS);
  if (plain === null) return null;
  if (numberOf(text, 'BitsPerComponent') === 1) return fromBits(plain, width, height);
  const channels = Math.floor(plain.length / (width * height));
  if (channels !== 1 && channels !== 3) return null;
  return { pixels: plain.subarray(0, width * height * channels), width, height, channels };
}

function fromBits(bits: Buffer, width: number, height: number): Pixels | null {
  const row = Math.ceil(width / 8);
  if (bits.length < row * height || width * height > MAX_PIXELS) return null;
  const pixels = Buffer.alloc(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      pixels[at] = ((bits[y * row + (x >> 3)] as number) >> (7 - (x & 7))) & 1 ? 255 : 0;
    }
  }
  return { pixels, width, height, channels: 1 };
}

function plainText(dictionary: string, stream: Buffer): Buffer | null {
  const packing = packingIn(dictionary);
  return packing && plainStream(packing, stream, MAX_CONTENT);
}

/** A row like the one above takes one bit in a fax of group 4 (ITU T.6), next to nothing in JBIG2. */
function isBlankFax({ text, stream }: PdfObject): boolean {
  const filter = filtersOf(text).at(-1) ?? '';
  const height = numberOf(text, 'Height');
  if (stream === null || height < 1000) return false;
  if (filter === 'CCITTFaxDecode' || filter === 'CCF') return /\/K\s+-/.test(text) && stream.length <= height / 8 + 32;
  return filter === 'JBIG2Decode' && stream.length < 100;
}

/** Text of the page, of what it inherits from (§7.7.3.4), and of the resources that both refer to. */
function lineageOf(page: PdfObject, objects: Objects): string {
  const texts: string[] = [];
  let one: PdfObject | undefined = page;
  for (let depth = 0; one !== undefined && depth < MAX_DEPTH; depth += 1) {
    texts.push(one.text);
    one = objects.get(reference(one.text, 'Parent'));
  }
  return withResources(texts.join('\n'), objects);
}

function withResources(text: string, objects: Objects): string {
  const resources = objects.get(reference(text, 'Resources'))?.text ?? '';
  const named = objects.get(reference(resources + text, 'XObject'))?.text ?? '';
  return [text, resources, named].join('\n');
}

/** Number of the object that a name stands for. */
function namedIn(resources: string, name: string, objects: Objects): number {
  return reference(resources, name) || reference(withResources(resources, objects), name);
}

function reference(text: string, name: string): number {
  const pattern = new RegExp(`/${RegExp.escape(name)}\\s+(\\d{1,10})\\s+\\d{1,5}\\s+R`);
  return Number(pattern.exec(text)?.[1] ?? 0);
}

function numberOf(text: string, name: string): number {
  return Number(new RegExp(`/${name}\\s+(\\d{1,6})(?!\\s+\\d+\\s+R)`).exec(text)?.[1] ?? 0);
}

/** `/MediaBox [0 0 595 842]` */
function numbersOf(text: string, name: string): number[] {
  const inside = new RegExp(`/${name}\\s*\\[([-+.\\d\\s]{1,200})\\]`).exec(text)?.[1] ?? '';
  return inside.trim().split(/\s+/).filter(Boolean).map(Number);
}

/** The content of a page, its pieces put together (§7.8.2); empty when it has none, null when it cannot be read. */
function contentOf(page: string, objects: Objects): string | null {
  const value = /\/Contents\s*(\d{1,10}\s+\d{1,5}\s+R|\[[^\]]{0,20000}\])/.exec(page)?.[1];
  if (value === undefined) return page.includes('/Contents') ? null : '';
  let content = '';
  for (const number of referencesIn(value, objects)) {
    const piece = objects.get(number);
    const plain = piece?.stream == null ? null : plainText(piece.text, piece.stream);
    if (plain === null || content.length + plain.length > MAX_CONTENT) return null;
    content += `${plain.toString('latin1')}\n`;
  }
  return content;
}

/** A reference may lead to a list of them. */
function referencesIn(value: string, objects: Objects): number[] {
  const numbers = [...value.matchAll(/(\d{1,10})\s+\d{1,5}\s+R/g)].map((match) => Number(match[1]));
  const [only] = numbers;
  const list = numbers.length === 1 ? objects.get(only as number) : undefined;
  return list?.stream === null ? referencesIn(list.text, new Map()) : numbers;
}
