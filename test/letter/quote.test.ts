import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitText } from '../../src/letter/quote.ts';

const OWN = 'Спасибо, не помогло.\n\nЖаркова Ольга';
const QUOTE = '> Уважаемая Ольга!\n> Перейдите по ссылке.';
const PLAIN_QUOTE = 'Уважаемая Ольга!\nПерейдите по ссылке.';

const ATTRIBUTIONS: [program: string, lines: string][] = [
  ['Apple Mail', '12 марта 2026 г., в 10:15, Служба поддержки <support@desk.example> написал(а):'],
  ['Apple Mail, folded', '12 марта 2026 г., в 10:15, Служба поддержки\n<support@desk.example> написал(а):'],
  ['Gmail', 'чт, 12 мар. 2026 г. в 10:15, Служба поддержки <support@desk.example>:'],
  [
    'Gmail, folded twice',
    'чт, 12 мар. 2026 г. в 10:15, Служба поддержки Очень Длинная\nКонтора <\nsupport@desk.example>:',
  ],
  ['Gmail, English', 'On Thu, Mar 12, 2026 at 10:15 AM Служба поддержки <support@desk.example>\nwrote:'],
  ['Yandex', '12.03.2026, 10:15, "Служба поддержки" <support@desk.example>:'],
  ['Mail.ru', 'Четверг, 12 марта 2026, 10:15 +03:00 от Служба поддержки <support@desk.example>:'],
  ['Thunderbird', '12.03.2026 10:15, Служба поддержки пишет:'],
  ['Thunderbird, English', 'On 3/12/26 10:15, Служба поддержки wrote:'],
  ['K-9', '12 марта 2026 г. 10:15:34 GMT+03:00, "Служба" <support@desk.example> пишет:'],
  ['Yandex on a phone', '10:15, 12 марта 2026 г., Служба поддержки <support@desk.example>:'],
  ['Evolution', 'В Чт, 12/03/2026 в 10:15 +0300, Служба поддержки пишет:'],
  ['name first', 'Служба поддержки <support@desk.example> 12 марта 2026 г. 10:15:34 написал(а):'],
  ['The Bat!', 'Вы писали 12 марта 2026 г., 10:15:34:'],
  ['an old one', 'Служба поддержки <support@desk.example> wrote:'],
];

describe.each(ATTRIBUTIONS)('%s introduces the quote', (_program, attribution) => {
  test('that is marked', () => {
    expect(splitText(`${OWN}\n\n${attribution}\n\n${QUOTE}`)).toEqual({
      fresh: OWN,
      quoted: `${attribution}\n${QUOTE}`,
      forwarded: null,
    });
  });
  test('that is not marked', () => {
    expect(splitText(`${OWN}\n\n${attribution}\n\n${PLAIN_QUOTE}`)).toEqual({
      fresh: OWN,
      quoted: `${attribution}\n\n${PLAIN_QUOTE}`,
      forwarded: null,
    });
  });
  test('answers below and between stay new', () => {
    const split = splitText(`${attribution}\n> Какой у вас СНИЛС?\n112-233-445 95\n> А телефон?\nНет телефона.\n`);
    expect(split.fresh).toBe('112-233-445 95\nНет телефона.');
    expect(split.quoted).toBe(`${attribution}\n> Какой у вас СНИЛС?\n> А телефон?`);
  });
});

const BLOCK =
  'От: Служба <support@desk.example>\nОтправлено: 24 марта 2026 г. 10:31\nКому: a@example.ru\nТема: RE: МЧД';
