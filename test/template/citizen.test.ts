/** What citizens read in the course of a conversation (domain.md §6, §7, §9). */
import { describe, expect, test } from 'vitest';
import { type AnswerFacts, answerLetter } from '../../src/template/answer.ts';
import { extendedLetter } from '../../src/template/extended.ts';
import type { Filled } from '../../src/template/letterhead.ts';
import { additionLetter, receiptLetter } from '../../src/template/receipt.ts';
import { type RequestFacts, requestLetter } from '../../src/template/request.ts';
import { BARE } from '../../src/template/samples/receipts.ts';
import { statusAnswerLetter } from '../../src/template/status-answer.ts';
import { statusChangedLetter } from '../../src/template/status-changed.ts';
import { wishLetter } from '../../src/template/wish.ts';
import { OWN_TEMPLATES, openTemplates } from '../../src/template-files.ts';
import { STATUS_TITLES, type Status } from '../../src/ticket/status.ts';

const renderer = openTemplates(OWN_TEMPLATES);
const write = ({ template, variables }: Filled) => renderer.render(template, variables);

const AT = new Date('2026-11-24T08:40:00Z');
const TICKET = {
  ...BARE,
  applicant: { given: 'Мария', patronymic: 'Петровна' },
  files: [],
  subject: 'Re: [ТП-2026-000123] Не могу войти',
  reopenDays: 14,
};
const OPERATOR = { name: 'Петров Сергей Иванович', position: 'ведущий специалист', address: 's.petrov@office.example' };
const ANSWER: AnswerFacts = { ...TICKET, status: 'in_progress', change: null, text: 'Готово.', operator: OPERATOR };
const REQUEST: RequestFacts = {
  ...ANSWER,
  at: AT,
  before: 'in_progress',
  missing: [],
  snilsInvalid: false,
  waitsUntil: null,
};

describe('a change of status', () => {
  const changed = (after: Exclude<Status, 'registered'>, before: Status = 'registered', reason: string | null = null) =>
    write(statusChangedLetter({ ...TICKET, change: { at: AT, before, after, reason } }));

  test('tells number, moment, old and new status, reason', () => {
    const { text } = changed('rejected', 'in_progress', 'услуга положена\nс 18 лет');
    expect(text).toContain('Номер обращения: ТП-2026-000123\nТема: Не могу войти\n');
    expect(text).toContain('Прежний статус: В работе\nНовый статус: Отказано\n');
    expect(text).toContain('Статус изменён: 24 ноября 2026 г., 11:40 (время московское)\n');
    expect(text).toContain('Причина: услуга положена с 18 лет\n');
    expect(changed('in_progress').text).toContain('Причина: обращением занялся специалист\n');
  });

  test.each([
    ['in_progress', 'registered', 'Обращение взято в работу', 'Ответим до 27 ноября 2026 г. От вас пока ничего'],
    ['in_progress', 'closed', 'Обращение снова в работе', 'Ответим до 27 ноября 2026 г.'],
    ['awaiting_info', 'in_progress', 'Нужны ещё сведения от вас', 'срок ответа не идёт'],
    ['resolved', 'in_progress', 'Вопрос решён, проверьте, пожалуйста', 'одним словом «Принять»'],
    ['resolved', 'in_progress', 'Вопрос решён, проверьте, пожалуйста', 'словом «Отказать» и напишите, что не так'],
    ['rejected', 'in_progress', 'По обращению отказано', 'с темой «Обжалование ТП-2026-000123»'],
    ['closed', 'resolved', 'Обращение закрыто', 'в течение 14 дней'],
  ] as const)('to %s from %s: «%s» and what can be done', (after, before, subject, next) => {
    const letter = changed(after, before);
    expect(letter.subject).toBe(`[ТП-2026-000123] ${subject}`);
    expect(letter.text).toContain(next);
  });

  test('promises a day only while the clock runs', () => {
    const promising = (['in_progress', 'awaiting_info', 'resolved', 'rejected', 'closed'] as const).filter((status) =>
      changed(status).text.includes('27 ноября'),
    );
    expect(promising).toEqual(['in_progress']);
  });

  test('names the office’s own term after closing', () => {
    const change = { at: AT, before: 'resolved', after: 'closed', reason: null } as const;
    expect(write(statusChangedLetter({ ...TICKET, reopenDays: 21, change })).text).toContain('в течение 21 дня,');
  });
});

