/** One office with staff for all tests of a file: each test has citizens of its own and reads letters by their number. */
import { afterAll, beforeAll, vi } from 'vitest';
import type { Resolver } from '../../src/letter/authentic.ts';
import type { Register } from '../../src/register/register.ts';
import { showTicket, type TicketDetails } from '../../src/register/views.ts';
import { type Mail, OUR_SERVER, Person, type Words } from './correspondence.ts';
import { type Office, type OfficeOptions, openOffice, type RunningService } from './office.ts';

export const SNILS = '112-233-445 95';
export const OTHER_SNILS = '087-654-303 00';
export const PROBLEM = `Здравствуйте! Я, Ларионова Вера Павловна, СНИЛС ${SNILS}. Не могу войти в личный кабинет.`;

const DEPARTMENTS = [
  { id: 'access', title: 'Отдел доступа', categories: ['личный кабинет', 'технические проблемы'] },
  { id: 'common', title: 'Общий отдел', categories: ['общие вопросы', 'услуги и заявления', 'персональные данные'] },
  { id: 'pay', title: 'Отдел платежей', categories: ['платежи'] },
  { id: 'guard', title: 'Отдел безопасности', categories: [], purpose: 'security' },
];

const STAFF = [
  { name: 'Орлова Ирина Павловна', email: 'orlova@staff.example', position: 'специалист', department: 'access', role: 'operator' },
  { name: 'Белов Денис Игоревич', email: 'belov@staff.example', position: 'специалист', department: 'common', role: 'operator' },
  { name: 'Громов Павел Ильич', email: 'gromov@staff.example', position: null, department: 'pay', role: 'operator' },
  { name: 'Дёмина Юлия Олеговна', email: 'demina@staff.example', position: null, department: 'pay', role: 'operator' },
  { name: 'Седова Анна Юрьевна', email: 'sedova@staff.example', position: 'ведущий специалист', department: null, role: 'senior' },
  { name: 'Зорин Олег Петрович', email: 'zorin@staff.example', position: null, department: 'guard', role: 'security' },
  { name: 'Кравцов Илья Ильич', email: 'kravtsov@staff.example', position: null, department: null, role: 'auditor' },
]; // biome-ignore format: a table

export interface StaffedOffice {
  office: Office;
  service: RunningService;
  register: Register;
  orlova: Person;
  belov: Person;
  gromov: Person;
  demina: Person;
  sedova: Person;
  zorin: Person;
  kravtsov: Person;
}

/** What one ticket begins with. */
export interface Opened {
  number: string;
  receipt: Mail;
  assignment: Mail;
}

let people = 0;

type Settings = Record<string, string>;

/** Opens the office before the tests of the file and closes it after them. */
export function staffedOffice(
  settings: Settings | ((whenDone: (close: () => unknown) => void) => Promise<Settings>) = {},
  resolver?: Resolver,
  sink: OfficeOptions['sink'] = {},
): StaffedOffice {
  const town = {} as StaffedOffice;
  const closing: (() => unknown)[] = [];
  const whenDone = (close: () => unknown) => void closing.unshift(close);
  // Most of the time is the mail server's: it tells of new letters twice a second.
  vi.setConfig({ maxConcurrency: 10 });
  beforeAll(async () => {
    const office = await openOffice(
      {
        STAFF: JSON.stringify(STAFF),
        DEPARTMENTS: JSON.stringify(DEPARTMENTS),
        MAIL_AUTH__TRUSTED_AUTHSERV_IDS: JSON.stringify([OUR_SERVER]),
        AUTO_REPLY__MAX_PER_SENDER_PER_DAY: '50',
        FLOOD__PER_SENDER_PER_HOUR: '1000',
        ...(typeof settings === 'function' ? await settings(whenDone) : settings),
      },
      { whenDone, sink, ...(resolver && { resolver }) },
    );
    const service = await office.start();
    const member = (name: string, called: string) => new Person(office, `${name}@staff.example`, called);
    Object.assign(town, {
      office,
      service,
      register: await office.register(),
      orlova: member('orlova', 'Ирина Орлова'),
      belov: member('belov', 'Денис Белов'),
      gromov: member('gromov', 'Павел Громов'),
      demina: member('demina', 'Юлия Дёмина'),
      sedova: member('sedova', 'Анна Седова'),
      zorin: member('zorin', 'Олег Зорин'),
      kravtsov: member('kravtsov', 'Илья Кравцов'),
    });
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });
  return town;
}

/** Somebody who has never written before. */
export function citizen({ office }: StaffedOffice, name = 'Вера Ларионова'): Person {
  people += 1;
  return new Person(office, `citizen${people}@example.ru`, name);
}

/** A citizen's letter becomes a ticket of the operator. */
export async function opens(town: StaffedOffice, from: Person, text = PROBLEM, words: Words = {}): Promise<Opened> {
  await from.writes(text, words);
  const receipt = await from.gets();
  const number = /ТП-\d{4}-\d{6}/.exec(receipt.subject)![0];
  return { number, receipt, assignment: await town.orlova.gets(number) };
}

export async function ticketOf({ register }: StaffedOffice, number: string): Promise<TicketDetails> {
  return (await showTicket(register, number))!;
}

/**
 * Puts a letter into the mailbox and waits until it is registered and the letters that come of it are sent.
 * @param put gives the letter's Message-ID
 * @param copies so many letters with this Message-ID there are then
 */
export async function workedOff(
  { service, register }: StaffedOffice,
  put: () => string | Promise<string>,
  copies = 1,
): Promise<void> {
  const id = await put();
  const settled = () =>
    register.db
      .selectFrom('letters')
      .select('id')
      .where('message_id', '=', id)
      .where('state', 'in', ['registered', 'set-aside'])
      .execute();
  for (let seen = service.count('registered'); (await settled()).length < copies; seen = service.count('registered')) {
    await service.crossed('registered', seen + 1);
  }
  await service.desk.queue.idle();
}

/** An answer that our own mail server found genuine. */
export const proven = (answering: Mail): Words => ({ answering, proof: 'pass' });
