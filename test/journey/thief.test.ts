/**
 * Somebody who wants another's ticket: he knows its number and the citizen's address, and puts himself into a letter in his
 * name. And people who hold a letter of ours that was written to somebody else (contract.md, «Tickets and people»).
 */
import { expect, test } from 'vitest';
import { needs } from '../services/services.ts';
import { OUR_SERVER, type Person } from './correspondence.ts';
import {
  citizen,
  OTHER_SNILS,
  opens,
  PROBLEM,
  proven,
  SNILS,
  staffedOffice,
  ticketOf,
  workedOff,
} from './staffed-office.ts';

needs('dovecot')('a thief', () => {
  const town = staffedOffice();
  const status = (number: string) => `Статус обращения ${number}`;

  /** Everything that he might do once he belonged to it: nothing of it is done or told. */
  async function learnsNothing(thief: Person, number: string): Promise<void> {
    const before = await ticketOf(town, number);
    for (const [subject, text] of [
      [status(number), `Здравствуйте! ${status(number)}?`],
      [`Закрыть обращение ${number}`, `Прошу закрыть обращение ${number}.`],
      [`Обжалование ${number}`, `Обжалую решение по обращению ${number}.`],
      [`Повторное ${number}`, `Повторное обращение: по ${number} вопрос не решён.`],
      [number, `Принимаю решение по обращению ${number}.`],
    ] as const) {
      await thief.writes(text, { subject });
      const { subject: title, text: told } = await thief.gets();
      const own = numberIn(title);
      expect(own).not.toBe(number);
      expect(title + told).not.toMatch(/Ларионов|Вер[аы] Павловн|112-233-445|916 123/);
      expect(title + told).not.toContain(number);
      const ticket = await ticketOf(town, own);
      expect(ticket.applicant).toMatchObject({ snils: null, inn: null, phone: null });
      expect(ticket.applicant.fio?.surname).toBe('Воров');
      expect(ticket.from).toBe(thief.address);
    }
    const after = await ticketOf(town, number);
    expect({ ...after, related: [], events: [], deliveries: [] }).toEqual({
      ...before,
      related: [],
      events: [],
      deliveries: [],
    });
  }

  test.concurrent.each(['Cc', 'To', 'Reply-To'])('in %s of a letter in a citizen’s name', async (field) => {
    const vera = citizen(town);
    const { number } = await opens(town, vera, `${PROBLEM} Телефон +7 916 123-45-67.`);
    const thief = citizen(town, 'Пётр Воров');
    await vera.writes('Дополнение.', {
      subject: number,
      ...(field === 'To' && { to: `support@example.org, ${thief.address}` }),
      ...(field === 'Cc' && { cc: thief.address }),
      ...(field === 'Reply-To' && { headers: [`Reply-To: ${thief.address}`] }),
    });
    expect((await vera.gets()).subject).toContain(number);
    await town.orlova.gets(number);
    expect(thief.unread).toBe(0);
    await learnsNothing(thief, number);
  });

  test.concurrent('in Reply-To of an appeal in a citizen’s name: answers go on to the citizen', async () => {
    const vera = citizen(town);
    const { number, assignment } = await opens(town, vera);
    await town.orlova.writes('#отказать Учётная запись не ваша.', proven(assignment));
    await vera.gets();
    await town.orlova.gets(number);
    const thief = citizen(town, 'Пётр Воров');
    await vera.writes('Обжалую отказ.', {
      subject: `Обжалование ${number}`,
      headers: [`Reply-To: ${thief.address}`, 'Auto-Submitted: no'],
      cc: thief.address,
    });
    const second = numberIn((await vera.gets()).subject);
    const appeal = await town.sedova.gets(second);
    await town.sedova.writes('Разобрались, доступ ваш.', proven(appeal));
    expect((await vera.gets(second)).text).toContain('Разобрались');
    expect(thief.unread).toBe(0);
    await learnsNothing(thief, second);
  });

  test.concurrent('somebody in Cc of a letter that opens a ticket, which our server has not proven', async () => {
    const vera = citizen(town);
    const son = citizen(town, 'Пётр Ларионов');
    const { number } = await opens(town, vera, PROBLEM, { cc: son.address });
    await son.writes(status(number), { subject: status(number) });
    expect(numberIn((await son.gets()).subject)).not.toBe(number);
  });

  test.concurrent.each([
    ['our server', { proof: 'pass' as const }],
    ['a token made for its sender', { token: true }],
  ])(
    'is let in by a letter that is proven by %s',
    async (_by, { proof, token }: { proof?: 'pass'; token?: boolean }) => {
      const vera = citizen(town);
      const son = citizen(town, 'Пётр Ларионов');
      const { number, receipt } = await opens(town, vera);
      await vera.writes('Сын поможет мне.', {
        subject: number,
        cc: son.address,
        ...(proof && { proof }),
        ...(token && { answering: receipt }),
      });
      await vera.gets();
      await town.orlova.gets(number);
      await son.writes(status(number), { subject: status(number) });
      expect((await son.gets()).text).toContain('В работе');
      await son.writes(`Я, Ларионов Пётр Ильич, СНИЛС ${OTHER_SNILS}. Обжалую решение.`, {
        subject: `Обжалование ${number}`,
      });
      const second = numberIn((await son.gets()).subject);
      const { text } = await town.sedova.gets(second);
      expect(text).not.toMatch(/112-233-445|Не могу войти/);
      expect((await ticketOf(town, second)).applicant).toMatchObject({ fio: { given: 'Пётр' }, snils: OTHER_SNILS });
      expect(await ticketOf(town, second)).toMatchObject({ kind: 'обжалование', related: [number] });
    },
  );

  test.concurrent.each<[string, string[], string]>([
    ['two authors', [], 'VERA, THIEF'],
    ['two From fields', ['From: THIEF'], 'VERA'],
    ['a group', [], 'Family: VERA;'],
    ['an encoded word alone', [], '=?utf-8?q?Vera_=3CVERA=3E?='],
    ['two pairs of brackets', [], '<VERA> <THIEF>'],
    ['mailto', [], '<mailto:VERA>'],
    ['a verdict about another domain', [`Authentication-Results: ${OUR_SERVER}; dmarc=pass header.from=evil.example`], 'VERA'],
    ['a denial in the second field', [
      `Authentication-Results: ${OUR_SERVER}; spf=pass smtp.mailfrom=evil.example`,
      `Authentication-Results: ${OUR_SERVER}; dmarc=fail header.from=example.ru`,
    ], 'VERA'],
    ['hardfail', [`Authentication-Results: ${OUR_SERVER}; spf=hardfail`], 'VERA'],
    ['a foreign signature', [`Authentication-Results: ${OUR_SERVER}; spf=fail; dkim=pass header.d=evil.example`], 'VERA'],
  ])('under a From that proves nobody (%s) closes nothing', async (_how, above, from) => {
    const vera = citizen(town);
    const { number } = await opens(town, vera);
    const named = (text: string) => text.replaceAll('VERA', vera.address).replaceAll('THIEF', 'thief@evil.example');
    const { raw } = await vera.composes(`Прошу закрыть обращение ${number}.`, { subject: `Закрыть обращение ${number}` });
    const forged = raw.toString('latin1').replace(/^From: .*$/m, `From: ${named(from)}`);
    await workedOff(town, () => vera.sends(Buffer.from([...above.map(named), forged].join('\r\n'), 'latin1')));
    const ticket = await ticketOf(town, number);
    expect(ticket).toMatchObject({ status: 'in_progress', messages: 1 });
    expect(ticket.related).toHaveLength(1);
  }); // biome-ignore format: a table
});

