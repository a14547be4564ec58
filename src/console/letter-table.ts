/** `letter list` for people: one letter a row, what became of it, and what went wrong. */
import type { LetterView } from '../register/letter-views.ts';
import { moment, plural } from './amounts.ts';
import { type Column, type Look, openGrid, painter, stack } from './grid.ts';
import { safeLine } from './safe.ts';
import { CLASS_TITLES, LETTER_STATE_TITLES, titleOf } from './titles.ts';

const COLUMNS: Column[] = [
  { title: '№', width: 6 },
  { title: 'Получено', width: 16 },
  { title: 'Состояние', width: 16 },
  { title: 'Письмо', share: 1 },
];

/** The table's head and its rows. @param timeZone the office's */
export function letterTable(look: Look, timeZone: string): { head: string; row(letter: LetterView): string } {
  const paint = painter(look);
  const { head, row } = openGrid(COLUMNS, look, 'wrapped');
  return {
    head,
    row: (letter) => {
      const state = titleOf(LETTER_STATE_TITLES, letter.state);
      return row([
        String(letter.id),
        stack(moment(letter.receivedAt, timeZone), `${letter.account}/${letter.folder} ${letter.uid}`),
        stack(
          letter.state === 'quarantined' ? paint('red', state) : state,
          letter.ticket,
          letter.class && titleOf(CLASS_TITLES, letter.class),
        ),
        stack(
          safeLine(letter.subject ?? '') || 'без темы',
          letter.from ? safeLine(letter.from) : 'без отправителя',
          letter.attempts > 0 &&
            letter.state !== 'registered' &&
            plural(letter.attempts, 'попытка', 'попытки', 'попыток'),
          letter.error && paint('red', safeLine(letter.error)),
        ),
      ]);
    },
  };
}
