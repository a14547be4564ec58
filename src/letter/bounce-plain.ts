/**
 * Failure reports for people, as mail systems write them beside or without RFC 3464.
 * In: a letter. Out: what its words tell; null when they tell of no failure. Never fails.
 * A report introduces the recipient, says what failed, and returns the letter below a marker: one table for each.
 */

import { meantStatus, replyClass, toldStatus } from './bounce-status.ts';
import { bounceSubject, saysDelay, saysFailure } from './failure.ts';
import type { Letter } from './letter.ts';
import { type Returned, readReturned } from './returned.ts';
import { isDaemon } from './sender.ts';

/** From here on the report returns the letter that bounced; most telling first. */
const COPY = [
  // A line of its own: «------ This is a copy of the message …», «Original message follows.», «-----Unsent message follows-----»
  /^[^\na-zа-яё]{0,40}(?:below (?:this line )?is a copy of|included is a copy of|this is a copy of (?:the|your) message|here is a copy of|(?:the )?(?:first \d+ lines of )?(?:your )?original message(?: headers?)?[ :]*(?:follows|headers?|-|$)|(?:the )?headers? of (?:the|your) original message|start of returned message|returned (?:message|letter|mail)|header and top \d+ lines|(?:possibly )?truncated original message|unsent message|undelivered message|message (?:header|text) follows|non-delivered message|old message|копия (?:исходного|вашего) (?:сообщения|письма)|(?:исходное|оригинальное) (?:сообщение|письмо)|(?:исходные )?заголовки(?: (?:исходного|оригинального) (?:сообщения|письма))?[ :]*$)[^\n]{0,80}$/im,
  // Its header with no marker
  /^[>| \t]{0,12}(?:Received|Return-Path):/m,
];

const ADDRESS = '[^\\s<>@"\'()\\[\\]:;,=]{1,64}@[^\\s<>@"\'()\\[\\]:;,]{1,255}';
const ANY_ADDRESS = new RegExp(ADDRESS, 'g');

/** Headings with the address in what is left of the line, or in the lines below. */
const HEADING =
  /(?:following|affected|these|intended|one or more|failed|any|some)\b[^\n@]{0,60}(?:address|recipient|user|destination)[^\n@]{0,80}|addresses (?:had|with)|failure reasons|(?:did not reach|not delivered to|message to|undeliverable to)(?: the following)?\s*:?\s*$|(?:следующ|указанн|нескольким)[^\n@]{0,60}(?:адрес|получател)[^\n@]{0,60}|宛先|あて先|メールアドレスへの/i;
const BELOW_HEADING = 6;

/** Words and labels that stand before the address, most telling first. */
const INTRODUCTIONS = [
  // Exchange, ListServ, MailMarshal, Verizon, James, SurfControl: labels
  '(?:message was addressed|recipient address|rcpt to|addressed to|error-for|failed recipient|recipient|получатель|адресат)[ \\t]*[:=,][ \\t]*',
  // Ipswitch and others: `Unknown user: a@b`, `Delivery failed 20 attempts: a@b`
  '(?:unknown user|userid|exceeds allowed size|mailbox full|user unknown|no such user|\\d attempts|не найден)[ \\t]*:?[ \\t]*',
  // In a sentence: `wasn't delivered to a@b because`, `could not deliver your mail to a@b`
  '(?:deliver(?:ed|y|ing)?|undeliverable|sent|send|reach|message|mail|email|relay(?:ed)?|rejected recipient)(?: of)?(?: (?:the|your) (?:message|mail|e-?mail|letter))?,?(?: addressed)?\\s{1,3}(?:to|for)(?: the address| this address| address)?\\s{1,3}',
  '(?:доставлен[оаы]?|доставить|отправить|отправлен[оа]?|письмо|сообщение|сообщения|письма)[^\\n@.]{0,60}?\\s(?:для|на|по|получател(?:ю|ь|я)|адрес(?:у|ату|ата|а)?)(?: адрес(?:у|ата|а)?)?\\s{0,3}',
].map((words) => new RegExp(`(?:${words})[*"'«<( \\t]{0,4}(?:mailto:)?(${ADDRESS})`, 'gi'));

