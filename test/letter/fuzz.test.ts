/** Any byte sequence gives a Letter that the whole room can work on; a longer run: `node scripts/fuzz.ts`. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBounce } from '../../src/letter/bounce.ts';
import { classify } from '../../src/letter/class.ts';
import { sameLetterKey } from '../../src/letter/digest.ts';
import { readLetter } from '../../src/letter/read.ts';
import { spoil } from './mutation.ts';
import { letterOfParts } from './structure.ts';

const ROOT = join(import.meta.dirname, '..', 'letters');
const LETTERS = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.eml'))
  .sort()
  .map((name) => readFileSync(join(ROOT, name)));

async function readWhole(raw: Buffer): Promise<void> {
  const letter = await readLetter(raw);
  // `unreadable` would be a fault of ours that readLetter only survived.
  expect(letter.defects.filter((defect) => defect.startsWith('unreadable'))).toEqual([]);
  expect(letter.text).toBeTypeOf('string');
  expect(['human', 'automatic', 'bounce', 'list']).toContain(
    classify(letter, { ownAddresses: ['a@b'], spamHeaders: [] }).class,
  );
  readBounce(letter);
  expect(sameLetterKey(letter)).toMatch(/^[0-9a-f]{64}$/);
}

test('spoilt letters are read', async () => {
  const spoilt = fc.tuple(fc.constantFrom(...LETTERS), fc.array(spoil, { minLength: 1, maxLength: 6 }));
  await fc.assert(
    fc.asyncProperty(spoilt, ([letter, spoils]) =>
      readWhole(spoils.reduce<Buffer>((raw, change) => change(raw), letter)),
    ),
    { numRuns: 400 },
  );
});

test('bytes that never were a letter are read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), (bytes) => readWhole(Buffer.from(bytes))),
    { numRuns: 200 },
  );
});

test('whatever the structure, every text and every file comes out as it went in', async () => {
  await fc.assert(
    fc.asyncProperty(letterOfParts, async ({ raw, markers, files }) => {
      const letter = await readLetter(raw);
      expect(letter.defects.filter((defect) => defect.startsWith('unreadable'))).toEqual([]);
      for (const marker of markers) expect(letter.text).toContain(marker);
      const found = new Map(letter.files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('hex')]));
      for (const { name, bytes } of files) expect([name, found.get(name)]).toEqual([name, bytes.toString('hex')]);
    }),
    { numRuns: 400 },
  );
});

test('spoilt structures are read', async () => {
  const spoilt = fc.tuple(letterOfParts, fc.array(spoil, { minLength: 1, maxLength: 4 }));
  await fc.assert(
    fc.asyncProperty(spoilt, ([{ raw }, spoils]) =>
      readWhole(spoils.reduce<Buffer>((bytes, change) => change(bytes), raw)),
    ),
    { numRuns: 300 },
  );
});
