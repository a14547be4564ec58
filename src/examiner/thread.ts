/** What a parsing thread runs: one letter at a time, raw bytes and the office's rules in, findings out. */
import { examineLetter, type Findings, type Rules } from './examine.ts';

export default function examine(task: { raw: Uint8Array; rules: Rules }): Promise<Findings> {
  return examineLetter(task.raw, task.rules);
}
