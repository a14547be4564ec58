/**
 * The line by which a mail program introduces a quote: «12 марта 2026 г., в 10:15, Служба <…> написал(а):».
 * In: lines and where to look. Out: how many lines it takes, 0 when there is none. Never fails.
 * The forms are those of Gmail, Yandex, Mail.ru, Apple, Thunderbird, K-9, The Bat!, Russian and English.
 */

import type { Address } from './letter.ts';

const MONTH =
  '(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-zа-я]{0,6}';
const WEEKDAY =
  '(?:mon|tue|wed|thu|fri|sat|sun|пн|вт|ср|чт|пт|сб|вс|понед|вторн|сред|четв|пятн|субб|воскр)[a-zа-я]{0,8}';

/** An attribution begins with a date, or with the words of The Bat! */
const START = new RegExp(
  `^(?:(?:on|в|le|am)\\s+)?(?:${WEEKDAY}[.,]{0,2}\\s+)?(?:\\d{1,4}[\\s./:-]|${MONTH}[.,]{0,2}\\s+\\d)|^(?:вы писали|you wrote|в письме от)(?=\\s)`,
  'i',
);
const DATE = new RegExp(
  `(?<!\\d)(?:\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}|\\d{4}[-./]\\d{2}[-./]\\d{2}|\\d{1,2}\\s+${MONTH}[.,]{0,2}\\s+\\d{4}|${MONTH}[.,]{0,2}\\s+\\d{1,2},?\\s+\\d{4})(?!\\d)`,
  'i',
);
const TIME = /(?<!\d)\d{1,2}:\d{2}(?!\d)/;
const ADDRESS = /[^\s<>@"(]{1,64}@[^\s<>@"):]{1,255}/;
const ENDS_WITH_VERB = /(?:написал(?:а|и|о)?(?:\(а\))?|писал(?:а|и)?(?:\(а\))?|пишет|wrote|writes)\s*:$/i;
const ENDS_WITH_ADDRESS = /@[^\s<>@]{1,255}?[>\])]{0,2}\s*:$/;
const THE_BAT = /^(?:вы писали|you wrote)(?=\s).{5,80}:$/i;
/** Name first, with or without a date: «Служба <support@example.ru> writes:». */
const NAMED = /^[^<>]{1,80}<[^\s<>@]{1,64}@[^\s<>@]{1,255}>[^<>]{0,60}\s(?:написал\S{0,4}|пишет|wrote|writes)\s*:$/i;

/** Lines are folded at about 76 characters, so an attribution takes a few at most. */
const MAX_LINES = 5;
const MAX_CHARS = 500;

function isAttribution(line: string): boolean {
  if (!line.endsWith(':')) return false;
  if (THE_BAT.test(line) && (DATE.test(line) || TIME.test(line))) return true;
  if (!DATE.test(line)) return false;
  if (ENDS_WITH_VERB.test(line)) return TIME.test(line) || ADDRESS.test(line);
  return ENDS_WITH_ADDRESS.test(line) && TIME.test(line);
}

/** How many lines from `at` on are one attribution; 0 when none begins there. */
export function attributionLength(lines: readonly string[], at: number): number {
  const first = (lines[at] ?? '').trim();
  if (first.length > MAX_CHARS) return 0;
  if (first.endsWith(':') && NAMED.test(first)) return 1;
  if (!START.test(first)) return 0;
  let joined = '';
  for (let count = 1; count <= MAX_LINES; count++) {
    const line = (lines[at + count - 1] ?? '').trim();
    if (line === '') return 0;
    joined = joined === '' ? line : `${joined} ${line}`;
    if (joined.length > MAX_CHARS) return 0;
    if (isAttribution(joined)) return count;
  }
  return 0;
}

/** Who an attribution says wrote the quoted letter; null where it gives no address. */
export function attributedTo(attribution: string): Address | null {
  const found = /(?:^|[,\s])([^,<>:]{0,80}?)\s*[<[(]([^\s<>@]{1,64}@[^\s<>@\])]{1,255})[>\])]/.exec(
    attribution.slice(0, MAX_CHARS),
  );
  if (found?.[2] === undefined) return null;
  const name = (found[1] ?? '')
    .replace(/["«»]/g, '')
    .replace(/^\s*от\s+/i, '')
    .trim();
  return { address: found[2], name: /\d{1,2}:\d{2}/.test(name) ? '' : name };
}
