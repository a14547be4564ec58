import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textForCitizen } from '../../src/ticket/staff-text.ts';
import { replyToken, withToken } from '../../src/ticket/subaddress.ts';

const office = 'support@example.ru';
const anna = { name: 'Петрова Анна Сергеевна', email: 'petrova@example.ru' };
const key = { id: '4f', bytes: Buffer.alloc(32, 7) };
const ours = withToken(office, replyToken({ ticketId: 12, recipient: anna.email, at: new Date(0) }, key));
const sent = (text: string) => textForCitizen(text, anna, office);
const answer = 'Здравствуйте, Иван Иванович!\n\nДоступ восстановлен.';

describe('cut', () => {
  test.each([
    ['a signature', '-- \nАнна Петрова\nспециалист\nтел. 8 495 123-45-67'],
    ['a signature of which nothing is known', '-- \nКакой-то отдел'],
    ['a signature without its space', '--\nАнна Петрова\nспециалист'],
    ['a signature below a long dash', '—\nПетрова А.С.'],
    ['a signature with a disclaimer', '-- \nАнна\n\nНастоящее сообщение конфиденциально и предназначено только тем, кому оно адресовано.'],
    ['an empty signature', '-- '],
    ['a phone', 'Отправлено с iPhone'],
    ['a phone below a rule', '--\nОтправлено из мобильной Яндекс Почты'],
    ['a phone below a signature', '-- \nАнна Петрова\n\nОтправлено с iPhone'],
    ['a signature below a phone', 'Sent from my iPhone\n\n-- \nАнна Петрова'],
  ])('%s', (_, tail) => {
    expect(sent(`${answer}\n\n${tail}`)).toBe(answer);
    expect(sent(`${answer}\r\n\r\n${tail.replaceAll('\n', '\r\n')}\r\n`)).toBe(answer);
  }); // biome-ignore format: a table

  test.each([
    ['тел. 8 (495) 123-45-67'],
    ['Тел.: +7 495 123-45-67, доб. 123'],
    ['раб. тел. 8-495-123-45-67'],
    ['Телефон: 123-45-67'],
    ['+7 (495) 123-45-67'],
    ['8 495 123 45 67 доб. 12'],
    ['доб. 1234'],
    ['Тел./факс: 123-45-67'],
    ['petrova@example.ru'],
    ['<petrova@example.ru>'],
    ['petrova@example.ru <mailto:petrova@example.ru>'],
    ['E-mail: petrova@example.ru'],
    ['Эл. почта: petrova@example.ru'],
    ['e-mail: petrova@example.ru | тел. 123-45-67'],
    ['тел. 123-45-67, e-mail: petrova@example.ru'],
    ['www.example.ru'],
    ['https://example.ru/office'],
    ['Telegram: @petrova_anna'],
    ['каб. 312'],
    ['Адрес: 125009, Москва, ул. Тверская, д. 1'],
    ['125009, Москва, ул. Тверская, д. 1'],
    ['________________'],
  ])('below the name: %s', (contact) => {
    expect(sent(`${answer}\n\nС уважением,\nАнна Петрова\n${contact}`)).toBe(`${answer}\n\nС уважением,\nАнна Петрова`);
    expect(sent(`${answer}\n\nПетрова А. С.\n\n${contact}\n`)).toBe(`${answer}\n\nПетрова А. С.`);
  });

  test('behind the name', () => {
    expect(sent(`${answer}\n\nС уважением, Анна Петрова, тел. 123-45-67, petrova@example.ru`)).toBe(
      `${answer}\n\nС уважением, Анна Петрова`,
    );
  });

  test('the position among the contacts stays', () => {
    expect(sent(`${answer}\n\nАнна Петрова\n123-45-67\nспециалист отдела\nкаб. 3`)).toBe(
      `${answer}\n\nАнна Петрова\nспециалист отдела`,
    );
  });
});

