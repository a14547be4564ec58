/**
 * Pictures that an HTML text carries in itself (`data:`, RFC 2397). In: HTML. Out: the HTML without their bytes, and the
 * pictures. Never fails; more than MAX_PICTURES are left out with a defect.
 */

import type { FilePart } from './letter.ts';

const MAX_PICTURES = 50;
const PICTURE = /\bdata:(image\/[\w.+-]{1,40}|application\/pdf)(?:;[\w=.-]{1,60}){0,3};base64,([A-Za-z0-9+/=\s]*)/gi;

/** Takes the pictures out. */
export function takePictures(html: string, defects: Set<string>): { html: string; pictures: FilePart[] } {
  const pictures: FilePart[] = [];
  if (!html.includes('base64,')) return { html, pictures };
  for (const [, type, code] of html.matchAll(PICTURE)) {
    if (pictures.length >= MAX_PICTURES) {
      defects.add(`html: only the first ${MAX_PICTURES} pictures in it read`);
      break;
    }
    const bytes = Buffer.from(code as string, 'base64');
    const declared = (type as string).toLowerCase();
    if (bytes.length > 0)
      pictures.push({ name: null, declared, disposition: 'inline', contentId: null, embedded: true, bytes });
  }
  return { html: html.replace(PICTURE, ''), pictures };
}
