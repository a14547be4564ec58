/** Letters to staff that differ from the samples by a sentence or a row. Pure; the people are invented. */
import { type AssignmentFacts, assignmentLetter } from '../assignment.ts';
import { commandErrorLetter } from '../command-error.ts';
import { type CommandReceiptFacts, commandReceiptLetter, type Done } from '../command-receipt.ts';
import { type HeldReason, heldLetter } from '../held.ts';
import type { Filled } from '../letterhead.ts';
import type { NoticeEvent } from '../notice.ts';
import { ASSIGNMENT, citizen, HELD, notice, RECEIPT } from './staff.ts';

const BECAUSE: AssignmentFacts['because'][] = ['completed', 'reassigned', 'returned', 'complaint'];

/** Nothing known of the applicant, nothing set in the office. */
const BAREST: AssignmentFacts = {
  ...ASSIGNMENT,
  because: 'reassigned',
  passedBy: { name: 'Сидорова Анна Олеговна', reason: null },
  subject: '',
  text: '',
  alarm: 'confidential',
  department: null,
  applicant: {
    fio: null,
    snils: null,
    snilsValid: null,
    inn: '500100732259',
    innValid: true,
    phone: null,
    onBehalfOf: null,
  },
  missing: ['snils'],
  disowned: true,
  doubtful: true,
  from: null,
  files: [],
  commands: { departments: [], answers: [] },
};

const MANY: AssignmentFacts = {
  ...ASSIGNMENT,
  text: 'я'.repeat(100_001),
  files: Array.from({ length: 302 }, (_, i) => ({ ...ASSIGNMENT.files[0]!, id: `123-${i + 1}` })),
  from: { address: 'maria@example.ru', name: '' },
  missing: ['fio'],
};

const EVENTS: NoticeEvent[] = [
  citizen('wrote'),
  citizen('wrote', { before: 'closed' }),
  citizen('wrote', { repeated: true, before: 'registered', after: 'registered' }),
  citizen('wrote', { elsewhere: 'petr@example.com', before: 'awaiting_info', after: 'in_progress' }),
  citizen('wrote', { doubtful: true }),
  citizen('closed', { before: 'awaiting_info', after: 'closed' }),
  { what: 'appealed', appeal: 'ТП-2026-000131', text: 'Обжалование. Прошу пересмотреть.' },
  { what: 'complaint' },
  { what: 'continued', by: 'ТП-2026-000132' },
  { what: 'unreachable', address: 'maria@example.ru', status: null, permanent: false, response: null },
  { what: 'reassigned', from: null, to: 'Петров Сергей Иванович', by: null, reason: null, mine: true },
  { what: 'handled', by: 'Сидорова Анна Олеговна', text: 'Готово.', before: 'in_progress', after: 'resolved' },
  { what: 'handled', by: 'Сидорова Анна Олеговна', text: null, before: 'in_progress', after: 'in_progress' },
];

const LACKS = ['says-none', 'asked-once', 'not-asked', 'by-office'] as const;

const REASONS: HeldReason[] = [
  { why: 'no-token' },
  { why: 'foreign-token' },
  { why: 'expired-token' },
  { why: 'not-authenticated', domain: 'office.example', checks: null },
  { why: 'collision', other: { name: 'Сидорова Анна Олеговна', at: HELD.receivedAt, text: 'Готово.' } },
];

const DONE: Done[] = [
  { did: 'note', line: '#заметка звонили в ведомство' },
  { did: 'assign', line: '#назначить Сидорова', to: 'Сидорова Анна Олеговна' },
  { did: 'department', line: '#отдел tech', title: 'Технический отдел', to: null },
  { did: 'department', line: '#отдел tech', title: 'Технический отдел', to: 'Сидорова Анна Олеговна' },
  { did: 'due', line: '#срок 15.12.2026 ждём', before: HELD.receivedAt, after: new Date('2026-12-15T15:00:00Z') },
  { did: 'senior', line: '#старшему сложный случай', to: 'Кузнецов Олег Павлович' },
];

const TOLD: CommandReceiptFacts['citizen']['told'][] = ['request', 'status', 'due', 'nothing', 'unreachable'];

/** Every branch that the samples leave out. */
export function rareStaffLetters(): Filled[] {
  return [
    ...BECAUSE.map((because) => assignmentLetter({ ...ASSIGNMENT, because })),
    ...LACKS.map((lacks) => assignmentLetter({ ...ASSIGNMENT, missing: ['snils'], lacks })),
    assignmentLetter(BAREST),
    assignmentLetter(MANY),
    ...EVENTS.map(notice),
    ...REASONS.map((reason) => heldLetter({ ...HELD, reason })),
    heldLetter({ ...HELD, subject: '', text: '' }),
    ...TOLD.map((told) => commandReceiptLetter({ ...RECEIPT, done: DONE, citizen: { told }, operator: null })),
    commandReceiptLetter({ ...RECEIPT, strays: ['#решено', '#закрыть'] }),
    commandErrorLetter({ ...ASSIGNMENT, text: '', problems: [] }),
  ];
}
