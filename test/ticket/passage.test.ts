import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Attitude } from '../../src/ticket/attitude.ts';
import type { Intent } from '../../src/ticket/intent.ts';
import { type Said, type Standing, wishOutcome } from '../../src/ticket/passage.ts';
import { mayPass, STATUS_TITLES, type Status } from '../../src/ticket/status.ts';

const closedAt = new Date('2026-11-01T12:00:00Z');
const days = (some: number) => new Date(closedAt.getTime() + some * 86_400_000);
const said = (intent: Intent, more: Partial<Said> = {}): Said => {
  return { intent, named: true, attitude: null, saysMore: false, brings: false, ...more };
};

/** What becomes of a letter, in two or three words. */
function becomes(letter: Said, status: Status, now = days(1)): string {
  const ticket: Standing = { status, closedAt: status === 'closed' ? closedAt : null };
  const outcome = wishOutcome(letter, ticket, now, 14);
  switch (outcome.do) {
    case 'append':
      return ['append', outcome.status, outcome.repeated && 'repeated', outcome.asksStatus && 'tell status']
        .filter(Boolean)
        .join(', ');
    case 'answer-status':
    case 'note':
      return outcome.do;
    case 'cannot':
      expect(outcome.wish).toBe(letter.intent);
      return `cannot: ${outcome.why}`;
    default:
      return `${outcome.do}: ${outcome.why}`;
  }
}
const wish = (intent: Intent, status: Status, now = days(1)) => becomes(said(intent), status, now);

describe('a letter of the citizen', () => {
  const table: Record<Intent, Record<Status, string>> = {
    reply: {
      registered: 'append, registered',
      in_progress: 'append, in_progress',
      awaiting_info: 'append, in_progress',
      resolved: 'reopen: written-again',
      rejected: 'append, rejected',
      closed: 'reopen: written-again',
    },
    new: {
      registered: 'append, registered',
      in_progress: 'append, in_progress',
      awaiting_info: 'append, in_progress',
      resolved: 'reopen: written-again',
      rejected: 'append, rejected',
      closed: 'reopen: written-again',
    },
    status: {
      registered: 'answer-status',
      in_progress: 'answer-status',
      awaiting_info: 'answer-status',
      resolved: 'answer-status',
      rejected: 'answer-status',
      closed: 'answer-status',
    },
    repeat: {
      registered: 'append, registered, repeated',
      in_progress: 'append, in_progress, repeated',
      awaiting_info: 'append, in_progress, repeated',
      resolved: 'open-linked: repeated',
      rejected: 'open-linked: repeated',
      closed: 'open-linked: repeated',
    },
    accept: {
      registered: 'cannot: not-answered-yet',
      in_progress: 'cannot: not-answered-yet',
      awaiting_info: 'append, in_progress',
      resolved: 'close: accepted',
      rejected: 'cannot: answered-with-refusal',
      closed: 'cannot: closed-already',
    },
    refuse: {
      registered: 'cannot: not-answered-yet',
      in_progress: 'cannot: not-answered-yet',
      awaiting_info: 'append, in_progress',
      resolved: 'reopen: refused',
      rejected: 'cannot: answered-with-refusal',
      closed: 'reopen: written-again',
    },
    appeal: {
      registered: 'open-linked: appeal',
      in_progress: 'open-linked: appeal',
      awaiting_info: 'open-linked: appeal',
      resolved: 'open-linked: appeal',
      rejected: 'open-linked: appeal',
      closed: 'open-linked: appeal',
    },
    close: {
      registered: 'close: wished',
      in_progress: 'close: wished',
      awaiting_info: 'close: wished',
      resolved: 'close: wished',
      rejected: 'close: wished',
      closed: 'cannot: closed-already',
    },
  };
  const rows = Object.entries(table).flatMap(([intent, row]) =>
    Object.entries(row).map(([status, outcome]) => [intent as Intent, status as Status, outcome] as const),
  );

  test.each(rows)('%s, %s: %s', (intent, status, outcome) => {
    expect(wish(intent, status)).toBe(outcome);
  });

  const everywhere: Record<Status, true> = {
    registered: true,
    in_progress: true,
    awaiting_info: true,
    resolved: true,
    rejected: true,
    closed: true,
  };
  test.each(Object.keys(everywhere) as Status[])('thanks change nothing and cause no letter: %s', (status) => {
    expect(becomes(said('reply', { attitude: 'thanks' }), status)).toBe('note');
    expect(becomes(said('reply', { attitude: 'thanks' }), status, days(400))).toBe('note');
  });

  const worded: [string, Partial<Said> & { intent: Intent }, Partial<Record<Status, string>>][] = [
    [
      '«Хорошо»',
      { intent: 'reply', attitude: 'nod' },
      { in_progress: 'append, in_progress', awaiting_info: 'append, in_progress', resolved: 'note', closed: 'note' },
    ],
    [
      '«Вроде заработало»',
      { intent: 'reply', attitude: 'hopeful' },
      { in_progress: 'append, in_progress', awaiting_info: 'append, in_progress', resolved: 'note' },
    ],
    [
      '«Всё заработало, спасибо»',
      { intent: 'accept', named: false, attitude: 'settled' },
      {
        registered: 'close: wished',
        in_progress: 'close: wished',
        awaiting_info: 'close: wished',
        resolved: 'close: accepted',
        rejected: 'close: wished',
      },
    ],
    [
      'the same among other words',
      { intent: 'accept', named: false, attitude: 'content' },
      { registered: 'append, registered', awaiting_info: 'append, in_progress', resolved: 'close: accepted' },
    ],
    [
      'thanks with a file',
      { intent: 'reply', attitude: 'thanks', brings: true },
      { in_progress: 'append, in_progress', awaiting_info: 'append, in_progress', resolved: 'reopen: written-again' },
    ],
    [
      '«Всё заработало» with a file',
      { intent: 'accept', named: false, attitude: 'settled', brings: true },
      { in_progress: 'append, in_progress', resolved: 'reopen: written-again' },
    ],
    [
      '«Больше не нужно»',
      { intent: 'close', named: false, attitude: 'needless' },
      { registered: 'close: wished', awaiting_info: 'close: wished', resolved: 'close: wished' },
    ],
    [
      '«Не помогло», not in our word',
      { intent: 'refuse', named: false },
      { registered: 'append, registered', in_progress: 'append, in_progress', resolved: 'reopen: refused' },
    ],
    [
      '«Не согласна с ответом» in an answer',
      { intent: 'appeal', named: false },
      { in_progress: 'append, in_progress', resolved: 'reopen: refused', rejected: 'open-linked: appeal' },
    ],
    [
      '«Пишу третий раз» in an answer',
      { intent: 'repeat', named: false },
      {
        in_progress: 'append, in_progress, repeated',
        resolved: 'reopen: written-again',
        closed: 'open-linked: repeated',
      },
    ],
    [
      'a question how it stands, and news',
      { intent: 'status', saysMore: true },
      {
        registered: 'append, registered, tell status',
        in_progress: 'append, in_progress, tell status',
        awaiting_info: 'append, in_progress, tell status',
        resolved: 'append, in_progress, tell status',
        rejected: 'append, rejected, tell status',
        closed: 'append, in_progress, tell status',
      },
    ],
    [
      'a question how it stands, and a file',
      { intent: 'status', brings: true },
      { in_progress: 'append, in_progress, tell status' },
    ],
  ];
  const cases = worded.flatMap(([name, letter, row]) =>
    Object.entries(row).map(([status, outcome]) => [name, status as Status, outcome, letter] as const),
  );
  test.each(cases)('%s, %s: %s', (_, status, outcome, { intent, ...more }) => {
    expect(becomes(said(intent, more), status)).toBe(outcome);
  });

  test('news beside a question long after closing open a ticket', () => {
    expect(becomes(said('status', { saysMore: true }), 'closed', days(15))).toBe('open-linked: late');
  });
});

