/** Only structure makes a machine; doubt withholds the automatic answer and nothing else (contract.md, «Who is a machine»). */
import { expect, test } from 'vitest';
import { needs } from '../services/services.ts';
import { Person } from './correspondence.ts';
import { citizen, opens, PROBLEM, proven, SNILS, staffedOffice, ticketOf, workedOff } from './staffed-office.ts';

const AWAY = { subject: 'Автоматический ответ: Ваше обращение' };
const AWAY_TEXT = 'Добрый день! Я в отпуске до понедельника.';
const NO_SNILS = 'Здравствуйте! Я, Ларионова Вера Павловна. Не могу войти в личный кабинет.';

needs('dovecot')('a letter that reads like a machine’s', () => {
  const town = staffedOffice();

  /** The number of the ticket that this person's letter has become. */
  async function ticketFrom({ address }: Person): Promise<string> {
    const tickets = town.register.db.selectFrom('tickets').select('number').where('from_address', '=', address);
    return (await tickets.orderBy('id', 'desc').executeTakeFirstOrThrow()).number;
  }

  test.concurrent('opens a ticket, is not answered, and goes to an operator who is told, whatever is missing', async () => {
    const vera = citizen(town);
    await workedOff(town, () => vera.writes('Ваше обращение принято в кабинет, номер 77.', AWAY));
    const number = await ticketFrom(vera);
    expect(vera.unread).toBe(0);
    const ticket = await ticketOf(town, number);
    expect(ticket).toMatchObject({ status: 'in_progress', messages: 1 });
    const reader = ticket.operator === 'orlova@staff.example' ? town.orlova : town.belov;
    expect((await reader.gets(number)).text).toContain('похоже на автоответ');
  });

  test.concurrent('completes a ticket by the СНИЛС that was asked for, and by no words', async () => {
    const vera = citizen(town);
    await vera.writes(NO_SNILS);
    const receipt = await vera.gets();
    const number = await ticketFrom(vera);
    await workedOff(town, () => vera.writes(AWAY_TEXT, { ...AWAY, answering: receipt }));
    expect(await ticketOf(town, number)).toMatchObject({ status: 'awaiting_info', messages: 2 });
    await workedOff(town, () => vera.writes(SNILS, { ...AWAY, answering: receipt }));
    expect(await ticketOf(town, number)).toMatchObject({ status: 'in_progress', messages: 3 });
    expect((await town.orlova.gets(number)).text).toContain('похоже на автоответ');
    expect(vera.unread).toBe(0);
  });

  test.concurrent('accepts, refuses and reopens nothing; the operator reads it', async () => {
    const vera = citizen(town);
    const { number, receipt, assignment } = await opens(town, vera);
    await town.orlova.writes('#решено\nГотово.', proven(assignment));
    await vera.gets();
    await town.orlova.gets(number);
    await workedOff(town, () => vera.writes(AWAY_TEXT, { ...AWAY, answering: receipt }));
    expect(await ticketOf(town, number)).toMatchObject({ status: 'resolved', messages: 3 });
    expect((await town.orlova.gets(number)).text).toContain('похоже на автоответ');
    expect(vera.unread).toBe(0);
  });

  test.concurrent('is an answer all the same when an operator writes it with his token', async () => {
    const vera = citizen(town);
    const { number, assignment } = await opens(town, vera);
    for (const text of [
      'Ваше обращение принято в работу, ему присвоен номер 4411.',
      'Ваша заявка зарегистрирована и передана в отдел.',
      'Специалист находится в отпуске, отвечу по возвращении.',
      'Письмо сформировано автоматически, не отвечайте на это письмо.',
      'Спасибо за обращение. Ваше письмо получено и будет рассмотрено.',
      'Ваше письмо не доставлено в ведомство: ящик переполнен. Отправим снова.',
    ]) {
      await town.orlova.writes(text, proven(assignment));
      expect((await vera.gets()).text).toContain(text);
    }
    expect((await ticketOf(town, number)).messages).toBe(7);
  });

  test.concurrent('through a relay, an answer brings what was asked for and is answered', async () => {
    const vera = citizen(town);
    await vera.writes(NO_SNILS);
    const receipt = await vera.gets();
    const headers = ['X-Mailgun-Sid: 1', 'Feedback-ID: 1:2:mailgun', 'List-Unsubscribe: <mailto:u@mailgun.example>'];
    await vera.writes(SNILS, { answering: receipt, headers });
    expect((await vera.gets()).text).toContain('В работе');
  });

  test.concurrent('a form of a site is the letter of the person in Reply-To', async () => {
    for (const box of ['noreply@site.example', 'support@example.org']) {
      const vera = citizen(town);
      const site = new Person(town.office, box, 'Сайт');
      await site.writes(NO_SNILS, { headers: [`Reply-To: ${vera.address}`] });
      const receipt = await vera.gets();
      const number = await ticketFrom(vera);
      expect(await ticketOf(town, number)).toMatchObject({ status: 'awaiting_info', from: vera.address });
      await vera.writes(`СНИЛС ${SNILS}`, { answering: receipt });
      expect((await vera.gets()).text).toContain('В работе');
      expect(site.unread).toBe(0);
    }
  });

  test.concurrent('a letter of ours that comes back, or one in our name, is nobody’s', async () => {
    const vera = citizen(town);
    const { number, receipt } = await opens(town, vera);
    const before = (await ticketOf(town, number)).messages;
    const ourselves = new Person(town.office, 'support@example.org', 'Приёмная');
    await workedOff(town, () => ourselves.writes(PROBLEM));
    await workedOff(town, () => ourselves.writes(PROBLEM, { headers: [`Reply-To: ${receipt.replyTo}`] }));
    expect(await ticketOf(town, number)).toMatchObject({ messages: before });
    expect(ourselves.unread).toBe(0);
  });

  test.concurrent('the mark of our own filter sets a letter aside, but none that holds our token', async () => {
    const headers = ['X-Spam-Flag: YES'];
    const stranger = citizen(town);
    let id = '';
    await workedOff(town, async () => {
      id = await stranger.writes(PROBLEM, { headers });
      return id;
    });
    const row = town.register.db.selectFrom('letters').select(['state', 'ticket_id']).where('message_id', '=', id);
    expect(await row.executeTakeFirst()).toEqual({ state: 'set-aside', ticket_id: null });
    expect(stranger.unread).toBe(0);

    const vera = citizen(town);
    await vera.writes(NO_SNILS);
    const receipt = await vera.gets();
    const number = await ticketFrom(vera);
    await workedOff(town, () => vera.writes(`СНИЛС ${SNILS}`, { answering: receipt, headers }));
    expect(await ticketOf(town, number)).toMatchObject({ status: 'in_progress', messages: 2 });
  });
});
