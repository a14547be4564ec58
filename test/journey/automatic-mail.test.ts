/** Automatic mail, machines and bounces (domain.md §10; contract.md, «Automatic mail», «On the wire»). */
import { describe, expect, test } from 'vitest';
import { needs } from '../services/services.ts';
import { bounceReport } from './bounce-report.ts';
import type { Mail } from './correspondence.ts';
import { citizen, opens, PROBLEM, proven, SNILS, staffedOffice, ticketOf, workedOff } from './staffed-office.ts';

needs('dovecot')('automatic mail', () => {
  const town = staffedOffice({ AUTO_REPLY__MAX_PER_SENDER_PER_DAY: '5' });

  /** Every kind of letter that the office writes, about one ticket. */
  async function everyKind() {
    const vera = citizen(town);
    const { number, receipt, assignment } = await opens(town, vera);
    await vera.writes(`Статус обращения ${number}`, { subject: `Статус обращения ${number}` });
    const status = await vera.gets();
    await town.orlova.writes('Сейчас посмотрим.', proven(assignment));
    const answer = await vera.gets();
    await town.orlova.writes('#запросить снимок', proven(assignment));
    const request = await vera.gets();
    const commandReceipt = await town.orlova.gets(number);
    await vera.writes('Вот: ошибка 5.', { answering: request });
    const notice = await town.orlova.gets(number);
    return {
      vera,
      number,
      kinds: { receipt, status, answer, request, assignment, notice, 'command-receipt': commandReceipt },
    };
  }

  test.concurrent('says so in its headers, answers of people do not', async () => {
    const { number, kinds } = await everyKind();
    const header = (mail: Mail, name: string) => mail.parsed.headers.get(name) ?? null;
    for (const [kind, mail] of Object.entries(kinds)) {
      const byPerson = kind === 'answer' || kind === 'request';
      expect(header(mail, 'auto-submitted')).toEqual(
        byPerson ? null : expect.stringMatching(/^auto-(replied|generated)$/),
      );
      expect(header(mail, 'x-auto-response-suppress')).toBe(byPerson ? null : 'All');
      expect(mail.subject).toContain(`[${number}]`);
      expect(mail.text).not.toBe('');
      expect(mail.html).not.toBe('');
      expect(mail.messageId).toMatch(/^<[a-z2-7]+@example\.org>$/);
      expect(mail.from).toContain('support@example.org');
      expect(mail.replyTo).toMatch(/^support\+t/);
      expect(mail.envelopeFrom).toMatch(/^support\+t/);
      if (kind !== 'assignment') {
        expect(mail.parsed.inReplyTo).toBeTruthy();
        expect(mail.parsed.references).toBeTruthy();
      }
    }
    expect(kinds.receipt.raw.toString()).not.toContain('auto-generated');
  });

  test.concurrent('one mailbox gets no more of it under many spellings', async () => {
    const vera = citizen(town);
    const [name, domain] = vera.address.split('@') as [string, string];
    const spellings = [
      vera.address,
      vera.address.toUpperCase(),
      `"${name}"@${domain}`,
      `${name}+1@${domain}`,
      `${name}+2@${domain.toUpperCase()}`,
      `${vera.address}.`,
      `"${name}+3"@${domain}.`,
    ];
    for (const spelling of spellings) {
      const { raw } = await vera.composes(PROBLEM, { subject: `Вопрос ${spelling}` });
      const head = raw.toString('latin1').replace(/^From: .*$/m, `From: <${spelling}>`);
      await workedOff(town, () => vera.sends(Buffer.from(head, 'latin1')));
    }
    const rows = town.register.db.selectFrom('outbox').select('state').where('mailbox', '=', vera.address);
    const states = (await rows.execute()).map(({ state }) => state);
    expect(states.filter((state) => state !== 'suppressed')).toHaveLength(5);
    expect(states).toHaveLength(spellings.length);
  });

  test.concurrent('a bounce of every kind is tied to its letter, with a Message-ID or without, and answered by nobody', async () => {
    const { vera, number, kinds } = await everyKind();
    let at = 0;
    for (const mail of Object.values(kinds)) {
      at += 1;
      await workedOff(town, () => vera.sends(bounceReport(mail, at % 2 === 0 ? 'nothing' : 'its Message-ID')));
    }
    const ticket = await ticketOf(town, number);
    for (const [purpose, mail] of Object.entries(kinds)) {
      const found = ticket.deliveries.find(({ messageId }) => messageId === mail.messageId);
      expect(found).toMatchObject({ purpose, state: 'bounced' });
    }
    const unreachable = await town.orlova.gets(number);
    expect(unreachable.text).toContain(vera.address);
    // What the citizen added, that he cannot be reached, that the answer was not delivered; the senior, that the assignment was not.
    expect(ticket.deliveries.filter(({ purpose }) => purpose === 'notice').map(({ to }) => to)).toEqual(
      expect.arrayContaining(['orlova@staff.example', 'sedova@staff.example']),
    );
    expect(ticket).toMatchObject({ status: 'in_progress', operator: 'orlova@staff.example' });

    await vera.writes(`Статус обращения ${number}`, { subject: `Статус обращения ${number}` });
    expect((await vera.gets()).subject).toContain(number);
    expect((await vera.gets()).text).toContain('В работе');
    await town.orlova.writes('Снова на связи.', proven(kinds.assignment));
    expect((await vera.gets()).text).toContain('Снова на связи');
  });

  test.concurrent('a robot that looks like a person is answered no more than the cap allows', async () => {
    const robot = citizen(town, 'Робот Роботов');
    const { number, receipt } = await opens(town, robot);
    for (let at = 0; at < 6; at += 1) {
      await workedOff(town, () => robot.writes(`Сообщение номер ${at} об ошибке.`, { answering: receipt }));
    }
    const ticket = await ticketOf(town, number);
    expect(robot.unread).toBe(4);
    const toRobot = ticket.deliveries.filter(({ to }) => to === robot.address);
    expect(toRobot.filter(({ state }) => state === 'suppressed')).toHaveLength(2);
    expect(ticket.messages).toBe(7);
  });

  test.concurrent('what staff change and answer is never held back', async () => {
    const vera = citizen(town);
    const { assignment } = await opens(town, vera);
    for (let at = 0; at < 6; at += 1) await workedOff(town, () => vera.writes(`${PROBLEM} Письмо ${at}.`));
    for (const at of [1, 2, 3, 4]) expect((await vera.gets()).subject, String(at)).toContain('ТП-');
    expect(vera.unread).toBe(0);
    await town.orlova.writes('Первый ответ.', proven(assignment));
    expect((await vera.gets()).text).toContain('Первый ответ');
    await town.orlova.writes('#решено', proven(assignment));
    expect((await vera.gets()).text).toContain('Решено');
    await town.orlova.writes('#закрыть', proven(assignment));
    expect((await vera.gets()).text).toContain('Закрыто');
  });

  test.concurrent('staff are exempt from the cap', async () => {
    const { kravtsov } = town;
    for (let at = 0; at < 7; at += 1) {
      await kravtsov.writes(`Я, Кравцов Илья Ильич, СНИЛС ${SNILS}. Вопрос ${at}: не могу войти.`);
      expect((await kravtsov.gets()).subject).toContain('ТП-');
    }
  });

  test.concurrent('an out-of-office answer to the envelope sender stands in its ticket', async () => {
    const vera = citizen(town);
    const { number, receipt } = await opens(town, vera);
    await workedOff(town, () =>
      vera.writes('Я в отпуске.', { to: receipt.envelopeFrom, headers: ['Auto-Submitted: auto-replied'] }),
    );
    const ticket = await ticketOf(town, number);
    expect(ticket).toMatchObject({ status: 'in_progress', messages: 1 });
    expect(ticket.thread).toContainEqual(expect.objectContaining({ from: 'automatic', text: 'Я в отпуске.' }));
    expect(vera.unread).toBe(0);
  });

  test.concurrent('a machine opens, moves and reopens nothing', async () => {
    const vera = citizen(town);
    const { number, receipt, assignment } = await opens(town, vera);
    await town.orlova.writes('#решено\nГотово.', proven(assignment));
    await vera.gets();
    await town.orlova.gets(number);
    for (const headers of [['Auto-Submitted: auto-replied'], ['Precedence: auto_reply'], ['X-Autoreply: yes']]) {
      await workedOff(town, () => vera.writes('Отказать, не помогло.', { answering: receipt, headers }));
    }
    expect(await ticketOf(town, number)).toMatchObject({ status: 'resolved' });
    expect(vera.unread).toBe(0);
  });
});

