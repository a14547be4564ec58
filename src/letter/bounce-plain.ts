/**
 * Failure reports for people: qmail, Exim, Postfix, Exchange, Yandex, Mail.ru, Gmail and others before RFC 3464.
 * In: a letter. Out: what its words tell; null when they tell of no failure. Never fails.
 */

import type { Letter } from './letter.ts';
import { bounceSubject } from './phrasing.ts';
import { isDaemon } from './sender.ts';

/** From here on the report returns the letter that bounced. */
const COPY =
  /^.{0,12}(?:below this line is a copy of the message|this is a copy of (?:the|your) message|original message (?:follows|headers|header)|returned message|копия (?:исходного|вашего) (?:сообщения|письма)|(?:исходное|оригинальное) (?:сообщение|письмо)|заголовки (?:исходного|оригинального) (?:сообщения|письма)|исходные заголовки|undelivered message|unsent message below|message header follows).{0,80}$/im;

const FAILURE =
  /could ?n[o']t be delivered|could not be (?:delivered|sent)|was ?n[o']t delivered|not delivered|did not reach|undeliver|delivery (?:has |to the following |of |status |failed|failure)|cannot be reached|i(?:'m afraid i)? wasn't able to deliver|permanent (?:fatal )?errors?|message has been delayed|delivery attempts|не (?:может быть|могло быть|было|были|удалось|доставлен)|невозможно доставить|не можем доставить|недостав|отложена|address not found|user unknown|mailbox (?:is )?(?:full|unavailable)|адрес не найден/i;
const DELAY =
  /warning:|delay|will (?:be )?retr|will continue|no action is required|still being (?:retried|attempted)|has not yet been delivered|будет повторена|попытки доставки (?:будут )?продолж|отложен|задерж|временн/i;

const ADDRESS = '[^\\s<>@"\'()\\[\\]:;,]{1,64}@[^\\s<>@"\'()\\[\\]:;,]{1,255}';
/** Where reports name the recipient, most telling first. */
const RECIPIENT = [
  // Postfix, qmail, Courier, Yandex: `<a@b>: host mx said …`, `<a@b>:`
  new RegExp(`^[ \\t]*<(${ADDRESS})>(?:[ \\t]*\\([^)]{0,200}\\))?\\s*:`, 'm'),
  // Exim, sendmail, Mail.ru: the address alone on a line
  new RegExp(`^[ \\t]*<?(${ADDRESS})>?[ \\t]*$`, 'm'),
  // Exchange: `Имя (a@b)`, `a@b on 12.03.2026`, `'a@b' on …`; Gmail: `wasn't delivered to a@b because`
  new RegExp(
    `(?:delivered to|deliver(?:y)? (?:the message )?to|reach|recipients?:?|получател(?:ю|ь|ям|и|я)[^\\n@]{0,60}?|адрес(?:у|ату)?|для|to)\\s*[:«*'"<(]{0,3}\\s*(${ADDRESS})`,
    'i',
  ),
  new RegExp(`\\((?:mailto:)?(${ADDRESS})\\)`),
  new RegExp(`(${ADDRESS})`),
];
const ENHANCED = /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/;
const SMTP_CODE = /(?<![\d.:-])([45])[0-7]\d(?:[- ]|$)/m;
const MAX_CHARS = 20_000;

/** What a report says in words. `ofMessageId` comes from the returned header, where there is one. */
export function plainBounce(letter: Letter) {
  const failed = letter.headers.find(({ name }) => name === 'x-failed-recipients')?.value;
  const whole = letter.text.slice(0, MAX_CHARS);
  const copy = COPY.exec(whole);
  const words = copy === null ? whole : whole.slice(0, copy.index);
  // Reports are folded, phrases stand across lines.
  const running = words.replace(/\s+/g, ' ');
  const subject = bounceSubject(letter.subject);
  const daemon = letter.from !== null && isDaemon(letter.from.address);
  if (failed === undefined && !(FAILURE.test(running) && (daemon || subject !== null))) return null;
  const status = ENHANCED.exec(words)?.[0] ?? null;
  const klass = status?.slice(0, 1) ?? SMTP_CODE.exec(words)?.[1] ?? null;
  return {
    recipient: new RegExp(ADDRESS).exec(failed ?? '')?.[0] ?? recipientIn(words, letter),
    status,
    permanent: klass === null ? !(DELAY.test(letter.subject) || DELAY.test(running)) : klass === '5',
    ofMessageId: /^[> \t]*message-id:\s*(<[^<>\s]{1,900}>)/im.exec(whole.slice(copy?.index ?? 0))?.[1] ?? null,
  };
}

/** The first address that is neither the mail system's nor one that the report was sent to. */
function recipientIn(words: string, letter: Letter): string | null {
  const others = new Set(
    [...letter.to, ...(letter.from ? [letter.from] : [])].map(({ address }) => address.toLowerCase()),
  );
  for (const pattern of RECIPIENT) {
    for (const match of words.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))) {
      const address = (match[1] ?? '').replace(/[.*»]+$/, '');
      if (!others.has(address.toLowerCase()) && !isDaemon(address)) return address;
    }
  }
  return null;
}
