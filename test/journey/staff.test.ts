/** Everything that staff can do by mail (domain.md §8; contract.md, «Staff mail»), each as a correspondence. */
import { describe, expect, test } from 'vitest';
import { exe } from '../attachment/build.ts';
import { dns, KEY, signed } from '../letter/signed-mail.ts';
import { needs } from '../services/services.ts';
import { bounceReport } from './bounce-report.ts';
import { CLIENTS, QUOTED_WORDS } from './client-bodies.ts';
import { OUR_SERVER, Person } from './correspondence.ts';
import { citizen, opens, PROBLEM, proven, SNILS, staffedOffice, ticketOf, workedOff } from './staffed-office.ts';

const KEYS = { 'mail._domainkey.staff.example': KEY, 'mail._domainkey.evil.example': KEY };

needs('dovecot')('staff', () => {
  const town = staffedOffice({}, dns(KEYS));

  async function begun() {
    const vera = citizen(town);
    return { vera, ...(await opens(town, vera)) };
  }

  test.concurrent('the letter to the operator holds all that is needed', async () => {
    const vera = citizen(town);
    await vera.writes(`${PROBLEM} ИНН 500100732259, телефон 8 916 123-45-67.`, {
      subject: 'Не пускает в кабинет',
      files: [png('снимок.png'), { filename: 'смета.pdf', content: Buffer.from('MZ program') }],
    });
    const number = numberIn((await vera.gets()).subject);
    const { text, parsed, replyTo } = await town.orlova.gets(number);
    for (const fact of [
      number, 'Ларионова Вера Павловна', SNILS, '500100732259', '+79161234567', vera.address, 'запрос', 'Не пускает в кабинет',
      'Не могу войти', 'снимок.png', 'смета.pdf', 'Полный ответ до',
    ]) expect(text).toContain(fact); // biome-ignore format: a table
    for (const { id, name } of (await ticketOf(town, number)).attachments) {
      expect(text).toContain(name);
      expect(text).toContain(id);
    }
    expect(parsed.attachments.map(({ filename }) => filename)).toEqual(['снимок.png']);
    expect(replyTo).toMatch(/^support\+t[a-z2-7]+@example\.org$/);
  });

  describe('commands', () => {
    test.concurrent.each<[string, string, string | null, string, RegExp]>([
      ['#решено', '#resolved', 'resolved', 'Готово.', /Решено/],
      ['#запросить снимок экрана', '#ask снимок экрана', 'awaiting_info', '', /снимок экрана/],
      ['#отказать чужая запись', '#reject чужая запись', 'rejected', '', /чужая запись/],
      ['#срок 15.12.2099 ждём ведомство', '#due 15.12.2099 ждём ведомство', 'in_progress', '', /15 декабря 2099/],
      ['#шаблон срок-рассмотрения', '#template срок-рассмотрения', 'in_progress', '', /срок/i],
    ])('%s and %s reach the citizen', async (russian, english, status, text, told) => {
      for (const command of [russian, english]) {
        const { vera, number, assignment } = await begun();
        await town.orlova.writes(`${command}\n${text}`, proven(assignment));
        const letter = await vera.gets();
        expect(letter.text).toMatch(told);
        expect(letter.text).not.toMatch(/[#]\p{L}/u);
        expect((await town.orlova.gets(number)).text).toContain(command);
        expect(await ticketOf(town, number)).toMatchObject({ status });
      }
    });

    test.concurrent.each([
      ['#заметка только нам', '#note только нам', 'orlova'],
      ['#назначить белов', '#assign Belov@staff.example', 'belov'],
      ['#отдел Общий отдел', '#department common', 'belov'],
      ['#старшему сложный случай', '#senior сложный случай', 'sedova'],
    ] as const)('%s and %s stay within the office', async (russian, english, who) => {
      for (const command of [russian, english]) {
        const { vera, number, assignment } = await begun();
        await town.orlova.writes(command, proven(assignment));
        const letters = [await town.orlova.gets(number)];
        if (who !== 'orlova') {
          const received = await town[who].gets(number);
          expect(received.text).toContain('Не могу войти');
          expect(received.text).toContain('Орлова');
          letters.push(await town.orlova.gets(number));
        }
        expect(letters.map(({ text }) => text).join('\n')).toContain(command);
        expect(await ticketOf(town, number)).toMatchObject({
          status: 'in_progress',
          operator: `${who}@staff.example`,
          messages: 1,
        });
        expect(vera.unread).toBe(0);
      }
    });

    test.concurrent('#закрыть and #close end what was answered', async () => {
      for (const command of ['#закрыть', '#close']) {
        const { vera, number, assignment } = await begun();
        await town.orlova.writes('#решено\nГотово.', proven(assignment));
        await vera.gets();
        await town.orlova.writes(command, proven(await town.orlova.gets(number)));
        expect((await vera.gets()).text).toContain('Закрыто');
        await town.orlova.gets(number);
        expect(await ticketOf(town, number)).toMatchObject({ status: 'closed' });
      }
    });

    test.concurrent('several, in any order, with a greeting, a blank line and the text', async () => {
      const { vera, number, assignment } = await begun();
      await town.orlova.writes(
        'Здравствуйте, Вера Павловна!\n\n#срок 15.12.2099 ждём ведомство\n#Назначить БЕЛОВ\n\n#шаблон срок-рассмотрения\nМы пишем вам, как только узнаем.',
        proven(assignment),
      );
      const letters = [await vera.gets(), await vera.gets()].map(({ text }) => text).join('\n');
      expect(letters).toContain('15 декабря 2099');
      expect(letters).toContain('как только узнаем');
      expect((await town.belov.gets(number)).text).toContain('как только узнаем');
      expect(await ticketOf(town, number)).toMatchObject({ operator: 'belov@staff.example', status: 'in_progress' });
    });

    test.concurrent.each([
      ['#решенно\nГотово', /#решено/],
      ['#назначить Иванов', /нет в списке/],
      ['#назначить кравцов', /нет в списке/],
      ['#отдел снабжения', /Отдел доступа/],
      ['#срок 32.12.2026 причина', /не дата/],
      ['#срок 15.12.2020 причина', /прошёл/],
      ['#срок 15.12.2099', /причин/],
      ['#шаблон такого-нет', /срок-рассмотрения/],
      ['#закрыть', /В работе/],
      ['#решено\n#отказать причина', /статус/],
      ['#заметка #решено', /./],
      ['#запросить', /попросить/],
      ['#назначить белов\n#сделать всё', /Такой команды нет/],
    ])('wrong: %s applies nothing and is explained', async (text, why) => {
      const { vera, number, assignment } = await begun();
      await town.orlova.writes(text, proven(assignment));
      const told = await town.orlova.gets(number);
      if (!text.startsWith('#заметка')) expect(told.text).toMatch(/Ничего из него не сделано/);
      expect(told.text).toMatch(why);
      expect(await ticketOf(town, number)).toMatchObject({
        status: 'in_progress',
        operator: 'orlova@staff.example',
        messages: 1,
      });
      expect(vera.unread).toBe(0);
    });

    test.concurrent('an auditor may not answer', async () => {
      const { vera, number } = await begun();
      await town.kravtsov.writes(`#решено\n${number}`, { subject: number, proof: 'pass' });
      const notice = await town.kravtsov.gets(number);
      expect(notice.text).toContain('задержали');
      await town.kravtsov.writes('Подтверждаю', proven(notice));
      expect((await town.kravtsov.gets(number)).text).toContain('наблюдать');
      expect(vera.unread).toBe(0);
      expect(await ticketOf(town, number)).toMatchObject({ status: 'in_progress', messages: 1 });
    });
  });

  describe('answers', () => {
    test.concurrent.each(CLIENTS)('from %s: the words, no commands, no quote, no address', async (_client, body) => {
      const { vera, number, assignment } = await begun();
      const text = '#решено\nВера Павловна, пароль сброшен.\nС уважением, Ирина Орлова\norlova@staff.example';
      await town.orlova.writes('', { ...proven(assignment), html: body(text) });
      const answer = await vera.gets();
      expect(answer.text).toContain('пароль сброшен');
      expect(answer.text + answer.html).not.toMatch(QUOTED_WORDS);
      expect(answer.raw.toString() + answer.text + answer.html).not.toMatch(/orlova@|#решено/);
      expect(answer.automatic).toBe(false);
      expect(answer.from).toContain('support@example.org');
      expect(answer.parsed.inReplyTo).toBeTruthy();
      expect((await town.orlova.gets(number)).text).toContain('#решено');
    });

    test.concurrent('a plain one gets no receipt', async () => {
      const { vera, number, assignment } = await begun();
      await town.orlova.writes('Смотрим, ответим завтра.', proven(assignment));
      expect((await vera.gets()).text).toContain('ответим завтра');
      await town.orlova.writes('#заметка конец', proven(assignment));
      expect((await town.orlova.gets(number)).text).toContain('#заметка');
    });

    test.concurrent('files go along; one that is not taken holds the letter, and it goes without on a word', async () => {
      const { vera, number, assignment } = await begun();
      const files = [png('ответ.png'), { filename: 'программа.exe', content: exe() }];
      await town.orlova.writes('Прилагаю снимок.', { ...proven(assignment), files });
      const notice = await town.orlova.gets(number);
      expect(notice.text).toMatch(/мы не можем отправить[\s\S]*программа/);
      expect(vera.unread).toBe(0);
      await town.orlova.writes('Подтверждаю', proven(notice));
      const answer = await vera.gets();
      expect(answer.text).toContain('Прилагаю снимок');
      expect(answer.parsed.attachments.map(({ filename }) => filename)).toEqual(['ответ.png']);
    });

    test.concurrent('files that staff may send and citizens may not', async () => {
      const { vera, assignment } = await begun();
      const files = [{ filename: 'памятка.txt', content: Buffer.from('Как войти в кабинет.\r\n') }];
      await town.orlova.writes('Прилагаю памятку.', { ...proven(assignment), files });
      expect((await vera.gets()).parsed.attachments.map(({ filename }) => filename)).toEqual(['памятка.txt']);
    });

    test.concurrent('with a file that is not taken and nothing else, nothing goes out', async () => {
      const { vera, number, assignment } = await begun();
      const files = [{ filename: 'программа.exe', content: exe() }];
      await town.orlova.writes('', { ...proven(assignment), files, html: '<div></div>' });
      const notice = await town.orlova.gets(number);
      expect(notice.text).toContain('заявителю ничего не ушло');
      await town.orlova.writes('Подтверждаю', proven(notice));
      expect((await town.orlova.gets(number)).text).toContain('Ничего из него не сделано');
      expect(vera.unread).toBe(0);
    });

    test.concurrent.each([
      ['Коллеги, добрый день!\n#заметка гражданин ругается'],
      ['[EXTERNAL] Письмо пришло извне\n\n#заметка гражданин ругается'],
      ['Срочно\n • #Заметка гражданин ругается'],
    ])('a note below other words reaches nobody: %j', async (words) => {
      const { vera, number, assignment } = await begun();
      await town.orlova.writes(words, proven(assignment));
      expect((await town.orlova.gets(number)).text).toMatch(/стоит ниже вашего текста[\s\S]*аметка гражданин ругается/);
      await town.orlova.writes('#заметка конец', proven(assignment));
      await town.orlova.gets(number);
      expect(vera.unread).toBe(0);
    });

    test.concurrent('our own letter, quoted without marks, does not go out', async () => {
      const { vera, number, assignment } = await begun();
      await town.orlova.writes(`Готово, проверьте.\n\n${assignment.text}`, proven(assignment));
      expect((await town.orlova.gets(number)).text).toContain('строки письма, на которое вы отвечаете');
      expect(vera.unread).toBe(0);
    });

    test.concurrent('to one who cannot be reached: the operator is told', async () => {
      const { vera, number, receipt, assignment } = await begun();
      vera.sends(bounceReport(receipt));
      await town.orlova.gets(number);
      await town.orlova.writes('Ответ.', proven(assignment));
      expect((await town.orlova.gets(number)).text).toContain('не принимает писем');
      expect(vera.unread).toBe(0);
    });
  });

  describe('proof', () => {
    test.concurrent('a signature of the operator’s domain is one', async () => {
      const { vera, assignment } = await begun();
      const { raw } = await town.orlova.composes('Подписано.', { answering: assignment });
      town.orlova.sends(await signed(raw, 'staff.example'));
      expect((await vera.gets()).text).toContain('Подписано');
    });

    test.concurrent('a signature of another domain is none', async () => {
      const { vera, number, assignment } = await begun();
      const { raw } = await town.orlova.composes('Чужая подпись.', { answering: assignment });
      town.orlova.sends(await signed(raw, 'evil.example'));
      const notice = await town.orlova.gets(number);
      expect(notice.text).toContain('Чужая подпись');
      expect(notice.parsed.inReplyTo).toBeTruthy();
      expect(vera.unread).toBe(0);
    });

    test.concurrent('a colleague’s token is none', async () => {
      const { vera, number, assignment } = await begun();
      await town.demina.writes('#решено\nЯ за Ирину.', proven(assignment));
      expect((await town.demina.gets(number)).text).toContain('не вам');
      expect(await ticketOf(town, number)).toMatchObject({ status: 'in_progress', messages: 1 });
      expect(vera.unread).toBe(0);
    });

    test.concurrent('the same bytes again are the same letter', async () => {
      const { vera, number, assignment } = await begun();
      const { raw } = await town.orlova.composes('Ответ один раз.', proven(assignment));
      town.orlova.sends(raw);
      await vera.gets();
      town.orlova.sends(raw);
      await town.orlova.writes('#заметка после', proven(assignment));
      await town.orlova.gets(number);
      expect(vera.unread).toBe(0);
      expect(await ticketOf(town, number)).toMatchObject({ messages: 2 });
    });

    test.concurrent('a held letter is confirmed by a proven letter only, and once, under a signature too', async () => {
      const { vera, number, assignment } = await begun();
      await town.orlova.writes('Задержанный ответ.', { answering: assignment });
      const notice = await town.orlova.gets(number);
      const yes = 'Подтверждаю\n\n-- \nИрина Орлова\nспециалист\norlova@staff.example';
      await town.orlova.writes(yes, { answering: notice });
      expect((await town.orlova.gets(number)).text).toContain('по-прежнему ждёт');
      expect(vera.unread).toBe(0);
      await town.orlova.writes(yes, proven(notice));
      expect((await vera.gets()).text).toContain('Задержанный ответ');
      await town.orlova.writes(`${yes}\n`, proven(notice));
      expect((await town.orlova.gets(number)).text).toContain('уже не ждёт');
      expect(vera.unread).toBe(0);
      expect(await ticketOf(town, number)).toMatchObject({ messages: 2 });
    });

    test.concurrent('a letter held for want of a proof and confirmed is held on for a note below its text', async () => {
      const { vera, number, assignment } = await begun();
      await town.orlova.writes('Добрый день! #заметка гражданин ругается', { answering: assignment });
      await town.orlova.writes('Подтверждаю', proven(await town.orlova.gets(number)));
      const second = await town.orlova.gets(number);
      expect(second.text).toContain('гражданин ругается');
      expect(second.text).toContain('стоит ниже вашего текста');
      expect(vera.unread).toBe(0);
      await town.orlova.writes('Коллеги\n#заметка гражданин ругается', proven(second));
      const third = await town.orlova.gets(number);
      expect(third.text).toContain('стоит ниже вашего текста');
      await town.orlova.writes('Подтверждаю', proven(second));
      expect((await town.orlova.gets(number)).text).toContain('уже не ждёт');
      await town.orlova.writes(`Подтверждаю\n\n${third.text.replaceAll('> ', '')}`, proven(third));
      expect((await vera.gets()).text).toContain('Коллеги');
    });

    test.concurrent('a notice that comes back leaves the letter held', async () => {
      const { vera, number, assignment } = await begun();
      await town.orlova.writes('Задержанный ответ.', { answering: assignment });
      const notice = await town.orlova.gets(number);
      town.orlova.sends(bounceReport(notice));
      await town.orlova.writes('Подтверждаю', proven(notice));
      expect((await vera.gets()).text).toContain('Задержанный ответ');
      const { deliveries } = await ticketOf(town, number);
      expect(deliveries.find(({ messageId }) => messageId === notice.messageId)).toMatchObject({ state: 'bounced' });
    });

    test.concurrent('other words come in place of a held letter', async () => {
      const { vera, number, assignment } = await begun();
      await town.orlova.writes('Прежний ответ.', { answering: assignment });
      await town.orlova.writes('Да, доступ вернули.', proven(await town.orlova.gets(number)));
      const { text } = await vera.gets();
      expect(text).toContain('Да, доступ вернули');
      expect(text).not.toContain('Прежний ответ');
    });

    test.concurrent('results under our server’s name below another’s do not count', async () => {
      const { vera, number, assignment } = await begun();
      await town.orlova.writes('Подделка.', {
        answering: assignment,
        headers: [
          'Authentication-Results: mx.relay.example; none',
          `Authentication-Results: ${OUR_SERVER}; dmarc=pass header.from=staff.example`,
        ],
      });
      expect((await town.orlova.gets(number)).text).toContain('Подделка');
      expect(vera.unread).toBe(0);
    });
  });

  test.concurrent('whoever answers by address alone does not miss a colleague’s answer', async () => {
    const { vera, number, assignment } = await begun();
    await town.orlova.writes('#назначить белов', proven(assignment));
    const second = await town.belov.gets(number);
    await town.orlova.writes('Первый ответ.', proven(assignment));
    await vera.gets();
    await town.belov.writes('Второй ответ.', { to: second.replyTo!, subject: 'Ответ', proof: 'pass' });
    expect((await town.belov.gets(number)).text).toContain('Первый ответ');
    expect(vera.unread).toBe(0);
  });

  test.concurrent('tickets go in turn, the least loaded first', async () => {
    const pays: string[] = [];
    for (let at = 0; at < 4; at += 1) {
      const vera = citizen(town);
      await vera.writes(
        `${PROBLEM.replace('Не могу войти в личный кабинет', 'Не прошёл платёж картой, деньги списали')}`,
        {
          subject: 'Платёж не прошёл',
        },
      );
      const number = numberIn((await vera.gets()).subject);
      pays.push((await ticketOf(town, number)).operator!.split('@')[0]!);
      if (at === 2) {
        const member = new Person(town.office, `${pays[2]}@staff.example`, 'Специалист');
        await member.writes('#решено\nДеньги вернулись.', proven(await member.gets(number)));
        await vera.gets();
      }
    }
    expect(new Set(pays.slice(0, 2)).size).toBe(2);
    expect(pays[2]).toBe(pays[0]);
  });

  test.concurrent.each([
    [
      'an operator',
      'Жалуюсь на Орлову Ирину: не могу войти в личный кабинет, а она бросила трубку',
      'sedova@staff.example',
    ],
    [
      'the only senior',
      'Жалоба на Седову Анну Юрьевну: не могу войти в личный кабинет, а она смеётся',
      /^(?!sedova|kravtsov)/,
    ],
  ])('a complaint about %s goes past the one it names, who may not be given it either', async (_, said, operator) => {
    const vera = citizen(town);
    await vera.writes(PROBLEM.replace('Не могу войти в личный кабинет', said), { subject: 'Жалоба' });
    const number = numberIn((await vera.gets()).subject);
    const ticket = await ticketOf(town, number);
    expect(ticket.operator).toMatch(operator);
    const having = new Person(town.office, ticket.operator!, 'Специалист');
    const named = said.includes('Орлов') ? 'Орлова' : 'Седова';
    await having.writes(`#назначить ${named}`, proven(await having.gets(number)));
    expect((await having.gets(number)).text).toContain('На этого сотрудника жалуются');
    expect(
      (await ticketOf(town, number)).deliveries
        .map(({ to }) => to)
        .filter((to) => /orlova|sedova/.test(to) && to !== ticket.operator),
    ).toEqual([]);
  });

  test.concurrent('out of office changes nothing and causes no mail; a letter to staff that came back is told to a senior, once', async () => {
    const { vera, number, assignment } = await begun();
    await workedOff(town, () =>
      town.orlova.writes('Я в отпуске до 1 декабря.', {
        ...proven(assignment),
        subject: 'Автоответ: вне офиса',
        headers: ['Auto-Submitted: auto-replied'],
      }),
    );
    await workedOff(town, () => town.orlova.sends(bounceReport(assignment)));
    await workedOff(town, () => town.orlova.sends(bounceReport(assignment, 'nothing')));
    const ticket = await ticketOf(town, number);
    expect(vera.unread).toBe(0);
    expect(ticket).toMatchObject({ status: 'in_progress', operator: 'orlova@staff.example', messages: 1 });
    expect(ticket.deliveries).toHaveLength(3);
    expect((await town.sedova.gets(number)).subject).toContain('не получил письмо');
    expect(ticket.deliveries.find(({ purpose }) => purpose === 'assignment')!.state).toBe('bounced');
    await town.orlova.writes('#заметка я снова здесь', proven(assignment));
    expect((await town.orlova.gets(number)).text).toContain('#заметка');
  });
});

function numberIn(subject: string): string {
  return /ТП-\d{4}-\d{6}/.exec(subject)![0];
}

/** One red dot. */
function png(filename: string) {
  const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
  return { filename, content: Buffer.from(dot, 'base64'), contentType: 'image/png' };
}
