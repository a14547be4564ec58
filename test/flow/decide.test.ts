import fc from 'fast-check';
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
  lacks: null,
  byOffice: false,
  dueAt: NOW,
  rule: 'our-message-id',
  belongs: true,
  own: true,
  token: 'of the sender',
  audience: 'citizen',
  expired: false,
  superseded: false,
};
const DENIED = { by: 'dmarc=fail', excused: false } as const;
/** Found by a letter of ours to another. */
const HELD: KnownTicket = { ...ticket, belongs: false, own: false, token: 'of another' };
const quiet: Context = {
  same: null,
  ticket: null,
  bounced: null,
  staff: null,
  byHand: false,
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
  hasNone?: Findings['hasNone'];
  byOffice?: boolean;
  wish?: Partial<Findings['wish']>;
  intent?: Findings['intent'];
  from?: typeof CITIZEN | null;
  replyTo?: (typeof CITIZEN)[];
  disowned?: Findings['disowned'];
  doubt?: Findings['authorship']['doubt'];
  proven?: boolean;
  doubtful?: boolean;
  spam?: boolean;
  files?: { verdict: string }[];
}

function found({
  class: kind = 'human',
  answerable = true,
  missing = [],
  hasNone = [],
  byOffice = false,
  wish = {},
  intent = 'reply',
  from = CITIZEN,
  replyTo = [],
  disowned = null,
  doubt = null,
  proven = false,
  doubtful = false,
  spam = false,
  files = [],
}: Said): Findings {
  return {
    letter: { from, replyTo },
    classification: { class: kind, answerable: answerable && !doubtful && !spam, doubtful, spam, signals: [] },
    disowned,
    authorship: { proven, doubt: doubt ?? disowned?.by ?? null },
    missing,
    hasNone,
    byOffice,
    files,
    wish: { named: true, attitude: null, saysMore: false, ...wish },
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

type Row = [rule: string, said: Said, known: Partial<Context>, decision: unknown];

describe('what a letter means', () => {
  test.each<Row>([
    ['a good letter opens a ticket', {}, {}, { do: 'open', status: 'registered', linked: null, reply: send }],
    [
      'one without СНИЛС opens a ticket that waits for it',
      { missing: ['snils'] },
      {},
      { do: 'open', status: 'awaiting_info', missing: ['snils'], linked: null, reply: send },
    ],
    ['a robot opens nothing', { class: 'automatic', answerable: false }, {}, { do: 'set-aside' }],
    [
      '… unless one of the staff says that a person wrote it: then it goes to an operator, unanswered',
      { class: 'automatic', answerable: false, missing: ['snils'] },
      { byHand: true, same: { letterId: 1, ticketId: null } },
      { do: 'open', status: 'registered', reply: { do: 'none', why: 'machine' } },
    ],
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
      'an answer without it goes on with a mark: nobody is asked for ever',
      { missing: ['fio', 'snils'] },
      { ticket },
      { do: 'append', ticket, status: 'in_progress', missing: ['snils'], lacks: 'asked-once', reply: send },
    ],
    [
      'whoever says that he has none goes on with another',
      { missing: ['snils'], hasNone: ['snils'] },
      { ticket },
      { do: 'append', status: 'in_progress', lacks: 'says-none' },
    ],
    [
      'the mark goes when it comes after all',
      {},
      { ticket: { ...ticket, status: 'in_progress', lacks: 'asked-once' } },
      { do: 'append', status: 'in_progress', missing: [], lacks: null },
    ],
    [
      'and stays while it does not',
      { missing: ['snils'] },
      { ticket: { ...ticket, status: 'in_progress', lacks: 'asked-once' } },
      { do: 'append', status: 'in_progress', missing: ['snils'], lacks: 'asked-once' },
    ],
    [
      'whoever says at once that he has none is not asked',
      { missing: ['snils'], hasNone: ['snils'] },
      {},
      { do: 'open', status: 'registered', missing: ['snils'], lacks: 'says-none' },
    ],
    [
      'but for what else is missing he is',
      { missing: ['fio', 'snils'], hasNone: ['snils'] },
      {},
      { do: 'open', status: 'awaiting_info', lacks: null },
    ],
    [
      'who cannot be asked goes to an operator',
      { missing: ['snils'], disowned: { by: 'dmarc', detail: 'fail' } as unknown as Findings['disowned'] },
      {},
      { do: 'open', status: 'registered', lacks: 'not-asked', reply: { do: 'hold' } },
    ],
    [
      'another office is asked for nothing',
      { missing: ['fio', 'snils'], byOffice: true },
      {},
      { do: 'open', status: 'registered', lacks: 'by-office' },
    ],
    [
      'a flood and old letters wait',
      { missing: ['snils'] },
      { silent: true },
      { do: 'open', status: 'awaiting_info', lacks: null, reply: { do: 'none' } },
    ],
    [
      'who was asked in vain is not asked again when he goes on elsewhere',
      { missing: ['snils'], intent: 'repeat' },
      { ticket: { ...ticket, status: 'rejected', lacks: 'asked-once' } },
      { do: 'open', status: 'registered', missing: ['snils'], lacks: 'asked-once' },
    ],
    [
      'thanks stand in the thread',
      { missing: ['snils'], wish: { attitude: 'thanks', named: false } },
      { ticket },
      { do: 'note', ticket },
    ],
    [
      'unless they bring what was asked for',
      { wish: { attitude: 'thanks', named: false } },
      { ticket },
      { do: 'append', status: 'in_progress', missing: [] },
    ],
    [
      'a question how it stands, and a file',
      { intent: 'status', missing: ['snils'], files: [{ verdict: 'accepted' }] },
      { ticket: { ...ticket, status: 'in_progress' } },
      { do: 'append', status: 'in_progress', asksStatus: true },
    ],
    [
      'any answer but thanks brings a solved ticket back',
      {},
      { ticket: { ...ticket, status: 'resolved', missing: [] } },
      { do: 'append', status: 'in_progress', asksStatus: false },
    ],
    [
      'whoever holds our letter may answer it from another address',
      {},
      { ticket: { ...HELD, status: 'registered', missing: [] } },
      { do: 'append-from-elsewhere', status: 'registered', missing: [], reply: send },
    ],
    [
      '… and brings what was asked for',
      {},
      { ticket: HELD },
      { do: 'append-from-elsewhere', status: 'in_progress', missing: [] },
    ],
    [
      '… or a part of it',
      { missing: ['fio'] },
      { ticket: { ...HELD, missing: ['fio', 'snils'] } },
      { do: 'append-from-elsewhere', status: 'awaiting_info', missing: ['fio'] },
    ],
    [
      '… and what an operator asked for',
      {},
      { ticket: { ...HELD, missing: [] } },
      { do: 'append-from-elsewhere', status: 'in_progress' },
    ],
    [
      '… which a question for the status is not',
      { intent: 'status' },
      { ticket: { ...HELD, missing: [] } },
      { do: 'append-from-elsewhere', status: 'awaiting_info' },
    ],
    [
      'a From in doubt is another address',
      { doubt: 'several authors' },
      { ticket },
      { do: 'append-from-elsewhere', status: 'in_progress' },
    ],
    [
      'a From in doubt without our letter is a stranger’s',
      { doubt: 'a verdict about another domain' },
      { ticket: { ...ticket, rule: 'number', token: null, audience: null } },
      { do: 'open', linked: { why: 'names the number' }, admits: false },
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
    ['holding our letter he writes from elsewhere', { disowned: DENIED }, { ticket }, { do: 'append-from-elsewhere' }],
    ['a token made for its sender admits others', {}, { ticket }, { do: 'append', admits: true }],
    [
      'the address alone admits nobody',
      {},
      { ticket: { ...ticket, rule: 'number', token: null, audience: null } },
      { do: 'append', admits: false },
    ],
    [
      'unless our own server has proven it',
      { proven: true },
      { ticket: { ...ticket, rule: 'number', token: null, audience: null } },
      { do: 'append', admits: true },
    ],
    [
      'a token of an old key lets nobody in who does not belong',
      {},
      { ticket: { ...ticket, belongs: false, own: false, superseded: true } },
      { do: 'open', linked: { why: 'names the number' } },
    ],
    ['but those who do, too', {}, { ticket: { ...ticket, superseded: true } }, { do: 'append', admits: false }],
    ['an old token admits nobody', {}, { ticket: { ...ticket, expired: true } }, { do: 'append', admits: false }],
    [
      'the token of another admits nobody, though its sender belongs',
      {},
      { ticket: { ...ticket, token: 'of another' } },
      { do: 'append', admits: false },
    ],
    ['a letter that opens a ticket admits nobody by itself', {}, {}, { do: 'open', admits: false }],
    ['but when it is proven', { proven: true }, {}, { do: 'open', admits: true }],
    [
      'an appeal of the ticket’s own sender goes on with his data',
      { intent: 'appeal', missing: ['fio', 'snils'] },
      { ticket: { ...ticket, status: 'rejected', missing: [] } },
      { do: 'open', inherits: true, missing: [], admits: true },
    ],
    [
      'an appeal of others who belong does not',
      { intent: 'appeal', missing: ['fio', 'snils'] },
      { ticket: { ...ticket, status: 'rejected', missing: [], own: false } },
      { do: 'open', linked: { why: 'appeal' }, inherits: false, missing: ['fio', 'snils'] },
    ],
    [
      'machine mail under the address of a citizen whom our server denies stands in no thread',
      { class: 'automatic', doubt: 'dmarc=fail' },
      { ticket: { ...ticket, rule: 'number', token: null, audience: null } },
      { do: 'set-aside' },
    ],
    [
      '«Статус обращения» is told and changes nothing',
      { intent: 'status', missing: ['snils'] },
      { ticket },
      { do: 'tell-status' },
    ],
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
    [
      'who cannot be answered is asked for nothing: an operator gets the ticket',
      { answerable: false, missing: ['snils'] },
      {},
      { do: 'open', status: 'registered', missing: ['snils'], reply: { do: 'none' } },
    ],
    [
      'an old letter too',
      { missing: ['fio'] },
      { receivedAt: new Date(+NOW - 73 * HOUR) },
      { do: 'open', status: 'registered', missing: ['fio'] },
    ],
    [
      'one that is imported goes to nobody',
      { missing: ['fio'] },
      { silent: true },
      { do: 'open', status: 'awaiting_info' },
    ],
    [
      'what reads like an automatic answer and brings what was missing moves the ticket on',
      { doubtful: true },
      { ticket },
      { do: 'append', status: 'in_progress', missing: [], reply: { do: 'none' } },
    ],
    [
      'without it, it changes nothing',
      { doubtful: true, missing: ['snils'] },
      { ticket },
      { do: 'append', status: 'awaiting_info', missing: ['snils'] },
    ],
    [
      'words alone are no answer to an operator’s question',
      { doubtful: true },
      { ticket: { ...ticket, missing: [] } },
      { do: 'append', status: 'awaiting_info' },
    ],
    [
      'a file is one',
      { doubtful: true, files: [{ verdict: 'accepted' }] },
      { ticket: { ...ticket, missing: [] } },
      { do: 'append', status: 'in_progress' },
    ],
    [
      'a refused file is none',
      { doubtful: true, files: [{ verdict: 'refused' }] },
      { ticket: { ...ticket, missing: [] } },
      { do: 'append', status: 'awaiting_info' },
    ],
    ...(['accept', 'refuse', 'close', 'status', 'reply'] as const).map(
      (intent): Row => [
        `a machine’s words are no wish: ${intent}`,
        { doubtful: true, intent },
        { ticket: { ...ticket, status: 'resolved', missing: [] } },
        { do: 'append', status: 'resolved', reply: { do: 'none' } },
      ],
    ),
    [
      'nor do they open what is closed',
      { doubtful: true },
      { ticket: { ...ticket, status: 'closed', missing: [], closedAt: NOW } },
      { do: 'append', status: 'closed' },
    ],
    [
      'but an appeal is taken up',
      { doubtful: true, intent: 'appeal' },
      { ticket: { ...ticket, status: 'rejected' } },
      { do: 'open', kind: 'обжалование', linked: { why: 'appeal' }, reply: { do: 'none' } },
    ],
    ['what our filter took for spam is set aside', { class: 'automatic', spam: true }, {}, { do: 'set-aside' }],
    [
      'unless it holds our token',
      { class: 'automatic', spam: true },
      { ticket },
      { do: 'append', status: 'in_progress', reply: { do: 'none' } },
    ],
    [
      'one that only names a number holds none',
      { class: 'automatic', spam: true },
      { ticket: { ...ticket, rule: 'number', belongs: false, token: null, audience: null } },
      { do: 'set-aside' },
    ],
    [
      'an address typed into a form opens no ticket of others',
      { doubt: 'typed into a form' },
      { ticket: { ...ticket, rule: 'number', token: null, audience: null } },
      { do: 'open', linked: { why: 'names the number' } },
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

const anything = fc.record({
  missing: fc.subarray<'fio' | 'snils'>(['fio', 'snils']),
  intent: fc.constantFrom<Findings['intent']>(
    'new',
    'status',
    'repeat',
    'accept',
    'refuse',
    'appeal',
    'close',
    'reply',
  ),
  doubt: fc.constantFrom<Findings['authorship']['doubt']>(null, 'several authors', 'spf=fail'),
  replyTo: fc.constantFrom<(typeof CITIZEN)[]>([], [{ address: 'thief@evil.example', name: '' }]),
  answerable: fc.boolean(),
});
const anyTicket = fc.record({
  status: fc.constantFrom<KnownTicket['status']>('registered', 'in_progress', 'awaiting_info', 'resolved', 'closed'),
  missing: fc.subarray<'fio' | 'snils'>(['fio', 'snils']),
  rule: fc.constantFrom<KnownTicket['rule']>('number', 'earlier-letter'),
});

test('whoever is no part of a ticket gets what he gets where there is none, and finds out nothing by it', () => {
  fc.assert(
    fc.property(anything, anyTicket, (said, theirs) => {
      const others = { ...ticket, ...theirs, belongs: false, own: false, token: null, audience: null };
      const { linked, ...stranger } = decided(said, { ticket: others }) as Extract<Decision, { do: 'open' }>;
      const { linked: none, ...nobody } = decided(said, {}) as Extract<Decision, { do: 'open' }>;
      expect(stranger).toEqual(nobody);
      expect([linked?.why, none]).toEqual(['names the number', null]);
    }),
  );
});

describe('an operator who answers what he got', () => {
  const member = {
    name: 'Орлова И. П.',
    email: 'orlova@staff.example',
    position: null,
    department: null,
    role: 'operator',
  } as const;
  const assigned = { ...ticket, belongs: false, own: false, audience: 'staff' } as const;
  const answers = (how: 'dkim' | null, ties: Partial<KnownTicket>) => {
    const proof = { proven: true, domain: null, how, why: '', temporary: false };
    const staff = { member, proof, confirms: null, answered: null, answeredBy: [], plan: [], refused: [], echo: [] };
    return decided({}, { ticket: { ...assigned, ...ties }, staff });
  };
  const held = { do: 'hold', reason: { why: 'expired-token' } };

  test.each([
    ['is heard', null, {}, { do: 'object' }],
    ['with a token of an old key is held where nobody proves that it is he', null, { superseded: true }, held],
    ['and heard where his mail server does', 'dkim', { superseded: true }, { do: 'object' }],
    ['but not with one that is too old', 'dkim', { superseded: true, expired: true }, held],
  ] as const)('%s', (_case, how, ties, expected) => expect(answers(how, ties)).toMatchObject(expected));
});

test('only who belongs closes, accepts, refuses, appeals, is told the status, or lets others in', () => {
  const ties = fc.record({
    belongs: fc.boolean(),
    own: fc.boolean(),
    token: fc.constantFrom<KnownTicket['token']>(null, 'of the sender', 'of staff', 'of another'),
    audience: fc.constantFrom<KnownTicket['audience']>(null, 'citizen', 'staff'),
    expired: fc.boolean(),
    superseded: fc.boolean(),
  });
  fc.assert(
    fc.property(anything, anyTicket, ties, (said, theirs, tied) => {
      const decision = decided(said, { ticket: { ...ticket, ...theirs, ...tied } });
      const near =
        tied.belongs ||
        (tied.token === 'of the sender' && tied.audience === 'citizen' && !tied.expired && !tied.superseded);
      if (near && said.doubt === null) return;
      expect(['open', 'append-from-elsewhere']).toContain(decision.do);
      if (decision.do === 'open') expect(decision).toMatchObject({ inherits: false, admits: false });
    }),
  );
});
