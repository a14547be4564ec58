/** Sample letters to staff. Pure; the people are invented, СНИЛС and ИНН are those of nobody. */
import { type AssignmentFacts, assignmentLetter } from '../assignment.ts';
import { commandErrorLetter } from '../command-error.ts';
import { type CommandReceiptFacts, commandReceiptLetter } from '../command-receipt.ts';
import { type HeldFacts, heldLetter } from '../held.ts';
import type { ListedFile } from '../listed-files.ts';
import { type CitizenEvent, type NoticeEvent, noticeLetter } from '../notice.ts';
import { BARE } from './receipts.ts';
import type { Sample } from './sample.ts';

const TICKET = {
  office: BARE.office,
  timeZone: BARE.timeZone,
  number: BARE.number,
  subject: 'Не могу войти в личный кабинет',
  reader: { name: 'Петров Сергей Иванович' },
};
const AT = new Date('2026-11-24T08:40:00Z');

const COMMANDS = {
  departments: [
    { id: 'tech', title: 'Технический отдел' },
    { id: 'payments', title: 'Отдел платежей' },
  ],
  answers: ['восстановление-доступа', 'срок-рассмотрения'],
};

const INFECTED: ListedFile[] = [
  {
    id: 'F-5B21C90D3E',
    name: 'счёт.pdf',
    declared: 'application/pdf',
    type: 'pdf',
    bytes: 48_000,
    verdict: 'refused',
    reason: 'infected',
    advice: [],
  },
];

const FILES: ListedFile[] = [
  {
    id: '123-1',
    name: 'заявление.pdf',
    declared: null,
    type: 'pdf',
    bytes: 1_250_000,
    verdict: 'accepted',
    reason: null,
    advice: [],
  },
  {
    id: '123-2',
    name: 'фото.heic',
    declared: null,
    type: 'heic',
    bytes: 310_000,
    verdict: 'refused',
    reason: 'type',
    advice: [],
  },
  { id: '123-3', name: 'скан', declared: null, type: null, bytes: 0, verdict: 'refused', reason: 'empty', advice: [] },
  {
    id: '123-4',
    name: 'паспорт.jpg',
    declared: null,
    type: 'jpg',
    bytes: 2_900_000,
    verdict: 'accepted',
    reason: null,
    advice: ['large-image', 'low-resolution', 'blank-page', 'unreadable'],
  },
];

const LETTER = `Здравствуйте!

Не могу войти в личный кабинет со вчерашнего вечера. Пишет «Учётная запись заблокирована».
Пароль я не меняла. Помогите, пожалуйста, завтра последний день подачи заявления.

Иванова Мария Петровна
СНИЛС 112-233-445 95`;

export const ASSIGNMENT: AssignmentFacts = {
  ...TICKET,
  because: 'new',
  passedBy: null,
  status: 'in_progress',
  urgent: false,
  repeated: false,
  alarm: null,
  kind: 'запрос',
  category: 'личный кабинет',
  department: { title: 'Технический отдел' },
  applicant: {
    fio: { surname: 'Иванова', given: 'Мария', patronymic: 'Петровна' },
    snils: '112-233-445 95',
    snilsValid: true,
    inn: null,
    innValid: null,
    phone: '+79161234567',
    onBehalfOf: null,
  },
  missing: [],
  lacks: null,
  disowned: false,
  doubtful: false,
  from: { address: 'maria@example.ru', name: 'Мария Иванова' },
  receivedAt: BARE.receivedAt,
  firstAnswerAt: new Date('2026-11-23T11:05:00Z'),
  dueAt: BARE.dueAt,
  text: LETTER,
  files: FILES,
  earlier: null,
  thread: [],
  related: [],
  commands: COMMANDS,
};

const THREAD: AssignmentFacts['thread'] = [
  { at: BARE.receivedAt, from: 'citizen', name: 'Мария Иванова', text: LETTER },
  { at: AT, from: 'staff', name: 'Сидорова Анна Олеговна', text: 'Блокировка снята, попробуйте войти.' },
  { at: AT, from: 'automatic', name: null, text: 'Статус обращения: Решено' },
];

export const notice = (event: NoticeEvent) =>
  noticeLetter({
    ...TICKET,
    at: AT,
    status: 'after' in event ? event.after : 'in_progress',
    dueAt: BARE.dueAt,
    event,
  });

export const citizen = (what: CitizenEvent['what'], facts: Partial<CitizenEvent> = {}): CitizenEvent => {
  return {
    what,
    text: '',
    files: [],
    before: 'in_progress',
    after: 'in_progress',
    repeated: false,
    doubtful: false,
    corrected: [],
    ...facts,
  };
};

export const HELD: HeldFacts = {
  ...TICKET,
  receivedAt: AT,
  reason: { why: 'no-token' },
  text: '#решено\nБлокировка снята, попробуйте войти.',
};

export const RECEIPT: CommandReceiptFacts = {
  ...TICKET,
  done: [],
  citizen: { told: 'nothing' },
  files: [],
  strays: [],
  status: 'in_progress',
  dueAt: BARE.dueAt,
  operator: 'Петров Сергей Иванович',
};

