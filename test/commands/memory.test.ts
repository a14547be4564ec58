/** Memory of `inspect`, seen from outside: bounded for one letter, flat over many. Both on Linux, which tells. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeLetter } from '../../scripts/bench/letters/letter.ts';
import { HEAVY } from '../../scripts/memory/heavy.ts';
import { inspectFolder, inspectLetter } from '../../scripts/memory/usage.ts';
import { temporaryFolder } from '../register/fixture.ts';

const linux = existsSync('/proc/self/status');
const MINUTES = 60_000;

/** MiB that the whole process may have, and that it may grow by once its threads are warm: garbage comes and goes. */
const MOST = 300;
const GROWTH = 60;
/** glibc's own hoards, one for each of a dozen threads, fill for the first thousands of letters; two fill soon. */
const ENV = { MALLOC_ARENA_MAX: '2', PRIEMNAYA__WORKERS__THREADS: '2' };

/** The heaviest of each sort; `npm run memory` has them all. */
const KINDS = [
  'words of one letter',
  'one endless uuencoding',
  'a page of line breaks',
  'a page in quoted-printable and windows-1251',
  'files',
  'letters in letters',
];

test.runIf(linux).each(KINDS)('25 MB, %s: under 300 MiB', { timeout: 5 * MINUTES }, async (kind) => {
  const file = join(temporaryFolder(), 'letter.eml');
  writeFileSync(file, HEAVY[kind]!(25 * 2 ** 20));
  const { reading, peak } = await inspectLetter(file);
  const { from, text } = JSON.parse(reading);
  expect({ from: from?.address, hasText: text !== '' }).toEqual({ from: 'a@example.ru', hasText: true });
  expect(peak).toBeLessThan(MOST);
});

test.runIf(linux)('over a folder of letters it stays flat', { timeout: 5 * MINUTES }, async () => {
  const letters = 1500;
  const folder = temporaryFolder();
  for (let index = 1; index <= letters; index++) writeFileSync(join(folder, `${index}.eml`), writeLetter(1, index).raw);
  let [read, early, late] = [0, 0, 0];
  const seen = (count: number, memory: number) => {
    read = count;
    if (count < letters / 3) early = Math.max(early, memory);
    else late = Math.max(late, memory);
  };
  await inspectFolder(folder, seen, ENV);
  expect(read).toBe(letters);
  expect(late - early).toBeLessThan(GROWTH);
  expect(late).toBeLessThan(MOST);
});
