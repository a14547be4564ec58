import { describe, expect, test } from 'vitest';
import type { Findings } from '../../src/examiner/examine.ts';
import { type Context, type Decision, decide, type KnownTicket } from '../../src/flow/decide.ts';
import { answerAddress } from '../../src/flow/reply.ts';

const HOUR = 3_600_000;
const NOW = new Date('2026-11-20T10:00:00Z');
const CITIZEN = { address: 'anna@example.ru', name: 'Анна' };

const ticket: KnownTicket = {
  id: 1,
  keyId: 1,
  number: 'ТП-2026-000001',
  status: 'awaiting_info',
  closedAt: null,
  missing: ['snils'],
  dueAt: NOW,
  rule: 'our-message-id',
  belongs: true,
  token: 'of the sender',
  audience: 'citizen',
  expired: false,
};
const DENIED = { by: 'dmarc=fail', excused: false } as const;
const quiet: Context = {
  same: null,
  ticket: null,
  bounced: null,
  staff: null,
  reopenDays: 14,
  receivedAt: NOW,
  now: NOW,
  silent: false,
  ignoreOlderThan: 72 * HOUR,
  answerTo: null,
  automaticToday: 0,
  maxPerSenderPerDay: 5,
  answerUnauthenticated: false,
  flood: null,
  ownAddresses: ['support@example.org'],
};

interface Said {
  class?: Findings['classification']['class'];
  answerable?: boolean;
  missing?: Findings['missing'];
  intent?: Findings['intent'];
  from?: typeof CITIZEN | null;
  replyTo?: (typeof CITIZEN)[];
  disowned?: Findings['disowned'];
  doubt?: Findings['authorship']['doubt'];
}

function found({
  class: kind = 'human',
  answerable = true,
  missing = [],
  intent = 'reply',
  from = CITIZEN,
  replyTo = [],
  disowned = null,
  doubt = null,
}: Said): Findings {
  return {
    letter: { from, replyTo },
    classification: { class: kind, answerable, signals: [] },
    disowned,
    authorship: { proven: false, doubt: doubt ?? disowned?.by ?? null },
    missing,
    intent,
    kind: 'запрос',
  } as unknown as Findings;
}

const send = { do: 'send', to: 'anna@example.ru' };

/** In a context where the letter's own words tell where its answer goes. */
function decided(said: Said, known: Partial<Context>): Decision {
  const findings = found(said);
  return decide(findings, { ...quiet, answerTo: answerAddress(findings.letter), ...known });
}

