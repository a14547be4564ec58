/** Tokens grow old (`mailAuth.tokenDays`): an old letter of ours opens nothing to whoever has got hold of it. */
import { expect, test } from 'vitest';
import { replyToken, withToken } from '../../src/ticket/subaddress.ts';
import { needs } from '../services/services.ts';
import { type Mail, Person } from './correspondence.ts';
import { ADDRESS } from './office.ts';
import { citizen, opens, proven, staffedOffice, ticketOf } from './staffed-office.ts';

const DAY_MS = 86_400_000;
/** One day older and one day younger than tokens may be. */
const OLD = 181;
const YOUNG = 179;

needs('dovecot')('a letter of ours that lay about for half a year', () => {
  const town = staffedOffice();

  /** The letter as it would be, had it been written so many days ago: its reply address, and the outbox's word about its Message-ID. */
  async function aged(mail: Mail, number: string, days: number): Promise<Mail> {
    const at = new Date(Date.now() - days * DAY_MS);
    const { id } = await town.register.db
      .selectFrom('tickets')
      .select('id')
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
    await town.register.db
      .updateTable('outbox')
      .set({ queued_at: at.getTime() })
      .where('message_id', '=', mail.messageId)
      .execute();
    const token = replyToken({ ticketId: id, recipient: mail.to, at }, town.register.keys.current('token'));
    return { ...mail, replyTo: withToken(ADDRESS, token) };
  }

  test.concurrent.each([false, true])(
    'is held when an operator answers it, plain address: %s',
    async (plainAddress) => {
      const vera = citizen(town);
      const { number, assignment } = await opens(town, vera);
      const old = await aged(assignment, number, OLD);
      await town.orlova.writes('Доступ восстановлен.', { ...proven(old), plainAddress });
      const notice = await town.orlova.gets(number);
      expect(notice.text).toContain('очень старое наше письмо');
      expect(await ticketOf(town, number)).toMatchObject({ messages: 1 });

      await town.orlova.writes('Подтверждаю', proven(notice));
      expect((await vera.gets()).text).toContain('Доступ восстановлен.');
    },
  );

  test.concurrent('serves an operator until then', async () => {
    const vera = citizen(town);
    const { number, assignment } = await opens(town, vera);
    await town.orlova.writes('Доступ восстановлен.', proven(await aged(assignment, number, YOUNG)));
    expect((await vera.gets()).text).toContain('Доступ восстановлен.');
  });

  test.concurrent('still brings the citizen to the ticket, and nobody else any more', async () => {
    const vera = citizen(town);
    const { number, receipt } = await opens(town, vera);
    const old = await aged(receipt, number, OLD);
    await vera.writes('Забыла сказать: ошибка и на телефоне.', { answering: old });
    expect((await vera.gets()).subject).toContain(number);

    const finder = new Person(town.office, 'finder@example.com', 'Нашедший');
    await finder.writes('А что там с этим обращением?', { answering: old });
    const other = await finder.gets();
    expect(other.subject).not.toContain(number);
    expect(other.text).not.toContain(number);
    expect((await ticketOf(town, number)).messages).toBe(2);

    const relative = new Person(town.office, 'relative@example.com', 'Родственник');
    await relative.writes('Пишу за Веру Павловну.', { answering: await aged(receipt, number, YOUNG) });
    expect((await relative.gets()).subject).toContain(number);
  });
});
