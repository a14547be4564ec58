import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Labelled, scoreLetters } from '../../scripts/score/compare.ts';

function rates(file: string): Record<string, number> {
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean);
  const { scores } = scoreLetters(lines.map((line) => JSON.parse(line) as Labelled));
  return Object.fromEntries(Object.entries(scores).map(([field, { right, of }]) => [field, right / of]));
}

test.each(['letters.jsonl', 'more.jsonl', 'blind.jsonl', 'aside.jsonl'])('the reader keeps its bar on %s', (file) => {
  const rate = rates(file);
  expect(rate.fio).toBeGreaterThanOrEqual(0.95);
  expect(rate['right person']).toBeGreaterThanOrEqual(0.98);
  expect(rate.snils).toBeGreaterThanOrEqual(0.99);
  expect(rate['other snils']).toBeGreaterThanOrEqual(0.98);
  expect(rate.phone).toBeGreaterThanOrEqual(0.99);
  expect(rate.inn).toBeGreaterThanOrEqual(0.98);
  expect(rate['ticket ref']).toBeGreaterThanOrEqual(0.99);
  expect(rate.kind).toBeGreaterThanOrEqual(0.94);
  expect(rate.urgent).toBe(1);
});
