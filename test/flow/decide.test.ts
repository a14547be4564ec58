import { describe, expect, test } from 'vitest';
import { type Context, type Decision, decide, type KnownTicket } from '../../src/flow/decide.ts';
import type { Findings } from '../../src/examiner/examine.ts';

const HOUR = 3_600_000;
const NOW = new Date('2026-11-20T10:00:00Z');
const CITIZEN = { address: 'anna@example.ru', name: 'Анна' };

const ticket: KnownTicket = {
  id: 1,
  keyId: 1,
  number: 'ТП-2026-000001',
  status: 'awaiting_info',
  missing: ['snils'],
  dueAt: NOW,
  rule: 'our-message-id',
  belongs: true,
};
const quiet: Context = {
  same: null,
  ticket: null,
  receivedAt: NOW,
  now: NOW,
  silent: false,
  ignoreOlderThan: 72 * HOUR,
  automaticToday: 0,
  maxPerSenderPerDay: 5,
  ownAddresses: ['support@example.org'],
};

interface Said {
  class?: Findings['classification']['class'];
  answerable?: boolean;
  missing?: Findings['missing'];
  from?: typeof CITIZEN | null;
  replyTo?: (typeof CITIZEN)[];
}

function found({
  class: kind = 'human',
  answerable = true,
  missing = [],
  from = CITIZEN,
  replyTo = [],
}: Said): Findings {
  return {
    letter: { from, replyTo },
    classification: { class: kind, answerable, signals: [] },
    missing,
  } as unknown as Findings;
}

const send = { do: 'send', to: 'anna@example.ru' };

describe('what a letter means', () => {
  test.each<[string, Said, Partial<Context>, unknown]>([
    ['a good letter opens a ticket', {}, {}, { do: 'open', status: 'registered', related: null, reply: send }],
    [
      'one without СНИЛС opens a ticket that waits for it',
      { missing: ['snils'] },
      {},
      { do: 'open', status: 'awaiting_info', related: null, reply: send },
    ],
    ['a robot opens nothing', { class: 'automatic', answerable: false }, {}, { do: 'set-aside' }],
    [
      'a robot that answers a ticket stands in its thread',
      { class: 'bounce', answerable: false },
      { ticket },
      { do: 'attach', ticket },
    ],
    [
      'a robot that only names a number of others gets no nearer',
      { class: 'list', answerable: false },
      { ticket: { ...ticket, rule: 'number', belongs: false } },
      { do: 'set-aside' },
    ],
    [
      'the answer that brings what was missing moves the ticket on',
      {},
      { ticket },
      { do: 'append', ticket, status: 'in_progress', missing: [], reply: send },
    ],
    [
      'an answer without it leaves the ticket waiting',
      { missing: ['fio', 'snils'] },
      { ticket },
      { do: 'append', ticket, status: 'awaiting_info', missing: ['snils'], reply: send },
    ],
    [
      'whoever holds our letter may answer it from another address',
      {},
      { ticket: { ...ticket, status: 'registered', missing: [], belongs: false } },
      { do: 'append', status: 'registered', missing: [], reply: send },
    ],
    [
      'a stranger who names a number gets a ticket of his own',
      {},
      { ticket: { ...ticket, rule: 'number', belongs: false } },
      { do: 'open', status: 'registered', related: { number: 'ТП-2026-000001' }, reply: send },
    ],
    [
      'a stranger in the thread of a citizen’s own letter is a stranger too',
      {},
      { ticket: { ...ticket, rule: 'earlier-letter', belongs: false } },
      { do: 'open', reply: send },
    ],
    [
      'the same letter again is nothing new',
      {},
      { same: { letterId: 7, ticketId: 1 }, ticket },
      { do: 'recognise', letterId: 7, ticketId: 1 },
    ],
  ])('%s', (_rule, said, known, decision) => {
    expect(decide(found(said), { ...quiet, ...known })).toMatchObject(decision as object);
  });
});

describe('whether it is answered', () => {
  test.each<[string, Said, Partial<Context>, unknown]>([
    [
      'Reply-To comes before From',
      { replyTo: [{ address: 'home@example.com', name: '' }] },
      {},
      { do: 'send', to: 'home@example.com' },
    ],
    ['the cap holds the answer back', {}, { automaticToday: 5 }, { do: 'hold', to: 'anna@example.ru' }],
    ['one below the cap it goes', {}, { automaticToday: 4 }, send],
    [
      'an old letter is registered in silence',
      {},
      { receivedAt: new Date(+NOW - 73 * HOUR) },
      { do: 'none', why: 'old' },
    ],
    ['a letter of 71 hours is answered', {}, { receivedAt: new Date(+NOW - 71 * HOUR) }, send],
    ['import is silent', {}, { silent: true }, { do: 'none', why: 'import' }],
    ['no sender, no answer', { from: null }, {}, { do: 'none', why: 'no sender' }],
    [
      'never to ourselves',
      { replyTo: [{ address: 'Support@Example.org', name: '' }] },
      {},
      { do: 'none', why: 'ourselves' },
    ],
    [
      'nor to our address with a token',
      { replyTo: [{ address: 'support+tabc@example.org', name: '' }] },
      {},
      { do: 'none', why: 'ourselves' },
    ],
    ['not to one that cannot be answered', { answerable: false }, {}, { do: 'none', why: 'machine' }],
  ])('%s', (_rule, said, known, reply) => {
    const decision = decide(found(said), { ...quiet, ...known }) as Extract<Decision, { do: 'open' }>;
    expect(decision).toMatchObject({ do: 'open', reply });
  });
});