describe('kept', () => {
  test.each([
    ['plain text', answer],
    ['a number at the end', `${answer}\nТелефон горячей линии: 8 800 100-70-10`],
    ['a number alone at the end', `${answer}\nЗвоните:\n8 800 100-70-10`],
    ['a number without anybody’s name above', `${answer}\n8 800 100-70-10`],
    ['a link at the end', `${answer}\nСсылка на форму:\nhttps://example.ru/form`],
    ['a link below the name, announced', `${answer}\n\nАнна Петрова\n\nСсылка на форму:\nhttps://example.ru/form`],
    ['a postscript', `${answer}\n\nС уважением, Анна Петрова\n\nP.S. Горячая линия: 8 800 100-70-10`],
    ['a drawn line', `${answer}\n--\nШаг 1: откройте раздел\nШаг 2: нажмите «Войти»`],
    ['text below a delimiter', `${answer}\n-- \nПосле этого войдите в личный кабинет ещё раз.`],
    ['a dash before a list', `${answer}\n— паспорт\n— СНИЛС`],
    ['«отправлено» in a sentence', `${answer}\nОтправлено с вашей почты 12 ноября.`],
    ['a cabinet', `${answer}\nС уважением, Анна Петрова\nКабинет на сайте открывается`],
    ['a namesake’s address', `${answer}\nПишите на xpetrova@example.ru или petrova@example.ru.com`],
    ['a subaddress that is no token', `${answer}\nПишите на support+test@example.ru`],
    ['a name that somebody else bears', `${answer}\nВаш инспектор:\nПетров А. С.\nтел. 123-45-67`],
  ])('%s', (_, text) => {
    expect(sent(text)).toBe(text);
  });

  test('whatever is said in whole sentences', () => {
    const sentence = fc.constantFrom(
      'Зайдите в раздел «Профиль» и нажмите кнопку «Изменить».',
      'Если не поможет, позвоните по номеру 8 800 100-70-10 в рабочее время.',
      'Список документов:',
      '',
      '--',
      'Петрова',
    );
    fc.assert(
      fc.property(fc.array(sentence), (lines) => {
        const text = sent([...lines, 'Мы ответим вам в течение пяти рабочих дней.'].join('\n'));
        for (const line of lines) expect(text).toContain(line);
      }),
    );
  });
});

describe('addresses', () => {
  test.each([
    ['Пишите мне на petrova@example.ru.', 'Пишите мне на support@example.ru.'],
    ['Пишите мне: Petrova@Example.RU', 'Пишите мне: support@example.ru'],
    ['Мой адрес petrova+work@example.ru, пишите', 'Мой адрес support@example.ru, пишите'],
    ['petrova@example.ru <mailto:petrova@example.ru> мой адрес', 'support@example.ru мой адрес'],
    [`Отвечайте на ${ours}.`, 'Отвечайте на support@example.ru.'],
    [`Отвечайте на <${ours.toUpperCase()}>`, 'Отвечайте на <SUPPORT@EXAMPLE.RU>'],
  ])('%s', (text, expected) => {
    expect(sent(text)).toBe(expected);
  });

  test('the operator’s own one and our tokens never go out', () => {
    const pieces = [
      anna.email,
      anna.email.toUpperCase(),
      ours,
      'слово',
      '\n',
      ' ',
      '-- \n',
      ', ',
      '<',
      '>',
      ':',
      'тел. 1',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces)), (some) => {
        const text = sent(some.join(' '));
        expect(text.toLowerCase()).not.toContain(anna.email);
        expect(text).not.toMatch(/\+t[a-z2-7]{25}/i);
      }),
    );
  });
});

test('any text is read, and what came out stays as it is', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => sent(text).length <= text.length));
  for (const text of [answer, '', '-- ', `${answer}\n-- \nАнна\n123-45-67`]) expect(sent(sent(text))).toBe(sent(text));
});
