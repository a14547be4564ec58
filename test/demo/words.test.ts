/** What the demo says: the reply in its frame, and how to send a letter of one's own, which must truly work. */
import { describe, expect, test } from 'vitest';
import { startPostOffice } from '../../src/demo/post-office.ts';
import { readReceived, ticketOf } from '../../src/demo/received.ts';
import { OFFICE_ADDRESS } from '../../src/demo/samples.ts';
import { sendLetter } from '../../src/demo/send.ts';
import { CONVERSATION, closingWords, LEGEND, showReply } from '../../src/demo/words.ts';

const REPLY = Buffer.from(
  [
    'From: =?utf-8?B?0KHQu9GD0LbQsdCwINC/0L7QtNC00LXRgNC20LrQuA==?= <support@example.ru>',
    'To: anna@example.org',
    'Subject: =?utf-8?B?W9Ci0J8tMjAyNi0wMDAwMDFdINCf0YDQuNC90Y/RgtC+?=',
    'Date: Sun, 22 Nov 2026 13:00:00 +0000',
    'Message-ID: <2@example.ru>',
    'In-Reply-To: <1@example.org>',
    'References: <0@example.org> <1@example.org>',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Здравствуйте, Анна!',
    '',
    '  — экран.jpg принят',
    '',
  ].join('\r\n'),
);

describe('a reply as the citizen sees it', () => {
  test('is read with what an answer to it needs', async () => {
    const receipt = await readReceived(REPLY);
    expect(receipt).toMatchObject({
      messageId: '<2@example.ru>',
      inReplyTo: '<1@example.org>',
      references: ['<0@example.org>', '<1@example.org>'],
      replyTo: '"Служба поддержки" <support@example.ru>',
      subject: '[ТП-2026-000001] Принято',
    });
    expect(ticketOf(receipt)).toBe('ТП-2026-000001');
  });
  test('stands in a frame of the given width, with empty lines and indents as written', async () => {
    const drawn = showReply(await readReceived(REPLY), 60);
    expect(new Set(drawn.split('\n').map((line) => [...line].length))).toEqual(new Set([60]));
    for (const line of ['To:      anna@example.org', 'Subject: [ТП-2026-000001] Принято', 'Здравствуйте, Анна!']) {
      expect(drawn).toContain(`│ ${line} `);
    }
    expect(drawn).toContain('22 ноября 2026 г. в 16:00 (Moscow)');
    expect(drawn).toMatch(/│ {58}│\n│ {3}— экран.jpg принят/);
  });
});

test('the closing words name the ports, and all that is said fits 80 columns', () => {
  const ways = {
    smtpPort: 41025,
    imapPort: 41143,
    user: OFFICE_ADDRESS,
    password: 'demo',
    officeAddress: OFFICE_ADDRESS,
    operator: 'orlova@staff.example.ru',
  };
  const words = closingWords(ways);
  expect(words).toContain('--port 41025 ');
  expect(words).toContain('127.0.0.1:41143');
  expect(words).toContain('user orlova@staff.example.ru, password demo');
  expect(
    Math.max(...`${words}\n${LEGEND}\n${CONVERSATION}`.split('\n').map((line) => line.length)),
  ).toBeLessThanOrEqual(80);
});

describe("a letter of one's own", () => {
  test('written here, with a file, reaches the office', async () => {
    const office = await startPostOffice({
      user: 'support',
      password: 'demo',
      officeAddress: OFFICE_ADDRESS,
      staff: [],
    });
    const files = [{ name: 'чек.txt', content: Buffer.from('10 ₽') }];
    expect(await sendLetter(office.smtpPort, { subject: 'Код', text: 'Не приходит.', files })).toMatch(/^250 /);
    await office.stop();
  });
  test('where no demo runs: says so', async () => {
    const office = await startPostOffice({
      user: 'support',
      password: 'demo',
      officeAddress: OFFICE_ADDRESS,
      staff: [],
    });
    await office.stop();
    await expect(sendLetter(office.smtpPort, { eml: REPLY })).rejects.toMatchObject({ code: 'DEMO_NOT_REACHED' });
  });
});