/** Letters of every make. */
export function staffSamples(): Sample[] {
  return [
    { name: 'assignment', ...assignmentLetter(ASSIGNMENT) },
    {
      name: 'assignment-urgent-appeal',
      ...assignmentLetter({
        ...ASSIGNMENT,
        because: 'appeal',
        kind: 'обжалование',
        urgent: true,
        repeated: true,
        alarm: 'security',
        missing: ['fio', 'snils'],
        lacks: 'asked-once',
        applicant: {
          fio: { surname: 'Иванова', given: 'М.', patronymic: null },
          snils: '112-233-445 96',
          snilsValid: false,
          inn: '500100732250',
          innValid: false,
          phone: null,
          onBehalfOf: { surname: 'Иванов', given: 'Пётр', patronymic: 'Ильич' },
        },
        earlier: { number: 'ТП-2026-000098', status: 'resolved', thread: THREAD },
        related: ['ТП-2026-000101', 'ТП-2026-000117'],
      }),
    },
    {
      name: 'assignment-escalated',
      ...assignmentLetter({
        ...ASSIGNMENT,
        because: 'escalated',
        passedBy: { name: 'Сидорова Анна Олеговна', reason: 'нужен доступ к журналу входов' },
        thread: THREAD,
        firstAnswerAt: null,
      }),
    },
    {
      name: 'assignment-infected',
      ...assignmentLetter({ ...ASSIGNMENT, files: INFECTED, infections: ['Html.Phishing.Bank-5'] }),
    },
    {
      name: 'notice-wrote',
      ...notice(
        citizen('wrote', { text: 'Забыла сказать: ошибка и на телефоне.', files: FILES, corrected: ['phone'] }),
      ),
    },
    {
      name: 'notice-from-elsewhere',
      ...notice(citizen('wrote', { text: 'Маме ещё пришло письмо.', elsewhere: 'petr@example.com' })),
    },
    {
      name: 'notice-refused',
      ...notice(citizen('refused', { before: 'resolved', text: 'Отказать. Код из сообщения так и не приходит.' })),
    },
    { name: 'notice-accepted', ...notice(citizen('accepted', { before: 'resolved', after: 'closed' })) },
    {
      name: 'notice-unreachable',
      ...notice({
        what: 'unreachable',
        address: 'maria@example.ru',
        status: '5.1.1',
        permanent: true,
        response: '550 5.1.1 <maria@example.ru>: user unknown',
      }),
    },
    {
      name: 'notice-reassigned-away',
      ...notice({
        what: 'reassigned',
        from: 'Петров Сергей Иванович',
        to: 'Сидорова Анна Олеговна',
        by: 'Кузнецов Олег Павлович',
        reason: 'отпуск',
        mine: false,
      }),
    },
    { name: 'notice-flood', ...notice({ what: 'flood', whose: 'robot@example.com', limit: 60 }) },
    { name: 'notice-related', ...notice({ what: 'related', other: 'ТП-2026-000130' }) },
    {
      name: 'held-not-authenticated',
      ...heldLetter({
        ...HELD,
        reason: { why: 'not-authenticated', domain: 'office.example', checks: 'DKIM: нет подписи, SPF: fail' },
      }),
    },
    {
      name: 'held-command-below',
      ...heldLetter({
        ...HELD,
        text: 'Коллеги, добрый день!\n#заметка обещали перезвонить, но заявительница ругается',
        reason: { why: 'command-below', lines: ['#заметка обещали перезвонить, но заявительница ругается'] },
      }),
    },
    {
      name: 'held-refused-files',
      ...heldLetter({
        ...HELD,
        text: 'Прилагаю памятку.',
        reason: { why: 'refused-files', files: [{ ...FILES[1]!, id: '' }] },
      }),
    },
    {
      name: 'held-echo',
      ...heldLetter({
        ...HELD,
        text: 'Готово, проверьте.\n\nПолный ответ до: 27.11.2026, 18:00\nСлужебное письмо, не пересылайте его за пределы службы.',
        reason: {
          why: 'echo',
          lines: ['Полный ответ до: 27.11.2026, 18:00', 'Служебное письмо, не пересылайте его за пределы службы.'],
        },
      }),
    },
    {
      name: 'held-collision',
      ...heldLetter({
        ...HELD,
        text: 'Здравствуйте!\n\nБлокировка снята.\nПароль можно сменить на странице входа.',
        reason: {
          why: 'collision',
          other: {
            name: 'Сидорова Анна Олеговна',
            at: AT,
            text: 'Здравствуйте!\n\nБлокировка  снята.\nЕсли не получится, напишите нам снова.',
          },
        },
      }),
    },
    {
      name: 'command-receipt',
      ...commandReceiptLetter({
        ...RECEIPT,
        status: 'resolved',
        done: [
          { did: 'status', line: '#решено', before: 'in_progress', after: 'resolved' },
          { did: 'template', line: '#шаблон восстановление-доступа', name: 'восстановление-доступа' },
        ],
        citizen: { told: 'answer' },
        files: FILES,
      }),
    },
    {
      name: 'command-not-now',
      ...commandErrorLetter({
        ...TICKET,
        problems: [
          {
            line: '#закрыть',
            why: 'Из статуса «В работе» нельзя перейти в «Закрыто».',
            allowed: ['«Решено» (#решено)', '«Отказано» (#отказать причина)'],
            understood: true,
          },
        ],
        text: '#закрыть',
        commands: COMMANDS,
      }),
    },
    {
      name: 'command-error',
      ...commandErrorLetter({
        ...TICKET,
        problems: [
          {
            line: '#готово',
            why: 'Такой команды нет. Видимо, вам нужна команда #решено.',
            allowed: ['#решено'],
          },
          {
            line: '#назначить Иванов',
            why: 'Под это имя подходят несколько сотрудников.',
            allowed: ['Иванов Иван Иванович', 'Иванов Пётр Ильич'],
          },
          { line: '', why: 'В письме нет ответа заявителю.', allowed: [] },
        ],
        text: '#готово\n#назначить Иванов',
        commands: COMMANDS,
      }),
    },
  ];
}
