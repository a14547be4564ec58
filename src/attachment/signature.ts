/**
 * Small pictures that belong to a signature or to the letter's looks: logos, icons of networks, counters of readings. They are
 * not the citizen's documents (domain.md §4). Whose a picture is, its place in the text tells (`letter/picture-place.ts`); here
 * its size decides. A file part in, yes or no out; pure. In doubt it is a document: a logo listed
 * does no harm, a pasted screenshot left out does.
 */
import type { FilePart } from '../letter/letter.ts';
import { readJpeg } from './jpeg.ts';
import { readPng } from './png.ts';
import { isImage } from './type.ts';

const MAX_BYTES = 50 * 1024;
/** A picture in the text no larger than this shows nothing but a sign: emoji, icons, counters. */
const ICON = 64;
/** 300 × 200; the smallest screenshot with a readable message has more. */
const MAX_PIXELS = 60_000;
/** A banner is wide and low: 600 × 100. */
const MAX_HEIGHT = 100;
/** For pictures whose size is not read here (SVG, WEBP, BMP) or not readable. */
const MAX_BYTES_UNMEASURED = 16 * 1024;

/** Is this part a picture of the signature? Only pictures inside the text can be; what is attached is meant. */
export function isSignaturePicture({ place, bytes }: FilePart, type: string | null): boolean {
  if (place === null || place === 'matter' || type === null || !isImage(type) || bytes.length > MAX_BYTES) return false;
  const size = pictureSize(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), type);
  if (place === 'text') return size !== null && size.width <= ICON && size.height <= ICON;
  if (size === null) return bytes.length <= MAX_BYTES_UNMEASURED;
  return size.width * size.height <= MAX_PIXELS || size.height <= MAX_HEIGHT;
}

function pictureSize(bytes: Buffer, type: string): { width: number; height: number } | null {
  if (type === 'gif' && bytes.length >= 10) return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  const picture = type === 'jpg' ? readJpeg(bytes) : type === 'png' ? readPng(bytes) : null;
  return picture !== null && picture.width > 0 && picture.height > 0 ? picture : null;
}
