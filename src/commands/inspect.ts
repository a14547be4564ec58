/** `priemnaya inspect FILE|DIR`: what the service would make of letters. Reads, decides, changes nothing, contacts nothing. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readingSheet } from '../console/reading-sheet.ts';
import { type Examiner, openExaminer } from '../examiner/examiner.ts';
import { rulesOf } from '../settings.ts';
import { type Reading, readingOf, unreadable } from './reading.ts';
import { logOf, lookOf, printLine, registerConfigOf } from './setup.ts';

interface LetterFile {
  file: string;
  /** As shown. */
  name: string;
}

export function addInspect(program: Command): void {
  program
    .command('inspect')
    .description('what the service would make of a letter; changes nothing, contacts nothing')
    .argument('<path>', 'a letter (.eml), or a folder of letters')
    .option('--json', 'one JSON object a line')
    .action(async (path: string, options: { json?: boolean }, command: Command) => {
      const config = registerConfigOf(command);
      const isFolder = (await stat(path)).isDirectory();
      const threads = isFolder ? config.workers.threads : 1;
      const examiner = openExaminer({ ...config.workers, threads }, rulesOf(config), logOf(config));
      try {
        const files = isFolder ? lettersIn(path, '') : [{ file: path, name: path }];
        for await (const reading of inspect(files, examiner, threads)) {
          if (options.json) printLine(reading);
          else process.stdout.write(`${readingSheet(reading, lookOf(process.stdout))}\n`);
        }
      } finally {
        await examiner.close();
      }
    });
}

/**
 * Reads letters one after the other. A few are in hand at a time: memory stays flat however many there are. A file that
 * cannot be read is a reading with a defect.
 */
async function* inspect(
  files: Iterable<LetterFile> | AsyncIterable<LetterFile>,
  examiner: Examiner,
  ahead: number,
): AsyncGenerator<Reading> {
  const inHand: Promise<Reading>[] = [];
  for await (const { file, name } of files) {
    inHand.push(inspectFile(file, name, examiner));
    if (inHand.length > ahead) yield await inHand.shift()!;
  }
  while (inHand.length > 0) yield await inHand.shift()!;
}

/** Every file of a folder and the folders in it, in the order of their names. */
async function* lettersIn(folder: string, prefix: string): AsyncGenerator<LetterFile> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) yield* lettersIn(file, `${prefix}${entry.name}/`);
    else if (entry.isFile() || entry.isSymbolicLink()) yield { file, name: prefix + entry.name };
  }
}

async function inspectFile(file: string, name: string, examiner: Examiner): Promise<Reading> {
  try {
    const examination = await examiner.examine(await readFile(file), true);
    return examination.examined
      ? readingOf(name, examination.findings)
      : unreadable(name, `${examination.why}: ${examination.error}`);
  } catch (error) {
    return unreadable(name, (error as Error).message);
  }
}
