import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Order, readCommands } from '../../src/ticket/command.ts';

/** The orders without the lines that gave them. */
const orders = (text: string) => readCommands(text).commands.map(({ line: _line, ...order }) => order);
const wrongs = (text: string) => readCommands(text).errors.map(({ what }) => what);

describe('every command, in Russian and in English', () => {
  test.each<[string, string, Order]>([
    ['#решено', '#resolved', { do: 'resolve' }],
    ['#запросить скан паспорта', '#ask скан паспорта', { do: 'ask', text: 'скан паспорта' }],
    ['#отказать нет оснований', '#reject нет оснований', { do: 'reject', reason: 'нет оснований' }],
    ['#закрыть', '#close', { do: 'close' }],
    ['#заметка звонил, не берёт', '#note звонил, не берёт', { do: 'note', text: 'звонил, не берёт' }],
    ['#назначить Иванов', '#assign Иванов', { do: 'assign', to: 'Иванов' }],
    ['#назначить a@example.ru', '#assign a@example.ru', { do: 'assign', to: 'a@example.ru' }],
    ['#отдел платежи', '#department платежи', { do: 'department', to: 'платежи' }],
    [
      '#срок 15.12.2026 ждём ответ',
      '#due 15.12.2026 ждём ответ',
      { do: 'due', day: '2026-12-15', reason: 'ждём ответ' },
    ],
    ['#старшему спорный случай', '#senior спорный случай', { do: 'senior', reason: 'спорный случай' }],
    ['#шаблон пароль', '#template пароль', { do: 'template', name: 'пароль' }],
  ])('%s = %s', (russian, english, order) => {
    expect(orders(russian)).toEqual([order]);
    expect(orders(english)).toEqual([order]);
    expect(orders(russian.replace(/^#\S+/, (word) => word.toUpperCase()))).toEqual([order]);
    expect(readCommands(russian)).toMatchObject({ errors: [], text: '', strays: [] });
  });
});

describe('as mail clients and hands write them', () => {
  test.each([
    ['a capital letter', '#Решено'],
    ['blank lines above', '\n\n  \n#решено'],
    ['a no-break space before it', '\u00a0#решено'],
    ['a no-break space behind it', '#решено\u00a0'],
    ['a zero-width space', '\u200b#\u200bрешено'],
    ['the mark of byte order', '\ufeff#решено'],
    ['a wide hash sign', '＃решено'],
    ['a small hash sign', '﹟решено'],
    ['a bullet', '• #решено'],
    ['a dash', '— #решено'],
    ['a star of a list', '* #решено'],
    ['a number of a list', '1. #решено'],
    ['bold type', '*#решено*'],
    ['very bold type', '**#решено**'],
    ['a backslash of Markdown', '\\#решено'],
    ['a space behind the hash sign', '# решено'],
    ['a full stop', '#решено.'],
    ['Latin letters among the Cyrillic', '#peшенo'],
    ['a carriage return', '#решено\r\n'],
  ])('%s', (_, text) => {
    expect(orders(text)).toEqual([{ do: 'resolve' }]);
    expect(readCommands(text).errors).toEqual([]);
  });

  test('a colon or a dash before the argument is no part of it', () => {
    expect(orders('#назначить: Иванов')).toEqual([{ do: 'assign', to: 'Иванов' }]);
    expect(orders('#заметка — перезвонить')).toEqual([{ do: 'note', text: 'перезвонить' }]);
  });

  test('typography of a text for the citizen stays', () => {
    expect(orders('#запросить «Паспорт» — разворот №\u00a02')).toEqual([
      { do: 'ask', text: '«Паспорт» — разворот № 2' },
    ]);
  });

  test('an argument that a client broke into lines is one argument', () => {
    const reason = 'заявитель считает, что его данные были изменены без его ведома, и требует ответа руководителя';
    const broken = `#старшему заявитель считает, что его данные были изменены без его\nведома, и требует ответа руководителя\n\nПередаю ваш вопрос.`;
    expect(readCommands(broken)).toMatchObject({ commands: [{ do: 'senior', reason }], text: 'Передаю ваш вопрос.' });
  });

  test('… but a line that would have had room begins the text', () => {
    const { commands, text } = readCommands('#старшему спорный случай\nПередаю ваш вопрос.');
    expect(commands).toMatchObject([{ do: 'senior', reason: 'спорный случай' }]);
    expect(text).toBe('Передаю ваш вопрос.');
  });
});

describe('commands and text', () => {
  test('several commands in any order, then the text', () => {
    const lines = ['#срок 15.12.2026 ждём ведомство', '#назначить Иванов', '#запросить скан'];
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: 1 }), (some) => {
        const read = readCommands(`${some.join('\n')}\n\nЗдравствуйте!\nМы работаем.`);
        expect(read.commands.map(({ line }) => line)).toEqual(some);
        expect(read).toMatchObject({ errors: [], text: 'Здравствуйте!\nМы работаем.' });
      }),
    );
  });

  test('a greeting may stand above the commands and belongs to the text', () => {
    expect(readCommands('Здравствуйте, Мария Петровна!\n\n#решено\nГотово.')).toMatchObject({
      commands: [{ do: 'resolve' }],
      text: 'Здравствуйте, Мария Петровна!\nГотово.',
    });
  });

  test.each([
    ['below a sentence', 'Ваш вопрос решён.\n#решено'],
    ['below a greeting that says more', 'Здравствуйте! Ваш вопрос решён.\n#решено'],
    ['inside a line', 'Напишите «#решено» в ответ.'],
  ])('a command word %s is text', (_, text) => {
    expect(readCommands(text)).toMatchObject({ commands: [], errors: [], text });
  });

  test.each<[string, string[]]>([
    ['#назначить Иванов\nГотово.\n #Решено\n#тема', ['#Решено']],
    ['Готово.\n#комментарий для своих', ['#комментарий для своих']],
    ['Срочно\n*#заметка* ругается', ['*#заметка* ругается']],
    ['Срочно\n**#Заметка:** ругается', ['**#Заметка:** ругается']],
    ['Срочно\n\u00a0\u00a0#\u200bзаметка\u00a0ругается', ['#заметка ругается']],
    ['Срочно\n## заметка ругается', ['## заметка ругается']],
    ['Срочно\n1) #заметка ругается', ['1) #заметка ругается']],
    ['Срочно\n♯заметка ругается', ['#заметка ругается']],
    ['Срочно! #заметка ругается', ['Срочно! #заметка ругается']],
    ['Здравствуйте! #заметка ругается', ['Здравствуйте! #заметка ругается']],
    ['Добрый день, коллеги #note: ругается', ['Добрый день, коллеги #note: ругается']],
    ['⚠️ ВНЕШНЕЕ ПИСЬМО\n⚠️ #заметка ругается', ['⚠️ #заметка ругается']],
    ['Коллеги (#заметка ругается)', ['Коллеги (#заметка ругается)']],
    ['Срочно\n#замтека ругается', ['#замтека ругается']],
    ['Срочно\n#заметкаругается', ['#заметкаругается']],
    ['Срочно\n#zametka ругается', ['#zametka ругается']],
    ['#запросить\nПришлите скан.\n#срок 15.12.2026 ждём', ['#срок 15.12.2026 ждём']],
    ['Готово.\n-- \n#решено', ['#решено']],
    ['#заметка\nЗвонил.\n#решено', ['#решено']],
  ])('… and is named, for the letter to be held: %j', (text, strays) => {
    expect(readCommands(text).strays).toEqual(strays);
  });

  test.each([
    'Напишите «#решено» в ответ.',
    'Готово.\n#тема',
    'Готово.\n#1 в очереди',
    'Обращение #ТП-2026-000123 закрыто',
    'Откройте https://example.ru/page#close и https://example.ru/#note',
    'Готово.\n# Ответ на второй вопрос',
    'Готово.\n#госуслуги',
    '#заметка\nОн говорит, что писал #решено сам.',
  ])('… which these are not: %j', (text) => expect(readCommands(text).strays).toEqual([]));

  test.each(['#5 в очереди', '#ТП-2026-000123', '№ 5', 'Здравствуйте!', '# ', '#', ''])('%j is text', (text) => {
    expect(readCommands(text)).toMatchObject({ commands: [], errors: [], text: text.trimEnd() });
  });

  test('a note takes the whole text: nothing is left for the citizen', () => {
    expect(readCommands('#заметка звонил\n#срок 15.12.2026 ждём\nНе дозвонился.\n\nПерезвоню.')).toMatchObject({
      commands: [{ do: 'note', text: 'звонил\nНе дозвонился.\n\nПерезвоню.' }, { do: 'due' }],
      text: '',
    });
    expect(readCommands('Здравствуйте!\n#note\nДля своих.').text).toBe('');
    fc.assert(fc.property(fc.string(), (text) => readCommands(`#заметка x\n${text}`).text === ''));
  });

  test.each<[string, Order]>([
    ['#запросить\nПришлите скан паспорта.', { do: 'ask', text: 'Пришлите скан паспорта.' }],
    ['#отказать\n\nЗдравствуйте!\nНет оснований.', { do: 'reject', reason: 'Здравствуйте!\nНет оснований.' }],
  ])('%j: a bare command takes its text from below', (text, order) => {
    expect(orders(text)).toEqual([order]);
    expect(readCommands(text).text).toBe('');
  });

  test('with an argument of its own it leaves the text alone', () => {
    expect(readCommands('#запросить скан\nЗдравствуйте!').text).toBe('Здравствуйте!');
  });
});

