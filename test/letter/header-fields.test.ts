/** Header fields as senders write them, right and wrong: addresses, dates, encoded words, parameters. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAddresses } from '../../src/letter/address.ts';
import { readDate } from '../../src/letter/date.ts';
import { rawHeader, readHeaders, unicodeHeaders } from '../../src/letter/header.ts';
import { messageIds } from '../../src/letter/message-ids.ts';
import { structured } from '../../src/letter/parameters.ts';

const ADDRESSES: [value: string, ...found: [address: string, name: string][]][] = [
  ['Иван <ivan@почта.рф>', ['ivan@почта.рф', 'Иван']],
  ['иван@почта.рф', ['иван@почта.рф', '']],
  ['ivan@XN--80A1ACNY.xn--p1ai', ['ivan@xn--80a1acny.xn--p1ai', '']],
  ['Иванов, Иван <a@b.ru>', ['a@b.ru', 'Иванов, Иван']],
  ['a@b.ru (Иван Котов)', ['a@b.ru', 'Иван Котов']],
  ['Отдел: a@b.ru, Иван <c@d.ru>;', ['a@b.ru', ''], ['c@d.ru', 'Иван']],
  ['undisclosed-recipients:;'],
  ['Pete(A nice \\) chap) <pete(his account)@silly.example(his host)>', ['pete@silly.example', 'Pete']],
  ['"Joe \\"Q\\" Public" <q@b.ru>', ['q@b.ru', 'Joe "Q" Public']],
  ['<@a.ru,@b.ru:c@d.ru>', ['c@d.ru', '']],
  ['a@b.ru; c@d.ru,, ', ['a@b.ru', ''], ['c@d.ru', '']],
  ["'a@b.ru' <A@b.ru>", ['A@b.ru', '']],
  ['=?utf-8?Q?=22=D0=98=2C_=D0=98=22?= <a@b.ru>', ['a@b.ru', 'И, И']],
  ['Иван [mailto:a@b.ru]', ['a@b.ru', 'Иван']],
  ['Иван Котов <mailto:a@b.ru>', ['a@b.ru', 'Иван Котов']],
  ['"quoted local"@b.ru', ['"quoted local"@b.ru', '']],
  ['a@[192.0.2.1]', ['a@[192.0.2.1]', '']],
  ['Иван\t Котов <a @ b.ru>', ['a@b.ru', 'Иван Котов']],
  ['MAILER-DAEMON', ['', 'MAILER-DAEMON']],
  [`Иван <'a@b.ru'>`, ['a@b.ru', 'Иван']],
  ['Иван <"a@b.ru">', ['a@b.ru', 'Иван']],
  ['<"quoted local"@b.ru>', ['"quoted local"@b.ru', '']],
  ['<a@b.ru', ['a@b.ru', '']],
  ['a@b.ru>', ['a@b.ru', '']],
  ['<<a@b.ru>>', ['a@b.ru', '']],
  ['"Иван <a@b.ru>', ['a@b.ru', 'Иван']],
  ['<"Иван Котов" a@b.ru>', ['a@b.ru', 'Иван Котов']],
];

test.each(ADDRESSES)('address %j', (value, ...found) => {
  expect(readAddresses(value, new Set())).toEqual(found.map(([address, name]) => ({ address, name })));
});

const DATES: [value: string, instant: string | null][] = [
  ['Thu, 12 Mar 2026 10:15:30 +0300', '2026-03-12T07:15:30.000Z'],
  ['12 Mar 26 10:15 +0300 (MSK)', '2026-03-12T07:15:00.000Z'],
  ['Thu,12 Mar 2026 10:15:30+0300', '2026-03-12T07:15:30.000Z'],
  ['Thu, 12 Mar 2026 10:15:30 GMT+3', '2026-03-12T07:15:30.000Z'],
  ['Thu, 12 Mar 2026 10:15:30 +300', '2026-03-12T07:15:30.000Z'],
  ['Thu, 12 Mar 2026 10:15:30 "MSK"', '2026-03-12T07:15:30.000Z'],
  ['Thu Mar 12 10:15:30 MSK 2026', '2026-03-12T07:15:30.000Z'],
  ['Thu, 12 Mar 2026 10.15.30 +0300', '2026-03-12T07:15:30.000Z'],
  ['2026-03-12T10:15:30+03:00', '2026-03-12T07:15:30.000Z'],
  ['12.03.2026 10:15:30 +0300', '2026-03-12T07:15:30.000Z'],
  ['Чт, 12 мар 2026 10:15:30 +0300', '2026-03-12T07:15:30.000Z'],
  ['12 марта 2026 г. 10:15', '2026-03-12T10:15:00.000Z'],
  ['Thu, 12 Mar 2026 10:15:30 Europe/Nowhere', '2026-03-12T10:15:30.000Z'],
  ['Fri, 21 Nov 1997 09(comment):   55  :  06 -0600', '1997-11-21T15:55:06.000Z'],
  ['Sun, 22 Dec 96 00:08 MET', '1996-12-21T23:08:00.000Z'],
  ['завтра', null],
  ['Thu, 99 Foo 99999', null],
];

test.each(DATES)('date %j', (value, instant) => {
  expect(readDate(value)?.toISOString() ?? null).toBe(instant);
});

test.each([
  ['=?utf-8?B?0J/RgNC40LLQ?= =?UTF-8?B?tdGC?=', 'Привет'],
  ['=?UTF-8*ru?Q?=D0=9F=D1=80?=', 'Пр'],
  ['=?utf-8?Q?=D0=9F?= =?koi8-r?Q?=F0?=', 'ПП'],
  ['=?"utf-8"?B?0J8=?=', 'П'],
  ['=?utf-8?B?0J/R gNC4', 'При'],
  ['=?utf-8?B?0J_RgNC4?=', 'При'],
  ['=?utf-8?B?=D0=9F=D1=80?=', 'Пр'],
  ['=?UTF-8?Q?=D0=9F=D1=80=?=', 'Пр'],
  ['=?unknown?B?z/Do4uXy?=', 'Привет'],
  ['=?utf-7?Q?+BB8EQAQ4-?=', 'При'],
  ['=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=', '日本'],
  ['=?utf-8?Q?=3D=3Futf-8=3FB=3F0J8=3D=3F=3D?=', 'П'],
  ['&#1055;&#x440;&#1080; &amp; &#99999999;', 'При &amp; &#99999999;'],
  ['=?utf-8?X?abc?=', '=?utf-8?X?abc?='],
])('word %j', (value, text) => {
  expect(readHeaders([{ name: 'subject', value }], new Set())).toEqual([{ name: 'subject', value: text }]);
});

test.each([
  ['text/plain charset=utf-8', 'text/plain', { charset: 'utf-8' }],
  ['TEXT/HTML;;CHARSET = "UTF8";', 'text/html', { charset: 'UTF8' }],
  ['text/plain (a;b=c); charset=utf-8; charset=koi8-r', 'text/plain', { charset: 'utf-8' }],
  ['text', 'text', {}],
  ['filename=x.pdf', '', { filename: 'x.pdf' }],
  ['multipart/mixed; boundary=(a)b=c', 'multipart/mixed', { boundary: '(a)b=c' }],
  ['attachment; filename=Отчёт; 2026 (1).pdf; size=5', 'attachment', { filename: 'Отчёт; 2026 (1).pdf', size: '5' }],
  ['attachment; filename="a;b.pdf"', 'attachment', { filename: 'a;b.pdf' }],
  ['attachment; filename="a\\"b.pdf"', 'attachment', { filename: 'a"b.pdf' }],
  ['attachment; filename="C:\\tmp\\n.pdf"', 'attachment', { filename: 'C:\\tmp\\n.pdf' }],
  ['attachment; filename="a" b".pdf"; x=y', 'attachment', { filename: 'a" b".pdf', x: 'y' }],
  ['attachment; filename="a.pdf; x=y', 'attachment', { filename: 'a.pdf', x: 'y' }],
  ["attachment; filename*=utf-8''%D0%9F.pdf; filename=P.pdf", 'attachment', { filename: 'П.pdf' }],
  ['attachment; filename*1=b.pdf; filename*0=a', 'attachment', { filename: 'ab.pdf' }],
  [
    'attachment; filename*0*=utf-8\'ru\'%D0; filename*1*=%9F; filename*2=" a.pdf"',
    'attachment',
    { filename: 'П a.pdf' },
  ],
  ['attachment; filename*=%D0%9F.pdf', 'attachment', { filename: 'П.pdf' }],
  ['attachment; filename="%D0%9F%20a.pdf"', 'attachment', { filename: 'П a.pdf' }],
  ['attachment; filename="100%.pdf"', 'attachment', { filename: '100%.pdf' }],
  ['attachment; filename==?utf-8?B?0J8=?= =?utf-8?B?0YA=?=.pdf', 'attachment', { filename: 'Пр.pdf' }],
])('parameters %j', (value, main, params) => {
  expect(structured(value, new Set())).toEqual({ value: main, params });
});

test('a raw value keeps every byte but the blanks around it', () => {
  const byte = fc.integer({ min: 1, max: 255 }).filter((code) => code !== 0x0a && code !== 0x0d);
  fc.assert(
    fc.property(fc.array(byte), (codes) => {
      const value = String.fromCharCode(...codes);
      expect(rawHeader(`Subject: ${value}`)?.value).toBe(value.replace(/^[\t\v\f ]+|[\t\v\f ]+$/g, ''));
    }),
  );
});

test.each(['Выдача ТСР', 'А', 'à la carte', 'срок до 1\u00a0', 'Р'.repeat(50)])('raw UTF-8: %s', (value) => {
  const raw = rawHeader(`Subject: ${Buffer.from(value).toString('latin1')}`);
  expect(readHeaders(unicodeHeaders(raw ? [raw] : [], new Set()), new Set())).toEqual([{ name: 'subject', value }]);
});

test.each<[value: string, ...ids: string[]]>([
  ['<a@b> <c@d>', '<a@b>', '<c@d>'],
  ['<a@b>,<c@d>;<e@f>', '<a@b>', '<c@d>', '<e@f>'],
  ['<aaaa bbbb@c>', '<aaaabbbb@c>'],
  ['<aaaa@bb\t bb>', '<aaaa@bbbb>'],
  ['< a@b >', '<a@b>'],
  ['<a@b c@d>', '<a@b>', '<c@d>'],
  ['a@b c@d', '<a@b>', '<c@d>'],
  ['<a@b <c@d>', '<c@d>'],
  ['<no-at-sign>', '<no-at-sign>'],
  ['<>'],
  ['Your message of Friday'],
])('Message-IDs: %s', (value, ...ids) => {
  expect(messageIds([value])).toEqual(ids);
});
