/** A ticket that lacks something waits neither for ever nor unheard of (contract.md, «Tickets and people»). */
import { expect, test } from 'vitest';
import { remind } from '../../src/flow/remind.ts';
import { needs } from '../services/services.ts';
import type { Mail, Person } from './correspondence.ts';
import { citizen, opens, proven, type StaffedOffice, staffedOffice, ticketOf, workedOff } from './staffed-office.ts';

const DAY_MS = 86_400_000;
const BARE = 'Здравствуйте! Я, Ларионова Вера Павловна. Не могу войти в личный кабинет.';
const numberIn = ({ subject }: Mail) => /ТП-\d{4}-\d{6}/.exec(subject)![0];

needs('dovecot')('a citizen without a СНИЛС', () => {
  const town = staffedOffice();

  test.concurrent.each(['СНИЛС у меня нет.', 'Я гражданка Узбекистана, СНИЛС нет.', 'СНИЛС утерян, номера не помню.'])(
    'who says so is not asked: «%s»',
    async (words) => {
      const vera = citizen(town);
      const { number, receipt, assignment } = await opens(town, vera, `${BARE} ${words}`);
      expect(receipt.text).not.toContain('11 цифр');
      expect(receipt.text).toContain('займёмся обращением и без него');
      expect(assignment.text).toContain('СНИЛС (заявитель пишет, что СНИЛС у него нет)');
      expect(await ticketOf(town, number)).toMatchObject({ status: 'in_progress', lacks: 'says-none' });
    },
  );

  test.concurrent('who answers without it goes to an operator, and is not asked again', async () => {
    const { vera, receipt, number } = await asked(town);
    await vera.writes('Не понимаю, о чём вы. Войти не могу.', { answering: receipt });
    const answer = await vera.gets();
    expect(answer.text).not.toContain('11 цифр');
    expect(answer.text).toContain('Ещё раз просить не будем');
    expect((await town.orlova.gets(number)).text).toContain('СНИЛС (не прислано, просили один раз)');
    expect(await ticketOf(town, number)).toMatchObject({
      status: 'in_progress',
      missing: ['snils'],
      lacks: 'asked-once',
    });
    await vera.writes('Ещё пишет «ошибка 5».', { answering: answer });
    expect((await vera.gets()).text).not.toContain('СНИЛС');
    await town.orlova.gets(number);
    await vera.writes('Нашла карточку: 112-233-445 95.', { answering: answer });
    await vera.gets();
    expect(await ticketOf(town, number)).toMatchObject({ missing: [], lacks: null });
  });

  test.concurrent('whose question how it stands brings news is answered and heard', async () => {
    const vera = citizen(town);
    const { number, receipt } = await opens(town, vera);
    await vera.writes('Статус обращения? И ещё: телефон сменился, код идёт на старый номер.', { answering: receipt });
    const told = await vera.gets();
    expect(told.subject).toContain('Статус обращения: В работе');
    expect(told.text).toContain('мы добавили к обращению');
    expect((await town.orlova.gets(number)).text).toContain('телефон сменился');
  });
});

needs('dovecot')('another office', () => {
  const town = staffedOffice();

  test('that passes a citizen’s letter on is neither called by his name nor asked for his СНИЛС', async () => {
    const office = citizen(town, 'Канцелярия Министерства');
    const { number, receipt, assignment } = await opens(
      town,
      office,
      'Направляем обращение гражданки Ермолаевой Степаниды Архиповны для рассмотрения по компетенции.\n' +
        'О результатах просим уведомить заявителя.\n\nНачальник отдела А. Г. Тимирязева\n\n' +
        '-----Приложение-----\nНе могу войти в личный кабинет. Степанида Архиповна Ермолаева',
    );
    expect(receipt.text).toMatch(/^Здравствуйте!\n/);
    expect(receipt.text + receipt.subject).not.toMatch(/Степанид|СНИЛС|сведения/);
    expect(assignment.text).toContain('Ермолаева Степанида Архиповна');
    expect(await ticketOf(town, number)).toMatchObject({ status: 'in_progress', lacks: 'by-office' });
    await town.orlova.writes('#решено\nПароль сброшен.', proven(assignment));
    expect((await office.gets(number)).text).not.toContain('Степанид');
  });
});

