/**
 * What programs and companies put below a letter, and its writer did not say: signatures of phones, marks of antivirus
 * programs, notices of confidentiality, footers of mailing lists. The writer's own signature is not among them: it bears
 * his name. In: the lines of the new text. Out: where its footers begin. Never fails.
 */

import { isMobileSignature } from './mobile.ts';

const LINK = /<?\(?(?:https?:\/\/|www\.)[^\s<>()]{1,300}[>)]?/gi;
const ANTIVIRUS =
  /^(?:без вирусов|вирусов (?:нет|не обнаружено)|virus[- ]free|(?:это |данное |настоящее )?(?:электронное )?(?:сообщение|письмо)(?: было)? проверено .{0,40}(?:вирус|avast|eset|nod32|касперск|kaspersky|dr\.?\s?web|avg|norton|mcafee)|проверено:? (?:антивирус|на вирусы|на наличие вирусов|eset|dr\.?\s?web|kaspersky|касперск|avast)|this (?:e-?mail|message) (?:has been|was) (?:checked|scanned) (?:for viruses|by )|scanned by .{2,30}(?:antivirus|anti-virus)|[_\s]{0,20}(?:информация от|information from) eset)/i;
const ANTIVIRUS_NAME = /avast|eset|nod32|касперск|kaspersky|dr\.?\s?web|avg(?![a-z])|антивирус|antivirus|вирус|virus/i;
const PRINTING =
  /(?:подумайте|вспомните|задумайтесь|позаботьтесь|берегите|сохраните|think|consider)[^.!?]{0,60}(?:природ|окружающ|эколог|дерев|лес|environment|tree)[^\n]{0,160}(?:печат|print)|(?:прежде чем|перед(?: тем,? как)?|before) (?:рас)?(?:печат|print)[^\n]{0,160}(?:природ|окружающ|эколог|environment)/i;
const LIST =
  /^(?:вы получили это (?:сообщение|письмо),? (?:поскольку|потому что|так как|ведь)|чтобы (?:отменить подписку|отказаться от (?:рассылки|подписки)|отписаться)|чтобы посмотреть (?:это )?обсуждение|you received this message because|to unsubscribe|to view this discussion|.{2,60} mailing list(?:$|\s\S{1,100}@)|отписаться от рассылки|для отказа от рассылки)/i;
/** A citizen too may write «вы получили это письмо, поскольку …». */
const LIST_WORDS = /подписан|подписк[уи][^?]{0,80}@|групп|https?:|subscri|group|mailing list/i;
const LIST_PAGE = /(?:mailman\/listinfo|\/listinfo\/|groups\.google\.|\/unsubscribe)/i;
/** What a notice of confidentiality says: of what, that it is meant for one reader, what others are to do. */
const NOTICE: readonly RegExp[] = [
  /сообщени|письм|информаци|message|e-?mail|communication/i,
  /конфиденциальн|предназнач|исключительно|коммерческ\p{L}{1,5} тайн|охраняем|confidential|privileged|intended|solely/iu,
  /не являетесь|по ошибке|ошибочно|не вам|любое (?:использование|распространение|копирование|раскрытие)|несанкционирован|без разрешения|запрещ|не (?:является|считается) офертой|in error|not the intended|unauthori[sz]ed|prohibited|if you (?:are not|have received)/i,
];
const NOTICE_OPENS =
  /^[\s*_"«(]{0,6}(?:настоящ|данн|эт[оаи]|содержащ|содержание|информация|сообщение|электронное|внимание|уведомление|предупреждение|конфиденциальн|важно|оговорка|this|the information|the contents|disclaimer|confidential|notice|privileged|important)/i;
const NOTICE_TITLE =
  /^[\s*_]{0,6}(?:(?:уведомление|оговорка|соглашение|заявление) о конфиденциальности|конфиденциальн(?:о|ость)|confidentiality(?: notice)?|disclaimer|дисклеймер)[\s*_.:!]{0,4}$/i;
const RULE = /^\s*[-–—_*=]{2,}\s*$/;

/** A notice of confidentiality in two languages takes up to this many lines. */
const MAX_PARAGRAPH = 40;
const MAX_LINE = 4000;
const MAX_FOOTERS = 30;

const isBlank = (line: string | undefined) => line === undefined || line.trim() === '';

/** Lines that a program wrote, folded or with a link below. */
function isProgramText(text: string): boolean {
  if (/^\s*<?(?:https?:|www\.)\S+>?\s*$/.test(text)) return LIST_PAGE.test(text) || ANTIVIRUS_NAME.test(text);
  const words = text.replace(LINK, '').replace(/\s+/g, ' ').trim();
  if (words.length > 400) return false;
  const said = words.replace(/^[*_\s]{1,4}/, '');
  if (isMobileSignature(text)) return true;
  if (ANTIVIRUS.test(said)) return said.length < 40 || ANTIVIRUS_NAME.test(text);
  return PRINTING.test(said) || (LIST.test(said) && LIST_WORDS.test(text));
}

/** Where the footer begins that ends at `end`; `end` where there is none. */
function footerBefore(lines: readonly string[], end: number): number {
  let joined = '';
  for (let start = end - 1; start >= Math.max(0, end - 4); start--) {
    const line = lines[start] ?? '';
    if (isBlank(line) || line.length > MAX_LINE) break;
    joined = joined === '' ? line : `${line.trim()} ${joined}`;
    if (isProgramText(joined)) return start;
  }
  return noticeBefore(lines, end);
}

/** Where the notice of confidentiality begins whose paragraph ends at `end`. */
function noticeBefore(lines: readonly string[], end: number): number {
  if (NOTICE_TITLE.test((lines[end - 1] ?? '').slice(0, 100))) return end - 1;
  let text = '';
  for (let start = end - 1; start >= Math.max(0, end - MAX_PARAGRAPH); start--) {
    const line = lines[start] ?? '';
    if (isBlank(line)) break;
    text = `${line.slice(0, MAX_LINE)} ${text}`;
    if (NOTICE_OPENS.test(line) && NOTICE.every((sign) => sign.test(text))) return start;
  }
  return end;
}

/** Where the footers of the text begin, with the delimiter above them; `lines.length` where it has none. */
export function footersStart(lines: readonly string[]): number {
  let found = lines.length;
  let end = found;
  for (let count = 0; count < MAX_FOOTERS; count++) {
    while (end > 0 && isBlank(lines[end - 1])) end--;
    const start = end === 0 ? 0 : footerBefore(lines, end);
    if (start === end) break;
    found = start;
    end = start;
    while (end > 0 && isBlank(lines[end - 1])) end--;
    if (RULE.test(lines[end - 1] ?? '')) found = --end;
  }
  return found;
}
