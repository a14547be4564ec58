/**
 * Pictures that an HTML text carries in itself (`data:`, RFC 2397). In: bytes of HTML in any charset that has ASCII in it.
 * Out: the HTML with a `cid:` in their place, and the pictures. Never fails; more than MAX_PICTURES are left out with a defect.
 * Bytes, not characters: of 25 MB of HTML all but a page is pictures, and only the page need become text.
 */

import type { FilePart } from './letter.ts';

const MAX_PICTURES = 50;
const CODED = 'base64,';
/** What stands before the code, and how far back that is looked for. */
const HEAD = /\bdata:(image\/[\w.+-]{1,40}|application\/pdf)(?:;[\w=.-]{1,60}){0,3};base64,$/i;
const LONGEST_HEAD = 300;

/** Letters, digits, `+`, `/`, `=` and white space. */
const CODE = new Uint8Array(256);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n\v\f') {
  CODE[char.charCodeAt(0)] = 1;
}

/** Takes the pictures out. */
export function takePictures(html: Buffer, defects: Set<string>): { html: Buffer; pictures: FilePart[] } {
  const pictures: FilePart[] = [];
  const kept: Buffer[] = [];
  let from = 0;
  for (let at = html.indexOf(CODED); at >= 0; at = html.indexOf(CODED, at)) {
    at += CODED.length;
    const before = html.toString('latin1', Math.max(from, at - LONGEST_HEAD), at);
    const head = HEAD.exec(before);
    if (head === null) continue;
    let end = at;
    while (end < html.length && CODE[html[end] as number] === 1) end++;
    kept.push(html.subarray(from, at - head[0].length));
    from = end;
    if (pictures.length >= MAX_PICTURES) defects.add(`html: only the first ${MAX_PICTURES} pictures in it read`);
    else {
      const bytes = Buffer.from(html.toString('latin1', at, end), 'base64');
      const declared = (head[1] as string).toLowerCase();
      if (bytes.length > 0) {
        const contentId = `picture-${pictures.length + 1}@html`;
        pictures.push({ name: null, declared, disposition: 'inline', contentId, place: 'text', bytes });
        kept.push(Buffer.from(`cid:${contentId}`));
      }
    }
    at = end;
  }
  return from === 0 ? { html, pictures } : { html: Buffer.concat([...kept, html.subarray(from)]), pictures };
}