needs('dovecot')('a citizen who does not answer', () => {
  const town = staffedOffice();

  test('is reminded once and in the end told that the ticket is closed', { timeout: 60_000 }, async () => {
    const { desk } = town.service;
    const { vera, number } = await asked(town);
    const thanked = await asked(town);
    await workedOff(town, () => thanked.vera.writes('Спасибо!', { answering: thanked.receipt }));
    const nina = citizen(town, 'Нина Орехова');
    const hers = await opens(town, nina);
    await town.orlova.writes('#запросить пришлите снимок экрана', proven(hers.assignment));
    expect((await nina.gets()).text).toMatch(/Мы ждём вашего ответа до \d{1,2} \p{L}+ \d{4}/u);
    await town.orlova.gets(hers.number);

    const started = Date.now();
    const at = async (days: number) => {
      desk.clock = () => new Date(started + days * DAY_MS);
      // As two processes do it at the same moment, and one of them again.
      const both = [...(await Promise.all([remind(desk), remind(desk)])), await remind(desk)];
      await desk.queue.idle();
      const sum = (what: 'reminded' | 'closed') => both.reduce((all, one) => all + one[what], 0);
      return { reminded: sum('reminded'), closed: sum('closed') };
    };
    expect(await at(3)).toEqual({ reminded: 0, closed: 0 });
    // Five working days, wherever holidays fall.
    expect(await at(20)).toEqual({ reminded: 3, closed: 0 });
    expect(await at(21)).toEqual({ reminded: 0, closed: 0 });
    const reminder = await vera.gets('Напоминаем');
    expect(reminder.text).toContain('Номер СНИЛС, 11 цифр');
    expect((await nina.gets('Напоминаем')).text).toContain('пришлите снимок экрана');

    expect(await at(31)).toEqual({ reminded: 0, closed: 3 });
    expect(await at(60)).toEqual({ reminded: 0, closed: 0 });
    const closed = await vera.gets('Обращение закрыто');
    expect(closed.text).toContain('ответа не получили');
    expect(await ticketOf(town, number)).toMatchObject({ status: 'closed' });
    expect((await ticketOf(town, hers.number)).events.map(({ what }) => what)).toContain('citizen reminded');
    expect([vera.unread, nina.unread]).toEqual([0, 1]);

    // The mailbox tells when a letter came: one of a month ago would not be answered.
    desk.clock = () => new Date();
    await vera.writes('Болела. СНИЛС 112-233-445 95.', { answering: closed });
    expect((await vera.gets()).subject).toContain('Мы вернулись к вашему обращению');
    expect(await ticketOf(town, number)).toMatchObject({ status: 'in_progress', missing: [] });
  });
});

needs('dovecot')('an office that needs no СНИЛС', () => {
  const town = staffedOffice({ IDENTITY__REQUIRED: '[]' });

  test('asks for nothing', async () => {
    const vera = citizen(town, 'в');
    const { number, receipt } = await opens(town, vera, 'Не могу войти в личный кабинет.');
    expect(receipt.text).not.toContain('СНИЛС');
    expect(await ticketOf(town, number)).toMatchObject({ status: 'in_progress', missing: [] });
  });
});

async function asked(town: StaffedOffice): Promise<{ vera: Person; receipt: Mail; number: string }> {
  const vera = citizen(town);
  await vera.writes(BARE);
  const receipt = await vera.gets();
  expect(receipt.text).toContain('Номер СНИЛС');
  expect(receipt.text).not.toContain('Ответим');
  return { vera, receipt, number: numberIn(receipt) };
}
