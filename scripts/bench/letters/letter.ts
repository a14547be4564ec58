/**
 * One letter of the benchmark as it lies on a mail server. Enters: seed and number. Leaves: bytes and Message-ID, the same
 * ones for ever. Of every ten letters five are in UTF-8, three in windows-1251, two in koi8-r; three of five carry a file.
 * Pure: dates are counted from a fixed day, not taken from the clock.
 */
import { inventCitizen } from './citizen.ts';
import { type Charset, encodeBody, encodeFile, encodeWords } from './encoding.ts';
import { Random } from './random.ts';
import { makeScan, type ScanKind } from './scans.ts';
import { wordLetter } from './wording.ts';

export interface BenchLetter {
  messageId: string;
  /** Lines end with CRLF. */
  raw: Buffer;
}

/** The mailbox that all letters are for. */
export const OFFICE = 'support@office.example';

const FIRST_SENT = Date.UTC(2026, 2, 2, 6);
const SCANS: readonly ScanKind[] = ['jpg', 'png', 'pdf'];
const SCAN_TITLES: Record<ScanKind, string> = { jpg: 'Фото', png: 'Скриншот', pdf: 'Заявление' };

/** Writes letter number `index`. */
export function writeLetter(seed: number, index: number): BenchLetter {
  const random = new Random(seed, index);
  const citizen = inventCitizen(index, random);
  const { subject, text } = wordLetter(citizen, random);
  const charset = charsetOf(index);
  const encoding = charset === 'utf-8' ? 'base64' : 'quoted-printable';
  const words = charset === 'windows-1251' && index % 2 === 1 ? 'Q' : 'B';
  const messageId = `<bench.${seed}.${String(index).padStart(6, '0')}@citizen${index % 7}.example>`;
  const boundary = `----=_bench_${seed}_${index}`;
  const sent = FIRST_SENT + index * 61_000;
  const host = `mx.citizen${index % 7}.example`;
  const lines = [
    `Return-Path: <${citizen.address}>`,
    `Delivered-To: ${OFFICE}`,
    `Received: from ${host} (${host} [192.0.2.${1 + (index % 250)}])`,
    `\tby mx.office.example with ESMTP id ${String(index).padStart(8, '0')}`,
    `\tfor <${OFFICE}>; ${moscowDate(sent + 2000)}`,
    `Date: ${moscowDate(sent)}`,
    `From: ${encodeWords(`${citizen.given} ${citizen.surname}`, charset, words)}`,
    ` <${citizen.address}>`,
    `To: <${OFFICE}>`,
    `Message-ID: ${messageId}`,
    `Subject: ${encodeWords(subject, charset, words)}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    'This is a multi-part message in MIME format.',
    `--${boundary}`,
    `Content-Type: text/plain; charset=${charset}`,
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    // KOI8-R has no em dash.
    encodeBody(charset === 'koi8-r' ? text.replaceAll('—', '-') : text, charset, encoding),
    '',
    ...((index * 3) % 5 < 3 ? enclosure(index, boundary, random) : []),
    `--${boundary}--`,
    '',
  ];
  return { messageId, raw: Buffer.from(lines.join('\r\n'), 'latin1') };
}

/** A part with a file, its name in both ways that mail programs write it: RFC 2047 and RFC 2231. */
function enclosure(index: number, boundary: string, random: Random): string[] {
  const scan = makeScan(SCANS[index % 3] as ScanKind, random);
  const name = `${SCAN_TITLES[scan.kind]} ${index}.${scan.kind}`;
  return [
    `--${boundary}`,
    `Content-Type: ${scan.contentType};`,
    ` name="${encodeWords(name, 'utf-8', 'B')}"`,
    'Content-Disposition: attachment;',
    ` filename*=UTF-8''${encodeURIComponent(name)}`,
    'Content-Transfer-Encoding: base64',
    '',
    encodeFile(scan.bytes),
    '',
  ];
}

/** Runs of three, so that every charset meets every kind of file. */
function charsetOf(index: number): Charset {
  const slot = (Math.floor(index / 3) * 7) % 10;
  if (slot < 5) return 'utf-8';
  return slot < 8 ? 'windows-1251' : 'koi8-r';
}

/** RFC 5322 §3.3 in Moscow time. */
function moscowDate(milliseconds: number): string {
  return new Date(milliseconds + 3 * 3_600_000).toUTCString().replace('GMT', '+0300');
}
