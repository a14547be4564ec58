/** `ticket list` and `ticket search` for people: one ticket a row, drawn as they come from the register. */
import type { TicketView } from '../register/views.ts';
import { STATUS_TITLES } from '../ticket/status.ts';
import { day, plural } from './amounts.ts';
import { type Column, type Look, openGrid, type Paint, painter, stack } from './grid.ts';
import { safeLine } from './safe.ts';
import { fullName } from './titles.ts';

const COLUMNS: Column[] = [
  { title: 'Обращение', width: 17 },
  { title: 'Получено', width: 13 },
  { title: 'Заявитель', share: 4 },
  { title: 'Тема', share: 5 },
];

/** The table's head and its rows. @param timeZone the office's */
export function ticketTable(look: Look, timeZone: string): { head: string; row(ticket: TicketView): string } {
  const paint = painter(look);
  const { head, row } = openGrid(COLUMNS, look, 'wrapped');
  return {
    head,
    row: (ticket) =>
      row([
        stack(
          ticket.number,
          statusOf(ticket, paint),
          ticket.urgent && paint('red', 'неотложно'),
          ticket.heldBack && paint('yellow', 'придержано'),
        ),
        stack(day(ticket.receivedAt, timeZone), `до ${day(ticket.dueAt, timeZone)}`),
        safeLine(ticket.applicant.fio ? fullName(ticket.applicant.fio) : (ticket.from ?? '')),
        stack(safeLine(ticket.subject) || 'без темы', sizeOf(ticket), deskOf(ticket)),
      ]),
  };
}

/** The status in its colour: yellow waits for the citizen, gray is finished. */
export function statusOf({ status }: Pick<TicketView, 'status'>, paint: Paint): string {
  const colour = { registered: 'cyan', in_progress: 'green', awaiting_info: 'yellow' } as const;
  return paint(status in colour ? colour[status as keyof typeof colour] : 'gray', STATUS_TITLES[status]);
}

function sizeOf(ticket: TicketView): string {
  const letters = plural(ticket.messages, 'письмо', 'письма', 'писем');
  if (ticket.attachments.length === 0) return letters;
  return `${letters}, ${plural(ticket.attachments.length, 'файл', 'файла', 'файлов')}`;
}

/** Who has it: the operator, else the department. */
function deskOf(ticket: TicketView): string | null {
  const desk = ticket.operator ?? ticket.department;
  return desk && `→ ${desk}`;
}