describe('what a letter means', () => {
  test.each<[string, Said, Partial<Context>, unknown]>([
    ['a good letter opens a ticket', {}, {}, { do: 'open', status: 'registered', linked: null, reply: send }],
    [
      'one without СНИЛС opens a ticket that waits for it',
      { missing: ['snils'] },
      {},
      { do: 'open', status: 'awaiting_info', missing: ['snils'], linked: null, reply: send },
    ],
    ['a robot opens nothing', { class: 'automatic', answerable: false }, {}, { do: 'set-aside' }],
    [
      'a robot that answers a ticket stands in its thread',
      { class: 'bounce', answerable: false },
      { ticket },
      { do: 'attach', ticketId: 1, bounced: null },
    ],
    [
      'a robot that only names a number of others gets no nearer',
      { class: 'list', answerable: false },
      { ticket: { ...ticket, rule: 'number', belongs: false, token: null, audience: null } },
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
      { ticket: { ...ticket, status: 'registered', missing: [], belongs: false, token: 'of another' } },
      { do: 'append', status: 'registered', missing: [], reply: send },
    ],
    [
      'a stranger who names a number gets a ticket of his own',
      {},
      { ticket: { ...ticket, rule: 'number', belongs: false, token: null, audience: null } },
      { do: 'open', status: 'registered', linked: { why: 'names the number' }, reply: send },
    ],
    [
      'a stranger in the thread of a citizen’s own letter is a stranger too',
      {},
      { ticket: { ...ticket, rule: 'earlier-letter', belongs: false, token: null, audience: null } },
      { do: 'open', reply: send },
    ],
    [
      'a token that was made for staff lets nobody else in',
      {},
      { ticket: { ...ticket, belongs: false, token: 'of staff', audience: 'staff' } },
      { do: 'open', linked: { why: 'names the number' } },
    ],
    [
      'nor one who was of the staff once and answers what he got then',
      {},
      { ticket: { ...ticket, belongs: false, audience: 'staff' } },
      { do: 'open', linked: { why: 'names the number' } },
    ],
    [
      'an old letter of ours lets nobody in who does not belong',
      {},
      { ticket: { ...ticket, belongs: false, token: 'of another', expired: true } },
      { do: 'open', linked: { why: 'names the number' } },
    ],
    ['but those who do', {}, { ticket: { ...ticket, expired: true } }, { do: 'append', status: 'in_progress' }],
    [
      'a sender whom our own server denies does not belong',
      { disowned: DENIED },
      { ticket: { ...ticket, rule: 'number', token: null, audience: null } },
      { do: 'open', linked: { why: 'names the number' } },
    ],
    ['unless he holds our letter', { disowned: DENIED }, { ticket }, { do: 'append' }],
    ['«Статус обращения» is told and changes nothing', { intent: 'status' }, { ticket }, { do: 'tell-status' }],
    [
      'an accepted solution closes',
      { intent: 'accept' },
      { ticket: { ...ticket, status: 'resolved' } },
      { do: 'wish', wish: 'accept', status: 'closed', why: null },
    ],
    [
      'a refused one goes back to work',
      { intent: 'refuse' },
      { ticket: { ...ticket, status: 'resolved' } },
      { do: 'wish', wish: 'refuse', status: 'in_progress' },
    ],
    [
      'what is not answered yet cannot be accepted',
      { intent: 'accept' },
      { ticket: { ...ticket, status: 'in_progress' } },
      { do: 'wish', wish: 'accept', status: 'in_progress', why: 'not-answered-yet' },
    ],
    [
      'an appeal is a ticket of its own',
      { intent: 'appeal' },
      { ticket: { ...ticket, status: 'rejected' } },
      { do: 'open', kind: 'обжалование', linked: { why: 'appeal' } },
    ],
    [
      'long after closing a letter opens a new ticket',
      {},
      { ticket: { ...ticket, status: 'closed', closedAt: new Date(+NOW - 15 * 24 * HOUR) } },
      { do: 'open', linked: { why: 'late' } },
    ],
    [
      'soon after closing it opens the old one',
      {},
      { ticket: { ...ticket, status: 'closed', closedAt: new Date(+NOW - 13 * 24 * HOUR) } },
      { do: 'append', status: 'in_progress' },
    ],
    ['one of a flood opens a ticket that is held back', {}, { flood: 'domain' }, { do: 'open', heldBack: 'domain' }],
    [
      'one of a flood about a known ticket is kept there and changes nothing',
      { intent: 'close' },
      { ticket, flood: 'sender' },
      { do: 'keep', ticket, heldBack: 'sender' },
    ],
    [
      'the same letter again is nothing new',
      {},
      { same: { letterId: 7, ticketId: 1 }, ticket },
      { do: 'recognise', letterId: 7, ticketId: 1 },
    ],
  ])('%s', (_rule, said, known, decision) => {
    expect(decided(said, known)).toMatchObject(decision as object);
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
    [
      'the cap holds the answer back',
      {},
      { automaticToday: 5 },
      { do: 'hold', to: 'anna@example.ru', why: 'daily cap' },
    ],
    [
      'nobody is answered whom our own server denies',
      { disowned: DENIED },
      {},
      { do: 'hold', to: 'anna@example.ru', why: 'dmarc=fail' },
    ],
    ['but one whose owner asks for no consequence', { disowned: { ...DENIED, excused: true } }, {}, send],
    ['unless the office wants it', { disowned: DENIED }, { answerUnauthenticated: true }, send],
    ['nobody of a flood', {}, { flood: 'sender' }, { do: 'none', why: 'flood' }],
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
    expect(decided(said, known)).toMatchObject({ do: 'open', reply });
  });
});
