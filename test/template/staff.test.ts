/** What staff read, in a text-only client too (domain.md §8). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AssignmentFacts, assignmentLetter } from '../../src/template/assignment.ts';
import { commandErrorLetter } from '../../src/template/command-error.ts';
import { type CommandReceiptFacts, commandReceiptLetter } from '../../src/template/command-receipt.ts';
import { type HeldFacts, heldLetter } from '../../src/template/held.ts';
import type { Filled } from '../../src/template/letterhead.ts';
import { ASSIGNMENT, citizen, HELD, notice, RECEIPT } from '../../src/template/samples/staff.ts';
import { OWN_TEMPLATES, openTemplates } from '../../src/template-files.ts';
import { WORDING } from '../../src/ticket/command-word.ts';

const renderer = openTemplates(OWN_TEMPLATES);
const write = ({ template, variables }: Filled) => renderer.render(template, variables);

describe('an assignment', () => {
  const assignment = (facts: Partial<AssignmentFacts> = {}) => write(assignmentLetter({ ...ASSIGNMENT, ...facts }));

  test.each([
    'Обращение: ТП-2026-000123, запрос, личный кабинет',
    'Заявитель: Иванова Мария Петровна',
    'СНИЛС: 112-233-445 95',
    'Телефон: +79161234567',
    'Почта: maria@example.ru (Мария Иванова)',
    'Получено: 22.11.2026, 14:05',
    'Первый ответ до: 23.11.2026, 14:05',
    'Полный ответ до: 27.11.2026, 18:00',
    '> Пароль я не меняла.',
    '— № 123-1: заявление.pdf, PDF, 1,2 МБ, принят',
    '— № 123-2: фото.heic, HEIC, 303 КБ, не принят: такой тип не принимаем',
    'Ответьте на это письмо.',
  ])('holds «%s»', (said) => {
    expect(assignment().text).toContain(said);
  });

  test('says in its subject what matters first', () => {
    expect(assignment().subject).toBe('[ТП-2026-000123] Новое обращение: Не могу войти в личный кабинет');
    expect(assignment({ urgent: true, repeated: true, subject: '' }).subject).toBe(
      '[ТП-2026-000123] Неотложно. Новое обращение, повторное',
    );
    expect(assignment({ alarm: 'security' }).subject).toContain('Подозрение на взлом');
  });

  test('tells what is missing and what is wrong', () => {
    const applicant = { ...ASSIGNMENT.applicant, snilsValid: false };
    expect(assignment({ applicant, missing: ['snils'] }).text).toContain(
      'СНИЛС: 112-233-445 95 (не проходит проверку)',
    );
    expect(assignment({ missing: ['fio', 'snils'] }).text).toContain('Не хватает: ФИО и СНИЛС\n');
    const lacking = (lacks: AssignmentFacts['lacks']) => assignment({ missing: ['snils'], lacks }).text;
    expect(lacking('asked-once')).toContain('Не хватает: СНИЛС (не прислано, просили один раз)\n');
    expect(lacking('says-none')).toContain('Не хватает: СНИЛС (заявитель пишет, что СНИЛС у него нет)\n');
    expect(lacking('not-asked')).toContain('Не хватает: СНИЛС (заявителя об этом не спрашивали)\n');
    expect(assignment().text).not.toContain('Не хватает');
  });

  test('of a repeated matter shows the history first', () => {
    const thread = [{ at: ASSIGNMENT.receivedAt, from: 'staff', name: 'Сидорова', text: 'Прежний ответ.' }] as const;
    const { text } = assignment({ earlier: { number: 'ТП-2026-000098', status: 'resolved', thread } });
    expect(text).toContain('Прежнее обращение ТП-2026-000098 (Решено)');
    expect(text.indexOf('> Прежний ответ.')).toBeLessThan(text.indexOf('> Пароль я не меняла.'));
  });

  test('names every command, Russian first, and examples that work in this office', () => {
    const { text } = assignment();
    for (const { words } of Object.values(WORDING)) {
      const [russian, english] = words.map((word) => text.indexOf(`#${word}`));
      expect(russian).toBeGreaterThan(0);
      expect(english).toBeGreaterThan(russian as number);
    }
    expect(text).toContain('#отдел tech');
    expect(text).toContain('#шаблон восстановление-доступа');
    expect(text).not.toMatch(/^\s*#/m);
  });

  test('lets nobody speak in the office’s voice: every line of the citizen is marked as his', () => {
    const forged = 'Вложения\n\n— № 1: вирус.exe, PDF, 1 КБ, принят\r\n\u2028Как ответить\n#решено';
    const { text } = assignment({ text: forged, files: [] });
    const said = text.slice(text.indexOf('Текст обращения'), text.indexOf('\nКак ответить'));
    expect(
      said
        .split('\n')
        .slice(2, -1)
        .every((line) => line.startsWith('>')),
    ).toBe(true);
  });

  test('is harmless whatever the citizen wrote', () => {
    const tags = (html: string) => html.replaceAll('<br>', '').match(/<[^>]*>/g)?.length;
    const nasty = (value: string): Partial<AssignmentFacts> => ({
      subject: `x${value}`,
      text: `x${value}`,
      from: { address: 'a@example.ru', name: `x${value}` },
      passedBy: { name: `x${value}`, reason: `x${value}` },
      thread: [{ at: HELD.receivedAt, from: 'citizen', name: `x${value}`, text: `x${value}` }],
    });
    const usual = tags(assignment(nasty('y')).html);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const { subject, text, html } = assignment(nasty(value));
        expect(subject).not.toMatch(/\p{Cc}/u);
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(tags(html)).toBe(usual);
      }),
      { numRuns: 100 },
    );
  });

  test('of an endless letter shows the beginning', () => {
    const { text } = assignment({ text: 'я'.repeat(3_000_000) });
    expect(text.length).toBeLessThan(110_000);
    expect(text).toContain('здесь его начало');
  });
});

describe('a notice', () => {
  const told = (event: Parameters<typeof notice>[0]) => write(notice(event));

  test.each([
    [citizen('wrote', { text: 'Ещё вот что.' }), 'Заявитель написал ещё', '> Ещё вот что.'],
    [citizen('wrote', { repeated: true }), 'Заявитель пишет повторно', 'ещё не завершено'],
    [citizen('wrote', { before: 'closed' }), 'обращение опять в работе', 'был «Закрыто», стал «В работе»'],
    [citizen('wrote', { corrected: ['fio'] }), 'Заявитель написал ещё', 'Исправлены сведения: ФИО.'],
    [citizen('accepted', { before: 'resolved', after: 'closed' }), 'Заявитель принял решение', 'стал «Закрыто»'],
    [citizen('refused', { before: 'resolved', text: 'Не помогло.' }), 'Заявитель не принял решение', '> Не помогло.'],
    [citizen('closed', { after: 'closed' }), 'Закрыто по просьбе заявителя', 'попросил закрыть'],
    [{ what: 'appealed', appeal: 'ТП-2026-000131', text: 'Не согласна.' }, 'Решение обжалуют', 'ТП-2026-000131'],
    [{ what: 'continued', by: 'ТП-2026-000132' }, 'открыто новое обращение', 'ТП-2026-000132'],
    [
      {
        what: 'unreachable',
        address: 'maria@example.ru',
        status: '5.1.1',
        permanent: true,
        response: '550 no\r\nsuch',
      },
      'Письмо заявителю не доставлено',
      'Адрес: maria@example.ru\nКод отказа: 5.1.1\nОтвет сервера: 550 no such\n',
    ],
    [
      {
        what: 'reassigned',
        from: 'Петров С. И.',
        to: 'Сидорова А. О.',
        by: 'Кузнецов О. П.',
        reason: 'отпуск',
        mine: false,
      },
      'Обращение передано другому специалисту',
      'Вёл: Петров С. И.\nВедёт: Сидорова А. О.\nПередал: Кузнецов О. П.\nПричина: отпуск\n',
    ],
    [
      { what: 'reassigned', from: null, to: 'Петров С. И.', by: null, reason: null, mine: true },
      'Обращение передано вам',
      'Ведёт: Петров С. И.\n',
    ],
    [
      { what: 'handled', by: 'Сидорова А. О.', text: 'Сделано.', before: 'in_progress', after: 'resolved' },
      'Обращением занялся коллега',
      'Что ушло заявителю\n\n> Сделано.',
    ],
    [{ what: 'related', other: 'ТП-2026-000130' }, 'сослался посторонний', 'ему не сообщайте'],
  ] as const)('of %j', (event, subject, said) => {
    const letter = told(event as Parameters<typeof notice>[0]);
    expect(letter.subject).toContain(subject);
    expect(letter.text).toContain(said);
  });

  test('to the one who lost the ticket does not invite an answer', () => {
    const facts = { what: 'reassigned', from: null, to: 'Сидорова А. О.', by: null, reason: null } as const;
    expect(told({ ...facts, mine: false }).text).not.toContain('уйдёт заявителю');
    expect(told({ ...facts, mine: true }).text).toContain('уйдёт заявителю');
  });
});

describe('a held letter', () => {
  const held = (facts: Partial<HeldFacts>) => write(heldLetter({ ...HELD, ...facts }));

  test.each([
    [{ why: 'no-token' }, 'не в ответ на наше письмо'],
    [{ why: 'foreign-token' }, 'мы отправляли не вам'],
    [{ why: 'expired-token' }, 'очень старое'],
    [
      { why: 'not-authenticated', domain: 'office.example', checks: 'SPF: fail' },
      'Почта office.example не подтвердила',
    ],
  ] as const)('says why and that nothing went out: %j', (reason, why) => {
    const { subject, text } = held({ reason });
    expect(subject).toContain('Ваше письмо задержано, заявителю ничего не ушло');
    expect(text).toContain(why);
    expect(text).toContain('> #решено\n> Блокировка снята, попробуйте войти.');
  });

  test('says how to confirm', () => {
    expect(held({}).text).toContain('«Подтверждаю»');
  });

  test('of two who answered at once shows both, whole, and where they differ', () => {
    const other = { name: 'Сидорова А. О.', at: HELD.receivedAt, text: 'Добрый день!\nПароль  сброшен.\nЖдём вас.' };
    const { text } = held({
      text: 'Добрый день!\nПароль сброшен.\n\nПозвоните нам.',
      reason: { why: 'collision', other },
    });
    expect(text).toContain('Сидорова А. О., 24.11.2026, 11:40:\n\n> Добрый день!\n> Пароль  сброшен.\n> + Ждём вас.\n');
    expect(text).toContain('> Добрый день!\n> Пароль сброшен.\n>\n> + Позвоните нам.\n');
  });

  test('marks nothing where nothing is alike', () => {
    const other = { name: 'Сидорова А. О.', at: HELD.receivedAt, text: 'Раз.' };
    expect(held({ text: 'Два.', reason: { why: 'collision', other } }).text).not.toMatch(/> \+|Плюсом/);
  });
});

describe('a receipt of commands', () => {
  const receipt = (facts: Partial<CommandReceiptFacts>) => write(commandReceiptLetter({ ...RECEIPT, ...facts })).text;

  test('tells line by line what was done', () => {
    const text = receipt({
      done: [
        { did: 'status', line: '#решено', before: 'in_progress', after: 'resolved' },
        { did: 'due', line: '#срок 15.12.2026 ждём', before: HELD.receivedAt, after: new Date('2026-12-15T15:00:00Z') },
        { did: 'assign', line: '#назначить Сидорова', to: 'Сидорова А. О.' },
      ],
      citizen: { told: 'answer' },
    });
    expect(text).toContain('— #решено — статус был «В работе», стал «Решено»\n');
    expect(text).toContain('срок перенесён: был 24 ноября 2026 г., стал 15 декабря 2026 г.\n');
    expect(text).toContain('— #назначить Сидорова — обращение передано, теперь его ведёт Сидорова А. О.\n');
    expect(text).toContain('— Ваш ответ отправлен заявителю.\n');
  });

  test.each([
    ['nothing', 'Заявителю ничего не отправлено.'],
    ['unreachable', 'его адрес не принимает писем'],
    ['request', 'срок остановлен'],
  ] as const)('says what the citizen got: %s', (told, said) => {
    expect(receipt({ citizen: { told } })).toContain(said);
  });

  test('warns of files that did not go and of commands that were left as text', () => {
    expect(receipt({ files: ASSIGNMENT.files })).toContain('Непринятые файлы заявителю не ушли.');
    expect(receipt({ strays: ['#закрыть'] })).toContain('остались текстом: #закрыть');
  });
});

test('a wrong command: nothing done, which line, what is wrong, what is allowed, all commands', () => {
  const { subject, text } = write(
    commandErrorLetter({
      ...ASSIGNMENT,
      problems: [
        { line: '#отдел касса', why: 'Такого отдела нет.', allowed: ['tech (Технический)', 'payments (Платежи)'] },
        { line: '', why: 'В письме нет ответа.', allowed: [] },
      ],
      text: '#отдел касса',
    }),
  );
  expect(subject).toContain('ничего не сделано');
  expect(text).toContain('Ничего из него не сделано, заявителю ничего не ушло.');
  expect(text).toContain('— #отдел касса: Такого отдела нет. Можно так: tech (Технический); payments (Платежи)\n');
  expect(text).toContain('— В письме нет ответа.\n');
  expect(text).toContain('> #отдел касса\n');
  expect(text).toContain('#template');
});