describe('days', () => {
  test.each([
    ['15.12.2026', '2026-12-15'],
    ['2026-12-15', '2026-12-15'],
    ['15.12.26', '2026-12-15'],
    ['5.1.2027', '2027-01-05'],
    ['15/12/2026', '2026-12-15'],
    ['15.12.2026,', '2026-12-15'],
    ['15.12.2026 г.', '2026-12-15'],
    ['15.12.2026г.', '2026-12-15'],
    ['2026‑12‑15', '2026-12-15'],
    ['29.02.2028', '2028-02-29'],
  ])('%s', (written, day) => {
    expect(orders(`#срок ${written} ждём`)).toEqual([{ do: 'due', day, reason: 'ждём' }]);
  });

  test.each(['31.11.2026', '29.02.2027', '2026-13-01', '0.1.2027', '32.01.2027', '15.12', 'завтра', '15.12.202'])(
    '%s is none',
    (written) => expect(wrongs(`#срок ${written} ждём`)).toEqual(['date']),
  );
});

describe('wrong commands', () => {
  test.each<[string, string, string[]]>([
    ['no such command', '#переслать Иванову', ['unknown']],
    ['no words', '#заметка', ['missing']],
    ['no request and no text', '#запросить', ['missing']],
    ['no reason and no text', '#отказать \n', ['missing']],
    ['no surname', '#назначить', ['missing']],
    ['no department', '#отдел', ['missing']],
    ['no day', '#срок', ['missing']],
    ['no reason', '#срок 15.12.2026', ['missing']],
    ['a reason on the next line is text for the citizen', '#старшему\nСпорный случай.', ['missing']],
    ['a note takes the text before a bare request', '#заметка\n#запросить\nСкан.', ['missing']],
    ['words where none belong', '#решено по телефону', ['unneeded']],
    ['two on one line', '#решено #закрыть', ['crowded']],
    ['two on one line, behind an argument', '#назначить Иванов #решено', ['crowded']],
    ['twice the same', '#решено\n#resolved', ['twice']],
    ['two statuses', '#решено\n#закрыть', ['contradiction']],
    ['three statuses', '#решено\n#закрыть\n#отказать нет', ['contradiction']],
    ['two people', '#назначить Иванов\n#старшему спор', ['contradiction']],
    ['a note and an answer', '#заметка для нас\n#шаблон пароль', ['contradiction']],
    ['one right, one wrong', '#решено\n#назначит', ['unknown']],
  ])('%s: %j', (_, text, expected) => {
    expect(wrongs(text)).toEqual(expected);
  });

  test.each([
    ['#решенно', '#решено'],
    ['#готово', '#решено'],
    ['#Выполнено', '#решено'],
    ['#done', '#решено'],
    ['#закрыто', '#закрыть'],
    ['#closed', '#закрыть'],
    ['#назначит Иванов', '#назначить'],
    ['#передать Иванову', '#назначить'],
    ['#исполнитель Иванов', '#назначить'],
    ['#старший', '#старшему'],
    ['#эскалация', '#старшему'],
    ['#начальнику', '#старшему'],
    ['#продлить до 15.12', '#срок'],
    ['#продление', '#срок'],
    ['#перенести', '#срок'],
    ['#extend', '#срок'],
    ['#комментарий не для гражданина', '#заметка'],
    ['#примечание', '#заметка'],
    ['#служебное', '#заметка'],
    ['#запрос', '#запросить'],
    ['#уточнить', '#запросить'],
    ['#отклонено', '#отказать'],
    ['#отказ', '#отказать'],
    ['#подразделение', '#отдел'],
    ['#заготовка', '#шаблон'],
    ['#Продлеваю', '#срок'],
    ['#передал', '#назначить'],
    ['#ответственного Иванова', '#назначить'],
    ['#отклонён', '#отказать'],
    ['#для_своих', '#заметка'],
    ['#escalated', '#старшему'],
    ['#reassigning', '#назначить'],
    ['#postponed', '#срок'],
    ['#otkaz', '#отказать'],
  ])('%s: perhaps %s', (text, meant) => {
    const [error] = readCommands(text).errors;
    expect(error).toMatchObject({ what: 'unknown', line: text });
    expect(error!.why).toContain(`${meant}.`);
    expect(error!.allowed).toEqual([expect.stringContaining(meant)]);
  });

  test.each(['#продуть', '#закупить', '#срм', '#заменить', '#тема', '#важно', '#ребята', '#зачем'])(
    '%s is near a command in letters only',
    (text) => expect(readCommands(text).errors[0]!.why).toBe('Такой команды нет.'),
  );

  test('what is nothing like a command gets the whole list', () => {
    const [error] = readCommands('#гиппопотам').errors;
    expect(error!.why).toBe('Такой команды нет.');
    expect(error!.allowed).toContain('#срок 15.12.2026 причина');
    expect(error!.allowed).toHaveLength(10);
  });

  test('every error names its line and what is allowed', () => {
    for (const text of ['#срок 31.11.2026 ждём', '#срок 15.12.2026', '#решено #закрыть', '#решено\n#закрыть']) {
      const [error] = readCommands(text).errors;
      expect(error!.line).toMatch(/^#/);
      expect(error!.why).toMatch(/^[А-Я«].*\.$/);
      expect(error!.allowed.length).toBeGreaterThan(0);
    }
  });
});

test('any text is read, and without a hash sign on top it stays as it is', () => {
  const hashless = fc.string({ unit: 'grapheme' }).filter((text) => !/[#＃﹟]/.test(text));
  fc.assert(
    fc.property(hashless, (text) => {
      const read = readCommands(`Начало.\n${text}`);
      expect(read).toMatchObject({ commands: [], errors: [], strays: [] });
      expect(read.text).toBe(
        `Начало.\n${text}`
          .split(/\r\n|\r|\n/)
          .join('\n')
          .trimEnd(),
      );
    }),
  );
  const pieces = fc.array(fc.constantFrom('#', '\n', ' ', 'решено', 'срок', '15.12.2026', 'x', '•', '-', '\u00a0'));
  fc.assert(fc.property(pieces, (some) => readCommands(some.join('')).commands.length >= 0));
});
