/**
 * No letter can be made slow to read by what stands in it. Each regular expression of the source is run over strings made
 * against it; the strings that take it longest are then put into letters, wherever a stranger can write, and read.
 * A pattern that only ever sees a few characters may be slow by itself; a letter may not.
 */
import { Script } from 'node:vm';
import { expect, test } from 'vitest';
import { examineLetter } from '../../src/examiner/examine.ts';
import { matterOf } from '../../src/template/letterhead.ts';
import { lineOf, wordsOf } from '../../src/template/prose.ts';
import { readCommands } from '../../src/ticket/command.ts';
import { textForCitizen } from '../../src/ticket/staff-text.ts';
import { type Pattern, type Pump, pumpsFor, readPatterns, SIGNS } from './patterns.ts';

const SHORT = 1_000;
/** A linear pattern needs less for a short text, a quadratic one more. */
const QUICK_MS = 0.5;
/** What grows without measure does not end in this time. */
const PATIENCE_MS = 2_000;
/** A pattern that looks back or forward from a find sees no more than this. */
const WINDOW = 120;

const LONG = 60_000;
const PART = LONG / 4;
/** Four times as long a text may take four times as long, and a little more for what it costs in memory; 16 is quadratic. */
const GROWTH = 9;

const text = ({ head, unit, tail }: Pump, length: number) => head + unit.repeat(Math.ceil(length / unit.length)) + tail;

const race = new Script('globalThis.raced()');

/** @returns milliseconds of this thread's own work: what a busy machine takes tells nothing; Infinity when it does not end */
function timeOf({ regex }: Pattern, subject: string): number {
  const all = new RegExp(regex.source, regex.flags.includes('y') ? regex.flags : `${regex.flags.replace('g', '')}g`);
  (globalThis as { raced?: unknown }).raced = () => subject.replace(all, '');
  const started = process.threadCpuUsage();
  try {
    race.runInThisContext({ timeout: PATIENCE_MS });
  } catch {
    return Number.POSITIVE_INFINITY;
  }
  return msSince(started);
}

function msSince(started: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(started);
  return (user + system) / 1000;
}

/** The string that takes this pattern longest; null when none takes it long. */
function worstFor(pattern: Pattern): { pump: Pump; ms: number } | null {
  let worst: { pump: Pump; ms: number } | null = null;
  for (const pump of pumpsFor(pattern.regex)) {
    const subject = text(pump, SHORT);
    if (timeOf(pattern, subject) < QUICK_MS) continue;
    const ms = timeOf(pattern, subject);
    if (ms > Math.max(QUICK_MS, worst?.ms ?? 0)) worst = { pump, ms };
    if (ms === Number.POSITIVE_INFINITY) break;
  }
  return worst;
}

/** A letter with this in its text, its subject, its names and the name of its file. */
function letterWith(hostile: string): Buffer {
  const encoded = (part: string) => `=?utf-8?B?${Buffer.from(part).toString('base64')}?=`;
  const folded = encoded(hostile.slice(0, 6_000));
  const mime = (headers: string[], body: string) =>
    ['--b', ...headers, 'Content-Transfer-Encoding: base64', '', Buffer.from(body).toString('base64'), ''].join('\r\n');
  return Buffer.from(
    [
      `From: ${folded} <vera@example.ru>`,
      `To: ${folded} <support@example.org>`,
      `Subject: ${folded}`,
      `Date: ${hostile.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 6_000)}`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      mime(['Content-Type: text/plain; charset=utf-8'], hostile),
      mime(['Content-Type: text/html; charset=utf-8'], `<p>${hostile.slice(0, 20_000)}</p>`),
      mime([`Content-Type: application/pdf; name="${folded}"`], `%PDF-1.4\n${hostile}\n%%EOF`),
      '--b--',
      '',
    ].join('\r\n'),
  );
}

const RULES = {
  ticketPrefix: 'ТП',
  ticketDigits: 6,
  ownAddresses: ['support@example.org'],
  trustedAuthservIds: [],
  spamHeaders: [],
  required: ['fio' as const, 'snils' as const],
  files: { types: ['pdf', 'jpg', 'png'], maxFile: 5e6, maxTotal: 5e6, maxCount: 10 },
  staff: { addresses: [], files: { types: ['pdf', 'jpg', 'png'], maxFile: 5e6, maxTotal: 5e6, maxCount: 10 } },
};

const MEMBER = {
  name: 'Орлова Ирина Павловна',
  email: 'orlova@staff.example',
  department: null,
  role: 'operator',
} as const;

/** What is done with the text of whoever says that he is of the staff, and with text that goes into our letters. */
function readAsStaff(hostile: string): void {
  readCommands(hostile);
  for (const command of ['#решено', '#срок', '#назначить', '#заметка']) readCommands(`${command} ${hostile}`);
  textForCitizen(hostile, MEMBER, 'support@example.org');
  wordsOf(hostile);
  matterOf(hostile);
  lineOf(hostile);
}

const patterns = await readPatterns();

test('the source is read for patterns', () => {
  expect(patterns.length).toBeGreaterThan(500);
});

test('what is slow is found out', () => {
  const slow = (regex: RegExp) => worstFor({ where: '', regex }) !== null;
  expect(slow(/(?:a+)+$/)).toBe(true);
  expect(slow(/\s+$/)).toBe(true);
  expect(slow(/(?<!\s)\s+$/)).toBe(false);
});

test('no pattern grows without measure, and no letter is slow to read by one', { timeout: 300_000 }, async () => {
  const endless: string[] = [];
  const hard = new Map(SIGNS.map((unit) => [JSON.stringify({ head: '', unit, tail: '\u0001' }), 'a sign for ever']));
  for (const pattern of patterns) {
    const worst = worstFor(pattern);
    if (!worst) continue;
    const pump = JSON.stringify(worst.pump);
    hard.set(pump, pattern.where);
    const short = timeOf(pattern, text(worst.pump, WINDOW));
    if (short === Number.POSITIVE_INFINITY) endless.push(`${pattern.where} on ${pump}`);
  }
  expect(endless).toEqual([]);
  const ordinary = await readingTime({ head: '', unit: 'Прошу помочь, не могу войти в кабинет. ', tail: '' }, LONG);
  const slow: string[] = [];
  for (const [pump, where] of hard) {
    const ms = await readingTime(JSON.parse(pump), LONG);
    // What a plain letter of that length takes measures this machine; a fourth of the length, the growth.
    if (ms < 2 * GROWTH * ordinary) continue;
    const part = await readingTime(JSON.parse(pump), PART);
    if (ms > GROWTH * Math.max(part, ordinary))
      slow.push(`${where} on ${pump}: ${Math.round(ms)} ms, ${Math.round(part)} for a fourth`);
  }
  expect(slow).toEqual([]);
});

async function readingTime(pump: Pump, length: number): Promise<number> {
  const started = process.threadCpuUsage();
  const hostile = text(pump, length);
  await examineLetter(letterWith(hostile), RULES);
  readAsStaff(hostile);
  return msSince(started);
}
