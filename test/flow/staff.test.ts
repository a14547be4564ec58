/** What a letter of staff means (domain.md §8): when it is carried out, when it is held, and what stands against it. */
import { describe, expect, test } from 'vitest';
import type { Findings } from '../../src/examiner/examine.ts';
import { type Context, decide, type KnownTicket, type StaffContext } from '../../src/flow/decide.ts';
import { type Plan, reachesCitizen } from '../../src/flow/plan.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
const member = {
  name: 'Орлова Ирина Павловна',
  email: 'orlova@staff.example',
  position: null,
  department: null,
  role: 'operator',
} as const;
const OTHER = { name: 'Седов', at: NOW, text: 'Готово.' };
const FILE: StaffContext['refused'][number] = {
  id: '',
  name: 'a.exe',
  declared: null,
  type: 'exe',
  bytes: 1,
  verdict: 'refused',
  reason: 'type',
  advice: [],
};

const plan: Plan = {
  text: 'Готово.',
  template: null,
  status: null,
  ask: null,
  note: null,
  assignTo: null,
  department: null,
  due: null,
  senior: null,
  files: false,
  strays: [],
};
const NOTE: Plan = { ...plan, text: '', note: { text: 'звонили', line: '#заметка звонили' } };
const ONLY_FILE: Plan = { ...plan, text: '', files: true };
const EXTENDED: Plan = { ...plan, text: '', due: { at: NOW, reason: 'ждём', line: '#срок' } };

const ticket: KnownTicket = {
  id: 1,
  keyId: 1,
  number: 'ТП-2026-000001',
  status: 'in_progress',
  closedAt: null,
  missing: [],
  lacks: null,
  byOffice: false,
  superseded: false,
  dueAt: NOW,
  rule: 'address-token',
  belongs: false,
  own: false,
  token: 'of the sender',
  audience: 'staff',
  expired: false,
};
const staff: StaffContext = {
  member,
  proof: { proven: true, domain: 'staff.example', how: 'dkim', why: '', temporary: false },
  confirms: null,
  answered: null,
  answeredBy: [],
  plan,
  refused: [],
  echo: [],
};
const HELD = {
  letter_id: 9,
  ticket_id: 1,
  staff: member.email,
  reason: 'no-token',
  notice_id: '<n@x>',
  at: 0,
  settled_at: null,
};
const SAID = { letter: {}, findings: {} } as NonNullable<StaffContext['confirms']>['said'];
const UNPROVEN = { ...staff.proof, proven: false, how: null };

function decided(about: Partial<StaffContext>, known: Partial<KnownTicket> = {}) {
  const findings = {
    letter: { from: { address: member.email, name: '' }, replyTo: [] },
    classification: { class: 'human', answerable: true, signals: [] },
    authorship: { proven: false, doubt: null },
    disowned: null,
    missing: [],
    intent: 'reply',
    kind: 'запрос',
  } as unknown as Findings;
  const context = {
    ticket: { ...ticket, ...known },
    staff: { ...staff, ...about },
    same: null,
    bounced: null,
    flood: null,
  };
  return decide(findings, context as unknown as Context);
}

describe('a letter of staff', () => {
  test.each<[string, Partial<StaffContext>, Partial<KnownTicket>, unknown]>([
    ['is carried out', {}, {}, { do: 'act', plan }],
    ['with a wrong command is not', { plan: [{ line: '#x', why: '', allowed: [] }] }, {}, { do: 'object' }],
    ['without a token is held', {}, { token: null }, { do: 'hold', reason: { why: 'no-token' } }],
    ['with another’s token', {}, { token: 'of staff' }, { do: 'hold', reason: { why: 'foreign-token' } }],
    ['with an old token', {}, { expired: true }, { do: 'hold', reason: { why: 'expired-token' } }],
    ['not proven', { proof: UNPROVEN }, {}, { do: 'hold', reason: { why: 'not-authenticated' } }],
    [
      'a colleague answered meanwhile',
      { answeredBy: [OTHER] },
      {},
      { do: 'hold', reason: { why: 'collision', other: OTHER } },
    ],
    [
      '… and it is only a file',
      { answeredBy: [OTHER], plan: ONLY_FILE },
      {},
      { do: 'hold', reason: { why: 'collision' } },
    ],
    [
      '… and it is only a new day',
      { answeredBy: [OTHER], plan: EXTENDED },
      {},
      { do: 'hold', reason: { why: 'collision' } },
    ],
    ['… and it is a note', { answeredBy: [OTHER], plan: NOTE }, {}, { do: 'act' }],
    [
      'a command below the text',
      { plan: { ...plan, strays: ['#заметка'] } },
      {},
      { do: 'hold', reason: { why: 'command-below' } },
    ],
    [
      'a file that is not taken',
      { refused: [FILE] },
      {},
      { do: 'hold', reason: { why: 'refused-files', files: [FILE] } },
    ],
    ['… beside a note', { refused: [FILE], plan: NOTE }, {}, { do: 'act' }],
    [
      'our own lines in it',
      { echo: ['Заявитель: …'] },
      {},
      { do: 'hold', reason: { why: 'echo', lines: ['Заявитель: …'] } },
    ],
    ['… in a note', { echo: ['Заявитель: …'], plan: NOTE }, {}, { do: 'act' }],
    ['«Подтверждаю»', { confirms: { held: HELD, said: SAID } }, {}, { do: 'act', confirmed: { held: HELD } }],
    ['«Подтверждаю», not proven', { confirms: { held: HELD, said: SAID }, proof: UNPROVEN }, {}, { do: 'object' }],
    [
      'other words for what is held, not proven',
      { confirms: { held: HELD, said: null }, proof: UNPROVEN },
      {},
      { do: 'object' },
    ],
    [
      'a second «Подтверждаю»',
      { confirms: { held: { ...HELD, settled_at: 5 }, said: SAID } },
      {},
      { do: 'object', objections: [{ why: expect.stringContaining('уже не ждёт') }] },
    ],
  ])('%s', (_, about, known, expected) => {
    expect(decided(about, known)).toMatchObject(expected as object);
  });
});