const TAILS: [what: string, tail: string][] = [
  ['Outlook', `${BLOCK}\n\nПереустановите плагин.`],
  ['Outlook with a rule', `________________________________\n${BLOCK}\n\nПереустановите плагин.`],
  [
    'Outlook, English',
    'From: Help <support@desk.example>\nSent: Tuesday, March 24, 2026 10:31\nTo: a@example.ru\nSubject: RE: x\n\nТекст',
  ],
  [
    'Outlook, bold marks',
    `*От:* Служба <support@desk.example>\n*Отправлено:* 24 марта 2026 г. 10:31\n*Тема:* RE: x\n\nТекст`,
  ],
  ['Exchange', `-----Исходное сообщение-----\n${BLOCK}\n\nТекст`],
  [
    'Exchange, English',
    '-----Original Message-----\nFrom: Help\nSent: Tuesday, March 24, 2026\nTo: a\nSubject: x\n\nText',
  ],
  [
    'Samsung',
    '-------- Исходное сообщение --------\nОт: Служба <support@desk.example>\nДата: 12.03.2026 10:15 (GMT+03:00)\nТема: x\n\nТекст',
  ],
  [
    'Zimbra',
    '----- Исходное сообщение -----\nОт: "Служба" <support@desk.example>\nКому: "a" <a@example.ru>\nОтправленные: Четверг, 12 Март 2026 г 10:15:34\nТема: x\n\nТекст',
  ],
  ['a ticket system', '##- Пожалуйста, введите ответ выше этой строки -##\n\nВаше обращение ТП-2026-000001 принято.'],
];

test.each(TAILS)('the tail of %s is quoted', (_what, tail) => {
  expect(splitText(`${OWN}\n\n${tail}`, 'RE: МЧД')).toEqual({ fresh: OWN, quoted: tail, forwarded: null });
});

const INNER = 'Я, Мещерякова Нина, прошу удалить запись.';
const FORWARDS: [what: string, text: string, subject: string | null][] = [
  [
    'Thunderbird',
    '-------- Пересланное сообщение --------\nОт: Нина М <nina@Example.ru>\nДата: 9 марта 2026 г. 19:22\nТема: в поддержку\nКому: m@example.ru\n\n',
    null,
  ],
  [
    'Gmail',
    '---------- Forwarded message ---------\nОт: Нина М <nina@example.ru>\nDate: пн, 9 мар. 2026 г. в 19:22\nSubject: в поддержку\nTo: <m@example.ru>\n\n\n',
    null,
  ],
  [
    'Mail.ru',
    '-------- Пересылаемое сообщение --------\nОт кого: Нина М <nina@example.ru>\nКому: m@example.ru\nДата: Понедельник, 9 марта 2026, 19:22 +03:00\nТема: в поддержку\n\n',
    null,
  ],
  [
    'Outlook',
    'От: Нина М <nina@example.ru>\nОтправлено: 9 марта 2026 г. 19:22\nКому: m@example.ru\nТема: в поддержку\n\n',
    'FW: в поддержку',
  ],
];

test.each(FORWARDS)('a letter sent on by %s is new text and is described', (_what, head, subject) => {
  const split = splitText(`Пересылаю мамино письмо.\n\n${head}${INNER}\n`, subject);
  expect(split.fresh).toContain('Пересылаю мамино письмо.');
  expect(split.fresh).toContain(INNER);
  expect(split.quoted).toBe('');
  expect(split.forwarded).toEqual({
    from: { address: 'nina@example.ru', name: 'Нина М' },
    subject: 'в поддержку',
    text: INNER,
  });
});

test('Yandex heads a letter that it sends on by an attribution', () => {
  const head = '-------- Пересылаемое сообщение --------\n09.03.2026, 19:22, "Нина М" <nina@example.ru>:\n\n';
  expect(
    splitText(`Пересылаю.\n\n${head}${INNER}\n\n-------- Конец пересылаемого сообщения --------`).forwarded,
  ).toMatchObject({
    from: { address: 'nina@example.ru', name: 'Нина М' },
    text: INNER,
  });
});

test('Apple marks what it forwards as a quote; it is new all the same', () => {
  const text = `Begin forwarded message:\n\n> From: Нина М <nina@example.ru>\n> Subject: в поддержку\n> Date: 9 марта 2026 г., 19:22\n> To: m@example.ru\n>\n> ${INNER}`;
  expect(splitText(text)).toMatchObject({
    quoted: '',
    forwarded: { from: { address: 'nina@example.ru', name: 'Нина М' }, subject: 'в поддержку', text: INNER },
  });
  expect(splitText(text).fresh).toContain(INNER);
});

