/**
 * File names that are safe to show and to save. A sender's name in, a harmless one out, still in the sender's words; pure.
 * Nothing in it can lead out of a folder, turn the reading direction, name a device or overflow a file system.
 */
import { extensionOf } from './claim.ts';
import { canonicalType, isImage } from './type.ts';

/** File systems take 255 bytes; the rest is left for suffixes of those who save it. Russian letters take two each. */
const MAX_BYTES = 180;
/** Names of devices on Windows, whatever follows the first dot. */
const DEVICE = /^(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\s?\.|$)/i;
/** Controls, invisible and direction characters, private use, lone surrogates; line and paragraph separators. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * Makes a name safe.
 * @param name as the sender gave it; null when none
 * @param type the type whose extension the name must have; null to leave the extension as it is
 * @param ordinal the file's place in the letter, from 1, for files without a usable name
 */
export function safeName(name: string | null, type: string | null, ordinal: number): string {
  const plain = (name ?? '')
    .slice(0, 1024)
    .normalize('NFC')
    .replace(/[\t\r\n]+/g, ' ')
    .replace(UNSEEN, '')
    .replace(/[/\\\s]+$/, '')
    .replace(/^.*[/\\]/s, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
    .replace(DEVICE, '_$1');
  const [stem, extension] = splitExtension(plain, type);
  const whole = stem === '' || /^[_\s.]*$/.test(stem) ? `файл-${ordinal}` : stem;
  return cut(whole, MAX_BYTES - Buffer.byteLength(extension)) + extension;
}

/** Makes a name differ from those already taken in the letter: `скан.pdf`, `скан (2).pdf`. Adds it to them. */
export function uniqueName(name: string, taken: Set<string>): string {
  const [stem, extension] = splitExtension(name, null);
  let unique = name;
  for (let copy = 2; taken.has(unique.toLowerCase()); copy += 1) unique = `${stem} (${copy})${extension}`;
  taken.add(unique.toLowerCase()); // Windows and macOS see no difference in case
  return unique;
}

/** Splits into stem and extension with its dot; a picture's or document's wrong extension gives way to the right one. */
function splitExtension(name: string, type: string | null): [stem: string, extension: string] {
  const found = extensionOf(name);
  const stem = found === null ? name : name.slice(0, -found.length - 1).replace(/[\s.]+$/, '');
  if (found === null) return [name, type === null ? '' : `.${type}`];
  if (type === null || canonicalType(found) === type) return [stem, name.slice(-found.length - 1)];
  return isImage(canonicalType(found)) || canonicalType(found) === 'pdf' ? [stem, `.${type}`] : [name, `.${type}`];
}

/** Shortens to so many bytes of UTF-8 without cutting a character in two. */
function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let short = '';
  for (const { segment } of new Intl.Segmenter('ru').segment(text)) {
    if (Buffer.byteLength(short) + Buffer.byteLength(segment) > bytes) break;
    short += segment;
  }
  return short.trimEnd();
}
