/**
 * A letter's text with a mark for each picture that stands in it. In: its HTML pages, its plain text, its files. Out: the
 * marked text. Never fails; of pages without end only the beginning is marked.
 */

import { markedText } from './html.ts';
import type { FilePart } from './letter.ts';
import { type MarkedText, pictureMark, type ShownPicture, unmarked } from './picture-mark.ts';

const MAX_CHARS = 1024 * 1024;
const MAX_PAGES = 50;
const MAX_NAMED = 50;
const LONGEST_NAME = 250;

/** All pages as one text. */
export function markedPages(pages: readonly string[]): MarkedText {
  const pictures: ShownPicture[] = [];
  let room = MAX_CHARS;
  const texts: string[] = [];
  for (const page of pages.slice(0, MAX_PAGES)) {
    if (room <= 0) break;
    texts.push(markedText(page.slice(0, room), pictures));
    room -= page.length;
  }
  return { text: texts.join('\n\n'), pictures };
}

/** Plain text made of HTML says where the pictures stood: `[cid:…]`, `[image: имя]`, `<имя>`. */
export function markedPlain(plain: string, files: readonly FilePart[]): MarkedText {
  const pictures: ShownPicture[] = [];
  let text = unmarked(plain.slice(0, MAX_CHARS));
  for (const { contentId, name } of files.filter(({ place }) => place !== null).slice(0, MAX_NAMED)) {
    if (contentId === null) continue;
    const names = [`cid:${contentId}`, name, `image: ${name}`].filter(
      (one): one is string => one !== null && one.length <= LONGEST_NAME,
    );
    const before = text;
    for (const one of names) {
      for (const written of [`[${one}]`, `<${one}>`]) text = text.replace(written, pictureMark(pictures.length));
    }
    if (text !== before) pictures.push({ id: contentId, alt: '', linked: false, signed: false });
  }
  return { text, pictures };
}
