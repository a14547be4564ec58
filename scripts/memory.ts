/**
 * How much memory does `inspect` take? Usage: node scripts/memory.ts [letters=3000] [MB=25]
 * Prints time and most memory for one letter of each heavy kind, each in a fresh process, then the memory over a folder of
 * generated letters. Linux. Exit 1 when a letter takes 300 MiB or more, or ten seconds.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLetter } from './bench/letters/letter.ts';
import { HEAVY } from './memory/heavy.ts';
import { inspectFolder, inspectLetter } from './memory/usage.ts';

const MOST_MEMORY = 300;
const MOST_SECONDS = 10;
const STEPS = 12;

const [letters = 3000, megabytes = 25] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'priemnaya-memory-'));
try {
  for (const [kind, make] of Object.entries(HEAVY)) {
    const file = join(folder, 'letter.eml');
    writeFileSync(file, make(megabytes * 2 ** 20));
    const { seconds, peak } = await inspectLetter(file);
    const over = peak >= MOST_MEMORY || seconds >= MOST_SECONDS;
    if (over) process.exitCode = 1;
    console.log(
      `${kind.padEnd(46)}${peak.toFixed(0).padStart(5)} MiB${seconds.toFixed(1).padStart(7)} s${over ? '  !' : ''}`,
    );
    rmSync(file);
  }
  for (let index = 1; index <= letters; index++) {
    writeFileSync(join(folder, `${String(index).padStart(6, '0')}.eml`), writeLetter(1, index).raw);
  }
  let next = 0;
  await inspectFolder(folder, (read, memory) => {
    if (read < next) return;
    console.log(`${String(read).padStart(7)} letters${memory.toFixed(0).padStart(6)} MiB`);
    next = read + letters / STEPS;
  });
} finally {
  rmSync(folder, { recursive: true });
}
