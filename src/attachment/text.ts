/** Plain text and its cousins. Bytes in; `txt`, `html`, `svg`, `sh` … out, or null when it is not text. Pure. */

/** Bytes that no text file holds in any charset of ours: controls other than tab, line ends, form feed and escape. */
const BINARY = /[\x00-\x08\x0e-\x1a\x1c-\x1f]/;

/** Markup and script that a viewer would run, looked for at the beginning of a text. */
const HEADS: [RegExp, string][] = [
  [/^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]{0,500}?-->\s*)?(<!doctype\s+svg|<svg[\s>])/i, 'svg'],
  [/^\s*(<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<script[\s>])/i, 'html'],
  [/^\s*<\?php/i, 'php'],
  [/^\s*<\?xml/i, 'xml'],
  [/^\{\\rtf/, 'rtf'],
  [/^%!PS/, 'ps'],
  [/^#!/, 'sh'],
  [/^(?:[\w-]{2,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){0,30}(?:Received|Message-ID|MIME-Version):/i, 'eml'],
  [/^-----BEGIN (?:PKCS7|CMS|CERTIFICATE)-----/, 'p7s'],
  [/^BEGIN:VCARD/i, 'vcf'],
  [/^BEGIN:VCALENDAR/i, 'ics'],
];

/** Says what kind of text it is, in any Russian charset or UTF-16 with a byte order mark. */
export function textType(bytes: Buffer): string | null {
  if (bytes.length === 0) return null;
  const text = decode(bytes);
  if (text === null || BINARY.test(text)) return null;
  const head = text.slice(0, 2000);
  return HEADS.find(([pattern]) => pattern.test(head))?.[1] ?? 'txt';
}

/** Latin-1 keeps every byte, which is all that the questions above need; null for binary bytes in sight at once. */
function decode(bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff && bytes.length % 2 === 0) {
    return Buffer.from(bytes.subarray(2)).swap16().toString('utf16le');
  }
  if (BINARY.test(bytes.subarray(0, 512).toString('latin1'))) return null;
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return bytes.subarray(from).toString('latin1');
}
