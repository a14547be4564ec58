import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Intent } from '../../src/ticket/intent.ts';
import { type Standing, wishOutcome } from '../../src/ticket/passage.ts';
import { mayPass, STATUS_TITLES, type Status } from '../../src/ticket/status.ts';

const closedAt = new Date('2026-11-01T12:00:00Z');
const days = (some: number) => new Date(closedAt.getTime() + some * 86_400_000);

/** What becomes of a wish, in two or three words. */
function wish(intent: Intent, status: Status, change: Partial<Standing> = {}, now = days(1)): string {
  const ticket = { status, closedAt: status === 'closed' ? closedAt : null, missing: [], ...change };
  const outcome = wishOutcome(intent, ticket, now, 14);
  switch (outcome.do) {
    case 'append':
      return `append, ${outcome.status}${outcome.repeated ? ', repeated' : ''}`;
    case 'answer-status':
      return outcome.do;
    case 'cannot':
      expect(outcome.wish).toBe(intent);
      return `cannot: ${outcome.why}`;
    default:
      return `${outcome.do}: ${outcome.why}`;
  }
}

describe('a letter of the citizen', () => {
  const table: Record<Intent, Record<Status, string>> = {
    reply: {
      registered: 'append, registered',
      in_progress: 'append, in_progress',
      awaiting_info: 'append, in_progress',
      resolved: 'append, resolved',
      rejected: 'append, rejected',
      closed: 'reopen: written-again',
    },
    new: {
      registered: 'append, registered',
      in_progress: 'append, in_progress',
      awaiting_info: 'append, in_progress',
      resolved: 'append, resolved',
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

  test.each<Intent>(['reply', 'repeat', 'accept', 'refuse'])('%s moves nothing on while something lacks', (intent) => {
    expect(wish(intent, 'awaiting_info', { missing: ['snils'] })).toMatch(/^append, awaiting_info/);
  });
});

describe('a letter to a closed ticket', () => {
  test.each([
    ['the same hour', 0, 'reopen: written-again'],
    ['the last moment of the fourteenth day', 14, 'reopen: written-again'],
    ['a moment later', 14.0001, 'open-linked: late'],
    ['a year later', 365, 'open-linked: late'],
  ])('%s', (_, after, outcome) => {
    expect(wish('reply', 'closed', {}, days(after))).toBe(outcome);
    expect(wish('refuse', 'closed', {}, days(after))).toBe(outcome);
  });

  test('with no days of grace every letter opens a new one', () => {
    const ticket: Standing = { status: 'closed', closedAt, missing: [] };
    expect(wishOutcome('reply', ticket, days(0.01), 0)).toEqual({ do: 'open-linked', why: 'late' });
  });
});

test('a citizen moves a ticket only where domain.md §6 lets it go, closing at his wish apart', () => {
  const intents = fc.constantFrom<Intent>('new', 'reply', 'status', 'repeat', 'appeal', 'accept', 'refuse', 'close');
  const statuses = fc.constantFrom(...(Object.keys(STATUS_TITLES) as Status[]));
  const lacking = fc.subarray(['fio', 'snils']);
  fc.assert(
    fc.property(intents, statuses, lacking, fc.nat(30), (intent, status, missing, after) => {
      const ticket = { status, closedAt: status === 'closed' ? closedAt : null, missing };
      const outcome = wishOutcome(intent, ticket, days(after), 14);
      if (outcome.do === 'append') expect(outcome.status === status || mayPass(status, outcome.status)).toBe(true);
      if (outcome.do === 'reopen') expect(mayPass(status, 'in_progress')).toBe(true);
      if (outcome.do === 'close')
        expect(status !== 'closed' && (outcome.why === 'wished' || mayPass(status, 'closed'))).toBe(true);
    }),
  );
});