/** How an address stands alone. */
const ALONE = [
  // Postfix, qmail, Courier, Yandex: `<a@b>: host mx said …`, `<a@b> (expanded from <c@d>): …`
  new RegExp(`^[ \\t]*<(${ADDRESS})>(?:[ \\t]*\\([^)\\n]{0,200}\\))?[ \\t]*:`, 'gm'),
  // Exim, sendmail, Mail.ru, Notes: nothing else on the line
  new RegExp(`^[ \\t*>"'<-]{0,12}(${ADDRESS})[>"']?:?[ \\t]*$`, 'gm'),
  // Zoho, X1, Exchange, OpenSMTPD: the reason behind it
  new RegExp(`^[ \\t*>"'<-]{0,12}(${ADDRESS})[>"']?:?[ \\t]+(?:\\[|\\(|\\.\\.\\.|on |invalid|[45]\\d\\d)`, 'gim'),
];

/** A report's words; what it returns of the letter is no part of them. */
const MAX_CHARS = 20_000;

/** What a report says in words. */
export interface PlainBounce {
  recipient: string | null;
  /** The code that stands in the words; else null. */
  code: string | null;
  /** That, or the one that the words mean. */
  status: string | null;
  permanent: boolean;
  returned: Returned;
}

/** The report's own words, and the copy of the letter below them. */
function parted(text: string): [words: string, copy: string] {
  const whole = text.slice(0, MAX_CHARS);
  for (const pattern of COPY) {
    const at = pattern.exec(whole)?.index;
    if (at !== undefined && whole.slice(0, at).trim() !== '') return [whole.slice(0, at), whole.slice(at)];
  }
  return [whole, ''];
}

/** Reads a failure report for people; null where it tells of none. */
export function plainBounce(letter: Letter): PlainBounce | null {
  const failed = letter.headers.find(({ name }) => name === 'x-failed-recipients')?.value;
  const [words, copy] = parted(letter.text);
  // Reports are folded, phrases stand across lines.
  const running = words.replace(/\s+/g, ' ');
  const daemon = letter.from !== null && isDaemon(letter.from.address);
  const said = saysFailure(running) || (daemon && bounceSubject(letter.subject) !== null);
  if (failed === undefined && !said) return null;
  const returned = readReturned(letter.report?.original ?? (copy || words));
  const recipient = failed?.match(ANY_ADDRESS)?.[0] ?? recipientIn(words, letter, returned);
  if (recipient === null && !saysFailure(running)) return null;
  const reason = reasonFor(recipient, running);
  const code = toldStatus(reason) ?? toldStatus(running);
  const klass = code?.slice(0, 1) ?? replyClass(reason) ?? replyClass(words);
  const permanent = klass === null ? !saysDelay(`${letter.subject}\n${running}`) : klass === '5';
  return {
    recipient,
    code,
    status: code ?? meantStatus(reason, permanent) ?? meantStatus(running, permanent),
    permanent,
    returned,
  };
}

/** Where several failed, the words from the first one on tell why it did. */
const reasonFor = (recipient: string | null, running: string) =>
  recipient === null ? running : running.slice(Math.max(running.indexOf(recipient), 0));

function* candidates(words: string): Generator<string> {
  const found = function* (pattern: RegExp, text: string) {
    for (const match of text.matchAll(pattern)) yield match[1] ?? match[0];
  };
  yield* found(ALONE[0] as RegExp, words);
  const lines = words.split('\n');
  for (const [index, line] of lines.entries()) {
    const heading = HEADING.exec(line);
    if (heading === null) continue;
    const rest = [line.slice(heading.index), ...lines.slice(index + 1, index + 1 + BELOW_HEADING)];
    yield* found(ANY_ADDRESS, rest.join('\n').slice(0, 1000));
  }
  for (const pattern of [...INTRODUCTIONS, ...ALONE]) yield* found(pattern, words);
}

/** The first address that is neither the mail system's nor ours; the letter's own only recipient where none is named. */
function recipientIn(words: string, letter: Letter, returned: Returned): string | null {
  const parties = [...letter.to, ...letter.cc, ...(letter.from ? [letter.from] : [])];
  const others = new Set([...parties.map(({ address }) => address.toLowerCase()), ...returned.from]);
  const fits = (address: string) =>
    returned.to.includes(address.toLowerCase()) || !(others.has(address.toLowerCase()) || isDaemon(address));
  const tidy = (address: string) => address.replace(/[.*»!?]+$/, '');
  for (const address of candidates(words)) if (fits(tidy(address))) return tidy(address);
  const sole = returned.to.filter(fits);
  if (sole.length === 1) return sole[0] as string;
  for (const [address] of words.matchAll(ANY_ADDRESS)) if (fits(tidy(address))) return tidy(address);
  return null;
}