needs('dovecot')('without subaddresses', () => {
  const town = staffedOffice({ OFFICE__SUBADDRESS: 'false' });

  test.concurrent('tokens travel in Message-ID and References only', async () => {
    const vera = citizen(town);
    const { number, receipt, assignment } = await opens(town, vera);
    for (const mail of [receipt, assignment]) {
      expect(mail.replyTo).toBeNull();
      expect(mail.envelopeFrom).toBe('support@example.org');
      expect(mail.raw.toString()).not.toContain('support+');
    }
    await town.orlova.writes('#решено\nГотово.', { ...proven(assignment), subject: 'Ответ' });
    const answer = await vera.gets();
    expect(answer.text).toContain('Готово');
    await town.orlova.gets(number);
    await vera.writes('Принимаю решение', { answering: answer, subject: 'Ответ' });
    expect((await vera.gets()).text).toContain('Закрыто');
    await town.orlova.gets(number);
    await workedOff(town, () => vera.sends(bounceReport(answer)));
    const { deliveries } = await ticketOf(town, number);
    expect(deliveries.find(({ messageId }) => messageId === answer.messageId)).toMatchObject({ state: 'bounced' });
  });
});

needs('dovecot')('without staff', () => {
  const town = staffedOffice({ STAFF: '[]' });

  describe('a ticket', () => {
    test('stays registered, and takes what the citizen adds', async () => {
      const vera = citizen(town);
      await vera.writes(PROBLEM);
      const receipt = await vera.gets();
      expect(receipt.text).toContain('Принято');
      await vera.writes('Добавляю.', { answering: receipt });
      expect((await vera.gets()).text).toContain('Принято');
      const number = /ТП-\d{4}-\d{6}/.exec(receipt.subject)![0];
      expect(await ticketOf(town, number)).toMatchObject({ status: 'registered', operator: null, messages: 2 });
    });
  });
});
