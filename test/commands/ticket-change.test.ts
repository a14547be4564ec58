/** Operators at the console: the verbs of mail commands, with the same rules and the same letters (domain.md §6, §8). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { TicketDetails } from '../../src/register/views.ts';
import { letter, type Office, openOffice } from '../journey/office.ts';
import { temporaryFolder } from '../register/fixture.ts';
import { startRedis } from '../services/redis.ts';
import { needs } from '../services/services.ts';
import { cli, type Ended, environment, objects, startCli } from './cli.ts';

const N = 'ТП-2026-000001';
const STAFF = [
  { name: 'Зимин Олег Игоревич', email: 'zimin@staff.example', position: 'ведущий специалист', role: 'operator' },
  { name: 'Орлова Нина Львовна', email: 'orlova.n@staff.example', role: 'senior' },
  { name: 'Орлова Инна Петровна', email: 'orlova.i@staff.example', role: 'auditor' },
].map((member) => ({ position: null, department: null, ...member }));
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** An office where Vera's ticket is registered and answered. */
async function withTicket(staff: object[] = STAFF, settings: Record<string, string> = {}): Promise<Office> {
  const office = await openOffice({ STAFF: JSON.stringify(staff), ...settings });
  office.dovecot.deliver(office.dovecot.user, letter('vera'));
  expect(await office.cli('run', '--once')).toMatchObject({ code: 0, stderr: '' });
  return office;
}

async function ticketOf(office: Office): Promise<TicketDetails> {
  const { stdout } = await office.cli('ticket', 'show', N, '--json');
  return objects(stdout)[0] as unknown as TicketDetails;
}

/** Sends what the outbox holds. @returns all that came to the citizen after the receipt, as he reads it */
async function mailToVera(office: Office): Promise<ParsedMail[]> {
  await office.cli('run', '--once');
  const [, ...letters] = office.sink.letters.filter(({ to }) => to.includes('vera@example.ru'));
  return Promise.all(letters.map(({ raw }) => simpleParser(raw)));
}

/** Refused with exit 1 and this word; the ticket is as it was. */
async function expectRefusal(office: Office, args: string[], said: string | RegExp): Promise<void> {
  const before = await ticketOf(office);
  const { code, stdout, stderr } = await office.cli(...args);
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(said) });
  expect(stderr).toContain('Ничего не изменено');
  expect(await ticketOf(office)).toEqual(before);
}

