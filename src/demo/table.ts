/**
 * The demo's table, drawn: rows in, text out; nothing is printed here.
 * While the service works, one line a letter (`drawLive`), so that the whole stays on a small screen; at the end the full
 * table with what was found and every file's verdict (`drawFull`). Both keep within the width that they are given.
 */
import { type Column, grid, type Look, type Paint, painter, stack } from '../console/grid.ts';
import { safeLine } from '../console/safe.ts';
import { fullName } from '../console/titles.ts';
import { STATUS_TITLES } from '../ticket/status.ts';
import { type DemoRow, maskPhone, maskSnils, REFUSALS } from './row.ts';

const LIVE: Column[] = [
  { title: 'Letter', share: 1 },
  { title: 'Ticket', width: 14 },
  { title: 'Status', width: 17 },
  { title: 'Answer', width: 10 },
];

const FULL: Column[] = [
  { title: 'Letter', share: 16 },
  { title: 'Ticket and answer', share: 20 },
  { title: 'Found', share: 21 },
  { title: 'Files', share: 18 },
];

/** One line a letter: letter, ticket, status, answer. The first line is the head. */
export function drawLive(rows: readonly DemoRow[], look: Look): string[] {
  const paint = painter(look);
  const cells = rows.map((row) => [safeLine(row.letter), row.ticket ?? '', status(row, paint), answer(row, paint)]);
  return grid(LIVE, cells, look, 'lines').split('\n');
}

/** The whole of each letter: its ticket, what was found, every file with its verdict, and what the answer says. */
export function drawFull(rows: readonly DemoRow[], look: Look): string {
  const paint = painter(look);
  const cells = rows.map((row) => {
    const { note } = row.answer;
    const outcome = note ? `${answer(row, paint)}: ${note}` : answer(row, paint);
    const ticket = row.ticket ?? paint('gray', 'no ticket');
    return [safeLine(row.letter), stack(ticket, holder(row, paint), outcome), found(row, paint), files(row, paint)];
  });
  return grid(FULL, cells, look, 'wrapped');
}

function found({ found: { fio, snils, snilsValid, phone } }: DemoRow, paint: Paint): string {
  const wrong = snils && snilsValid === false ? ` ${paint('yellow', 'wrong')}` : '';
  return stack(fio && safeLine(fullName(fio)), snils && maskSnils(snils) + wrong, phone && maskPhone(phone));
}

function files(row: DemoRow, paint: Paint): string {
  const lines = row.files.map(({ name, verdict, reason }) =>
    verdict === 'accepted'
      ? `${paint('green', '✓')} ${safeLine(name)}`
      : `${paint('red', '✗')} ${safeLine(name)}: ${reason ? REFUSALS[reason] : 'refused'}`,
  );
  return stack(...lines);
}

function status({ status: code }: DemoRow, paint: Paint): string {
  return code ? paint(code === 'awaiting_info' ? 'yellow' : 'green', STATUS_TITLES[code]) : '';
}

/** The status, and whose the ticket is. */
function holder(row: DemoRow, paint: Paint): string {
  return row.operator ? `${status(row, paint)}: ${row.operator}` : status(row, paint);
}

function answer({ answer: { state } }: DemoRow, paint: Paint): string {
  switch (state) {
    case 'due':
      return paint('gray', '… working');
    case 'sent':
      return paint('green', '✓ answered');
    case 'never':
      return paint('gray', '– none due');
  }
}
