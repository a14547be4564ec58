/**
 * What a stranger writes goes back out in our letters: to him, to the operator, and to him again in the operator's answer.
 * Whatever it holds, each of them has one recipient, just our headers, just our parts, and nothing in it that acts.
 */
import { Parser } from 'htmlparser2';
import { beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../services/services.ts';
import type { ReceivedLetter } from '../services/smtp-sink.ts';
import { type Mail, Person } from './correspondence.ts';
import { ADDRESS } from './office.ts';
import { proven, SNILS, staffedOffice } from './staffed-office.ts';

const HOSTILE: [what: string, value: string][] = [
  ['a header', 'Вопрос\r\nBcc: victim@evil.example\r\nX-Evil: yes'],
  ['a header behind a bare CR', 'Вопрос\rBcc: victim@evil.example'],
  ['a header behind a bare LF', 'Вопрос\nTo: victim@evil.example'],
  ['the end of the header and a body', 'Вопрос\r\n\r\n<script>alert(1)</script>'],
  ['line ends of Unicode', 'Вопрос\u2028Bcc: victim@evil.example\u2029X: y\u0085Z: w\u000bV: u'],
  ['NUL and other controls', 'Воп\0рос\u0007\u0008\u007f\u001a'],
  ['an encoded word within one', '=?utf-8?B?DQpCY2M6IHZpY3RpbUBldmlsLmV4YW1wbGU=?='],
  ['an address', '"a" <victim@evil.example>, victim2@evil.example;'],
  ['a very long line', 'очень длинная тема '.repeat(400)],
  ['a very long word', 'ы'.repeat(5_000)],
  ['the other direction', 'счёт\u202eтекст\u2066 \u200e\u200f\u061c'],
  ['what cannot be seen', 'во\u200bп\u200dро\ufeffс\u00ad \u2060'],
  ['Liquid', '{{ office.address }}{% include "parts/facts" %}{% raw %}{{ number | append: "x" }}'],
  ['HTML', '</td></table><script src="https://evil.example/x.js"></script><img src=x onerror=alert(1)>&#60;b&#62;'],
  ['an attribute', `" onmouseover="alert(1)" style='background:url(https://evil.example)' x=`],
  ['a link', 'javascript:alert(1) <a href="javascript:alert(1)">вход</a> https://evil.example/login'],
  ['an escape sequence', '\u001b]0;evil\u0007\u001b[2J\u001b[31mкрасное\u009b1m'],
  ['a boundary', '----_priemnaya-1-Part_1\r\nContent-Type: text/html\r\n\r\n<b>'],
  ['a dot that ends DATA', 'a\r\n.\r\nMAIL FROM:<evil@evil.example>\r\nRCPT TO:<victim@evil.example>'],
  ['a lone surrogate in bytes', Buffer.from([0xed, 0xa0, 0x80, 0xff, 0xfe]).toString('latin1')],
]; // biome-ignore format: a table

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** What one letter is made of. */
interface Make {
  recipients: string[];
  headers: string[];
  parts: string[];
  tags: string[];
}

/** Tags that our templates use; none of them loads or runs anything. */
const HARMLESS = ['html', 'head', 'meta', 'title', 'body', 'table', 'tbody', 'tr', 'td', 'p', 'div', 'span', 'strong', 'b', 'br', 'h1', 'h2', 'h3', 'ul', 'ol', 'li', 'blockquote', 'hr', 'code', 'pre', 'a']; // biome-ignore format: a list
const INERT =
  /^(?:style|lang|dir|role|width|cellpadding|cellspacing|border|align|valign|http-equiv|content|charset|name|class|bgcolor)$/;
/** Nothing that a citizen wrote becomes a link. */
const OUR_LINK = /^mailto:support(?:\+t[a-z2-7]+)?@example\.org(?:\?|$)/;

needs('dovecot')('what a stranger writes', () => {
  const town = staffedOffice();
  let count = 0;

  /** One correspondence in which everything that the citizen may name is this value. */
  async function correspond(value: string): Promise<Mail[]> {
    count += 1;
    const vera = new Person(town.office, `stranger${count}@example.ru`, '');
    vera.sends(letterOf(vera.address, value));
    const receipt = await vera.gets();
    const number = /ТП-\d{4}-\d{6}/.exec(receipt.subject)![0];
    const assignment = await town.orlova.gets(number);
    await town.orlova.writes('#заметка проверено\nДоступ восстановлен.', proven(assignment));
    const commands = await town.orlova.gets(number);
    await town.orlova.writes('#решено\nДоступ восстановлен.', proven(assignment));
    const answer = await vera.gets(number);
    return [receipt, assignment, commands, answer];
  }

  let usual: Make[];
  beforeAll(async () => {
    usual = (await correspond('Не могу войти')).map(makeOf);
  }, 60_000);

  test.concurrent.each(HOSTILE)('%s', { timeout: 60_000 }, async (_what, value) => {
    const letters = await correspond(value);
    for (const [index, mail] of letters.entries()) {
      const { recipients, headers, parts, tags } = makeOf(mail);
      expect(recipients).toEqual([mail.to]);
      expect(headers).toEqual(usual[index]!.headers);
      expect(parts).toEqual(usual[index]!.parts);
      expect(tags.filter((tag) => !HARMLESS.includes(tag))).toEqual([]);
      expect(mail.subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(mail.from).not.toContain('evil');
      for (const { filename } of mail.parsed.attachments) expect(filename).not.toMatch(/[\p{Cc}\p{Cf}/\\<>"]/u);
      expect(mail.text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      expect(mail.text).not.toContain(`${ADDRESS}{%`);
    }
  });

  test('reaches nobody but those two', () => {
    const envelopes = town.office.sink.letters.flatMap(({ to }) => to);
    expect(envelopes.filter((to) => !/^(?:stranger\d+@example\.ru|orlova@staff\.example)$/.test(to))).toEqual([]);
  });

  describe('on a terminal', () => {
    test('is shown, not obeyed', async () => {
      const shown = await town.office.cli('ticket', 'list');
      expect(shown.code).toBe(0);
      const tickets = await town.office.tickets();
      const sheets = await Promise.all(
        tickets.slice(-2).map(({ number }) => town.office.cli('ticket', 'show', number)),
      );
      for (const { stdout } of [shown, ...sheets]) {
        expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }
    });
  });

  function makeOf({ raw, to, messageId, html }: Mail): Make {
    const sent = town.office.sink.letters.find((letter) => letter.raw === raw) as ReceivedLetter;
    expect([to, messageId]).toEqual([sent.to[0], expect.stringMatching(/^<[a-z2-7]+@example\.org>$/)]);
    return { recipients: sent.to, headers: headerNames(sent.raw), parts: partsOf(sent.raw), tags: tagsOf(html) };
  }
});

/** A strict reader: CRLF, ASCII, a name and a colon or a fold on every line, no line beyond 998 (RFC 5322 §2.1.1). */
function headerNames(raw: Buffer): string[] {
  const text = raw.toString('latin1');
  expect(text).not.toMatch(/\r(?!\n)|(?<!\r)\n/);
  const head = text.slice(0, text.indexOf('\r\n\r\n'));
  expect(head).toMatch(/^[\t\r\n\x20-\x7e]*$/);
  const names: string[] = [];
  for (const line of head.split('\r\n')) {
    expect(line.length).toBeLessThanOrEqual(998);
    const name = /^([A-Za-z-]+):(?: |$)/.exec(line)?.[1]; // a long value may begin on the next line
    expect(name !== undefined || /^[ \t]/.test(line)).toBe(true);
    if (name !== undefined) names.push(name);
  }
  return names;
}

/** The type of every part, in order. */
function partsOf(raw: Buffer): string[] {
  return [...raw.toString('latin1').matchAll(/^Content-Type: ([a-z]+\/[a-z-]+)/gm)].map(([, type]) => type as string);
}

/** Names of all tags; every attribute must be one that does nothing by itself. */
function tagsOf(html: string): string[] {
  const tags = new Set<string>();
  const parser = new Parser({
    onopentag(name, attributes) {
      tags.add(name);
      for (const [attribute, value] of Object.entries(attributes)) {
        expect(attribute === 'href' ? value : attribute).toMatch(attribute === 'href' ? OUR_LINK : INERT);
        expect(value).not.toMatch(/url\s*\(|expression|javascript:|evil/i);
      }
    },
  });
  parser.end(html);
  return [...tags];
}

function letterOf(address: string, value: string): Buffer {
  const word = `=?utf-8?B?${Buffer.from(value).toString('base64')}?=`;
  const body = `Я, Ларионова Вера Павловна, СНИЛС ${SNILS}. Не могу войти в личный кабинет. ${value}\n${value}`;
  return Buffer.from(
    [
      `From: ${word} <${address}>`,
      `To: ${word} <${ADDRESS}>`,
      `Subject: ${word}`,
      'Date: Fri, 20 Nov 2026 12:00:00 +0300',
      `Message-ID: <hostile.${address}>`,
      `References: <${value.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 300)}@example.ru> <earlier@example.ru>`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(body).toString('base64'),
      '--b',
      `Content-Type: image/png; name="${word}"`,
      `Content-Disposition: attachment; filename="${word}"`,
      'Content-Transfer-Encoding: base64',
      '',
      PNG,
      '--b--',
      '',
    ].join('\r\n'),
  );
}
