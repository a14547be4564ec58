/** Files of citizens in a line each: name, size, verdict and, when refused, why. */
import { size } from './amounts.ts';
import type { Paint } from './grid.ts';
import { safeLine } from './safe.ts';
import { ADVICE_TITLES, REFUSAL_TITLES, titleOf } from './titles.ts';

/** What of a file the console shows. */
export interface ListedFile {
  name: string;
  bytes: number;
  verdict: 'accepted' | 'refused';
  reason: string | null;
  advice: readonly string[];
}

/** `✓ скан.pdf, 12 КБ`, `✓ скан.jpg, 90 КБ (низкое разрешение)`, `✗ фото.heic, 2,1 МБ: тип не принимается`. */
export function fileLine(file: ListedFile, paint: Paint): string {
  // A file keeps no name when its ticket was erased.
  const what = `${safeLine(file.name) || '(без имени)'}, ${size(file.bytes)}`;
  if (file.verdict === 'accepted') {
    const advice = file.advice.map((one) => titleOf(ADVICE_TITLES, one)).join(', ');
    return `${paint('green', '✓')} ${what}${advice === '' ? '' : paint('yellow', ` (${advice})`)}`;
  }
  return `${paint('red', '✗')} ${what}: ${file.reason ? titleOf(REFUSAL_TITLES, file.reason) : 'не принят'}`;
}
