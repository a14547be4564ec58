/** Whole conversations: who writes what, who gets what (domain.md §6–§8, §10). Real mailbox, real mail server, both queues. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { startRedis } from '../services/redis.ts';
import { needs } from '../services/services.ts';
import { bounceReport } from './bounce-report.ts';
import { type Mail, OUR_SERVER, Person } from './correspondence.ts';
import { ADDRESS, type Office, openOffice, type RunningService } from './office.ts';

const DEPARTMENTS = [
  { id: 'access', title: 'Отдел доступа', categories: ['личный кабинет', 'технические проблемы'] },
  {
    id: 'common',
    title: 'Общий отдел',
    categories: ['общие вопросы', 'услуги и заявления', 'платежи', 'персональные данные'],
  },
];
const STAFF = [
  {
    name: 'Орлова Ирина Павловна',
    email: 'orlova@staff.example',
    position: 'специалист',
    department: 'access',
    role: 'operator',
  },
  {
    name: 'Белов Денис Игоревич',
    email: 'belov@staff.example',
    position: 'специалист',
    department: 'common',
    role: 'operator',
  },
  {
    name: 'Седова Анна Юрьевна',
    email: 'sedova@staff.example',
    position: 'ведущий специалист',
    department: null,
    role: 'senior',
  },
];
const PROBLEM = 'Здравствуйте! Я, Ларионова Вера Павловна, СНИЛС 112-233-445 95. Не могу войти в личный кабинет.';

const QUEUES = [
  ['local:', async () => 'local:'],
  [
    'redis:',
    async () => {
      const redis = await startRedis();
      onTestFinished(() => redis.stop());
      return redis.url;
    },
  ],
] as const;

interface Scene {
  office: Office;
  service: RunningService;
  vera: Person;
  orlova: Person;
  belov: Person;
  sedova: Person;
  stranger: Person;
}

async function scene(queue: string): Promise<Scene> {
  const office = await openOffice({
    QUEUE__URL: queue,
    STAFF: JSON.stringify(STAFF),
    DEPARTMENTS: JSON.stringify(DEPARTMENTS),
    MAIL_AUTH__TRUSTED_AUTHSERV_IDS: JSON.stringify([OUR_SERVER]),
    AUTO_REPLY__MAX_PER_SENDER_PER_DAY: '20',
  });
  const service = await office.start();
  return {
    office,
    service,
    vera: new Person(office, 'vera@example.ru', 'Вера Ларионова'),
    orlova: new Person(office, 'orlova@staff.example', 'Ирина Орлова'),
    belov: new Person(office, 'belov@staff.example', 'Денис Белов'),
    sedova: new Person(office, 'sedova@staff.example', 'Анна Седова'),
    stranger: new Person(office, 'stranger@example.com', 'Пётр'),
  };
}

const proven = (answering: Mail) => ({ answering, proof: 'pass' as const });

async function status(office: Office): Promise<string> {
  return (await office.tickets())[0]!.status;
}

needs('dovecot', 'redis')('conversations', () => {
  describe.each(QUEUES)('queue %s', (_name, queue) => {
    test('a question, its answer, a thanks', async () => {
      const { office, vera, orlova } = await scene(await queue());

      await vera.writes(PROBLEM, { subject: 'Личный кабинет' });
      const receipt = await vera.gets();
      expect(receipt.subject).toContain('[ТП-2026-000001]');
      expect(receipt.text).toContain('В работе');

      const assignment = await orlova.gets();
      expect(assignment.subject).toContain('[ТП-2026-000001]');
      for (const fact of ['Ларионова Вера Павловна', '112-233-445 95', 'vera@example.ru', 'Не могу войти', '#решено']) {
        expect(assignment.text).toContain(fact);
      }
      expect(assignment.replyTo).toMatch(/^support\+t/);

      await orlova.writes(
        '#решено\nВера Павловна, пароль сброшен: войдите по ссылке на сайте.\n\n-- \nИрина Орлова\norlova@staff.example',
        proven(assignment),
      );
      const answer = await vera.gets();
      expect(answer.text).toContain('пароль сброшен');
      expect(answer.text).toContain('Решено');
      expect(answer.from).toContain(ADDRESS);
      expect(answer.automatic).toBe(false);
      expect(answer.raw.toString()).not.toContain('orlova@');
      expect(answer.text + answer.html).not.toMatch(/orlova@|#решено|112-233-445/);

      const done = await orlova.gets();
      expect(done.text).toContain('#решено');
      expect(await status(office)).toBe('resolved');

      await vera.writes('Спасибо, всё получилось! Принимаю решение.', { answering: answer });
      const closed = await vera.gets();
      expect(closed.text).toContain('Закрыто');
      const told = await orlova.gets();
      expect(told.text).toContain('всё получилось');
      expect(await status(office)).toBe('closed');

      const [ticket] = await office.tickets();
      expect(ticket!.thread.filter(({ from }) => from !== 'automatic').map(({ from }) => from)).toEqual([
        'citizen',
        'staff',
        'citizen',
      ]);
      expect(
        ticket!.events
          .filter(({ what }) => what === 'status changed')
          .map(({ after }) => (after as { status: string }).status),
      ).toEqual(['in_progress', 'resolved', 'closed']);
    });

    test('a refused solution goes back to work, and one asks how it stands', async () => {
      const { office, vera, orlova } = await scene(await queue());
      await vera.writes(PROBLEM);
      await vera.gets();
      const assignment = await orlova.gets();
      await orlova.writes('#решено\nПопробуйте ещё раз.', proven(assignment));
      const answer = await vera.gets();
      await orlova.gets();
      await vera.writes('Отказать. Ничего не помогло, по-прежнему не могу войти.', { answering: answer });
      expect((await vera.gets()).text).toContain('В работе');
      expect((await orlova.gets()).text).toContain('Ничего не помогло');
      expect(await status(office)).toBe('in_progress');

      await vera.writes('Прошу сообщить статус обращения ТП-2026-000001', {
        subject: 'Статус обращения ТП-2026-000001',
      });
      const told = await vera.gets();
      expect(told.text).toContain('В работе');
      expect(told.text).not.toMatch(/112-233-445|Ларионова/);
      expect(await status(office)).toBe('in_progress');
    });

    test('what is missing is asked for, and comes', async () => {
      const { office, vera, orlova } = await scene(await queue());
      await vera.writes('Здравствуйте! Я Ларионова Вера Павловна. Не могу войти в личный кабинет.');
      const receipt = await vera.gets();
      expect(await status(office)).toBe('awaiting_info');
      expect(orlova.unread).toBe(0);
      await vera.writes('Мой СНИЛС 112-233-445 95', { answering: receipt });
      const assignment = await orlova.gets();
      expect(assignment.text).toContain('112-233-445 95');
      expect((await vera.gets()).text).toContain('В работе');

      await orlova.writes('#запросить Пришлите, пожалуйста, снимок экрана с ошибкой.', proven(assignment));
      const request = await vera.gets();
      expect(request.text).toContain('снимок экрана');
      await orlova.gets();
      expect(await status(office)).toBe('awaiting_info');
      await vera.writes('Снимок сделать не умею, там написано «Ошибка 5».', { answering: request });
      expect((await orlova.gets()).text).toContain('Ошибка 5');
      await vera.gets();
      expect(await status(office)).toBe('in_progress');
    });

    test('a note never leaves the office, a wrong command does nothing', async () => {
      const { office, vera, orlova, service } = await scene(await queue());
      await vera.writes(PROBLEM);
      await vera.gets();
      const assignment = await orlova.gets();
      await orlova.writes('#заметка звонила банку, ждём\nтайное соображение', proven(assignment));
      expect((await orlova.gets()).text).toContain('#заметка');
      await orlova.writes('#решенно\nГотово', proven(assignment));
      expect((await orlova.gets()).text).toContain('#решено');
      await orlova.writes('#закрыть', proven(assignment));
      expect((await orlova.gets()).text).toContain('#закрыть');
      await service.desk.queue.idle();
      expect(vera.unread).toBe(0);
      expect(
        office.sink.letters.filter(({ to }) => to.includes('vera@example.ru')).map(({ raw }) => raw.toString()),
      ).toHaveLength(1);
      const [ticket] = await office.tickets();
      expect(ticket!.status).toBe('in_progress');
      expect(ticket!.messages).toBe(1);
      expect(ticket!.events.find(({ what }) => what === 'note')?.after).toMatchObject({
        text: expect.stringContaining('тайное'),
      });
    });

    test('several commands at once: colleague, day, template', async () => {
      const { office, vera, orlova, belov } = await scene(await queue());
      await vera.writes(PROBLEM);
      await vera.gets();
      const assignment = await orlova.gets();
      await orlova.writes('#назначить белов\n#срок 15.12.2027 ждём ответа ведомства', proven(assignment));
      expect((await vera.gets()).text).toContain('15 декабря 2027');
      expect((await belov.gets()).text).toContain('Не могу войти');
      const letters = [await orlova.gets(), await orlova.gets()].map(({ text }) => text).join('\n');
      expect(letters).toContain('Белов');
      expect((await office.tickets())[0]).toMatchObject({
        operator: 'belov@staff.example',
        dueAt: expect.stringContaining('2027-12-15'),
      });
    });

    test('an appeal goes to a senior as a ticket of its own', async () => {
      const { office, vera, orlova, sedova } = await scene(await queue());
      await vera.writes(PROBLEM);
      await vera.gets();
      const assignment = await orlova.gets();
      await orlova.writes('#отказать Учётная запись не ваша.', proven(assignment));
      const refusal = await vera.gets();
      expect(refusal.text).toContain('Учётная запись не ваша');
      expect(refusal.text).toContain('Отказано');
      await orlova.gets();
      await vera.writes('Обжалую решение по обращению ТП-2026-000001: учётная запись моя, прошу пересмотреть.', {
        subject: 'Обжалование ТП-2026-000001',
        answering: refusal,
      });
      expect((await vera.gets()).subject).toContain('ТП-2026-000002');
      const appeal = await sedova.gets();
      expect(appeal.text).toContain('ТП-2026-000001');
      const [, second] = await office.tickets();
      expect(second).toMatchObject({
        kind: 'обжалование',
        related: ['ТП-2026-000001'],
        operator: 'sedova@staff.example',
      });
    });

    test('forged letters of staff change nothing and are told of', async () => {
      const { office, vera, orlova, stranger, service } = await scene(await queue());
      await vera.writes(PROBLEM);
      await vera.gets();
      const assignment = await orlova.gets();

      const forge = new Person(office, 'orlova@staff.example', 'Орлова');
      await forge.writes('#решено\nПодделка 1', { subject: 'Re: [ТП-2026-000001]', proof: 'pass' });
      expect((await orlova.gets()).text).toContain('ТП-2026-000001');
      await forge.writes('#решено\nПодделка 2', { answering: assignment, proof: 'fail' });
      const notice = await orlova.gets();
      await forge.writes('#решено\nПодделка 3', { answering: assignment, proof: null });
      await orlova.gets();
      await forge.writes('#решено\nПодделка 4', {
        answering: assignment,
        headers: [`Authentication-Results: ${OUR_SERVER}.evil.example; dmarc=pass header.from=staff.example`],
      });
      await orlova.gets();
      await stranger.writes('#решено\nПодделка 5', { answering: assignment, proof: 'pass' });
      expect((await stranger.gets()).subject).toContain('ТП-2026-000002');
      await service.desk.queue.idle();
      expect(vera.unread).toBe(0);
      expect((await office.tickets())[0]).toMatchObject({ status: 'in_progress', messages: 1 });

      await orlova.writes('Подтверждаю', { answering: notice, proof: 'pass' });
      expect((await vera.gets()).text).toContain('Подделка 2');
    });

    test('two who answer at once: the second is held and shown the first', async () => {
      const { office, vera, orlova, belov } = await scene(await queue());
      await vera.writes(PROBLEM);
      await vera.gets();
      const first = await orlova.gets();
      await orlova.writes('#назначить белов', proven(first));
      const second = await belov.gets();
      await orlova.gets();
      await orlova.gets();
      await orlova.writes('Вера Павловна, уже смотрим.', proven(first));
      expect((await vera.gets()).text).toContain('уже смотрим');
      await belov.writes('Вера Павловна, сбросьте пароль.', proven(second));
      const held = await belov.gets();
      expect(held.text).toContain('уже смотрим');
      expect(vera.unread).toBe(0);
      await belov.writes('Подтверждаю', proven(held));
      expect((await vera.gets()).text).toContain('сбросьте пароль');
      expect(await status(office)).toBe('in_progress');
    });

    test('a letter that comes back: the operator is told once, nothing more goes there until the citizen writes', async () => {
      const { office, vera, orlova, service } = await scene(await queue());
      await vera.writes(PROBLEM);
      const receipt = await vera.gets();
      const assignment = await orlova.gets();
      vera.sends(bounceReport(receipt));
      expect((await orlova.gets()).text).toContain('vera@example.ru');
      vera.sends(bounceReport(receipt));
      await orlova.writes('Ответ в пустоту', proven(assignment));
      await service.crossed('registered', 4);
      await service.desk.queue.idle();
      expect(vera.unread).toBe(0);
      const [ticket] = await office.tickets();
      expect(ticket!.deliveries.map(({ purpose, state }) => `${purpose} ${state}`)).toContain('answer suppressed');
      expect(ticket!.deliveries.find(({ purpose }) => purpose === 'receipt')).toMatchObject({ state: 'bounced' });
      await vera.writes('Я снова на связи', { answering: receipt });
      expect((await vera.gets()).text).toContain('ТП-2026-000001');
    });

    test('a robot that answers everything is not answered', async () => {
      const { office, orlova, vera, service } = await scene(await queue());
      await vera.writes(PROBLEM);
      const receipt = await vera.gets();
      const assignment = await orlova.gets();
      const away = { headers: ['Auto-Submitted: auto-replied'] };
      await vera.writes('Я в отпуске.', { answering: receipt, ...away });
      await orlova.writes('Меня нет на месте.', { ...proven(assignment), ...away });
      await service.crossed('registered', 3);
      await service.desk.queue.idle();
      expect([vera.unread, orlova.unread]).toEqual([0, 0]);
      expect((await office.tickets())[0]).toMatchObject({ status: 'in_progress', messages: 1 });
    });
  });
});
