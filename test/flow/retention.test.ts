/** What is kept for a set time: into the archive, back from it, and erased; never by a clock that runs ahead. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Desk } from '../../src/flow/desk.ts';
import { retain } from '../../src/flow/retention.ts';
import { openLog } from '../../src/log.ts';
import { bringBack } from '../../src/register/archive.ts';
import { openKeys } from '../../src/register/key-file.ts';
import { storeLetters } from '../../src/register/letters.ts';
import { openRegister, type Register } from '../../src/register/register.ts';
import { verifyRegister } from '../../src/register/verify.ts';
import { searchTickets, showTicket } from '../../src/register/views.ts';
import { cli, environment } from '../commands/cli.ts';
import { letterOf, temporaryFolder } from '../register/fixture.ts';

const YEAR = 365.25 * 86_400_000;
const NUMBER = 'ТП-2026-000001';
const TEXT = 'Я Ларионова Вера Павловна, СНИЛС 112-233-445 95. Пропали уведомления.';

/** A register with one ticket that was closed long ago, and a desk at a later day. */
async function office(years: number, retention: Desk['retention']): Promise<{ register: Register; desk: Desk }> {
  const folder = temporaryFolder();
  const [path, keyFile] = [join(folder, 'register.db'), join(folder, 'keys.json')];
  const letters = mkdtempSync(join(folder, 'old-'));
  const lines = ['From: vera@example.ru', 'Subject: =?utf-8?B?0JLQvtC/0YDQvtGB?=', 'Message-ID: <a@example.ru>'];
  writeFileSync(join(letters, '1.eml'), [...lines, 'Content-Type: text/plain; charset=utf-8', '', TEXT].join('\n'));
  const env = environment({
    OFFICE__ADDRESS: 'support@example.org',
    REGISTER__URL: `sqlite:${path}`,
    KEYS__FILE: keyFile,
  });
  expect(await cli(env, ['import', letters], folder)).toMatchObject({ code: 0 });
  const register = await openRegister(`sqlite:${path}`, openKeys(keyFile));
  onTestFinished(() => register.close());
  const closed = Date.now();
  await register.db.updateTable('tickets').set({ status: 'closed', changed_at: closed, closed_at: closed }).execute();
  const now = closed + years * YEAR;
  const desk = { register, keyFile, retention, clock: () => new Date(now), log: openLog('silent', false) } as Desk;
  return { register, desk };
}

/** Letters keep coming in: the clock is right. */
async function writtenTo({ register, clock }: Desk): Promise<void> {
  await storeLetters(register, [letterOf(7, 'From: a@example.ru\n\nnew')], clock().getTime());
}

const found = async (register: Register) => (await Array.fromAsync(searchTickets(register, 'уведомление'))).length;
const problems = (register: Register) =>
  Array.fromAsync(verifyRegister(register, { events: 0, tickets: 0, letters: 0, deliveries: 0 }));

test('after five years a ticket is sealed and found no more, but shown by its number; a letter brings it back', async () => {
  const { register, desk } = await office(5.1, { archiveAfter: 5 * YEAR, eraseAfter: null });
  const before = await showTicket(register, NUMBER);
  expect(await retain(desk)).toEqual({ archived: 0, erased: 0 });
  expect(await found(register)).toBe(1);
  await writtenTo(desk);
  expect(await retain(desk)).toEqual({ archived: 1, erased: 0 });
  expect(await retain(desk)).toEqual({ archived: 0, erased: 0 });
  const row = await register.db.selectFrom('messages').select(['text', 'name']).executeTakeFirstOrThrow();
  expect(row.text).not.toContain('Ларионова');
  expect(await found(register)).toBe(0);
  const archived = await showTicket(register, NUMBER);
  expect(archived).toMatchObject({ ...before, archivedAt: expect.any(String), events: expect.anything() });
  expect(archived?.events.map(({ what }) => what)).toEqual(['registered', 'archived']);
  expect(archived?.events[0]).toEqual(before?.events[0]);
  expect(await problems(register)).toEqual([]);

  await register.transaction((tx) => bringBack(tx, register, 1, desk.clock().getTime()));
  expect(await found(register)).toBe(1);
  expect(await showTicket(register, NUMBER)).toMatchObject({ ...before, events: expect.anything() });
  expect(await problems(register)).toEqual([]);
});

test('what the office no longer keeps is erased, from the archive too; a younger ticket stays', async () => {
  const kept = await office(9, { archiveAfter: 5 * YEAR, eraseAfter: 10 * YEAR });
  await writtenTo(kept.desk);
  expect(await retain(kept.desk)).toEqual({ archived: 1, erased: 0 });
  const later = { ...kept.desk, clock: () => new Date(kept.desk.clock().getTime() + 2 * YEAR) };
  expect(await retain(later)).toEqual({ archived: 0, erased: 0 });
  await storeLetters(kept.register, [letterOf(8, 'From: b@example.ru\n\nnewer')], later.clock().getTime());
  expect(await retain(later)).toEqual({ archived: 0, erased: 1 });
  expect(await showTicket(kept.register, NUMBER)).toMatchObject({
    subject: '',
    from: null,
    thread: [{ text: '' }],
    archivedAt: null,
    erasedAt: later.clock().toISOString(),
  });
  expect(await problems(kept.register)).toEqual([]);
});
