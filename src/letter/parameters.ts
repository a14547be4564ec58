/**
 * Structured headers of a part: Content-Type and Content-Disposition with their parameters, file names above all.
 * In: a header value, encoded words still in place. Out: value and parameters, decoded. Never fails.
 */

import libmime from 'libmime';
import { decodeText } from './charset.ts';
import { decodeWords } from './words.ts';

export interface Structured {
  value: string;
  params: Record<string, string>;
}

/** RFC 2231 §4: `filename*=utf-8''%D0%A1…`, also `filename*0*=…` of a continued one. */
const EXTENDED = /(\*(?:0\*)?\s*=\s*"?)([\w.:-]{0,40})'([\w-]{0,20})'/g;

/**
 * Value and parameters of a structured header. libmime reads the syntax; charsets are ours, because a file name may be
 * declared in one and written in another, or be cut in the middle of a character.
 */
export function structured(value: string, defects: Set<string>): Structured {
  let charset: string | null = null;
  // libmime is asked for bytes (iconv's `binary`); what they mean is decided below.
  const bytewise = value.includes("'")
    ? value.replace(EXTENDED, (_all, head: string, declared: string) => {
        charset = declared;
        return `${head}binary''`;
      })
    : value;
  const parsed = libmime.parseHeaderValue(bytewise, { stripComments: true });
  const extended = new Set<string>(parsed.decodedParams ?? []);
  const params: Record<string, string> = {};
  for (const [name, text] of Object.entries(parsed.params as Record<string, string>)) {
    if (!extended.has(name)) params[name] = decodeWords(text, defects);
    else if (charset === null || /[^\0-\xff]/.test(text)) params[name] = decodeWords(text, defects);
    else {
      const decoded = decodeText(Buffer.from(text, 'latin1'), charset);
      if (decoded.defect !== null) defects.add(`file name ${decoded.defect}`);
      params[name] = decoded.text;
    }
  }
  return { value: parsed.value.toLowerCase().trim(), params };
}
