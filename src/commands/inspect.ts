/** `priemnaya inspect FILE|DIR`: what the service would make of letters. Reads, decides, changes nothing, contacts nothing. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readingSheet } from '../console/reading-sheet.ts';
import { type Examiner, openExaminer } from '../examiner/examiner.ts';
import { rulesOf } from '../settings.ts';
import { type Reading, readingOf, unreadable } from './reading.ts';
import { logOf, lookOf, printLine, registerConfigOf } from './setup.ts';

export function addInspect(program: Command): void {
  program
    .command('inspect')
    .description('what the service would make of a letter; changes nothing, contacts nothing')
    .argument('<path>', 'a letter (.eml), or a folder of letters')
    .option('--json', 'one JSON object a line')
    .action(async (path: string, options: { json?: boolean }, command: Command) => {
      const config = registerConfigOf(command);
      const examiner = openExaminer(config.workers, rulesOf(config), logOf(config));
      try {
        for await (const reading of inspect(path, examiner, config.workers.threads)) {
          if (options.json) printLine(reading);
          else process.stdout.write(`${readingSheet(reading, lookOf(process.stdout))}\n`);
        }
      } finally {
        await examiner.close();
      }
    });
}

/**
 * Reads one letter, or every file of a folder and the folders in it, in the order of their names. A few
 * letters are in hand at a time: memory stays flat however many there are.
 * @throws ENOENT and its kin when the path itself cannot be read; a file in a folder that cannot is a reading with a defect
 */
async function* inspect(path: string, examiner: Examiner, ahead: number): AsyncGenerator<Reading> {
  const files = (await stat(path)).isDirectory() ? lettersIn(path, '') : [{ file: path, name: path }];
  const inHand: Promise<Reading>[] = [];
  for await (const { file, name } of files) {
    inHand.push(inspectFile(file, name, examiner));
    if (inHand.length > ahead) yield await inHand.shift()!;
  }
  while (inHand.length > 0) yield await inHand.shift()!;
}

async function* lettersIn(folder: string, prefix: string): AsyncGenerator<{ file: string; name: string }> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) yield* lettersIn(file, `${prefix}${entry.name}/`);
    else if (entry.isFile() || entry.isSymbolicLink()) yield { file, name: prefix + entry.name };
  }
}

async function inspectFile(file: string, name: string, examiner: Examiner): Promise<Reading> {
  try {
    const examination = await examiner.examine(await readFile(file));
    return examination.examined
      ? readingOf(name, examination.findings)
      : unreadable(name, `${examination.why}: ${examination.error}`);
  } catch (error) {
    return unreadable(name, (error as Error).message);
  }
}
