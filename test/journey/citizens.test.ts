/** Everything that a citizen can do by writing (domain.md §6, §7), each as a correspondence. */
import { expect, test } from 'vitest';
import { needs } from '../services/services.ts';
import { CLIENTS, QUOTED_WORDS } from './client-bodies.ts';
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

const DAY_MS = 86_400_000;

needs('dovecot')('a citizen', () => {
  const town = staffedOffice();

  /** The ticket is answered for good. */
  async function resolved(text = 'Готово.') {
    const vera = citizen(town);
    const opened = await opens(town, vera);
    await town.orlova.writes(`#решено\n${text}`, proven(opened.assignment));
    const answer = await vera.gets();
    await town.orlova.gets(opened.number);
    return { vera, answer, ...opened };
  }

  async function isRepeated(number: string): Promise<boolean> {
    const tickets = town.register.db.selectFrom('tickets').select('repeated').where('number', '=', number);
    return (await tickets.executeTakeFirstOrThrow()).repeated === 1;
  }

  async function closedBefore(days: number) {
    const done = await resolved();
    await done.vera.writes('Принимаю решение, спасибо!', { answering: done.answer });
    const closed = await done.vera.gets();
    await town.orlova.gets(done.number);
    await town.register.db
      .updateTable('tickets')
      .set({ closed_at: Date.now() - days * DAY_MS })
      .where('number', '=', done.number)
      .execute();
    return { ...done, closed };
  }

  test.concurrent('adds something: appended, the operator is told, files come along', async () => {
    const vera = citizen(town);
    const { number, receipt } = await opens(town, vera);
    await vera.writes('Забыла сказать: ошибка 401.', { answering: receipt, files: [png('снимок.png')] });
    const told = await town.orlova.gets(number);
    expect(told.text).toContain('ошибка 401');
    expect(told.parsed.attachments.map(({ filename }) => filename)).toEqual(['снимок.png']);
    expect((await vera.gets()).text).toContain('снимок.png');
    const ticket = await ticketOf(town, number);
    expect(ticket).toMatchObject({ status: 'in_progress', messages: 2 });
    expect(matchedBy(ticket)).toContain('address-token');
  });

  test.concurrent.each([
    ['the address alone', 'address-token', { byAddress: true, byReference: false, byNumber: false }],
    ['our Message-ID alone', 'our-message-id', { byAddress: false, byReference: true, byNumber: false }],
    ['the number alone', 'number', { byAddress: false, byReference: false, byNumber: true }],
  ])('is recognised by %s', async (_way, rule, { byAddress, byReference, byNumber }) => {
    const vera = citizen(town);
    const { number, receipt } = await opens(town, vera);
    await vera.writes('Дополнение к моему письму.', {
      ...(byReference && { headers: [`In-Reply-To: ${receipt.messageId}`] }),
      ...(byAddress && { to: receipt.replyTo! }),
      subject: byNumber ? `О моём обращении ${number}` : 'Ещё',
    });
    expect((await town.orlova.gets(number)).text).toContain('Дополнение');
    expect((await vera.gets()).subject).toContain(number);
    expect(matchedBy(await ticketOf(town, number))).toContain(rule);
  });

  test.concurrent('is recognised by an earlier letter of their own', async () => {
    const vera = citizen(town);
    const first = await vera.writes(PROBLEM);
    const { subject } = await vera.gets();
    const number = numberIn(subject);
    await town.orlova.gets(number);
    await vera.writes('И ещё одно.', { headers: [`References: ${first}`], subject: 'Ещё' });
    expect((await vera.gets()).subject).toContain(number);
    expect(matchedBy(await ticketOf(town, number))).toContain('earlier-letter');
  });

  test.concurrent.each(['address', 'Message-ID', 'earlier letter', 'number'])(
    'completes what is missing, by %s',
    async (way) => {
      const vera = citizen(town);
      const first = await vera.writes('Я Ларионова Вера Павловна. Не могу войти в личный кабинет.');
      const receipt = await vera.gets();
      const number = numberIn(receipt.subject);
      expect(await ticketOf(town, number)).toMatchObject({ status: 'awaiting_info', operator: null });
      await vera.writes(`Мой СНИЛС ${SNILS}`, {
        subject: way === 'number' ? number : 'СНИЛС',
        ...(way === 'address' && { to: receipt.replyTo! }),
        ...(way === 'Message-ID' && { headers: [`References: ${receipt.messageId}`] }),
        ...(way === 'earlier letter' && { headers: [`In-Reply-To: ${first}`] }),
      });
      expect((await town.orlova.gets(number)).text).toContain(SNILS);
      const told = await vera.gets();
      expect(told.text).toContain('Ожидает уточнения');
      expect(told.text).toContain('В работе');
      expect(await ticketOf(town, number)).toMatchObject({ status: 'in_progress', operator: 'orlova@staff.example' });
    },
  );

  test.concurrent('a stranger with a number gets what a number that does not exist gets', async () => {
    const vera = citizen(town);
    const { number } = await opens(town, vera);
    const [one, other] = [citizen(town), citizen(town)];
    const replies = [];
    for (const [who, named] of [
      [one, number],
      [other, 'ТП-2026-999999'],
    ] as const) {
      await who.writes(`${PROBLEM} Статус обращения ${named}?`, { subject: `Статус обращения ${named}` });
      const mail = await who.gets();
      const said = `${mail.subject}\n${mail.text}`.replaceAll(numberIn(mail.subject), 'НОМЕР');
      replies.push(said.replaceAll(/\d\d:\d\d/g, 'ВРЕМЯ')); // they may have come in two minutes
    }
    expect(replies[0]!.replaceAll(number, '')).toEqual(replies[1]!.replaceAll('ТП-2026-999999', ''));
    expect((await town.orlova.gets(number)).text).toMatch(/другой человек/i);
    const ticket = await ticketOf(town, number);
    expect(ticket.messages).toBe(1);
    expect(ticket.related).toHaveLength(1);
  });

  test.concurrent('who writes under a citizen’s name does not get the answer to an address of his own', async () => {
    const vera = citizen(town);
    const { number } = await opens(town, vera);
    await vera.writes(`Статус обращения ${number}`, {
      subject: `Статус обращения ${number}`,
      headers: ['Reply-To: thief@example.com'],
    });
    expect((await vera.gets()).text).toContain('В работе');
    expect(town.office.sink.letters.some(({ to }) => to.includes('thief@example.com'))).toBe(false);
  });

  test.concurrent('somebody in Cc of a letter that our server has proven belongs to the ticket', async () => {
    const vera = citizen(town);
    const son = citizen(town, 'Пётр Ларионов');
    const { number } = await opens(town, vera, PROBLEM, { cc: son.address, proof: 'pass' });
    await son.writes(`Мама просит добавить про обращение ${number}: телефон сменился.`, { subject: number });
    expect((await town.orlova.gets(number)).text).toContain('телефон сменился');
    expect((await son.gets()).subject).toContain(number);
    expect(await ticketOf(town, number)).toMatchObject({ messages: 2, applicant: { fio: { given: 'Вера' } } });
  });

  test.concurrent.each([
    ['Статус обращения', 'Здравствуйте. Статус обращения?'],
    ['Вопрос', 'Подскажите, пожалуйста, на каком этапе моё обращение?'],
    ['Вопрос', 'Когда мне ждать ответа?'],
  ])('asks for the status: «%s», «%s»', async (subject, text) => {
    const vera = citizen(town);
    const { number } = await opens(town, vera);
    await vera.writes(text, { subject: `${subject} ${number}` });
    const told = await vera.gets();
    expect(told.text).toContain('В работе');
    expect(told.text).toMatch(/до \d{1,2} \p{L}+ \d{4}/u);
    expect(told.text + told.html).not.toMatch(/Ларионов|112-233-445/);
    expect(await ticketOf(town, number)).toMatchObject({ status: 'in_progress' });
    expect(matchedBy(await ticketOf(town, number))).toContain('number');
  });

  test.concurrent('repeats what is still open: an entry with a mark', async () => {
    const vera = citizen(town);
    const { number } = await opens(town, vera);
    await vera.writes('Повторно пишу о том же.', { subject: `Повторное ${number}` });
    expect((await town.orlova.gets(number)).text).toContain('повторно');
    expect((await vera.gets()).text).toContain('повторно');
    expect(await ticketOf(town, number)).toMatchObject({ messages: 2 });
    expect(await isRepeated(number)).toBe(true);
  });

  test.concurrent('repeats what is finished: a new ticket, and the operator sees the history first', async () => {
    const { vera, number } = await resolved('Пароль сброшен.');
    await vera.writes('Повторное обращение: снова не могу войти в личный кабинет.', { subject: `Повторное ${number}` });
    const receipt = await vera.gets();
    const second = numberIn(receipt.subject);
    expect(second).not.toBe(number);
    expect(receipt.text).toContain(number);
    const { text } = await town.orlova.gets(second);
    expect(text.indexOf('Пароль сброшен')).toBeGreaterThan(0);
    expect(text.indexOf('Пароль сброшен')).toBeLessThan(text.indexOf('снова не могу войти'));
    expect(await ticketOf(town, second)).toMatchObject({ related: [number], status: 'in_progress' });
    expect(await isRepeated(second)).toBe(true);
    expect(await ticketOf(town, number)).toMatchObject({ related: [second], status: 'resolved' });
  });

  test.concurrent.each(['Принять', 'Принимаю', 'Спасибо, всё заработало!', 'Решение меня устраивает.'])(
    'accepts: «%s»',
    async (words) => {
      const { vera, answer, number } = await resolved();
      await vera.writes(words, { answering: answer });
      expect((await vera.gets()).text).toContain('Закрыто');
      expect((await town.orlova.gets(number)).text).toContain(words);
      expect(await ticketOf(town, number)).toMatchObject({ status: 'closed' });
    },
  );

  test.concurrent.each(['Отказать', 'Отказать. Всё равно не пускает.', 'Не помогло.'])(
    'refuses: «%s»',
    async (words) => {
      const { vera, answer, number } = await resolved();
      await vera.writes(words, { answering: answer });
      const told = await vera.gets();
      expect(told.text).toContain('В работе');
      if (words === 'Отказать') expect(told.text).toContain('что не так');
      expect((await town.orlova.gets(number)).text).toContain(words);
      expect(await ticketOf(town, number)).toMatchObject({ status: 'in_progress' });
    },
  );

  test.concurrent.each(['Принимаю решение', 'Отказать, мне это не подходит'])(
    '«%s» before there is an answer changes nothing, and is read',
    async (words) => {
      const vera = citizen(town);
      const { number, receipt } = await opens(town, vera);
      await vera.writes(words, { answering: receipt });
      expect((await vera.gets()).text).toContain('В работе');
      expect((await town.orlova.gets(number)).text).toContain(words);
      expect(await ticketOf(town, number)).toMatchObject({ status: 'in_progress', messages: 2 });
    },
  );

  test.concurrent('finds in the thread what was written to him automatically, each below what it answers', async () => {
    const vera = citizen(town);
    const { number, receipt, assignment } = await opens(town, vera);
    await town.orlova.writes('#решено\nКабинет открыт.', proven(assignment));
    const answer = await vera.gets();
    await vera.writes('Статус обращения', { subject: `Статус обращения ${number}`, answering: answer });
    const status = await vera.gets();
    const { thread, messages } = await ticketOf(town, number);
    expect(thread.map(({ from, messageId }) => [from, from === 'automatic' ? messageId : null])).toEqual([
      ['citizen', null],
      ['automatic', receipt.messageId],
      ['staff', null],
      ['citizen', null],
      ['automatic', status.messageId],
    ]);
    expect(messages).toBe(3);
    const [, told] = thread;
    expect(told).toMatchObject({ name: 'Приёмная', quoted: '', attachments: [] });
    expect(told!.text.trim()).toBe(receipt.text.trim());
    expect(told!.text).not.toMatch(/<\/?[a-z]+/);
  });

  test.concurrent('a refusal is appealed against, not refused', async () => {
    const vera = citizen(town);
    const { number, assignment } = await opens(town, vera);
    await town.orlova.writes('#отказать Учётная запись не ваша.', proven(assignment));
    const refusal = await vera.gets();
    await town.orlova.gets(number);
    await vera.writes('Отказать', { answering: refusal });
    expect((await vera.gets()).text).toContain('Обжалование');
    await town.orlova.gets(number);
    expect(await ticketOf(town, number)).toMatchObject({ status: 'rejected' });
    await vera.writes('Обжалую отказ: учётная запись моя.', { subject: `Обжалование ${number}` });
    const second = numberIn((await vera.gets()).subject);
    expect((await town.sedova.gets(second)).text).toContain('Учётная запись не ваша');
    expect((await town.orlova.gets(number)).text).toContain(second);
    expect(await ticketOf(town, second)).toMatchObject({ kind: 'обжалование', related: [number] });
    expect((await ticketOf(town, second)).applicant.snils).toBe(SNILS);
  });

  test.concurrent.each([
    'Закрыть обращение',
    'Прошу закрыть моё обращение, вопрос решился сам.',
    'Закройте, пожалуйста, обращение.',
  ])('closes: «%s»', async (words) => {
    const vera = citizen(town);
    const { number, receipt } = await opens(town, vera);
    await vera.writes(words, { answering: receipt });
    const told = await vera.gets();
    expect(told.text).toContain('Закрыто');
    expect((await town.orlova.gets(number)).text).toContain(words);
    expect(await ticketOf(town, number)).toMatchObject({ status: 'closed' });
  });

  test.concurrent('corrects ФИО and СНИЛС: old values stay in the journal, for whoever may open the register', async () => {
    const vera = citizen(town);
    const { number, receipt } = await opens(town, vera);
    await vera.writes(`Исправьте, пожалуйста: ФИО Ларионова Вера Петровна, СНИЛС ${OTHER_SNILS}.`, {
      answering: receipt,
    });
    const told = await town.orlova.gets(number);
    expect(told.text).toContain('ФИО и СНИЛС');
    expect((await vera.gets()).text).toContain('ФИО и СНИЛС');
    const ticket = await ticketOf(town, number);
    expect(ticket.applicant).toMatchObject({ fio: { patronymic: 'Петровна' }, snils: OTHER_SNILS });
    const change = ticket.events.find(({ what }) => what === 'data changed')!;
    expect(change.before).toMatchObject({ fio: { patronymic: 'Павловна' }, snils: SNILS });
    const kept = await town.register.db.selectFrom('events').select('before').where('what', '=', change.what).execute();
    expect(kept.map(({ before }) => before).join()).toContain('Павловна');
    expect(kept.map(({ before }) => before).join()).not.toContain(SNILS);
  });

  test.concurrent('writes 13 days after closing: the same ticket, in work again', async () => {
    const { vera, closed, number } = await closedBefore(13);
    await vera.writes('Снова не работает.', { answering: closed });
    expect((await vera.gets()).text).toContain('снова в работе');
    expect((await town.orlova.gets(number)).text).toContain('Снова не работает');
    expect(await ticketOf(town, number)).toMatchObject({ status: 'in_progress' });
  });

  test.concurrent('writes 15 days after closing: a new ticket linked with the old one', async () => {
    const { vera, closed, number } = await closedBefore(15);
    await vera.writes('Снова не могу войти в личный кабинет.', { answering: closed });
    const receipt = await vera.gets();
    const second = numberIn(receipt.subject);
    expect(receipt.text).toContain(number);
    expect((await town.orlova.gets(second)).text).toContain('Готово.');
    expect(await ticketOf(town, second)).toMatchObject({ related: [number], status: 'in_progress' });
    expect(await ticketOf(town, number)).toMatchObject({ status: 'closed' });
  });

  test.concurrent.each(CLIENTS)('answers from %s: the new text apart from the quote', async (_client, body) => {
    const vera = citizen(town);
    const { number, receipt } = await opens(town, vera);
    await vera.writes('', { answering: receipt, html: body('Добавляю подробности.\nОшибка 17.') });
    const told = await town.orlova.gets(number);
    expect(told.text).toContain('Ошибка 17.');
    expect(told.text).not.toMatch(QUOTED_WORDS);
    await vera.gets();
    const entry = (await ticketOf(town, number)).thread.findLast(({ from }) => from === 'citizen')!;
    expect(entry.text.replace(/\s+/g, ' ')).toBe('Добавляю подробности. Ошибка 17.');
    expect(entry.quoted).toMatch(QUOTED_WORDS);
  });

  test.concurrent('sends the same bytes again: the same letter', async () => {
    const vera = citizen(town);
    const { number, receipt } = await opens(town, vera);
    const { raw } = await vera.composes('Дополнение.', { answering: receipt });
    vera.sends(raw);
    await vera.gets();
    await town.orlova.gets(number);
    await workedOff(town, () => vera.sends(raw), 2);
    expect([vera.unread, (await ticketOf(town, number)).messages]).toEqual([0, 2]);
  });

  test.concurrent('one of the staff writes in a matter of her own: a citizen like others', async () => {
    const { kravtsov } = town;
    await kravtsov.writes(`Я, Кравцов Илья Ильич, СНИЛС ${SNILS}. Не могу войти в личный кабинет.`, {
      proof: 'pass',
    });
    const receipt = await kravtsov.gets();
    const number = numberIn(receipt.subject);
    await town.orlova.gets(number);
    await kravtsov.writes('Добавляю: ошибка 5.', proven(receipt));
    expect((await town.orlova.gets(number)).text).toContain('ошибка 5');
    const ticket = await ticketOf(town, number);
    expect(ticket.thread.filter(({ from }) => from === 'staff')).toEqual([]);
    expect(ticket.from).toBe(kravtsov.address);
  });

  test.concurrent('suspects a break-in: the security officer has it at once, within 12 working hours', async () => {
    const vera = citizen(town);
    await vera.writes(`${PROBLEM} Мой аккаунт взломали, мошенники вошли в личный кабинет и сменили пароль!`, {
      subject: 'Взломали личный кабинет',
    });
    const number = numberIn((await vera.gets()).subject);
    expect((await town.zorin.gets(number)).text).toContain('Ларионова');
    const ticket = await ticketOf(town, number);
    expect(ticket).toMatchObject({ operator: 'zorin@staff.example', department: 'guard' });
    const ordinary = await ticketOf(town, (await opens(town, citizen(town))).number);
    expect(Date.parse(ticket.dueAt)).toBeLessThan(Date.parse(ordinary.dueAt));
  });

  test.concurrent('the clock stands while the citizen is asked', async () => {
    const vera = citizen(town);
    const { number, assignment } = await opens(town, vera);
    const before = (await ticketOf(town, number)).dueAt;
    await town.orlova.writes('#запросить снимок экрана', proven(assignment));
    const request = await vera.gets();
    await town.orlova.gets(number);
    await town.register.db
      .updateTable('tickets')
      .set({ changed_at: Date.now() - 7 * DAY_MS })
      .where('number', '=', number)
      .execute();
    await vera.writes(`Статус обращения ${number}`, { subject: `Статус обращения ${number}` });
    expect((await vera.gets()).text).toContain('не идёт');
    await vera.writes('Вот что там написано: «Ошибка».', { answering: request });
    await vera.gets();
    const days = (Date.parse((await ticketOf(town, number)).dueAt) - Date.parse(before)) / DAY_MS;
    expect(days).toBeGreaterThanOrEqual(6);
  });
});

function numberIn(subject: string): string {
  return /ТП-\d{4}-\d{6}/.exec(subject)![0];
}

function matchedBy(ticket: { events: { after?: unknown }[] }): unknown[] {
  return ticket.events.map(({ after }) => (after as { matchedBy?: unknown } | null)?.matchedBy).filter(Boolean);
}

/** One red dot. */
function png(filename: string) {
  const content = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  );
  return { filename, content, contentType: 'image/png' };
}
