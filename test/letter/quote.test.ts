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
  ['Gmail, old', 'суббота, 14 марта 2026 г. пользователь Служба поддержки написал:'],
  ['Gmail, older', '2026-03-12 10:15 GMT+03:00 Служба поддержки <support@desk.example>:'],
  ['Gmail, oldest', '2026/3/12 Служба поддержки <support@desk.example>'],
  ['Outlook for Mac', '12 марта 2026 г. в 10:15 пользователь "Служба поддержки" <support@desk.example> написал:'],
  ['Yahoo', 'В четверг, 12 марта 2026 г., 10:15:34 GMT+3, Служба поддержки <support@desk.example> написал(а):'],
  ['Proton Mail, English', 'On Thursday, March 12th, 2026 at 10:15 AM, Служба <support@desk.example> wrote:'],
  ['Spark', '12 мар. 2026 г., 10:15 +0300, Служба поддержки <support@desk.example>, писал:'],
  ['Opera', 'Служба поддержки <support@desk.example> писал(а) в своём письме Thu, 12 Mar 2026 10:15:30 +0300:'],
  ['Zoho', '---- Вкл. Чт, 12 мар. 2026 10:15:34 +0300 Служба поддержки <support@desk.example> написал(а) ----'],
  ['iNotes', '-----support@desk.example написал(а): -----'],
  ['Notes', 'Служба поддержки <support@desk.example> написано 12.03.2026 10:15:34:'],
  ['GroupWise', '>>> Служба поддержки <support@desk.example> 12.03.2026 10:15 >>>'],
  ['Mutt', '* Служба поддержки <support@desk.example> [Thu, 12 Mar 2026 10:15:30 +0300]:'],
  ['Mail.ru on a phone', 'четверг, 12 марта 2026г., 10:15 +03:00 от Служба поддержки support@desk.example:'],
  ['Mail.ru, folded', 'Четверг, 12 марта 2026, 10:15 +03:00 от Служба поддержки\n<support@desk.example>:'],
  [
    'Yandex on an iPhone',
    '12 марта 2026 г. 10:15:34 GMT+03:00 пользователь Служба поддержки <support@desk.example> написал:',
  ],
  ['Horde', 'Цитирую Служба поддержки <support@desk.example>:'],
  ['CommuniGate', 'On Thu, 12 Mar 2026 10:15:30 +0300\n "Служба поддержки" <support@desk.example> wrote:'],
  ['The Bat!, date first', 'В письме от 12 марта 2026 г. 10:15:34 Вы писали:'],
  ['Xiaomi', 'Служба <support@desk.example> 于2026年3月12日周四 上午10:15写道：'],
  ['Gmail, Ukrainian', 'чт, 12 бер. 2026 р. о 10:15 Служба <support@desk.example> пише:'],
  ['Apple Mail, German', 'Am 12.03.2026 um 10:15 schrieb Служба <support@desk.example>:'],
  ['non-breaking spaces', '12\u00a0марта 2026\u00a0г., в\u00a010:15, Служба <support@desk.example> написал(а):'],
  [
    'a fold within the address',
    '12 марта 2026 г., в 10:15, Служба поддержки\nпользователей портала <\nsupport@desk.example> написал(а):',
  ],
];

const INTRODUCTIONS = [
  'Служба поддержки писал 2026-03-12 10:15:',
  'Служба поддержки пишет:',
  'Quoting support:',
  'Цитирую Служба поддержки:',
  'Служба поддержки via Портал wrote:',
  '12.03.2026 10:15, Служба:',
];

