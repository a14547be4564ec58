/** Letters are examined apart, and what happens to one is not told of another. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { type ExaminerOptions, openExaminer } from '../../src/examiner/examiner.ts';

/** Without files: what is tested here is the line of letters, and pictures are looked at slowly. */
const RAW = readFileSync(join(import.meta.dirname, '../../src/demo/letters/03-no-snils.eml'));
const RULES = {
  ticketPrefix: 'ТП',
  ticketDigits: 6,
  ownAddresses: ['support@example.ru'],
  trustedAuthservIds: [],
  spamHeaders: [],
  required: ['fio' as const, 'snils' as const],
  files: { types: ['pdf', 'jpg', 'png'], maxFile: 5e6, maxTotal: 5e6, maxCount: 10 },
  staff: { addresses: [], files: { types: ['pdf', 'jpg', 'png'], maxFile: 5e6, maxTotal: 5e6, maxCount: 10 } },
};

function examiner(options: Partial<ExaminerOptions>) {
  const usual = { threads: 1, memory: 512 * 2 ** 20, timeout: 20_000 };
  const opened = openExaminer({ ...usual, ...options }, RULES, pino({ level: 'silent' }));
  onTestFinished(() => opened.close());
  return opened;
}

const examined = { examined: true, findings: { letter: { from: { address: 'o.varlamov@example.com' } } } };

test('in a thread and alone in a process, the findings are the same', async () => {
  const { examine, examineAlone } = examiner({});
  const [thread, alone] = [await examine(RAW), await examineAlone(RAW)];
  expect([thread, alone]).toMatchObject([examined, examined]);
});

test('bytes that the caller needs no more are moved, and the files come back as they were', async () => {
  const { examine } = examiner({});
  const file = Buffer.alloc(100_000, 'Счёт. ');
  const head = 'From: a@example.ru\r\nContent-Disposition: attachment; filename=a.txt\r\nContent-Transfer-Encoding: ';
  for (const [encoding, code] of [
    ['base64', file.toString('base64')],
    ['8bit', file.toString('utf8')],
  ] as const) {
    const raw = new TextEncoder().encode(`${head}${encoding}\r\n\r\n${code}`);
    const copied = await examine(raw);
    expect(copied).toMatchObject({ examined: true, findings: { files: [{ bytes: file.length }] } });
    expect(await examine(raw, true)).toEqual(copied);
    expect(raw.length).toBe(0);
  }
});

test('a letter that takes too long is given up, in either', async () => {
  const { examine, examineAlone } = examiner({ timeout: 1 });
  const outlasted = { examined: false, why: 'outlasted', error: 'not read in 1 ms' };
  expect([await examine(RAW), await examineAlone(RAW)]).toEqual([outlasted, outlasted]);
});

test('a letter that needs too much memory kills its worker only', async () => {
  const { examine, examineAlone } = examiner({ memory: 32 * 2 ** 20 });
  const died = { examined: false, why: 'died' };
  const vast = Buffer.from(`From: a@example.ru\r\nContent-Type: text/html\r\n\r\n${'<p>слово '.repeat(2e6)}`);
  expect([await examine(vast), await examineAlone(vast)]).toMatchObject([died, died]);
});

test('suspects after a crash take their turns: none outlasts its time because of the others', {
  timeout: 90_000,
}, async () => {
  const { examineAlone } = examiner({ timeout: 2_000 });
  const all = await Promise.all(Array.from({ length: 12 }, () => examineAlone(RAW)));
  expect(all).toMatchObject(Array(12).fill(examined));
});

test('a letter that waits for a thread is not blamed for it', async () => {
  const limit = 1_000;
  const { examine } = examiner({ timeout: limit });
  while (!(await examine(RAW)).examined); // the thread is there
  let waits = true;
  const until = performance.now() + 2 * limit;
  const results: Promise<boolean>[] = [];
  while (waits) {
    // Many in line at any time, for longer than any one of them is granted.
    const batch = Array.from({ length: 100 }, async () => (await examine(RAW)).examined);
    results.push(...batch);
    await batch[0];
    waits = performance.now() < until;
  }
  const all = await Promise.all(results);
  expect(all.filter(Boolean).length / all.length).toBeGreaterThan(0.95);
});
