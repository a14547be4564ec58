/**
 * The bytes of a text, whatever transfer encoding it says it is in: some programs declare one and write another, gateways
 * re-encode and keep the old name, lists put plain lines around encoded ones. In: an encoded text part. Out: its bytes.
 * Never fails; a declaration is overruled only where what comes out is prose and what was declared gives none.
 */

import { isUtf8 } from 'node:buffer';
import { trimmed } from './blank.ts';
import { decodeText } from './charset.ts';
import type { Part } from './mime.ts';
import { plausibility } from './plausibility.ts';
import { decodeTransfer, fromQuotedPrintable } from './transfer.ts';
import { takeUuencoded } from './uuencode.ts';
import { fromBase64 } from './words.ts';

const SAMPLE = 4000;
/** How far an encoding that nobody declared is looked for. */
const SEARCHED = 64 * 1024;

/** Also as addresses of pages write it (RFC 4648 §5). */
const CODE_LINE = /^(?=[^A-Za-z]{0,10}[A-Za-z])[A-Za-z0-9+/_-]+={0,3}$/;
const STRAY = /[^A-Za-z0-9+/_=-]/g;
/** Shorter lines may be words; encoders write 60 to 76 characters. */
const LONG_LINE = 40;
/** So short a text is asked whether it is one word in code. */
const SHORT = 400;
const SHORTEST = 8;
/** Noise of the way in a line of code (RFC 2045 §6.8). */
const MAX_NOISE = 0.2;

/** Two neighbouring characters above ASCII, escaped. */
const HIGH_ESCAPES = /=[89A-F][0-9A-F]=\r?\n?=?[89A-F][0-9A-F]|=[89A-F][0-9A-F]=[89A-F][0-9A-F]/i;
/** What only an encoder writes: its own sign escaped, a soft line break, a blank kept at the end of a line. */
const ENCODER = /=3D|=\r?\n|=20\r?\n/i;
const SOFT_BREAK = /=\r?\n/;