test.each(INTRODUCTIONS)('«%s» introduces a marked quote, and nothing else', (line) => {
  expect(splitText(`${OWN}\n\n${line}\n${QUOTE}`).fresh).toBe(OWN);
  expect(splitText(`${OWN}\n\n${line}\n${PLAIN_QUOTE}`).quoted).toBe('');
});

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
  ['Outlook, double spaced', `${BLOCK.replaceAll('\n', '\n\n')}\n\nТекст`],
  ['Outlook, flattened', `${BLOCK.replaceAll('\n', ' ')}\n\nТекст`],
  ['Outlook, Markdown', `${BLOCK.replace(/^([^:]+:)/gm, '**$1**')}\n\nТекст`],
  ['Notes, with tabs', `${BLOCK.replace(/: /g, ':\t')}\n\nТекст`],
  ['a heading without dashes', `Исходное сообщение\n${BLOCK}\n\nТекст`],
  ['a rule and an empty line', `________________________________\n\n${BLOCK}\n\nТекст`],
  [
    'eM Client',
    '------ Исходное сообщение ------\nОт "Служба" <support@desk.example>\nКому a@example.ru\nДата 12.03.2026 10:15:34\nТема Re: x\n\nТекст',
  ],
  ['Huawei', '-------- Исходное сообщение --------\nТема: Re: x\nОт: Служба\nКому: a@example.ru\nКопия:\n\nТекст'],
  [
    'Proton Mail',
    '‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nВ четверг, 12 марта 2026 г. в 10:15, Служба <a@example.ru> написал(а):\n\nТекст',
  ],
  [
    'Mail.ru',
    'От кого: Служба <support@desk.example>\nКому: a@example.ru\nДата: Четверг, 12 марта 2026, 10:15 +03:00\nТема: Re: x\n\nТекст',
  ],
  [
    'Hotmail',
    'Date: Thu, 12 Mar 2026 10:15:30 +0300\nFrom: support@desk.example\nTo: a@example.ru\nSubject: RE: x\n\nТекст',
  ],
  [
    'Outlook, German',
    'Von: Служба <support@desk.example>\nGesendet: Donnerstag, 12. März 2026 10:15\nAn: a@example.ru\nBetreff: RE: x\n\nТекст',
  ],
  [
    'Outlook, Ukrainian',
    'Від: Служба <support@desk.example>\nНадіслано: 12 березня 2026 р. 10:15\nКому: a@example.ru\nТема: RE: x\n\nТекст',
  ],
  [
    'Outlook, with a folded address',
    'From: Служба [mailto:\nsupport@desk.example]\nSent: Thursday, March 12, 2026\nTo: Ольга; Иван Петров;\n Сергей Сидоров\nSubject: RE: x\n\nТекст',
  ],
];

test.each(TAILS)('the tail of %s is quoted', (_what, tail) => {
  expect(splitText(`${OWN}\n\n${tail}`, 'RE: МЧД')).toEqual({ fresh: OWN, quoted: tail, forwarded: null });
});

