/**
 * Was the work right? Speed counts only if every letter was answered once, by automatic mail, and every letter became one
 * ticket. Enters: letters, answers, tickets. Leaves: what is wrong, in words; nothing when all is well. Pure.
 */
import type { Answer } from './sink-process.ts';

/** A letter that was sent, as far as it matters here. */
interface Sent {
  messageId: string;
}

/** A line of `ticket list --json`, as far as it matters here. */
export interface ListedTicket {
  number: string;
  messageId: string;
}

/** Every letter answered once, nothing else sent. */
export function faultsOfAnswers(letters: Sent[], answers: Answer[]): string[] {
  const answered = answers.map(({ inReplyTo }) => inReplyTo ?? 'no letter');
  const plain = answers.filter(({ automatic }) => !automatic).length;
  return [
    ...compare(letters, answered, 'answer'),
    ...(plain > 0 ? [`${plain} answers do not say that they are automatic`] : []),
  ];
}

/** Every letter one ticket; numbers of a year run from 1 without gaps (domain.md §2). */
export function faultsOfTickets(letters: Sent[], tickets: ListedTicket[]): string[] {
  const years = Map.groupBy(tickets, ({ number }) => number.split('-').at(-2));
  const gaps = [...years].flatMap(([year, ofYear]) => {
    const sequence = ofYear.map(({ number }) => Number(number.split('-').at(-1))).sort((a, b) => a - b);
    const wrong = sequence.findIndex((value, index) => value !== index + 1);
    return wrong < 0 ? [] : [`numbers of ${year}: ${sequence[wrong]} stands where ${wrong + 1} should`];
  });
  return [
    ...compare(
      letters,
      tickets.map(({ messageId }) => messageId),
      'ticket',
    ),
    ...gaps,
  ];
}

function compare(letters: Sent[], found: string[], what: string): string[] {
  const wanted = new Set(letters.map(({ messageId }) => messageId));
  const distinct = new Set(found);
  const lacking = [...wanted].filter((id) => !distinct.has(id)).length;
  const strange = [...distinct].filter((id) => !wanted.has(id)).length;
  const doubled = found.length - distinct.size;
  return [
    ...(lacking > 0 ? [`${lacking} letters without ${what}`] : []),
    ...(strange > 0 ? [`${strange} ${what}s that belong to no letter`] : []),
    ...(doubled > 0 ? [`${doubled} ${what}s too many for their letters`] : []),
  ];
}
