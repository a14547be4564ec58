/**
 * Why a letter could not be delivered, as an enhanced status code (RFC 3463): told, or meant by an SMTP reply or plain words.
 * In: words of a mail system. Out: `5.1.1`, or null where none is told or the words mean several things. Never fails.
 */

/** RFC 3463 §2, §3: class, subject 0–7, detail; not part of an IP address or a version such as `4.96.2`. */
const ENHANCED = /(?<![\d.])[45]\.[0-7]\.\d{1,3}(?![\d.]*\d)/g;
/** RFC 5321 §4.2.1; not part of a time, a date or an address. */
const REPLY = /(?<!\d:)(?<![\d.\-/])([45])[0-7]\d(?=[- ,:;)\]]|$)/m;

/** What systems without enhanced codes say: subject and detail of the code that fits. */
const MEANINGS: [words: RegExp, detail: string][] = [
  [
    /(?:user|recipient|mailbox|addressee|account|userid|address)(?: name)?(?: is| was|:)? ?(?:unknown|not found|not known|invalid|does ?n[o']t exist|not listed|not recognized)|(?:unknown|invalid|no such|non-?existent) (?:local )?(?:user|recipient|mailbox|addressee|account|final delivery userid|address|person)|no mailbox (?:here )?by that name|does ?n[o']t have (?:a|an) [\w.-]{1,80} account|name is not recognized|not listed in |(?:нет такого|неизвестный|несуществующий) (?:пользовател|адресат|получател|почтов)|(?:пользователь|адресат|адрес|ящик)(?: получателя)?(?: \S{1,100})? (?:не найден|не существует|неизвестен)/i,
    '1.1',
  ],
  [
    /(?:mail ?box|mail ?folder|inbox|storage)[^.\n]{0,40}(?:\bfull\b|exceeds allowed size|exceeded)|\bquota\b|full mailbox|(?:ящик|почта)[^.\n]{0,40}переполнен|превышен[аоы]? квот/i,
    '2.2',
  ],
  [
    /(?:host|domain|server)(?: name)?(?: is| was|:)? ?(?:unknown|not found|does ?n[o']t exist)|(?:unknown|no such|non-?existent) (?:host|domain)|no host found|could ?n[o']t find any host|домен(?: получателя)?(?: \S{1,100})? не (?:найден|существует)/i,
    '1.2',
  ],
  [
    /message (?:size )?(?:is )?(?:too (?:big|large|long)|exceeds|exceeded|over)|(?:message|letter) size exceeds|exceed\w{0,4} (?:the )?maximum (?:incoming )?message size|(?:письмо|сообщение) слишком больш|превыша[а-я]{0,4} (?:допустимый|максимальный) размер/i,
    '3.4',
  ],
  [
    /(?:mailbox|account|user|recipient)[^.\n]{0,30}(?:disabled|inactive|suspended|deactivated|discontinued|not active)|(?:ящик|пользователь|учётная запись)[^.\n]{0,30}(?:отключ[её]н|заблокирован|неактивен)/i,
    '2.1',
  ],
  [
    /relay(?:ing)? (?:access )?(?:denied|not (?:permitted|allowed)|prohibited)|unable to relay|(?:looks like|considered|classified as|identified as|rejected as|is) (?:spam|unsolicited|junk)|\bspam\b[^.\n]{0,40}(?:rejected|blocked|denied)|(?:blocked|rejected)[^.\n]{0,60}\bspam\b|black ?list|blocklist|(?:похоже на|как|является) спам/i,
    '7.1',
  ],
];

/** The first enhanced code of a failure that is not the general one (`5.0.0`), else that. */
export function toldStatus(text: string): string | null {
  const codes = text.match(ENHANCED) ?? [];
  return codes.find((code) => !code.endsWith('.0.0')) ?? codes[0] ?? null;
}

/** `4` or `5` of the first SMTP reply. */
export function replyClass(text: string): string | null {
  return REPLY.exec(text)?.[1] ?? null;
}

/** The code that an SMTP reply or plain words mean, where they mean only one thing. */
export function meantStatus(text: string, permanent: boolean): string | null {
  const meant = MEANINGS.filter(([words]) => words.test(text));
  return meant.length === 1 ? `${permanent ? 5 : 4}.${meant[0]?.[1]}` : null;
}
