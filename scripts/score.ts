/**
 * Scores the reader on labelled letters: per field how many are right, and every miss.
 * In: `node scripts/score.ts [FILE.jsonl …] [--json]`, by default the sets of test/identity. Out: a table of each on stdout.
 */
import { readFileSync } from 'node:fs';
import { type Labelled, type Miss, scoreLetters } from './score/compare.ts';

const args = process.argv.slice(2);
const files = args.filter((arg) => !arg.startsWith('--'));
if (files.length === 0) {
  for (const set of ['letters', 'more', 'blind', 'aside'])
    files.push(new URL(`../test/identity/${set}.jsonl`, import.meta.url).pathname);
}

for (const file of files) {
  const letters = readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Labelled);
  const { scores, misses } = scoreLetters(letters);
  if (args.includes('--json')) {
    console.log(JSON.stringify({ file, letters: letters.length, scores }));
    continue;
  }
  console.log(`${file}: ${letters.length} letters`);
  for (const [field, { right, of }] of Object.entries(scores)) {
    console.log(`  ${field.padEnd(14)} ${String(right).padStart(4)} of ${of}  ${((100 * right) / of).toFixed(1)} %`);
  }
  for (const miss of misses) console.log(line(miss));
}

function line({ id, field, expected, found }: Miss): string {
  return `  ${id} ${field}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`;
}
