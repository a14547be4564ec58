/** `priemnaya import FILE.mbox|DIR`: registers old letters without answering them. Running it again adds nothing twice. */

import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type ImportTally, openProgress } from '../console/progress.ts';
import { examine } from '../flow/2-examine.ts';
import type { Desk } from '../flow/desk.ts';
import { closeDesk, openDesk } from '../open-desk.ts';
import { type NewLetter, storeLetters, unfinished } from '../register/letters.ts';
import { type Day, instantOf } from '../ticket/zone.ts';
import { type OldLetter, openOldLetters } from './old-letters.ts';
import { logOf, writingConfigOf } from './setup.ts';

/** Letters stored together and worked on before more are read: bounds the memory. */
const BATCH = 64;
/** One after the other: an answer in the same batch must find the ticket of the letter that it answers. */
const CONCURRENCY = 1;

export function addImport(program: Command): void {
  program
    .command('import')
    .description('register old letters without answering them')
    .argument('<path>', 'an mbox file, or a folder of letters')
    .option('--since <date>', 'only letters that arrived on this day or later, 2026-01-31', dayOf)
    .action(async (path: string, options: { since?: Day }, command: Command) => {
      const config = writingConfigOf(command);
      const since = options.since === undefined ? null : instantOf(options.since, 0, config.office.timeZone);
      const source = await openOldLetters(path);
      const desk = await openDesk({ ...config, queue: { url: 'local:' } }, logOf(config).child({}, { level: 'warn' }));
      const progress = openProgress(process.stderr, source.total);
      try {
        await importLetters(desk, basename(resolve(path)), source.letters, since, progress.update);
      } finally {
        progress.finish();
        await closeDesk(desk);
      }
    });
}

/** @param tell told how far it has come, after each batch */
async function importLetters(
  desk: Desk,
  folder: string,
  letters: AsyncIterable<OldLetter>,
  since: Date | null,
  tell: (tally: ImportTally) => void,
): Promise<void> {
  desk.queue.work({ letter: { concurrency: CONCURRENCY, handle: (id) => examine(desk, id) } });
  const tally: ImportTally = { bytes: 0, letters: 0, known: 0, failed: 0 };
  let batch: NewLetter[] = [];
  const flush = async () => {
    const ids = await storeLetters(desk.register, batch, desk.clock().getTime());
    // What the antivirus scanner has no word for now is left to the service.
    await desk.gate.ask();
    for (const id of ids) await desk.queue.offer('letter', id);
    await desk.queue.idle();
    tally.letters += batch.length;
    tally.known += batch.length - ids.length;
    tally.failed += await unfinished(desk.register.db, ids);
    batch = [];
    tell(tally);
  };
  for await (const { raw, receivedAt, read } of letters) {
    tally.bytes = read;
    if (since && receivedAt < since) continue;
    batch.push(letterFrom(folder, raw, receivedAt));
    if (batch.length >= BATCH) await flush();
  }
  await flush();
}

/** An imported letter has no UID: its digest takes that place, so that the same source can be read again. */
function letterFrom(folder: string, raw: Buffer, receivedAt: Date): NewLetter {
  return {
    place: { account: 'import', folder, uidValidity: '0' },
    uid: createHash('sha256').update(raw).digest().readUIntBE(0, 6),
    receivedAt,
    size: raw.length,
    raw,
    partial: false,
    omitted: [],
    silent: true,
  };
}

function dayOf(value: string): Day {
  if (/^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))) return value;
  throw new InvalidArgumentError('a date is written 2026-01-31');
}
