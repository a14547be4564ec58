/** What operators read at the console: all facts, in the width they have, and nothing that a letter could do to a terminal. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { letterTable } from '../../src/console/letter-table.ts';
import { type ReadLetter, readingSheet } from '../../src/console/reading-sheet.ts';
import { ticketSheet } from '../../src/console/ticket-sheet.ts';
import { ticketTable } from '../../src/console/ticket-table.ts';
import type { LetterView } from '../../src/register/letter-views.ts';
import type { TicketDetails } from '../../src/register/views.ts';

const MOSCOW = 'Europe/Moscow';
const PLAIN = { width: 80, colour: false };
/** Clears the screen, sets the window's title, and turns the rest of a line around. */
const HOSTILE = '\x1b[2J\x1b]0;owned\x07\u202Efdp.exe\r\n';

const TICKET: TicketDetails = {
  number: 'ТП-2026-000005',
  status: 'awaiting_info',
  subject: 'Не засчитана госпошлина',
  kind: 'запрос',
  category: 'платежи',
  urgent: true,
  applicant: {
    fio: { surname: 'Дёмин', given: 'Роман', patronymic: null },
    snils: '083-961-247 93',
    inn: null,
    phone: '+79422484885',
  },
  missing: [],
  lacks: null,
  from: 'demin.roman@example.org',
  receivedAt: '2026-11-18T21:30:00.000Z',
  dueAt: '2026-11-25T15:00:00.000Z',
  department: 'pay',
  heldBack: null,
  operator: null,
  messages: 1,
  messageId: '<1@example.org>',
  attachments: [
    {
      id: 'f-1',
      name: 'Чек.pdf',
      type: 'pdf',
      bytes: 20_576,
      verdict: 'accepted',
      reason: null,
      advice: ['low-resolution'],
    },
    {
      id: 'f-2',
      name: 'Справка.pdf',
      type: 'exe',
      bytes: 1536,
      verdict: 'refused',
      reason: 'name-mismatch',
      advice: [],
    },
  ],
  archivedAt: null,
  erasedAt: null,
  related: ['ТП-2026-000001'],
  thread: [
    {
      at: '2026-11-18T21:30:00.000Z',
      from: 'citizen',
      name: 'Роман Дёмин',
      messageId: '<1@example.org>',
      text: 'Деньги списались.\n\n  1) чек',
      quoted: '> раз\n> два',
      attachments: [],
    },
  ],
  events: [
    { at: '2026-11-18T21:30:01.000Z', who: 'service', what: 'registered', before: null, after: { urgent: true } },
    {
      at: '2026-11-19T08:00:00.000Z',
      who: 'citizen',
      what: 'status changed',
      before: 'awaiting_info',
      after: 'in_progress',
    },
  ],
  deliveries: [
    {
      to: 'demin.roman@example.org',
      purpose: 'receipt',
      messageId: '<2@example.ru>',
      state: 'delayed',
      attempts: 2,
      lastResponse: '451 4.7.1 Greylisted',
    },
  ],
};
const LETTER: LetterView = {
  id: 13,
  account: 'support',
  folder: 'INBOX',
  uid: 42,
  messageId: null,
  from: null,
  subject: null,
  receivedAt: '2026-11-18T05:56:12.000Z',
  class: null,
  state: 'quarantined',
  ticket: null,
  attempts: 3,
  error: 'the reader did not finish',
};
const READING: ReadLetter = {
  file: '05.eml',
  from: { address: 'demin.roman@example.org', name: 'Роман Дёмин' },
  subject: 'Госпошлина',
  class: 'automatic',
  answerable: false,
  signals: ['auto-submitted: auto-replied'],
  ticketRef: 'ТП-2026-000005',
  intent: 'reply',
  kind: 'жалоба',
  urgent: true,
  identity: { ...TICKET.applicant, snilsValid: false, otherSnils: ['112-233-445 95'] },
  missing: ['snils'],
  text: 'Новый текст.',
  quoted: '> старый',
  attachments: TICKET.attachments,
  bounce: { recipient: 'a@example.org', status: '5.1.1', permanent: true },
  defects: ['charset: unknown-8bit read as windows-1251'],
};

function listed(...tickets: TicketDetails[]): string {
  const { head, row } = ticketTable(PLAIN, MOSCOW);
  return [head, ...tickets.map(row)].join('\n');
}
function letters(...views: LetterView[]): string {
  const { head, row } = letterTable(PLAIN, MOSCOW);
  return [head, ...views.map(row)].join('\n');
}

describe('ticket list', () => {
  test('number, status, days, applicant, subject, size and desk', () => {
    const drawn = listed(TICKET);
    for (const fact of ['ТП-2026-000005', 'Ожидает уточнения', 'неотложно', 'до 25.11.2026', 'Дёмин Роман', '→ pay']) {
      expect(drawn).toContain(fact);
    }
    expect(drawn).toMatch(/1 письмо, 2 файла/);
  });
  test("days are the office's: half past midnight in Moscow is the next day", () => {
    expect(listed(TICKET)).toContain('19.11.2026');
  });
  test('without an applicant the sender stands in the place', () => {
    expect(listed({ ...TICKET, applicant: { ...TICKET.applicant, fio: null } }).replace(/\s+/g, '')).toContain(
      'demin.roman@',
    );
  });
  test('does not show СНИЛС or phone', () => {
    expect(listed(TICKET)).not.toMatch(/083|942/);
  });
});

