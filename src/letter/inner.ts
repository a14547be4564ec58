/**
 * Letters inside a letter's text: separators («-----Исходное сообщение-----», «Forwarded message») and the block of
 * header lines («От: … Отправлено: … Тема: …») that Outlook and others write over the older letter.
 * In: lines and where to look. Out: what stands there. Never fails.
 */

import { type Label, labelOf, unflatten } from './header-label.ts';
import type { Address } from './letter.ts';

const DASHES = '[-‐–—―_*=─~+]{2,}';
/** «Sent on» as separators say it; after the Russian and English ones those of other languages. */
const SENT_ON =
  '(?:пересла|пересыла|переадрес|перенаправ|начало пере|forwarded|forwarding|fwd|перасла|бағытталған|weitergeleitet|message (?:transf|transmis)|mensaje reenv|mensagem (?:enc|reenc)aminhada|doorgestuurd|messaggio inoltr|přeposlaná|preposlaná|przekazan|treść przekazan|videresendt|vidarebefordrat|välitetty|edelleenlähetetty|továbbított|mesaj redir|proslijeđena|iletil)';
const FORWARDED = new RegExp(
  `^${DASHES}\\s?${SENT_ON}\\p{L}*[^\\n]{0,110}?\\s?${DASHES}$|` +
    `^(?:begin forwarded (?:message|letter)|начало (?:переадресованного|пересылаемого|пересланного|перенаправленного) (?:сообщения|письма)|(?:пересылаемое|переадресованное|пересланное|перенаправленное) (?:сообщение|письмо)|початок листа, що пересилається|anfang der weitergeleiteten nachricht|début du message (?:réexpédié|transféré)|inizio messaggio inoltrato|inicio del mensaje reenviado|początek przekazywanej wiadomości)\\s?:$`,
  'iu',
);
const FORWARD_END = new RegExp(
  `^${DASHES}\\s?(?:(?:конец|завершение|окончание) пере|end of forwarded|end forwarded)[\\p{L} ]{0,40}${DASHES}$`,
  'iu',
);
const ORIGINAL_WORDS =
  '(?:исходное|оригинальное|оригинал|первоначальное|первичное|предыдущее|начальное|ответное|ответ на|original|reply|вихідне|початкове|оригінальне|бастапқы|ursprüngliche|oryginalna|pôvodná|původní)\\s?(?:сообщени[ея]|письм[оа]|повідомлення|хабарлама|message|e-?mail|nachricht|wiadomość|správa|zpráva)';
const ORIGINAL = new RegExp(
  `^${DASHES}\\s?(?:${ORIGINAL_WORDS}|message d.origine|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|ursprungligt meddelande|原始邮件)(?:\\s(?:от|from)\\s.{1,80})?\\s?${DASHES}$`,
  'iu',
);
/** Without dashes these words may be the writer's own; the header block below them tells. */
const HEADING = new RegExp(`^(?:${ORIGINAL_WORDS})\\s?:?$`, 'iu');
const RULE = /^[-‐–—_*=─]{5,}$/;
/** The last words of our own letters (templates/parts/quiet): below them nothing is ours. */
const OUR_END = /(?:ваш ответ придёт к нам|не пересылайте его за пределы службы|ваш ответ на него уйдёт заявителю)\.$/i;

export type Separator = 'forwarded' | 'forward-end' | 'original';

const plain = (line: string) => line.trim().replace(/^\*+(?=-)|(?<=-)\*+$/g, '');

/** Yahoo puts the header lines on the separator's own line. */
const FLATTENED = new RegExp(
  `^\\s*(?:${DASHES}\\s?(?:${SENT_ON}|${ORIGINAL_WORDS})[\\p{L} ]{0,40}${DASHES})(?=\\s*(?:От|From|Від)\\s?:)`,
  'iu',
);

/** A separator and the header lines that stand behind it. */
export function unflattened(line: string): string[] {
  const separated = line.length > 2000 ? null : FLATTENED.exec(line)?.[0];
  return separated ? [separated, line.slice(separated.length)] : [line];
}

/** What separator a line is, or null. */
export function separator(line: string): Separator | null {
  if (line.length > 400) return null;
  const text = plain(line);
  if (text.length < 6 || text.length > 160) return null;
  if (FORWARD_END.test(text)) return 'forward-end';
  if (FORWARDED.test(text)) return 'forwarded';
  return ORIGINAL.test(text) ? 'original' : null;
}

/** May the line stand over a block of header lines: a rule, «Исходное сообщение»? */
export function isHeading(line: string): boolean {
  if (line.length > 400) return false;
  const text = line.trim();
  return RULE.test(text) || HEADING.test(text);
}

/** Does one of our own letters end with this line, perhaps folded? */
export function endsOurs(line: string, above: string): boolean {
  const text = line.trim();
  if (text.length > 200 || !text.endsWith('.')) return false;
  return OUR_END.test(text) || (!above.trimEnd().endsWith('.') && OUR_END.test(`${above.slice(-200).trim()} ${text}`));
}

/** The header lines of an inner letter. */
export interface HeaderBlock {
  /** Lines it takes. */
  length: number;
  from: Address | null;
  subject: string | null;
}

/** Blocks are at most this long; a list of recipients may fold. */
const MAX_BLOCK = 24;
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

const AT_AN_HOUR = /(?<![\d.])\d{1,2}[:.]\d{2}(?![.\d])|(?<!\d)\d{1,2}:\d{2}:\d{2}/;

/**
 * The block of header lines that begins at `at`, or null. It must name a sender, and a time or an address: «От: Ивановой
 * М. П.  Кому: начальнику» is how citizens head a letter of their own.
 * @param announced a separator stands above, so that less will do
 */
export function headerBlock(lines: readonly string[], at: number, announced = false): HeaderBlock | null {
  const seen = new Map<Label, string>();
  let length = 0;
  let folded = 0;
  let last: Label | null = null;
  for (let index = at; index < lines.length && index < at + MAX_BLOCK; index++) {
    const line = lines[index] ?? '';
    const label = labelOf(line, announced)?.label;
    if (label !== undefined) {
      if (seen.has(label) && label !== 'other') break;
      for (const piece of index === at ? unflatten(line) : [line]) {
        const one = labelOf(piece, announced);
        if (one !== null && !seen.has(one.label)) seen.set(one.label, one.value);
      }
      last = label;
      length = index - at + 1;
      folded = 0;
    } else if (line.trim() === '') {
      // HTML made into text may stand in double lines.
      const next = labelOf(lines[index + 1] ?? '', announced);
      if (length === 0 || next === null || seen.has(next.label)) break;
    } else if (length === 0 || ++folded > MAX_FOLDED) break;
    else if (last !== null && seen.get(last) === '') seen.set(last, line.trim());
    else if (last === 'from' && !seen.get('from')?.includes('@') && line.includes('@')) {
      seen.set('from', `${seen.get('from')}${line.trim()}`);
    }
  }
  const from = seen.get('from');
  if (announced && seen.size >= 2 && (from !== undefined || seen.has('subject'))) {
    return { length, from: readAddress(from ?? ''), subject: seen.get('subject') ?? null };
  }
  if (from === undefined || from === '' || seen.size < 3) return null;
  const addressed = from.includes('@') || (seen.get('to') ?? '').includes('@');
  if (!AT_AN_HOUR.test(seen.get('date') ?? '') && !addressed) return null;
  return { length, from: readAddress(from), subject: seen.get('subject') ?? null };
}
