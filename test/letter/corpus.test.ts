/** Every letter of test/letters is read as the file beside it says; what the file does not name is free. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { authorshipOf } from '../../src/letter/authorship.ts';
import { readBounce } from '../../src/letter/bounce.ts';
import { classify } from '../../src/letter/class.ts';
import { disowned } from '../../src/letter/disowned.ts';
import { domainOf } from '../../src/letter/domain.ts';
import { ownVerdicts } from '../../src/letter/own-verdicts.ts';
import { readLetter } from '../../src/letter/read.ts';

const ROOT = join(import.meta.dirname, '..', 'letters');
const KINDS = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());

interface Expected {
  fresh?: string;
  freshIncludes?: string[];
  quoted?: string;
  forwarded?: unknown;
  files?: Record<string, unknown>[];
  date?: string | null;
  signals?: string[];
  [field: string]: unknown;
}

describe.each(KINDS.map(({ name }) => name))('letters/%s', (kind) => {
  const names = readdirSync(join(ROOT, kind)).filter((name) => name.endsWith('.eml'));
  test.each(names)('%s', async (name) => {
    const raw = readFileSync(join(ROOT, kind, name));
    const letter = await readLetter(raw);
    const expected: Expected = JSON.parse(
      readFileSync(join(ROOT, kind, name.replace(/eml$/, 'expected.json')), 'utf8'),
    );
    const {
      class: letterClass,
      answerable,
      signals,
    } = classify(letter, { ownAddresses: ['support@desk.example'], spamHeaders: [] });
    const { freshIncludes = [], signals: expectedSignals = [], files, date, ...rest } = expected;
    const verdicts = ownVerdicts(raw, ['mx.desk.example']);
    const sender = authorshipOf(raw, letter, verdicts, disowned(verdicts, domainOf(letter.from?.address ?? '')));
    const found = { ...letter, ...letter.split, class: letterClass, answerable, bounce: readBounce(letter), sender };
    for (const [field, value] of Object.entries(rest)) expect(found, field).toHaveProperty(field, value);
    for (const part of freshIncludes) expect(letter.split.fresh).toContain(part);
    expect(signals).toEqual(expect.arrayContaining(expectedSignals));
    if (date !== undefined) expect(letter.date?.toISOString() ?? null).toBe(date);
    if (files !== undefined) {
      expect(letter.files.map((file) => ({ ...file, bytes: file.bytes.length }))).toMatchObject(files);
    }
  });
});
