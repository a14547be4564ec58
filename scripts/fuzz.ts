/**
 * A long run of the reader's fuzz test, over all that is found in a letter. Usage: node scripts/fuzz.ts [minutes=1] [seed=1]
 * Spoils the letters of test/letters and letters of random structure; prints letters read, the slowest one, and memory. Exit 1 on the first fault, with
 * the letter saved beside the system's temporary files.
 */

import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { examineLetter, type Rules } from '../src/examiner/examine.ts';
import { spoil } from '../test/letter/mutation.ts';
import { letterOfParts } from '../test/letter/structure.ts';

const [minutes = 1, seed = 1] = process.argv.slice(2).map(Number);
if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
  console.error('Usage: node scripts/fuzz.ts [minutes=1] [seed=1]');
  process.exit(2);
}
const SLOW_MS = 2000;
const BATCH = 500;
const MIB = 2 ** 20;
const RULES: Rules = {
  ticketPrefix: 'ТП',
  ticketDigits: 6,
  ownAddresses: ['support@desk.example'],
  trustedAuthservIds: [],
  spamHeaders: [],
  required: ['fio', 'snils'],
  files: { types: ['pdf', 'jpg', 'png'], maxFile: 5 * MIB, maxTotal: 5 * MIB, maxCount: 10 },
  staff: { addresses: [], files: { types: ['pdf', 'jpg', 'png'], maxFile: 5 * MIB, maxTotal: 5 * MIB, maxCount: 10 } },
};

const root = join(import.meta.dirname, '..', 'test', 'letters');
const letters = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.eml'))
  .sort()
  .map((name) => readFileSync(join(root, name)));

/** What is wrong with how a letter is read; null when nothing is. */
async function faultOf(raw: Buffer): Promise<string | null> {
  try {
    const { letter } = await examineLetter(raw, RULES);
    return letter.defects.find((defect) => defect.startsWith('unreadable')) ?? null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

const end = performance.now() + minutes * 60_000;
let count = 0;
let slowest = 0;
for (let batch = 0; performance.now() < end; batch++) {
  const seeds = fc.oneof(
    fc.constantFrom(...letters),
    letterOfParts.map(({ raw }) => raw),
  );
  const spoils = fc.sample(fc.tuple(seeds, fc.array(spoil, { minLength: 1, maxLength: 12 })), {
    numRuns: BATCH,
    seed: seed * 1_000_003 + batch,
  });
  for (const [letter, changes] of spoils) {
    const raw = changes.reduce<Buffer>((bytes, change) => change(bytes), letter);
    const start = performance.now();
    const fault = await faultOf(raw);
    const took = performance.now() - start;
    slowest = Math.max(slowest, took);
    count++;
    if (fault !== null || took > SLOW_MS) {
      const file = join(mkdtempSync(join(tmpdir(), 'fuzz-')), 'letter.eml');
      writeFileSync(file, raw);
      console.error(`${fault ?? `slow: ${Math.round(took)} ms`}\nletter: ${file}`);
      process.exit(1);
    }
  }
}
const memory = Math.round(process.memoryUsage().rss / MIB);
console.log(`${count} letters read, none lost; slowest ${slowest.toFixed(1)} ms; ${memory} MiB`);