describe('«Подтверждаю» lets go what the writer was told of, and no more', () => {
  const STRAY = { ...plan, strays: ['#заметка'] };
  const confirming = (reason: string) => ({ held: { ...HELD, reason }, said: SAID });
  test.each<[string, string, Partial<StaffContext>, unknown]>([
    ['for want of a proof', 'not-authenticated', { plan: STRAY }, { do: 'hold', reason: { why: 'command-below' } }],
    ['for want of a token', 'no-token', { echo: ['Заявитель: …'] }, { do: 'hold', reason: { why: 'echo' } }],
    ['for want of a token', 'no-token', { refused: [FILE] }, { do: 'hold', reason: { why: 'refused-files' } }],
    ['for an echo', 'echo', { echo: ['Заявитель: …'] }, { do: 'act' }],
    ['for an echo', 'echo', { echo: ['x'], plan: STRAY }, { do: 'hold', reason: { why: 'command-below' } }],
    ['for a command below', 'command-below', { plan: STRAY }, { do: 'act' }],
    ['for a file', 'refused-files', { refused: [FILE], plan: STRAY }, { do: 'act' }],
    ['for a file', 'refused-files', { answeredBy: [OTHER] }, { do: 'hold', reason: { why: 'collision' } }],
    ['for a collision', 'collision', { refused: [FILE], plan: STRAY, echo: ['x'] }, { do: 'act' }],
    ['for a collision', 'collision', { answeredBy: [OTHER] }, { do: 'hold', reason: { why: 'collision' } }],
  ])('held %s (%s): %j', (_, reason, about, expected) => {
    const decision = decided({ confirms: confirming(reason), ...about });
    expect(decision).toMatchObject(expected as object);
    if (decision.do === 'hold') expect(decision.waited).toMatchObject({ said: SAID });
  });

  test('other words that come in its place are looked at like any', () => {
    const confirms = { held: { ...HELD, reason: 'command-below' }, said: null };
    expect(decided({ confirms, plan: STRAY })).toMatchObject({ do: 'hold', reason: { why: 'command-below' } });
    expect(decided({ confirms, refused: [FILE] })).toMatchObject({ do: 'hold', reason: { why: 'refused-files' } });
    expect(decided({ confirms })).toMatchObject({ do: 'act', confirmed: confirms });
  });
});

test.each<[string, Partial<Plan>, boolean]>([
  ['text', {}, true],
  ['nothing', { text: '' }, false],
  ['a file', { text: '', files: true }, true],
  ['a file beside a note', { ...NOTE, files: true }, false],
  ['a note', NOTE, false],
  ['a new day', EXTENDED, true],
  ['a status', { text: '', status: { to: 'closed', reason: null, line: '#закрыть' } }, true],
  ['a request', { text: '', ask: { text: 'скан', line: '#запросить скан' } }, true],
  ['a canned answer', { text: '', template: { name: 'a', line: '#шаблон a' } }, true],
  ['a transfer', { text: '', assignTo: { member, line: '#назначить' } }, false],
])('%s reaches the citizen: %j', (_, some, reaches) => {
  expect(reachesCitizen({ ...plan, ...some })).toBe(reaches);
});