/** Without a character that the cut has halved. */
function sampleOf(bytes: Buffer): Buffer {
  if (bytes.length <= SAMPLE) return bytes;
  let end = SAMPLE;
  while (end > SAMPLE - 4 && ((bytes[end] as number) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}

/** Are these bytes a text that somebody wrote? */
function isProse(bytes: Buffer, charset: string | null): boolean {
  const sample = sampleOf(bytes);
  const { text } = decodeText(sample, charset);
  if (/[\0-\x08\x0e-\x1f]/.test(text)) return false;
  if (!/[^\0-\x7f]/.test(text)) return /[A-Za-z]/.test(text);
  return isUtf8(sample) || plausibility(text).score > 0;
}

const hasHigh = (bytes: Buffer) => bytes.some((byte) => byte >= 0x80);

/** Russian and nothing else: what bytes of one word say by accident never is. */
const isRussian = (bytes: Buffer) =>
  isUtf8(bytes) && /^(?=.*[а-яё]{2})[а-яё\w\s\p{P}№]+$/isu.test(bytes.toString('utf8'));

interface Run {
  code: boolean;
  lines: string[];
  /** Of code: its last line was full, so that the next one belongs to it. */
  full: boolean;
}

/** Does the line go on with the code above it? Behind its end only what is surely code: «Regards» would be, too. */
const goesOn = (run: Run, line: string) =>
  run.full || line.length >= (run.lines[0] as string).length || line.endsWith('=');

/** Lines of code and other lines, apart. */
function runsOf(text: string, clean: boolean): Run[] {
  const runs: Run[] = [];
  for (const raw of text.split('\n')) {
    const line = lineOfCode(trimmed(raw), clean);
    let run = runs.at(-1);
    if (line === '' && run?.code) continue;
    const code = line !== null && line !== '';
    if (run === undefined || run.code !== code || (code && !goesOn(run, line))) {
      run = { code, lines: [], full: true };
      runs.push(run);
    }
    run.lines.push(line ?? raw);
    run.full = code && !line.endsWith('=') && line.length >= (run.lines[0] as string).length;
  }
  return runs;
}

/** The line as code, without noise where that is allowed; null when it is none. */
function lineOfCode(line: string, clean: boolean): string | null {
  if (line === '' || CODE_LINE.test(line)) return line;
  if (!clean || line.length < LONG_LINE || /[\x80-\xff]|\w \w/.test(line)) return null;
  const left = line.replace(STRAY, '');
  return left.length >= line.length * (1 - MAX_NOISE) ? left : null;
}

/**
 * Text of which a part is base64: that part decoded, the lines around it as they are; null when no part gives prose. Below
 * other lines, code that nobody declared may be a file that somebody pasted: only what is no ASCII is surely his text.
 */
function fromMixed(runs: readonly Run[], charset: string | null, declared: boolean): Buffer | null {
  let found = false;
  const pieces = runs.map(({ code, lines }, place) => {
    const plain = Buffer.from(`${lines.join('\n')}\n`, 'latin1');
    if (!code || (lines[0] as string).length < LONG_LINE) return plain;
    const bytes = fromBase64(lines.join(''));
    if (!isProse(bytes, charset) || !(declared || place === 0 || hasHigh(bytes))) return plain;
    found = true;
    if (runs.length === 1) return bytes;
    return Buffer.concat([bytes, Buffer.from('\n\n')]);
  });
  return found ? Buffer.concat(pieces) : null;
}

/** Base64 that nobody declared; null when it is none. */
function hiddenBase64(body: Buffer, charset: string | null): Buffer | null {
  const start = trimmed(body.toString('latin1', 0, SEARCHED));
  if (start.length < SHORTEST || start.startsWith('<')) return null;
  if (start.length <= SHORT && CODE_LINE.test(start.replace(/\r?\n/g, ''))) {
    const bytes = fromBase64(start);
    if (isRussian(bytes)) return bytes;
  }
  if (!/^[ \t]*[A-Za-z0-9+/_-]{40,}={0,3}[ \t\r]*$/m.test(start)) return null;
  return fromMixed(runsOf(body.toString('latin1'), false), charset, false);
}

/** Quoted-printable that nobody declared; null when it is none. */
function hiddenQuotedPrintable(body: Buffer, charset: string | null): Buffer | null {
  const start = body.toString('latin1', 0, SEARCHED);
  if (!HIGH_ESCAPES.test(start))
    return /=3D["'\w]/i.test(start) && SOFT_BREAK.test(start) ? fromQuotedPrintable(body) : null;
  const undone = fromQuotedPrintable(body);
  if (isUtf8(sampleOf(undone))) return undone;
  return /[\x80-\xff]/.test(start) || !isProse(undone, charset) ? null : undone;
}

const hidden = (body: Buffer, charset: string | null) =>
  hiddenBase64(body, charset) ?? hiddenQuotedPrintable(body, charset);

/** Lists and gateways add plain lines to encoded text, and some programs only claim to have encoded it. */
function declaredBase64(body: Buffer, charset: string | null, defects: Set<string>): Buffer {
  const text = body.toString('latin1');
  const stray = /[^A-Za-z0-9+/_= \t\r\n\f\v-]/.test(text);
  const whole = stray ? null : fromBase64(text);
  const runs = runsOf(text, stray);
  const single = runs.filter(({ code }) => code).length < 2;
  if (whole !== null && (single || isUtf8(whole)) && isProse(whole, charset)) return whole;
  const mixed = fromMixed(runs, charset, true);
  if (mixed !== null && !stray) return mixed;
  const words = text.length < LONG_LINE || /[A-Za-z] +[A-Za-z]/.test(text.slice(0, SAMPLE));
  const found = mixed ?? hiddenQuotedPrintable(body, charset);
  // What is no text of ours may be one in a charset that nobody named.
  if (found === null && whole !== null && (!words || isProse(whole, charset))) return whole;
  defects.add('encoding: text that is not base64 read as it is');
  return found ?? body;
}

/** Text that was never encoded may hold an equals sign before two figures: «СНИЛС=112…». */
function declaredQuotedPrintable(body: Buffer, charset: string | null, defects: Set<string>): Buffer {
  const text = body.toString('latin1');
  if (/[\x80-\xff]/.test(text) && !HIGH_ESCAPES.test(text) && !ENCODER.test(text)) {
    if (text.includes('=')) defects.add('encoding: text that is not quoted-printable read as it is');
    return body;
  }
  const base64 = hiddenBase64(body, charset);
  if (base64 === null) return fromQuotedPrintable(body);
  defects.add('encoding: base64 declared quoted-printable');
  return base64;
}

/** Undoes the transfer encoding of a text, the declared one or that which it is really in. */
export function textBytes(part: Part, defects: Set<string>): Buffer {
  const { body, encoding } = part;
  const charset = part.typeParams.charset ?? null;
  const declared =
    encoding === 'base64'
      ? declaredBase64(body, charset, defects)
      : encoding === 'quoted-printable'
        ? declaredQuotedPrintable(body, charset, defects)
        : encoding === 'uuencode'
          ? (takeUuencoded(body.toString('latin1')).files[0]?.bytes ?? body)
          : decodeTransfer(body, encoding);
  const inner = hidden(declared, charset);
  if (inner === null) return declared;
  defects.add('encoding: encoded text that is not declared so');
  return inner;
}
