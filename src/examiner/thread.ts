/**
 * What a parsing thread runs: one letter at a time, raw bytes and the office's rules in, findings out; or only some of its files
 * again. The bytes of files are moved out: of a letter full of files, a copy would be the largest thing in memory.
 */
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { examineLetter, type Rules } from './examine.ts';
import { type Contents, extractFiles } from './extract.ts';
import { ownBuffer } from './own-buffer.ts';

export default async function examine(task: { raw: Uint8Array; rules: Rules }) {
  const findings = await examineLetter(task.raw, task.rules);
  const buffers = new Set(findings.files.flatMap(({ content }) => ownBuffer(content) ?? []));
  return move({ [valueSymbol]: findings, [transferableSymbol]: [...buffers] });
}

/** Files of a letter that was examined before. */
export async function extract(task: { raw: Uint8Array; wanted: readonly string[] }) {
  const contents: Contents = await extractFiles(task.raw, task.wanted);
  const buffers = new Set([...contents.values()].flatMap((content) => ownBuffer(content) ?? []));
  return move({ [valueSymbol]: contents, [transferableSymbol]: [...buffers] });
}
