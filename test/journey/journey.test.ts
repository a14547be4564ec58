/** A letter's whole way, from a real mailbox to a real mail server, with each queue. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startRedis, type TestRedis } from '../services/redis.ts';
import { needs } from '../services/services.ts';
import { ADDRESS, letter, letterStates, openOffice } from './office.ts';

const SAMPLES = join(import.meta.dirname, '../../src/demo/letters');

function sample(file: string): Buffer {
  return readFileSync(join(SAMPLES, file));
}

async function redis(): Promise<TestRedis> {
  const server = await startRedis();
  onTestFinished(() => server.stop());
  return server;
}

const QUEUES = [
  ['local:', async () => ({ QUEUE__URL: 'local:' })],
  ['redis:', async () => ({ QUEUE__URL: (await redis()).url })],
] as const;

needs('dovecot', 'redis')('a letter’s whole way', () => {
  describe.each(QUEUES)('queue %s', (_name, queue) => {
    test('becomes a ticket, is answered at once, and leaves the mailbox', async () => {
      const office = await openOffice(await queue());
      const service = await office.start();
      office.dovecot.deliver(office.dovecot.user, sample('01-lost-password.eml'));
      await service.crossed('settled', 1);

      const [ticket] = await office.tickets();
      expect(ticket).toMatchObject({
        number: 'ТП-2026-000001',
        status: 'registered',
        from: 'lukyanova.antonina@example.org',
        applicant: { fio: { surname: 'Лукьянова', given: 'Антонина', patronymic: 'Васильевна' } },
        attachments: [{ type: 'jpg', verdict: 'accepted', reason: null }],
        deliveries: [{ purpose: 'receipt', state: 'accepted', attempts: 1 }],
      });
      const [sent] = office.sink.letters;
      const answer = await simpleParser(sent!.raw);
      expect(sent!.to).toEqual(['lukyanova.antonina@example.org']);
      expect(sent!.from).toMatch(/^support\+t[a-z2-7]+@example\.org$/);
      expect(answer.subject).toContain('[ТП-2026-000001]');
      expect(answer.headers.get('auto-submitted')).toBe('auto-replied');
      expect(answer.headers.get('x-auto-response-suppress')).toBe('All');
      expect(answer.inReplyTo).toBe(ticket!.messageId);
      expect(answer.text).toContain('ТП-2026-000001');
      expect(answer.html).toContain('ТП-2026-000001');
      expect(await office.dovecot.list(office.dovecot.user, 'INBOX')).toEqual([]);
    });

    test('an answer to the receipt joins the ticket and completes it', async () => {
      const office = await openOffice(await queue());
      const service = await office.start();
      const send = (raw: string) => office.dovecot.deliver(office.dovecot.user, raw);
      send(letter('pavel', { text: 'Здравствуйте! Я Климов Павел Андреевич. Не приходит код.' }));
      const [receipt] = await office.sink.received(1);
      const { messageId, text } = await simpleParser(receipt!.raw);
      expect(text).toContain('СНИЛС');
      send(
        letter('pavel-again', {
          headers: [`In-Reply-To: ${messageId}`],
          text: 'Мой СНИЛС 112-233-445 95',
          subject: 'Re:',
        }),
      );
      await service.crossed('settled', 2);

      const tickets = await office.tickets();
      expect(tickets).toMatchObject([
        { status: 'in_progress', messages: 2, applicant: { snils: '112-233-445 95' }, thread: [{}, {}, {}, {}, {}] },
      ]);
    });

    test('a redelivery of the same letter is no second ticket, another letter under its Message-ID is', async () => {
      const office = await openOffice(await queue());
      const service = await office.start();
      const first = letter('olga');
      for (const raw of [
        first,
        `Received: by mx.example.org; again\r\n${first}`,
        letter('olga', { text: 'Другой вопрос' }),
      ]) {
        office.dovecot.deliver(office.dovecot.user, raw);
      }
      await service.crossed('registered', 3);
      await service.crossed('settled', 2);
      expect(await office.tickets()).toHaveLength(2);
      expect(await letterStates(await office.register())).toEqual(['registered', 'registered', 'registered']);
      expect(office.sink.letters).toHaveLength(2);
    });

    test('machines are not answered and open nothing', async () => {
      const office = await openOffice(await queue());
      const service = await office.start();
      const files = ['14-out-of-office.eml', '15-bounce.eml', '16-newsletter.eml'];
      for (const file of files) office.dovecot.deliver(office.dovecot.user, sample(file));
      office.dovecot.deliver(office.dovecot.user, letter('self').replace('self@example.ru>', `${ADDRESS}>`));
      await service.crossed('registered', 4);
      await service.desk.queue.idle();
      expect(await office.tickets()).toEqual([]);
      expect(await letterStates(await office.register())).toEqual(Array(4).fill('set-aside'));
      expect(office.sink.letters).toEqual([]);
    });

    test('a stranger who names a number learns nothing', async () => {
      const office = await openOffice(await queue());
      const service = await office.start();
      const write = (raw: string) => office.dovecot.deliver(office.dovecot.user, raw);
      write(letter('owner'));
      await service.crossed('settled', 1);
      const asks = (number: string) => ({ subject: `Статус обращения ${number}` });
      write(letter('stranger', asks('ТП-2026-000001')));
      await service.crossed('settled', 2);
      write(letter('nemo', asks('ТП-2026-000999')));
      await service.crossed('settled', 3);

      const [owned, strange, other] = await office.tickets();
      expect(owned).toMatchObject({ messages: 1, related: [strange!.number] });
      expect(other).toMatchObject({ related: [] });
      const told = async (at: number) => {
        const { text } = await simpleParser(office.sink.letters[at]!.raw);
        return text!.replaceAll(/ТП-2026-00000\d/g, 'N').replaceAll(/\d\d:\d\d/g, 'T');
      };
      expect(await told(1)).toBe(await told(2));
    });

    test('no more automatic answers a day to one address than the office allows', async () => {
      const office = await openOffice({ ...(await queue()), AUTO_REPLY__MAX_PER_SENDER_PER_DAY: '2' });
      const service = await office.start();
      for (let n = 1; n <= 4; n += 1) {
        office.dovecot.deliver(
          office.dovecot.user,
          letter(`many${n}`).replace(`many${n}@example.ru>`, 'many@example.ru>'),
        );
      }
      await service.crossed('registered', 4);
      await service.crossed('settled', 2);
      const states = (await office.tickets()).flatMap(({ deliveries }) => deliveries.map(({ state }) => state));
      expect(states.sort()).toEqual(['accepted', 'accepted', 'suppressed', 'suppressed']);
    });

    test('letters older than the office wants are registered in silence', async () => {
      const office = await openOffice(await queue());
      const service = await office.start();
      const internalDate = new Date(Date.now() - 73 * 3_600_000);
      office.dovecot.deliver(office.dovecot.user, letter('old'), { internalDate });
      await service.crossed('registered', 1);
      expect(await office.tickets()).toMatchObject([
        { receivedAt: new Date(Math.floor(+internalDate / 1000) * 1000).toISOString(), deliveries: [] },
      ]);
    });

    test('what the mail server puts off is sent later, what it refuses is not', async () => {
      const office = await openOffice(await queue());
      office.sink.misbehave({ how: 'refuse', code: 451, text: '4.7.1 later', recipient: 'soft@example.ru' });
      office.sink.misbehave({ how: 'refuse', code: 550, text: '5.1.1 unknown', recipient: 'hard@example.ru' });
      const service = await office.start();
      for (const name of ['soft', 'hard']) office.dovecot.deliver(office.dovecot.user, letter(name));
      await service.crossed('settled', 2);
      const fates = (await office.tickets()).map(({ deliveries: [delivery], events }) => ({
        ...delivery,
        events: events.map(({ what }) => what),
      }));
      expect(fates.find(({ to }) => to === 'soft@example.ru')).toMatchObject({
        state: 'delayed',
        lastResponse: expect.stringContaining('451 4.7.1 later'),
      });
      expect(fates.find(({ to }) => to === 'hard@example.ru')).toMatchObject({
        state: 'failed',
        lastResponse: expect.stringContaining('550 5.1.1 unknown'),
        events: ['registered', 'delivery failed'],
      });
    });
  });

  test('Redis may be flushed and away: work goes on, nothing is doubled', async () => {
    const broker = await redis();
    const office = await openOffice({ QUEUE__URL: broker.url });
    const service = await office.start();
    const write = (name: string) => office.dovecot.deliver(office.dovecot.user, letter(name));
    write('before');
    await service.crossed('settled', 1);
    await broker.halt();
    for (let n = 1; n <= 5; n += 1) write(`away${n}`);
    await service.crossed('settled', 6);
    await broker.start();
    for (let n = 1; n <= 5; n += 1) write(`back${n}`);
    await service.crossed('stored', 8);
    await broker.flush();
    await service.crossed('registered', 8);
    const { Sweep } = await import('../../src/flow/sweep.ts');
    await new Sweep(service.desk).run();
    await service.crossed('settled', 11);
    expect(await office.tickets()).toHaveLength(11);
    expect(office.sink.letters).toHaveLength(11);
  });
});