describe('an answer', () => {
  const answer = (facts: Partial<AnswerFacts>) => write(answerLetter({ ...ANSWER, ...facts }));

  test('keeps paragraphs and lines, adds greeting, name and position', () => {
    const { text } = answer({ text: 'Один.\nДва.\n\n\n\nТри.' });
    expect(text).toMatch(/^Здравствуйте, Мария Петровна!\n\nОдин\.\nДва\.\n\nТри\.\n\nВаш специалист: Петров Сергей/);
    expect(text).toContain('Петров Сергей Иванович, ведущий специалист\n');
    expect(answer({ text: 'Один.\nДва.' }).html).toContain('Один.<br>Два.');
  });

  test.each(['Здравствуйте, Мария!', 'Добрый день!', 'Уважаемая Мария Петровна,'])(
    'is not greeted twice: %s',
    (own) => {
      expect(answer({ text: `${own}\n\nГотово.` }).text).toMatch(new RegExp(`^${own}\n`));
    },
  );

  test('never shows the operator’s own address, wherever he wrote it', () => {
    const text = 'Пишите: S.Petrov@Office.example, <s.petrov@office.example>.\nns.petrov@office.example — другой.';
    const change = {
      at: AT,
      before: 'registered',
      after: 'in_progress',
      reason: 'от s.petrov@office.example',
    } as const;
    const letter = answer({ text, change, operator: { ...OPERATOR, name: 's.petrov@office.example' } });
    for (const shown of [letter.text, letter.html]) {
      expect(shown.replaceAll('ns.petrov', '').toLowerCase()).not.toContain('s.petrov');
    }
    expect(letter.text).toContain('Пишите: support@example.org, <support@example.org>.\nns.petrov@office.example');
  });

  test('with a new status is one letter with both', () => {
    const change = { at: AT, before: 'in_progress', after: 'resolved', reason: null } as const;
    const { subject, text } = answer({ status: 'resolved', change });
    expect(subject).toBe('[ТП-2026-000123] Ответ на ваше обращение: вопрос решён');
    expect(text).toContain('Готово.');
    expect(text).toContain('Прежний статус: В работе\nНовый статус: Решено\n');
    expect(text).toContain('«Принять»');
  });

  test('lists what is enclosed', () => {
    const files = [{ id: '124-1', name: 'памятка.pdf', bytes: 260_000 }];
    expect(answer({ files }).text).toContain('К письму приложено\n\n— памятка.pdf (254 КБ, № 124-1)');
  });

  test('does not call itself automatic', () => {
    expect(answer({}).text).not.toContain('автоматически');
  });

  test('is data: neither Liquid nor HTML nor invisible signs', () => {
    const text = '{{ number }}{% if %}<b>\u202eзадом\u0007\u0000 наперёд';
    expect(answer({ text }).text).toContain('{{ number }}{% if %}<b>задом наперёд');
    expect(answer({ text }).html).toContain('{{ number }}{% if %}&lt;b&gt;задом наперёд');
  });
});

describe('a request', () => {
  const request = (facts: Partial<RequestFacts>) => write(requestLetter({ ...REQUEST, ...facts })).text;

  test('says what to send, in which form, and how long the case waits', () => {
    const text = request({ text: 'Снимок экрана.' });
    expect(text).toContain('Что прислать\n\nСнимок экрана.\n');
    expect(text).toContain('файлы PDF, JPG и PNG: все вместе до 5 МБ, не больше 10 файлов');
    expect(text).toContain('Мы подождём столько, сколько вам нужно. Пока мы ждём, срок ответа не идёт');
    expect(request({ waitsUntil: AT })).toContain('Мы ждём вашего ответа до 24 ноября 2026 г. Если его не будет');
  });

  test('explains СНИЛС by itself', () => {
    expect(request({ text: '', missing: ['snils'] })).toContain('— Номер СНИЛС, 11 цифр');
  });

  test('tells the new status unless the ticket waited already', () => {
    expect(request({})).toContain('Прежний статус: В работе\nНовый статус: Ожидает уточнения\n');
    expect(request({ before: 'awaiting_info' })).toContain('Статус: Ожидает уточнения\n');
  });
});

describe('an answer to «Статус обращения»', () => {
  const asked = (status: Status, missing: ('fio' | 'snils')[] = []) =>
    write(statusAnswerLetter({ ...TICKET, status, changedAt: AT, missing }));

  test('holds number and dates and nothing of a person', () => {
    const { text, subject } = asked('in_progress');
    expect(subject).toBe('[ТП-2026-000123] Статус обращения: В работе');
    expect(text).toContain('Получено: 22 ноября 2026 г., 14:05 (время московское)\n');
    expect(text).toContain('Последнее изменение: 24 ноября 2026 г., 11:40 (время московское)\n');
    expect(text).toMatch(/^Здравствуйте!\n/);
    expect(text).not.toMatch(/Мария|Петровна|войти/);
  });

  test.each([
    ['registered', 'до 27 ноября 2026 г.'],
    ['in_progress', 'до 27 ноября 2026 г.'],
    ['awaiting_info', 'не идёт, пока мы ждём сведений от вас'],
    ['resolved', 'ответ уже отправлен вам'],
    ['rejected', 'ответ уже отправлен вам'],
    ['closed', 'работа завершена'],
  ] as const)('in %s says of the day: %s', (status, due) => {
    expect(asked(status).text).toContain(`Срок ответа: ${due}\n`);
    expect(asked(status).text).toContain(`Статус: ${STATUS_TITLES[status]}\n`);
  });

  test('says again what is missing', () => {
    expect(asked('awaiting_info', ['snils']).text).toContain('— Номер СНИЛС');
    expect(asked('awaiting_info').text).toContain('Найдите, пожалуйста, письмо с номером ТП-2026-000123');
  });
});