const INNER = 'Я, Мещерякова Нина, прошу удалить запись.';
const SENT_ON = 'От: Нина М <nina@example.ru>\nДата: 9 марта 2026 г. 19:22\nТема: в поддержку\nКому: m@example.ru\n\n';
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
  [
    'Apple, Russian',
    'Начало переадресованного сообщения:\n\n> Отправитель: Нина М <nina@Example.ru>\n> Тема: в поддержку\n> Дата: 9 марта 2026 г. в 19:22:08 GMT+3\n> Кому: m@example.ru\n>\n> ',
    null,
  ],
  [
    'Apple, marked altogether',
    '> Начало переадресованного сообщения:\n>\n> Отправитель: Нина М <nina@Example.ru>\n> Тема: в поддержку\n> Дата: 9 марта 2026 г. в 19:22:08 GMT+3\n> Кому: m@example.ru\n>\n> ',
    null,
  ],
  ['Thunderbird, now', `-------- Перенаправленное сообщение --------\n${SENT_ON}`, null],
  ['Gmail, Russian', `---------- Пересланное сообщение ---------\n${SENT_ON}`, null],
  ['Yahoo', `----- Пересылаемое сообщение -----\n${SENT_ON}`, null],
  [
    'Yahoo, flattened',
    '   ----- Пересылаемое сообщение ----- От: Нина М <nina@example.ru>Кому: "m" <m@example.ru>Отправлено: понедельник, 9 марта 2026 г., 19:22:50 GMT+3Тема: в поддержку\n',
    null,
  ],
  ['Outlook for Mac', SENT_ON.replace('г. 19:22', 'г. в 19:22'), 'FW: в поддержку'],
  [
    'Thunderbird, German',
    `-------- Weitergeleitete Nachricht --------\nBetreff: \tв поддержку\nDatum: \tMon, 9 Mar 2026 19:22:00 +0300\nVon: \tНина М <nina@example.ru>\nAn: \tm@example.ru\n\n`,
    null,
  ],
  ['Notes', `----- Переслано: Нина М/Отдел дата 09.03.2026 19:22 -----\n\n${SENT_ON}`, null],
  ['Outlook on the web', `________________________________\n${SENT_ON}`, 'FW: в поддержку'],
  ['Samsung', `-------- Исходное сообщение --------\n${SENT_ON}`, 'Fwd: в поддержку'],
  [
    'eM Client',
    '------ Пересланное сообщение ------\nОт "Нина М" <nina@example.ru>\nКому m@example.ru\nДата 09.03.2026 19:22:34\nТема в поддержку\n\n',
    null,
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
  'Отправлено из мобильной Яндекс Почты: http://ya.example/ymail',
  'Отправлено с устройства Galaxy',
  'Отправлено с моего устройства Android через K-9 Mail. Пожалуйста, простите мне мою краткость.',
  'Отправлено с помощью безопасной электронной почты Proton Mail.',
  'Отправлено из Yahoo Почты. Получите приложение',
  'Отправлено из приложения "Почта" для Windows',
  'Отправлено из Outlook для Android<https://aka.example/AAb9ysg>',
  'Создано в мобильной почте Рамблер',
  'Sent from my Huawei phone',
  'Sent from Yahoo Mail on Android',
  'Sent from my cell, please excuse any typos.',
  '<<sent by galaxy>>',
  'Von meinem iPhone gesendet',
  'Надіслано з iPhone',
  '*Отправлено с iPhone*',
  'Без вирусов. www.avast.example',
  '--\nЭто сообщение проверено на вирусы антивирусом Avast.\nhttps://www.avast.example/antivirus',
  'Проверено антивирусом Касперского',
  '__________ Информация от ESET NOD32 Antivirus, версия базы 12345 (20260312) __________\n\nСообщение проверено ESET NOD32 Antivirus.\n\nhttp://www.esetnod32.example',
  'Настоящее сообщение и приложения к нему содержат конфиденциальную информацию\nи предназначены исключительно для адресата. Если вы не являетесь\nадресатом, уничтожьте его.',
  'This e-mail is confidential and intended solely for the addressee. If you have received it in error, please delete it.',
  'Пожалуйста, подумайте об окружающей среде, прежде чем распечатать это письмо.',
  '-- \nВы получили это сообщение, поскольку подписаны на группу «Портал».\nЧтобы отменить подписку, напишите на portal+unsubscribe@example.ru.',
  '_______________________________________________\nPortal mailing list\nPortal@lists.example.ru\nhttps://lists.example.ru/mailman/listinfo/portal',
  'Отправлено с iPhone\n\nБез вирусов. www.avast.example',
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
  ['a comparison', 'Открываю меню\n> 5 дней жду\nответа нет'],
  ['an error in the path', 'Скриншот: Меню > Вход\n> ошибка 500 > повтор'],
  ['a path through menus', 'Нажимаю Меню > Настройки\n и ничего'],
  ['a date over an answer that was got', '12.03.2026 подал заявление\n13.03.2026 10:15 оператор ответил: ждите\nжду'],
  ['what was heard from an operator', '12 марта 2026 г. в 10:15 ваш специалист написал следующее:\nждите. Я ждал.'],
  [
    'an application with its date',
    'Кому: начальнику отдела\nОт: Ивановой Марии\nДата: 12.03.2026\nТема: жалоба\n\nПрошу помочь.',
  ],
  [
    'a letter that came from an address',
    'Добрый день.\n05.03.2026 в 10:15 мне пришло письмо с адреса noreply@x.example:\nВаш код 1234',
  ],
  ['a letter sent to an address', 'Помогите.\n12.03.2026 10:15 отправил письмо на <a@b.example>\nответа нет'],
  ['what came to an address', 'На почту <a@b.example> мне написали:\nждите'],
  ['what a specialist writes', 'Жду.\n12.03.2026 в 10:15 специалист Иванова пишет:\nждите'],
  ['a reason for writing', 'Не работает вход.\n\nВы получили это письмо, поскольку я не знаю, куда ещё обратиться.'],
  ['a form', 'Дата рождения: 12.03.1960\nТелефон: 8 900\nПочта: a@example.ru'],
  ['a table', '| Ф.И.О. | Иванов |\n| СНИЛС | 112 |'],
  ['somebody whose telephone it was', 'Не работает вход.\n\nОтправлено с телефона дочери Анны'],
  ['a wish that it be kept secret', 'Прошу хранить это письмо как конфиденциальное, оно предназначено только вам.'],
  ['a question about a mailing list', 'Не приходит код.\n\nЧтобы отписаться от рассылки, что мне нажать?'],
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

test.each([
  ['bars', '12.03.2026 10:15, Служба пишет:', '| Какой у вас СНИЛС?', '| А телефон?'],
  ['initials', 'Вы писали 12 марта 2026 г., 10:15:34:', 'СП> Какой у вас СНИЛС?', 'СП>> А телефон?'],
  ['nested marks', '12.03.2026 10:15, Служба пишет:', '> > Какой у вас СНИЛС?', '>> А телефон?'],
  ['escaped marks', '12.03.2026 10:15, Служба пишет:', '&gt; Какой у вас СНИЛС?', '&gt; А телефон?'],
  ['a block over marks', BLOCK, '> Какой у вас СНИЛС?', '> А телефон?'],
])('answers stand between %s', (_what, head, first, second) => {
  const split = splitText(`Отвечаю ниже.\n\n${head}\n${first}\n112-233-445 95\n${second}\nНет.`, 'RE: x');
  expect(split.fresh).toBe('Отвечаю ниже.\n\n112-233-445 95\nНет.');
});

test('the rest of a marked line that was folded belongs to the quote, an answer does not', () => {
  const long = '> Сообщите, пожалуйста, какой у вас браузер и какую ошибку вы видите на';
  expect(splitText(`${OWN}\n\n${long}\nэкране\n> и в письме`, 'Re: x').fresh).toBe(OWN);
  expect(splitText(`${OWN}\n\n${long}\nда, вижу\n> и в письме`, 'Re: x').fresh).toContain('да, вижу');
  expect(splitText(`${OWN}\n\n${long}\nмонитор старый\n> И в письме`, 'Re: x').fresh).toContain('монитор');
  expect(splitText(`${OWN}\n\n> Наш портал (http://portal.example/a\n/b)\n> Служба`, 'Re: x').fresh).toBe(OWN);
  expect(splitText(`${OWN}\n\n> Есть ли код?\nесть\n> А номер?`, 'Re: x').fresh).toContain('есть');
});

test('an answer below our own letter is new, with marks or without', () => {
  const ours = `${BLOCK}\n\nМы получили ваше письмо.\n\n—\nСлужба поддержки\n\nЭто письмо составлено автоматически. На него можно ответить: ваш ответ придёт к нам.`;
  expect(splitText(`Здравствуйте!\n\n${ours}\n\nМой СНИЛС 112-233-445 95\n\nОтправлено с iPhone`, 'Re: x').fresh).toBe(
    'Здравствуйте!\n\nМой СНИЛС 112-233-445 95',
  );
  expect(splitText(`${ours}\n\nМой СНИЛС 112-233-445 95`, 'Re: x')).toMatchObject({
    fresh: 'Мой СНИЛС 112-233-445 95',
    forwarded: null,
  });
  expect(splitText(`${OWN}\n\n${ours}`, 'Re: x')).toEqual({ fresh: OWN, quoted: ours, forwarded: null });
});

test('what the sender wrote below a letter that he sends on is his', () => {
  const text = `Пересылаю.\n\n-------- Пересылаемое сообщение --------\n${SENT_ON}${INNER}\n-------- Конец пересылаемого сообщения --------\n\nМария\n\nОтправлено с iPhone`;
  expect(splitText(text)).toMatchObject({ quoted: 'Отправлено с iPhone', forwarded: { text: INNER } });
  expect(splitText(text).fresh).toContain('Мария');
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
  'Без вирусов.',
  'На него можно ответить: ваш ответ придёт к нам.',
  'Начало переадресованного сообщения:',
  '> От: a@b\n> Дата: 10:15\n> Тема: x',
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

test('what was found to be new is new when it is read again', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(OWN, QUOTE, '', 'Нет.', 'Отправлено с iPhone', ...ATTRIBUTIONS.map(([, lines]) => lines)),
        {
          maxLength: 8,
        },
      ),
      (pieces) => {
        const { fresh } = splitText([OWN, ...pieces].join('\n\n'));
        expect(splitText(fresh).fresh).toBe(fresh);
      },
    ),
    { numRuns: 300 },
  );
});

/** Going back over the text would take hours on one of these; the test's own time limit notices. */
test.each([
  '>',
  '12 марта 2026 г., ',
  'От: a',
  'On ',
  '<',
  '-'.repeat(40),
  'Отправлено с ',
  '1 '.repeat(200),
  '> a\n',
  '12.03.2026 10:15 a@',
  'Служба <a@b> ',
  `${BLOCK}\nваш ответ придёт к нам.\nтекст`,
  'это сообщение конфиденциально, запрещено',
  '_ ',
  '( http://a',
])('endless %j is split in linear time', (line) => {
  const lines = Math.ceil(100_000 / line.split('\n').length);
  expect(splitText(`${line}\n`.repeat(lines))).toBeDefined();
  expect(splitText(line.repeat(Math.ceil(1_000_000 / line.length)))).toBeDefined();
});
