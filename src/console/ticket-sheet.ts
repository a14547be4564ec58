/** `ticket show` for people: the ticket, its files, the whole correspondence, the journal, and what became of our letters. */
import type { TicketDetails } from '../register/views.ts';
import { moment, plural } from './amounts.ts';
import { fileLine } from './files.ts';
import { type Look, type Paint, painter, stack, wrap } from './grid.ts';
import { eventLines, eventTitle } from './journal.ts';
import { safeLine, safeText } from './safe.ts';
import { measure, section, sheet } from './sheet.ts';
import { statusOf } from './ticket-table.ts';
import { DELIVERY_TITLES, fullName, PURPOSE_TITLES, titleOf } from './titles.ts';

const AUTHORS = { citizen: 'заявитель', staff: 'специалист', automatic: 'служба' };

/** Everything about one ticket. The quoted tails of letters stay folded. @param timeZone the office's */
export function ticketSheet(ticket: TicketDetails, look: Look, timeZone: string): string {
  const paint = painter(look);
  const when = (iso: string) => moment(iso, timeZone);
  const parts = [
    stack(
      `${paint('bold', ticket.number)}  ${statusOf(ticket, paint)}${ticket.urgent ? `  ${paint('red', 'неотложно')}` : ''}`,
      facts(ticket, look, when, paint),
    ),
    ...ticket.thread.map((message) => entry(message, look, when, paint)),
  ];
  if (ticket.deliveries.length > 0) parts.push(deliveries(ticket, look));
  if (ticket.events.length > 0) parts.push(journal(ticket, look, when, timeZone));
  return `${parts.join('\n')}\n`;
}

type When = (iso: string) => string;

function facts(ticket: TicketDetails, look: Look, when: When, paint: Paint): string {
  const { fio, snils, inn, phone } = ticket.applicant;
  return sheet(
    [
      ['Тема', safeLine(ticket.subject) || 'без темы'],
      ['Вид, категория', `${ticket.kind}, ${ticket.category}`],
      ['Получено', when(ticket.receivedAt)],
      ['В архиве', ticket.archivedAt && when(ticket.archivedAt)],
      ['Данные удалены', ticket.erasedAt && when(ticket.erasedAt)],
      ['Ответить до', when(ticket.dueAt)],
      ['Заявитель', fio ? safeLine(fullName(fio)) : 'не указан'],
      ['СНИЛС', snils ?? 'не указан'],
      ['Не хватает', lackText(ticket)],
      ['ИНН', inn],
      ['Телефон', phone],
      ['Отправитель', ticket.from && safeLine(ticket.from)],
      ['Отдел', ticket.department],
      ['Специалист', ticket.operator],
      ['Связано с', ticket.related.join(', ')],
      ['Файлы', ticket.attachments.map((file) => `${fileLine(file, paint)}  ${paint('gray', file.id)}`).join('\n')],
    ],
    look,
  );
}

const ITEMS: Record<TicketDetails['missing'][number], string> = { fio: 'ФИО', snils: 'СНИЛС' };
const LACKS: Record<NonNullable<TicketDetails['lacks']>, string> = {
  'says-none': 'заявитель пишет, что СНИЛС у него нет',
  'asked-once': 'не прислано, просили один раз',
  'not-asked': 'заявителя об этом не спрашивали',
  'by-office': 'обращение переслало другое ведомство',
};

function lackText({ missing, lacks }: TicketDetails): string | null {
  if (missing.length === 0) return null;
  const items = missing.map((item) => ITEMS[item]).join(', ');
  return lacks === null ? items : `${items} (${LACKS[lacks]})`;
}

function entry(message: TicketDetails['thread'][number], look: Look, when: When, paint: Paint): string {
  const name = message.name ? `, ${safeLine(message.name)}` : '';
  const tail = message.quoted.trim();
  return stack(
    section(`${when(message.at)}  ${AUTHORS[message.from]}${name}`, look),
    wrap(safeText(message.text).trimEnd(), measure(look)) || paint('gray', '(без текста)'),
    tail !== '' && paint('gray', `(ниже цитата: ${plural(tail.split('\n').length, 'строка', 'строки', 'строк')})`),
    ...message.attachments.map((file) => fileLine(file, paint)),
  );
}

function deliveries(ticket: TicketDetails, look: Look): string {
  const lines = ticket.deliveries.map((delivery): [string, string] => [
    titleOf(PURPOSE_TITLES, delivery.purpose),
    stack(
      `${safeLine(delivery.to)}: ${titleOf(DELIVERY_TITLES, delivery.state)}, ${plural(delivery.attempts, 'попытка', 'попытки', 'попыток')}`,
      delivery.lastResponse && safeLine(delivery.lastResponse),
    ),
  ]);
  return stack(section('Наши письма', look), sheet(lines, look));
}

function journal(ticket: TicketDetails, look: Look, when: When, timeZone: string): string {
  const lines = ticket.events.map((event): [string, string] => [
    when(event.at),
    stack(...[eventTitle(event), ...eventLines(event, timeZone)].map(safeLine)),
  ]);
  return stack(section('Журнал', look), sheet(lines, look));
}