test('a later day is told with its reason', () => {
  const dueAt = new Date('2026-12-15T15:00:00Z');
  const { subject, text } = write(
    extendedLetter({ ...TICKET, dueBefore: TICKET.dueAt, dueAt, reason: 'ждём\nответа ведомства' }),
  );
  expect(subject).toBe('[ТП-2026-000123] Срок ответа продлён до 15 декабря 2026 г.');
  expect(text).toContain('Прежний срок: до 27 ноября 2026 г.\nНовый срок: до 15 декабря 2026 г.\n');
  expect(text).toContain('Причина: ждём ответа ведомства\n');
});

describe('a receipt', () => {
  test.each([
    ['closed-long-ago', 'Мы открыли новое обращение', 'закрыто больше 14 дней назад, поэтому мы открыли новое'],
    ['repeat', 'Мы открыли новое обращение', 'уже завершено, поэтому мы открыли новое'],
    ['appeal', 'Мы получили ваше обжалование', 'Его пересмотрит старший специалист'],
  ] as const)('of a letter that opens a ticket beside an earlier one (%s)', (because, subject, why) => {
    const letter = write(receiptLetter({ ...TICKET, origin: { number: 'ТП-2026-000098', because, reopenDays: 14 } }));
    expect(letter.subject).toBe(`[ТП-2026-000123] ${subject}`);
    expect(letter.text).toContain('ТП-2026-000098');
    expect(letter.text).toContain(why);
  });

  test.each([
    [{ operatorTold: true }, 'уже знает о вашем письме'],
    [{ repeated: true }, 'вы пишете повторно'],
    [{ before: 'closed' }, 'теперь оно снова в работе'],
    [{ before: 'closed' }, 'Прежний статус: Закрыто\nНовый статус: В работе\n'],
    [{ before: 'closed' }, 'Причина: вы написали нам снова\n'],
    [{ before: 'awaiting_info', completed: true }, 'Причина: вы прислали всё, чего не хватало\n'],
    [{ before: 'awaiting_info', completed: true }, 'Прежний статус: Ожидает уточнения\nНовый статус: В работе\n'],
    [{ corrected: ['snils', 'phone'] }, 'Мы исправили: СНИЛС и телефон.'],
  ] as const)('of an addition says what came of it: %j', (facts, said) => {
    const bare = { ...TICKET, status: 'in_progress', completed: false } as const;
    expect(write(additionLetter({ ...bare, ...facts })).text).toContain(said);
    expect(write(additionLetter(bare)).text).not.toContain(said);
  });
});

describe('a wish', () => {
  const wish = (one: 'accept' | 'refuse' | 'close', before: Status, status: Status, reasonGiven = true) =>
    write(wishLetter({ ...TICKET, wish: one, before, status, reasonGiven }));

  test.each([
    ['accept', 'resolved', 'closed', 'Обращение закрыто, спасибо', 'Вы приняли решение'],
    ['refuse', 'resolved', 'in_progress', 'Обращение снова в работе', 'вернули обращение в работу'],
    ['close', 'in_progress', 'closed', 'Обращение закрыто', 'Вы попросили закрыть обращение'],
    ['accept', 'in_progress', 'in_progress', 'Статус обращения не изменился', 'готовое решение, а его пока нет'],
    ['accept', 'rejected', 'rejected', 'Статус обращения не изменился', 'принимать решение не нужно'],
    ['refuse', 'registered', 'registered', 'Статус обращения не изменился', 'готового решения, а его пока нет'],
    ['refuse', 'rejected', 'rejected', 'Статус обращения не изменился', '«Обжалование ТП-2026-000123»'],
    ['close', 'closed', 'closed', 'Статус обращения не изменился', 'Обращение уже закрыто'],
  ] as const)('to %s in %s, afterwards %s: «%s»', (one, before, status, subject, said) => {
    const letter = wish(one, before, status);
    expect(letter.subject).toBe(`[ТП-2026-000123] ${subject}`);
    expect(letter.text).toContain(said);
    expect(letter.text).toContain(
      before === status
        ? `Статус: ${STATUS_TITLES[status]}\n`
        : `Прежний статус: ${STATUS_TITLES[before]}\nНовый статус: ${STATUS_TITLES[status]}\n`,
    );
  });

  test('that refuses without a reason is asked for it', () => {
    expect(wish('refuse', 'resolved', 'in_progress', false).text).toContain('Напишите, пожалуйста, что не так.');
    expect(wish('refuse', 'resolved', 'in_progress', true).text).not.toContain('Напишите, пожалуйста, что не так.');
  });
});
