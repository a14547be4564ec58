/** The journal of a ticket, as operators read it: in words, without what only programs need. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Event, eventLines, eventTitle } from '../../src/console/journal.ts';
import { EVENT_TITLES } from '../../src/console/titles.ts';

const SRC = join(import.meta.dirname, '../../src');
const event = (what: string, before: unknown, after: unknown, who = 'service'): Event => ({
  at: '2026-11-22T10:00:00.000Z',
  who,
  what,
  before,
  after,
});
const told = (one: Event) => [eventTitle(one), ...eventLines(one, 'Europe/Moscow')];

test.each<[Event, string[]]>([
  [
    event('registered', null, { status: 'awaiting_info', missing: ['fio', 'snils'], defects: [] }),
    ['служба: зарегистрировано', 'Ожидает уточнения', 'не хватает: ФИО, СНИЛС'],
  ],
  [
    event('status changed', { status: 'in_progress' }, { status: 'resolved', reason: 'исправлено' }, 'Петрова Анна'),
    ['Петрова Анна: изменён статус', 'В работе → Решено', 'причина: исправлено'],
  ],
  [
    event('assigned', { operator: null }, { operator: 'petrova@example.ru', reason: null }),
    ['служба: назначен специалист', 'без специалиста → petrova@example.ru'],
  ],
  [
    event('department changed', { department: 'pay' }, { department: 'cabinet' }),
    ['служба: изменён отдел', 'pay → cabinet'],
  ],
  [
    event(
      'due changed',
      { dueAt: '2026-12-01T15:00:00.000Z' },
      { dueAt: '2026-12-15T15:00:00.000Z', reason: 'ждём банк' },
    ),
    ['служба: изменён срок ответа', '01.12.2026 18:00 → 15.12.2026 18:00', 'причина: ждём банк'],
  ],
  [
    event('answer held back', null, { heldFor: 'dmarc=fail' }),
    ['служба: автоматический ответ не отправлен', 'отправитель не подтверждён (DMARC)'],
  ],
  [event('note', null, { text: 'звонил в банк' }, 'Петрова Анна'), ['Петрова Анна: заметка', 'звонил в банк']],
  [
    event('wrote', null, { matchedBy: 'our-message-id', repeated: true }, 'citizen'),
    ['заявитель: новое письмо', 'ответ на наше письмо', 'повторное'],
  ],
  [
    event(
      'data changed',
      { missing: ['snils'], snils: null, fio: { surname: null, given: null, patronymic: null } },
      { missing: [], filled: ['snils'], corrected: [] },
      'citizen',
    ),
    ['заявитель: изменены данные заявителя', 'дополнено: СНИЛС'],
  ],
  [
    event(
      'data changed',
      { snils: '112-233-445 95', fio: { surname: 'Ларионова', given: 'Вера', patronymic: null } },
      { missing: [], filled: [], corrected: ['fio', 'snils'] },
      'citizen',
    ),
    [
      'заявитель: изменены данные заявителя',
      'исправлено: ФИО, СНИЛС',
      'прежнее имя: Ларионова Вера',
      'прежний СНИЛС: 112-233-445 95',
    ],
  ],
  [
    event('virus found', null, { file: 'счёт.pdf', signature: 'Pdf.Dropper.Agent-1' }),
    ['служба: антивирус нашёл опасное', 'файл: счёт.pdf', 'найдено: Pdf.Dropper.Agent-1'],
  ],
  [
    event('virus found', null, { file: null, signature: 'Html.Phishing.Bank-5' }),
    ['служба: антивирус нашёл опасное', 'в самом письме, вне его файлов', 'найдено: Html.Phishing.Bank-5'],
  ],
  [
    event('not scanned', null, { file: 'архив.zip' }),
    ['служба: антивирус не смог проверить целиком', 'файл: архив.zip'],
  ],
  [
    event('staff letter held', null, { from: 'petrova@example.ru', reason: 'not-authenticated' }),
    ['служба: письмо специалиста задержано', 'от кого: petrova@example.ru', 'причина: отправитель не подтверждён'],
  ],
  [
    event('commands not understood', null, { lines: ['#решон'] }, 'Петрова Анна'),
    ['Петрова Анна: команды не поняты, ничего не выполнено', 'строки: #решон'],
  ],
  [
    event('delivery accepted', null, { purpose: 'receipt', messageId: '<2@example.ru>', response: '250 queued' }),
    ['служба: письмо передано почтовому серверу', 'подтверждение', 'ответ сервера: 250 queued'],
  ],
  [
    event('cannot be reached', null, { recipient: 'a@example.org', purpose: 'answer', status: '5.1.1' }),
    ['служба: письмо не доставлено, адрес не принимает почту', '5.1.1', 'кому: a@example.org', 'ответ'],
  ],
  [
    event('machine mail attached', null, { class: 'bounce' }),
    ['служба: приложено автоматическое письмо', 'отказ в доставке'],
  ],
  [event('something new', null, { colour: 'red' }), ['служба: something new', 'colour: red']],
])('%#: $what', (one, lines) => {
  expect(told(one)).toEqual(lines);
});

/** What stands as `what` in the calls of `recordEvents`. */
function recorded(): string[] {
  const names = new Set<string>();
  for (const room of ['flow', 'register']) {
    for (const path of readdirSync(join(SRC, room), { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('.ts')) continue;
      const source = readFileSync(join(SRC, room, path), 'utf8');
      for (const [, call = ''] of source.matchAll(/recordEvents\([^[]*(\[.*?\])\);/gs)) {
        for (const [, what = ''] of call.matchAll(/what: ([^\n]*)/g)) {
          for (const [, name] of what.matchAll(/'([a-z ]+)'/g)) names.add(name!);
        }
      }
    }
  }
  return [...names];
}

describe('every event that is recorded', () => {
  test.each(recorded())('has a title: %s', (what) => expect(EVENT_TITLES).toHaveProperty([what]));
  test('some were found', () => expect(recorded()).toContain('status changed'));
});
