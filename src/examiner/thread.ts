/**
 * What a parsing thread runs: one letter at a time, raw bytes and the office's rules in, findings out. The bytes of files
 * are moved out with them: of a letter full of files, a copy would be the largest thing in memory.
 */
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { examineLetter, type Rules } from './examine.ts';
import { ownBuffer } from './own-buffer.ts';

export default async function examine(task: { raw: Uint8Array; rules: Rules }) {
  const findings = await examineLetter(task.raw, task.rules);
  const buffers = new Set(findings.files.flatMap(({ content }) => ownBuffer(content) ?? []));
  return move({ [valueSymbol]: findings, [transferableSymbol]: [...buffers] });
}