test('the quoted tail of a forwarded letter is quoted', () => {
  const split = splitText(
    `-------- Пересланное сообщение --------\nОт: Нина <n@example.ru>\nТема: x\nКому: b@example.ru\n\n${INNER}\n\n12.03.2026 10:15, Служба пишет:\n${QUOTE}`,
  );
  expect(split.forwarded?.text).toBe(INNER);
  expect(split.quoted).toBe(`12.03.2026 10:15, Служба пишет:\n${QUOTE}`);
});

const SIGNATURES = [
  'Отправлено с iPhone',
  'Отправлено с моего iPad',
  'Отправлено из мобильной Почты Mail',
  'Отправлено из Mail.ru для Android',
  '--\nОтправлено из Mail.ru для Android',
  'Отправлено из мобильного приложения Яндекс Почты',
  'Отправлено со смартфона Samsung Galaxy.',
  'Sent from my iPhone',
  'Sent from Mail for Windows',
  'Get Outlook for iOS<https://aka.example/o0ukef>',
];

test.each(SIGNATURES)('nobody wrote «%s»', (signature) => {
  expect(splitText(`${OWN}\n\n${signature}\n`)).toEqual({
    fresh: OWN,
    quoted: expect.stringContaining(signature),
    forwarded: null,
  });
  const answered = splitText(`${OWN}\n${signature}\n\n12.03.2026 10:15, Служба пишет:\n${QUOTE}`);
  expect(answered.fresh).toBe(OWN);
});

const OWN_TEXT: [what: string, text: string][] = [
  ['a signature', 'Не работает вход.\n\n-- \nС уважением,\nИванов'],
  [
    'an application headed like a letter',
    'Кому: начальнику отдела Сидорову П. П.\nОт: Ивановой Марии\nТема: жалоба\n\nПрошу принять меры.',
  ],
  ['a date and a colon', '12 марта 2026 г. мне ответили:\nобращение закрыто.'],
  ['a story about who wrote what', 'Оператор Петров написал:\nждите. Я жду.'],
  ['the words «отправлено с»', 'Отправлено с нарочным заявление, ответа нет.'],
  ['quote marks and nothing else', '> Не работает вход\n> Иванов'],
  ['an unmarked quote and nothing else', `12.03.2026 10:15, Служба <support@desk.example> пишет:\n${PLAIN_QUOTE}`],
  ['a phone signature and nothing else', 'Отправлено с iPhone'],
];

test.each(OWN_TEXT)("%s is the sender's own", (_what, text) => {
  expect(splitText(text)).toEqual({ fresh: text, quoted: '', forwarded: null });
});

test('a marked quote sent back without a word leaves nothing new', () => {
  expect(splitText(`12.03.2026 10:15, Служба пишет:\n${QUOTE}`).fresh).toBe('');
});

const PIECES = [
  OWN,
  QUOTE,
  PLAIN_QUOTE,
  BLOCK,
  '',
  ' ',
  '-- ',
  '>',
  '> >',
  'Отправлено с iPhone',
  '-----Исходное сообщение-----',
  '-------- Пересланное сообщение --------',
  '________________',
  'От: a@b',
  'Тема: x',
  ...ATTRIBUTIONS.map(([, lines]) => lines),
];

test('every line stands somewhere, and a letter with own text never becomes empty', () => {
  const filled = (text: string) =>
    text
      .split('\n')
      .map((line) => line.replace(/^[\s>]+/, '').trim())
      .filter((line) => line !== '')
      .sort();
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 20 })), { maxLength: 12 }),
      (pieces) => {
        const text = pieces.join('\n').replace(/\r/g, '');
        const { fresh, quoted } = splitText(text);
        expect(filled(`${fresh}\n${quoted}`)).toEqual(filled(text));
      },
    ),
    { numRuns: 300 },
  );
});

test('adversarial text is split in linear time', () => {
  for (const line of [
    '>',
    '12 марта 2026 г., ',
    'От: a',
    'On ',
    '<',
    '-'.repeat(40),
    'Отправлено с ',
    '1 '.repeat(200),
  ]) {
    expect(splitText(`${line}\n`.repeat(100_000))).toBeDefined();
    expect(splitText(line.repeat(100_000))).toBeDefined();
  }
});