describe('a letter to a closed ticket', () => {
  test.each([
    ['the same hour', 0, 'reopen: written-again'],
    ['the last moment of the fourteenth day', 14, 'reopen: written-again'],
    ['a moment later', 14.0001, 'open-linked: late'],
    ['a year later', 365, 'open-linked: late'],
  ])('%s', (_, after, outcome) => {
    expect(wish('reply', 'closed', days(after))).toBe(outcome);
    expect(wish('refuse', 'closed', days(after))).toBe(outcome);
  });

  test('with no days of grace every letter opens a new one', () => {
    const ticket: Standing = { status: 'closed', closedAt };
    expect(wishOutcome(said('reply'), ticket, days(0.01), 0)).toEqual({ do: 'open-linked', why: 'late' });
  });
});

test('a citizen moves a ticket only where domain.md §6 lets it go, closing at his wish apart', () => {
  const intents = fc.constantFrom<Intent>('new', 'reply', 'status', 'repeat', 'appeal', 'accept', 'refuse', 'close');
  const attitudes = fc.constantFrom<Attitude | null>(
    'settled',
    'content',
    'needless',
    'hopeful',
    'thanks',
    'nod',
    null,
  );
  const statuses = fc.constantFrom(...(Object.keys(STATUS_TITLES) as Status[]));
  const letters = fc.record({
    intent: intents,
    attitude: attitudes,
    named: fc.boolean(),
    saysMore: fc.boolean(),
    brings: fc.boolean(),
  });
  fc.assert(
    fc.property(letters, statuses, fc.nat(30), (letter, status, after) => {
      const ticket = { status, closedAt: status === 'closed' ? closedAt : null };
      const outcome = wishOutcome(letter, ticket, days(after), 14);
      if (outcome.do === 'append') expect(outcome.status === status || mayPass(status, outcome.status)).toBe(true);
      if (outcome.do === 'reopen') expect(mayPass(status, 'in_progress')).toBe(true);
      if (outcome.do === 'close')
        expect(status !== 'closed' && (outcome.why === 'wished' || mayPass(status, 'closed'))).toBe(true);
      if (letter.brings) expect(outcome.do).not.toBe('note');
    }),
  );
});
