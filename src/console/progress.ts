/**
 * The progress bar of `import`, on stderr. On a terminal it moves; elsewhere nothing is shown until the closing line.
 * The share is told by bytes: how many letters an mbox holds is only known at its end.
 */
import { SingleBar } from 'cli-progress';
import { plural, size } from './amounts.ts';

export interface ImportTally {
  /** Bytes read so far. */
  bytes: number;
  letters: number;
  /** Letters that were in the register already. */
  known: number;
  failed: number;
}

export interface Progress {
  update(tally: ImportTally): void;
  /** Takes the bar away and leaves one line that says what was done. */
  finish(): void;
}

/** Starts the bar. @param totalBytes of all that is to be read */
export function openProgress(stream: NodeJS.WriteStream, totalBytes: number): Progress {
  let last: ImportTally = { bytes: 0, letters: 0, known: 0, failed: 0 };
  const bar = new SingleBar({
    stream,
    format: '{bar} {percentage} %  {tally}, осталось {eta_formatted}',
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
    fps: 5,
  });
  if (totalBytes > 0) bar.start(totalBytes, 0, { tally: tallyLine(last) });
  return {
    update(tally) {
      last = tally;
      if (totalBytes > 0) bar.update(Math.min(tally.bytes, totalBytes), { tally: tallyLine(tally) });
    },
    finish() {
      bar.stop();
      stream.write(`Прочитано ${size(last.bytes)}: ${tallyLine(last)}.\n`);
    },
  };
}

/** `1204 письма, уже были 3, не удалось 1`. */
export function tallyLine(tally: ImportTally): string {
  const parts = [plural(tally.letters, 'письмо', 'письма', 'писем')];
  if (tally.known > 0) parts.push(`уже были ${tally.known}`);
  if (tally.failed > 0) parts.push(`не удалось ${tally.failed}`);
  return parts.join(', ');
}