needs('dovecot')('changing a ticket at the console', () => {
  test('from one status to the next, each told to the citizen; what the table forbids is refused', {
    timeout: 120_000,
  }, async () => {
    const office = await withTicket();
    const set = (...args: string[]) => office.cli('ticket', 'set', N, ...args, '--as', 'Зимин', '--json');
    const steps: [args: string[], status: string, purpose: string, told: RegExp][] = [
      [
        ['awaiting_info', '--reason', 'Пришлите снимок.'],
        'awaiting_info',
        'request',
        /нужны ещё сведения[\s\S]*снимок\./,
      ],
      [['в работе', '--reason', 'Снимок получен.'], 'in_progress', 'status', /занялся специалист[\s\S]*Снимок получен/],
      [['Решено', '--reason', 'Доступ открыт.'], 'resolved', 'status', /закончили работу[\s\S]*Доступ открыт/],
      [['in_progress', '--reason', 'Сбой опять.'], 'in_progress', 'status', /вернулись к вашему[\s\S]*Сбой опять/],
      [['ОТКАЗАНО', '--reason', 'Это не к нам.'], 'rejected', 'status', /вынуждены отказать[\s\S]*Это не к нам/],
      [['closed', '--reason', 'Всё верно.'], 'closed', 'status', /обращение закрыто[\s\S]*Всё верно/],
      [['in-progress', '--reason', 'Ошиблись.'], 'in_progress', 'status', /вернулись к вашему[\s\S]*Ошиблись/],
    ];
    for (const [args, status, purpose] of steps) {
      const { code, stdout, stderr } = await set(...args);
      expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: expect.stringContaining('в течение минуты') });
      const [ticket] = objects(stdout) as unknown as TicketDetails[];
      expect([ticket!.status, ticket!.deliveries.at(-1)]).toMatchObject([status, { purpose, state: 'queued' }]);
      expect(ticket!.events.findLast(({ what }) => what === 'status changed')).toMatchObject({
        who: 'Зимин Олег Игоревич',
        after: { status },
      });
    }
    const forbidden = ['ticket', 'set', N, 'closed', '--as', 'Зимин'];
    await expectRefusal(office, forbidden, /Из статуса «В работе» нельзя перейти в «Закрыто»/);

    const letters = await mailToVera(office);
    expect(letters.map(({ subject }) => subject)).toEqual(steps.map(() => expect.stringContaining(`[${N}]`)));
    for (const [, , , told] of steps) expect(letters.filter(({ text }) => told.test(text!))).toHaveLength(1);
  });

  test('put back to work by somebody else, it is mailed to its operator with the reason', {
    timeout: 120_000,
  }, async () => {
    const office = await withTicket([STAFF[0]!]);
    await office.cli('ticket', 'set', N, 'resolved', '--as', 'zimin@staff.example');
    const both = { ...office.env, PRIEMNAYA__STAFF: JSON.stringify(STAFF) };
    const args = ['ticket', 'set', N, 'in_progress', '--reason', 'Звонил заявитель', '--as', 'Орлова Нина'];
    expect(await cli(both, args)).toMatchObject({ code: 0, stderr: expect.stringContaining('Писем в исходящих: 2') });
    await cli(both, ['run', '--once']);
    const assignment = office.sink.letters.findLast(({ to }) => to.includes('zimin@staff.example'));
    expect((await simpleParser(assignment!.raw)).text).toMatch(
      /снова в работе[\s\S]*Орлова Нина[\s\S]*Звонил заявитель/,
    );
    expect((await ticketOf(office)).operator).toBe('zimin@staff.example');
  });

  test('a note stays in the office', async () => {
    const office = await withTicket();
    const { code, stdout, stderr } = await office.cli(
      ...['ticket', 'note', 'тп 2026 1', 'Звонили в банк', '--as', 'зимин о.и.', '--json'],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Заявителю ничего не уходит') });
    const [ticket] = objects(stdout) as unknown as TicketDetails[];
    expect(ticket).toMatchObject({ status: 'in_progress', messages: 1 });
    expect(ticket!.events.at(-1)).toMatchObject({
      who: 'Зимин Олег Игоревич',
      what: 'note',
      after: { text: 'Звонили в банк' },
    });
    expect(await mailToVera(office)).toEqual([]);
    expect(office.sink.letters.filter(({ raw }) => raw.includes('Звонили'))).toEqual([]);
  });

  test('an answer from stdin with a file, final, in the office’s name', async () => {
    const office = await withTicket();
    const file = join(temporaryFolder(), 'справка.png');
    writeFileSync(file, PNG);
    const running = startCli(office.env, ['ticket', 'answer', N, '-', '--as', 'Зимин', '--resolve', '--file', file]);
    running.write('Добрый день!\nДоступ открыт. Пишите: zimin@staff.example\n');
    expect(await running.ended).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('«Решено»') });
    const ticket = await ticketOf(office);
    expect(ticket.thread.at(-1)).toMatchObject({
      from: 'staff',
      name: 'Зимин Олег Игоревич',
      attachments: [{ name: 'справка.png', type: 'png', verdict: 'accepted' }],
    });
    const [answer] = await mailToVera(office);
    expect(answer!.from!.value[0]!.address).toBe('support@example.org');
    expect(answer!.headers.has('auto-submitted')).toBe(false);
    expect(answer!.inReplyTo).toBe('<vera@example.ru>');
    expect(answer!.text).toMatch(/Доступ открыт[\s\S]*Зимин Олег Игоревич/);
    expect(`${answer!.text}${answer!.html}`).not.toContain('staff.example');
    expect(answer!.attachments).toMatchObject([{ filename: 'справка.png', content: PNG }]);
  });

  describe('changes nothing', () => {
    test('when the person, the ticket, or a file is not right', { timeout: 120_000 }, async () => {
      const office = await withTicket();
      const script = join(temporaryFolder(), 'отчёт.pdf');
      writeFileSync(script, 'MZ\u0090\u0000 no document at all');
      const answer = ['ticket', 'answer', N, 'Готово.', '--resolve'];
      await expectRefusal(office, [...answer, '--as', 'Сидоров'], /«Сидоров» нет в списке.*Зимин Олег Игоревич/);
      await expectRefusal(office, [...answer, '--as', 'Орлова'], /несколько.*orlova\.n@.*orlova\.i@/);
      await expectRefusal(office, [...answer, '--as', 'Орлова И. П.'], /наблюдать/);
      await expectRefusal(office, [...answer, '--as', 'Зимин', '--file', script], /отчёт\.pdf: /);
      await expectRefusal(office, ['ticket', 'note', 'ТП-2026-000009', 'x', '--as', 'Зимин'], /ТП-2026-000009 нет/);
    });
  });

  test('an office without a directory takes the name as typed, but no name of the service', async () => {
    const office = await withTicket([]);
    await expectRefusal(office, ['ticket', 'set', N, 'resolved', '--as', 'service'], /не имя сотрудника/);
    const { code } = await office.cli('ticket', 'answer', N, 'Жду вас @ окно 5.', '--as', 'Анна Белова');
    expect(code).toBe(0);
    const [answer] = await mailToVera(office);
    expect(answer!.text).toMatch(/Жду вас @ окно 5\.[\s\S]*Анна Белова/);
    expect((await ticketOf(office)).thread.at(-1)).toMatchObject({ from: 'staff', name: 'Анна Белова' });
  });
});

needs('dovecot', 'redis')('with a queue that others hear', () => {
  test('the running service sends at once', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const office = await withTicket(STAFF, { QUEUE__URL: redis.url });
    const service = await office.start();
    const settled = service.crossed('settled', 1);
    const { code } = await office.cli('ticket', 'answer', N, 'Доступ открыт.', '--as', 'Зимин');
    expect(code).toBe(0);
    await settled;
    expect(office.sink.letters.at(-1)!.to).toEqual(['vera@example.ru']);
  });
});

describe('wrong usage', () => {
  test.each([
    [['set', N, 'done', '--as', 'Зимин'], /in_progress \(«В работе»\)/],
    [['set', N, 'registered', '--as', 'Зимин'], /it can be/],
    [['set', N, 'rejected', '--as', 'Зимин'], /«Отказано» needs --reason/],
    [['set', N, 'awaiting_info', '--reason', ' ', '--as', 'Зимин'], /needs --reason/],
    [['set', N, 'resolved'], /--as/],
    [['note', N, ' ', '--as', 'Зимин'], /the text is empty/],
    [['answer', N, '#решено\nГотово', '--as', 'Зимин'], /«#решено» is a command of letters/],
  ])('%j', async (args, said) => {
    const { code, stdout, stderr } = await cli({}, ['ticket', ...args]);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(said) });
  });

  test('letters are never written in the name of nobody: the office’s address is needed', async () => {
    const env = environment({ REGISTER__URL: `sqlite:${join(temporaryFolder(), 'register.db')}` });
    const ended: Ended = await cli(env, ['ticket', 'note', N, 'x', '--as', 'Зимин']);
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('office.address') });
  });
});
