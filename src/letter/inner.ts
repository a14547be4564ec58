/**
 * Letters inside a letter's text: separators («-----Исходное сообщение-----», «Forwarded message») and the block of
 * header lines («От: … Отправлено: … Тема: …») that Outlook and others write over the older letter.
 * In: lines and where to look. Out: what stands there. Never fails.
 */

import type { Address } from './letter.ts';

const DASHES = '[-–—_*=]{2,}';
const FORWARDED = new RegExp(
  `^${DASHES}\\s*(?:пересланн|пересылаем|переадресованн|перенаправленн|начало пере|forwarded)[а-яёa-z ]{0,40}?(?:\\s+(?:от|by|from) .{1,80})?\\s*${DASHES}$|^(?:begin forwarded message|начало (?:переадресованного|пересылаемого|пересланного) (?:сообщения|письма)|(?:пересылаемое|переадресованное|пересланное) (?:сообщение|письмо))\\s*:$`,
  'i',
);
const FORWARD_END = new RegExp(
  `^${DASHES}\\s*(?:(?:конец|завершение|окончание) пере|end of forwarded|end forwarded)[а-яёa-z ]{0,40}${DASHES}$`,
  'i',
);
const ORIGINAL = new RegExp(
  `^${DASHES}\\s*(?:исходное|оригинальное|первоначальное|предыдущее|original|reply|ответ на)\\s*(?:сообщение|письмо|message)(?:\\s+(?:от|from) .{1,80})?\\s*${DASHES}$`,
  'i',
);
/** «Пишите ответ выше этой строки» of ticket systems, ours among them. */
const REPLY_ABOVE =
  /^[#\-–—_*=\s]{0,12}(?:пожалуйста,? )?(?:пишите|напишите|введите|ответьте|please type|please write|reply|write|type)(?: (?:свой|ваш|your|a))?(?: (?:ответ|reply|answer|response))? (?:выше|above|над) (?:этой|this|этого|the)? ?(?:строк|лини|текст|line|text)[а-яё]{0,3}[#\-–—_*=.\s]{0,12}$/i;

export type Separator = 'forwarded' | 'forward-end' | 'original' | 'reply-above';

/** What separator a line is, or null. */
export function separator(line: string): Separator | null {
  const text = line.trim();
  if (text.length < 6 || text.length > 160) return null;
  if (FORWARDED.test(text)) return 'forwarded';
  if (FORWARD_END.test(text)) return 'forward-end';
  if (ORIGINAL.test(text)) return 'original';
  return REPLY_ABOVE.test(text) ? 'reply-above' : null;
}

type Label = 'from' | 'date' | 'to' | 'subject' | 'other';
const LABELS: Record<string, Label> = {
  от: 'from',
  'от кого': 'from',
  отправитель: 'from',
  from: 'from',
  дата: 'date',
  отправлено: 'date',
  отправленные: 'date',
  date: 'date',
  sent: 'date',
  кому: 'to',
  to: 'to',
  тема: 'subject',
  subject: 'subject',
  копия: 'other',
  cc: 'other',
  'reply-to': 'other',
  'ответить кому': 'other',
  'обратный адрес': 'other',
  вложения: 'other',
  attachments: 'other',
  важность: 'other',
  importance: 'other',
  organization: 'other',
  'user-agent': 'other',
};
const LABELLED = /^[\s*]*([а-яёa-z][а-яёa-z -]{1,16}?)\s*\*?:\s?\*?\s*(.*)$/i;

/** The header lines of an inner letter. */
export interface HeaderBlock {
  /** Lines it takes. */
  length: number;
  from: Address | null;
  subject: string | null;
}

/** Blocks are at most this long; a list of recipients may fold. */
const MAX_BLOCK = 14;
const MAX_FOLDED = 3;

/** `Имя <a@b>`, `Имя [mailto:a@b]`, `a@b` or a bare name. */
export function readAddress(text: string): Address | null {
  const value = text.slice(0, 400).trim();
  const found = /([^\s<>@"'()[\]:;,]{1,64}@[^\s<>@"'()[\];,]{1,255})/.exec(value);
  const name = (found ? value.slice(0, found.index) : value)
    .replace(/(?:mailto:)?$/i, '')
    .replace(/[<>[\]"«»*()]/g, '')
    .trim();
  if (!found && name === '') return null;
  return { address: found?.[1] ? lowerDomain(found[1]) : '', name };
}

const lowerDomain = (address: string) => {
  const at = address.lastIndexOf('@');
  return address.slice(0, at) + address.slice(at).toLowerCase();
};

/**
 * The block of header lines that begins at `at`, or null. It must name a sender, and a date or a recipient with an
 * address: «От: Ивановой М. П.  Кому: начальнику» is how citizens head a letter of their own.
 */
export function headerBlock(lines: readonly string[], at: number): HeaderBlock | null {
  const seen = new Map<Label, string>();
  let length = 0;
  let folded = 0;
  for (let index = at; index < lines.length && index < at + MAX_BLOCK; index++) {
    const line = lines[index] ?? '';
    const match = line.length < 2000 ? LABELLED.exec(line) : null;
    const label = match ? LABELS[(match[1] ?? '').toLowerCase()] : undefined;
    if (label !== undefined) {
      if (!seen.has(label)) seen.set(label, match?.[2]?.trim() ?? '');
      length = index - at + 1;
      folded = 0;
    } else if (length === 0 || line.trim() === '' || ++folded > MAX_FOLDED) break;
  }
  const from = seen.get('from');
  if (from === undefined || from === '' || seen.size < 3) return null;
  const addressed = from.includes('@') || (seen.get('to') ?? '').includes('@');
  if (!(seen.has('date') && /\d/.test(seen.get('date') ?? '')) && !addressed) return null;
  return { length, from: readAddress(from), subject: seen.get('subject') ?? null };
}