describe('ticket show', () => {
  const drawn = ticketSheet(TICKET, PLAIN, MOSCOW);
  const facts = [
    ['identity', 'СНИЛС             083-961-247 93'],
    ['the file that was refused, why, and its identifier', 'имя не соответствует'],
    ['a letter with its author and time', '19.11.2026 00:30  заявитель, Роман Дёмин'],
    ['indents of the text', '\n\n  1) чек\n'],
    ['the quoted tail, folded', '(ниже цитата: 2 строки)'],
    ['what became of our letters', 'отложено, повторим, 2 попытки'],
    ["the server's line", '451 4.7.1 Greylisted'],
    ['the journal', 'заявитель: изменён статус'],
    ['what was before and after', 'Ожидает уточнения → В работе'],
  ];
  test.each(facts)('tells %s', (_what, fact) => expect(drawn).toContain(fact));
  test('ends its last line', () => expect(drawn).toMatch(/[^\n]\n$/));
  test('names operator, department and related tickets', () => {
    const desk = ticketSheet({ ...TICKET, operator: 'petrova@example.ru' }, PLAIN, MOSCOW);
    expect(desk).toMatch(/Отдел +pay\n/);
    expect(desk).toMatch(/Специалист +petrova@example\.ru\n/);
    expect(desk).toMatch(/Связано с +ТП-2026-000001\n/);
  });
  test('leaves out what is not there', () => {
    expect(drawn).not.toContain('ИНН');
    expect(drawn).not.toContain('Специалист');
  });
});

describe('letter list', () => {
  test('what went wrong with a quarantined letter', () => {
    const drawn = letters(LETTER);
    for (const fact of ['карантин', 'без темы', 'без отправителя', '3 попытки', 'the reader did not finish']) {
      expect(drawn).toContain(fact);
    }
  });
  test('the ticket of a registered one', () => {
    const drawn = letters({ ...LETTER, state: 'registered', ticket: 'ТП-2026-000005', class: 'human', error: null });
    expect(drawn).toContain('зарегистрировано  ');
    expect(drawn).toContain('ТП-2026-000005');
  });
});

describe('inspect', () => {
  const drawn = readingSheet(READING, PLAIN);
  const facts = [
    'автоответ, автоматически не отвечаем',
    'auto-submitted: auto-replied',
    'продолжение переписки',
    '083-961-247 93, контрольные цифры неверны',
    'Другие СНИЛС      112-233-445 95',
    'Не хватает        СНИЛС',
    'a@example.org, 5.1.1, окончательно',
    'Недостатки        charset: unknown-8bit read as windows-1251',
    '\n\nНовый текст.\n',
    '> старый',
  ];
  test.each(facts)('tells %j', (fact) => expect(drawn).toContain(fact));
});

describe('a hostile letter', () => {
  const hostileTicket: TicketDetails = {
    ...TICKET,
    subject: HOSTILE,
    from: HOSTILE,
    applicant: { ...TICKET.applicant, fio: { surname: HOSTILE, given: null, patronymic: null } },
    attachments: [{ ...TICKET.attachments[1]!, name: HOSTILE }],
    thread: [{ ...TICKET.thread[0]!, text: HOSTILE, name: HOSTILE }],
    deliveries: [{ ...TICKET.deliveries[0]!, lastResponse: HOSTILE }],
    events: [{ ...TICKET.events[0]!, after: { subject: HOSTILE } }],
  };
  const drawn: [string, string][] = [
    ['ticket list', listed(hostileTicket)],
    ['ticket show', ticketSheet(hostileTicket, PLAIN, MOSCOW)],
    ['letter list', letters({ ...LETTER, subject: HOSTILE, from: HOSTILE, error: HOSTILE })],
    [
      'inspect',
      readingSheet(
        {
          ...READING,
          subject: HOSTILE,
          text: HOSTILE,
          quoted: HOSTILE,
          signals: [HOSTILE],
          defects: [HOSTILE],
          from: { address: HOSTILE, name: HOSTILE },
          attachments: hostileTicket.attachments,
        },
        PLAIN,
      ),
    ],
  ];
  test.each(drawn)('%s prints no control or direction character', (_name, text) => {
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(text).toContain('fdp.exe');
  });
});

describe('width', () => {
  const LONG = 'длинноесловобезпробелов'.repeat(20);
  test.each([60, 80, 120, 200])('no line is wider than %i columns', (width) => {
    const look = { width, colour: true };
    const ticket = { ...TICKET, subject: LONG, thread: [{ ...TICKET.thread[0]!, text: LONG }] };
    const text = [
      ticketTable(look, MOSCOW).row(ticket),
      ticketSheet(ticket, look, MOSCOW),
      letterTable(look, MOSCOW).row({ ...LETTER, subject: LONG }),
      readingSheet({ ...READING, subject: LONG, text: LONG }, look),
    ].join('\n');
    const widths = stripVTControlCharacters(text)
      .split('\n')
      .map((line) => [...line].length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(width);
  });
});

test('an absurdly long subject is cut, and takes no time', () => {
  const subject = 'ы'.repeat(1_000_000);
  const drawn = listed({ ...TICKET, subject });
  expect(drawn.length).toBeLessThan(10_000);
  expect(drawn).toContain('ы…');
});

test('a text of megabytes is printed whole', () => {
  const text = 'слово '.repeat(300_000).trim();
  const sheet = ticketSheet({ ...TICKET, thread: [{ ...TICKET.thread[0]!, text }] }, PLAIN, MOSCOW);
  expect(sheet).toContain(text);
});