needs('dovecot')('a citizen’s letter from us, answered from another address,', () => {
  const town = staffedOffice();

  test.concurrent('brings what was asked for, with a mark; the writer is told that it arrived', async () => {
    const vera = citizen(town);
    await vera.writes('Я Ларионова Вера Павловна. Не могу войти в личный кабинет.');
    const request = await vera.gets();
    const number = numberIn(request.subject);
    const son = citizen(town, 'Пётр Ларионов');
    await son.writes(`СНИЛС мамы ${SNILS}, мой телефон +7 916 123-45-67`, { answering: request });
    const told = await son.gets();
    expect(told.subject).toContain(number);
    expect(told.text).toContain('получили ваше письмо');
    expect(told.text).not.toMatch(/Вера|работе|Ожидает|до \d|СНИЛС|ФИО/);
    expect((await vera.gets()).text).toMatch(/В работе[\s\S]*с другого адреса/);
    const assignment = await town.orlova.gets(number);
    // Word joiners keep mail programs from making a link of it.
    expect(assignment.text.replaceAll('\u2060', '')).toContain(`с другого адреса ${son.address}`);
    const ticket = await ticketOf(town, number);
    expect(ticket).toMatchObject({ status: 'in_progress', applicant: { snils: SNILS, phone: null } });
    expect(ticket.thread.map(({ name }) => name).join()).toContain('с другого адреса');

    await town.orlova.writes('Готово.', proven(assignment));
    expect((await vera.gets()).text).toContain('Готово');
    expect(son.unread).toBe(0);
  });

  test.concurrent('changes nothing, is told nothing, and its answers open no way in', async () => {
    const vera = citizen(town);
    const { number, assignment } = await opens(town, vera);
    await town.orlova.writes('#решено\nГотово.', proven(assignment));
    const answer = await vera.gets();
    await town.orlova.gets(number);
    const thief = citizen(town, 'Пётр Воров');
    let last = answer;
    for (const text of [
      'Принимаю решение.',
      'Закрыть обращение',
      'Обжалование',
      'Статус обращения?',
      'ФИО Воров Пётр Ильич',
    ]) {
      await thief.writes(text, { answering: last, cc: 'thief2@evil.example' });
      last = await thief.gets();
      expect(last.text).toContain('получили ваше письмо');
      expect(last.text).not.toMatch(/Вера|Решено|Закрыто|Воров/);
      const notice = await town.orlova.gets(number);
      expect(notice.text).toMatch(/с другого адреса/i);
      expect(notice.text).toContain(thief.address);
    }
    // The way back to us of a letter that he got, too: the address that bounces go to.
    await thief.writes('Закрыть обращение', { to: last.envelopeFrom, subject: 'Закрыть обращение' });
    await thief.gets();
    await town.orlova.gets(number);
    const ticket = await ticketOf(town, number);
    expect(ticket).toMatchObject({
      status: 'resolved',
      messages: 8,
      related: [],
      applicant: { fio: { given: 'Вера' } },
    });
    const members = town.register.db.selectFrom('members').innerJoin('tickets', 'tickets.id', 'members.ticket_id');
    const people = await members.select('address').where('number', '=', number).execute();
    expect(people.map(({ address }) => address)).toEqual([vera.address]);
  });
});

needs('dovecot')('where no mail server of ours is named', () => {
  const town = staffedOffice({ MAIL_AUTH__TRUSTED_AUTHSERV_IDS: '[]' });

  test.concurrent.each([
    ['a verdict that anybody may have written', { proof: 'pass' as const }, false],
    ['a token made for its sender', { token: true }, true],
  ])('%s: are those in Cc let in?', async (_what, { proof, token }: { proof?: 'pass'; token?: boolean }, admitted) => {
    const vera = citizen(town);
    const son = citizen(town, 'Пётр Ларионов');
    const { number, receipt } = await opens(town, vera);
    await vera.writes('Сын поможет мне.', {
      subject: number,
      cc: son.address,
      ...(proof && { proof }),
      ...(token && { answering: receipt }),
    });
    await vera.gets();
    await town.orlova.gets(number);
    await son.writes(`Статус обращения ${number}?`, { subject: `Статус обращения ${number}` });
    expect(numberIn((await son.gets()).subject) === number).toBe(admitted);
  });
});

function numberIn(subject: string): string {
  return /ТП-\d{4}-\d{6}/.exec(subject)![0];
}
