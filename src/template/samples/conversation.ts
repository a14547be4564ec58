/** Sample letters to a citizen in the course of a conversation. Pure; the people are invented. */
import { STATUS_TITLES, type Status } from '../../ticket/status.ts';
import { type AnswerFacts, answerLetter } from '../answer.ts';
import type { Change } from '../change.ts';
import { extendedLetter } from '../extended.ts';
import type { Filled } from '../letterhead.ts';
import { type ReminderFacts, reminderLetter } from '../reminder.ts';
import { type RequestFacts, requestLetter } from '../request.ts';
import { type StatusAnswerFacts, statusAnswerLetter } from '../status-answer.ts';
import { type StatusChangedFacts, statusChangedLetter } from '../status-changed.ts';
import { BARE } from './receipts.ts';
import type { Sample } from './sample.ts';

const TICKET = {
  office: BARE.office,
  timeZone: BARE.timeZone,
  number: BARE.number,
  applicant: { given: 'Мария', patronymic: 'Петровна' },
  subject: 'Re: Не могу войти в личный кабинет',
  dueAt: BARE.dueAt,
  reopenDays: 14,
  limits: BARE.limits,
};
const AT = new Date('2026-11-24T08:40:00Z');

const OPERATOR = {
  name: 'Петров Сергей Иванович',
  position: 'ведущий специалист',
  address: 's.petrov@office.example',
};

const changed = (after: StatusChangedFacts['change']['after'], before: Status, reason: string | null = null): Filled =>
  statusChangedLetter({ ...TICKET, change: { at: AT, before, after, reason } });

const ANSWER: AnswerFacts = {
  ...TICKET,
  status: 'in_progress',
  change: null,
  text: `Здравствуйте, Мария Петровна!

Мы проверили вашу учётную запись. Она была заблокирована после пяти неверных паролей.
Сейчас блокировка снята.

Чтобы войти:
1. Откройте страницу входа и нажмите «Не помню пароль».
2. Введите номер телефона и код из сообщения.
3. Придумайте новый пароль.

Если код не придёт за пять минут, напишите нам.`,
  operator: OPERATOR,
  files: [],
};
const MEMO = { id: '124-1', name: 'памятка.pdf', bytes: 260_000 };

const resolved: Change = { at: AT, before: 'in_progress', after: 'resolved', reason: null };

const REQUEST: RequestFacts = {
  ...TICKET,
  at: AT,
  before: 'in_progress',
  text: 'снимок экрана с ошибкой целиком, вместе с адресом страницы\nдату и время, когда она появилась',
  missing: [],
  snilsInvalid: false,
  operator: OPERATOR,
  files: [],
  waitsUntil: null,
};

const asked = (status: Status, facts: Partial<StatusAnswerFacts> = {}): Filled =>
  statusAnswerLetter({
    ...TICKET,
    receivedAt: BARE.receivedAt,
    status,
    changedAt: AT,
    missing: [],
    snilsInvalid: false,
    ...facts,
  });

const REMINDER: ReminderFacts = {
  ...TICKET,
  receivedAt: BARE.receivedAt,
  asked: null,
  missing: [],
  snilsInvalid: false,
  waitsUntil: new Date('2026-12-24T15:00:00Z'),
};

const EXTENDED = { ...TICKET, dueBefore: TICKET.dueAt, reason: 'ждём ответа ведомства, запрос отправлен 24 ноября' };

/** Letters of every make. */
export function conversationSamples(): Sample[] {
  return [
    { name: 'status-in-progress', ...changed('in_progress', 'registered') },
    { name: 'status-awaiting-info', ...changed('awaiting_info', 'in_progress', 'в письме нет номера заявления') },
    { name: 'status-resolved', ...changed('resolved', 'in_progress', 'блокировка учётной записи снята') },
    { name: 'status-rejected', ...changed('rejected', 'in_progress', 'услуга предоставляется с 18 лет') },
    { name: 'status-closed', ...changed('closed', 'resolved', 'вы приняли решение') },
    {
      name: 'status-closed-unanswered',
      ...statusChangedLetter({
        ...TICKET,
        change: { at: AT, before: 'awaiting_info', after: 'closed', reason: 'мы не получили от вас ответа' },
        unanswered: true,
      }),
    },
    { name: 'reminder', ...reminderLetter({ ...REMINDER, missing: ['snils'] }) },
    { name: 'reminder-asked-by-staff', ...reminderLetter({ ...REMINDER, asked: REQUEST.text, waitsUntil: null }) },
    { name: 'status-reopened', ...changed('in_progress', 'closed', 'вопрос возник снова') },
    { name: 'answer', ...answerLetter(ANSWER) },
    {
      name: 'answer-resolved',
      ...answerLetter({ ...ANSWER, status: 'resolved', change: resolved, files: [MEMO] }),
    },
    {
      name: 'answer-rejected',
      ...answerLetter({
        ...ANSWER,
        text: 'К сожалению, мы не можем выдать справку: её выдаёт пенсионный фонд.',
        status: 'rejected',
        change: { ...resolved, after: 'rejected', reason: 'справку выдаёт другое ведомство' },
      }),
    },
    { name: 'request', ...requestLetter(REQUEST) },
    {
      name: 'request-with-missing',
      ...requestLetter({
        ...REQUEST,
        missing: ['fio', 'snils'],
        snilsInvalid: true,
        waitsUntil: new Date('2026-12-08T15:00:00Z'),
        files: [MEMO],
      }),
    },
    { name: 'status-answer-in-progress', ...asked('in_progress') },
    { name: 'status-answer-awaiting-missing', ...asked('awaiting_info', { missing: ['snils'] }) },
    { name: 'status-answer-resolved', ...asked('resolved') },
    {
      name: 'status-answer-with-files',
      ...asked('in_progress', { files: [{ ...MEMO, type: 'pdf', verdict: 'accepted', reason: null, advice: [] }] }),
    },
    { name: 'status-answer-with-news', ...asked('in_progress', { news: { operatorTold: true, completed: true } }) },
    { name: 'extended', ...extendedLetter({ ...EXTENDED, dueAt: new Date('2026-12-15T15:00:00Z') }) },
    {
      name: 'extended-while-waiting',
      ...extendedLetter({ ...EXTENDED, dueAt: new Date('2026-12-15T15:00:00Z'), waiting: true }),
    },
    {
      name: 'extended-earlier',
      ...extendedLetter({ ...EXTENDED, subject: '', dueAt: new Date('2026-11-25T15:00:00Z'), reason: 'ответ готов' }),
    },
  ];
}

/** The same letters about a ticket in each status. */
export function statusConversations(): Filled[] {
  const bare = { ...OPERATOR, position: null };
  return (Object.keys(STATUS_TITLES) as Status[]).flatMap((status) => [
    asked(status),
    answerLetter({ ...ANSWER, text: 'Сделано.', operator: bare, status, change: null }),
    answerLetter({ ...ANSWER, status, change: { ...resolved, before: 'registered', after: status } }),
    ...(status === 'registered' ? [] : [changed(status, 'registered')]),
  ]);
}
