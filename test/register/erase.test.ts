/** Erasure takes along what it should: addresses kept elsewhere, and, when asked, linked tickets of the same person only. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sealNumbers } from '../../src/register/applicant.ts';
import { backUp } from '../../src/register/backup.ts';
import { newDataKey } from '../../src/register/data-key.ts';
import { eraseTicket, linkedAtErasure } from '../../src/register/erase.ts';
import { openKeys, rotate } from '../../src/register/key-file.ts';
import { openRegister, type Register } from '../../src/register/register.ts';
import { restoreBackup } from '../../src/register/restore.ts';
import { relateTickets } from '../../src/register/tickets.ts';
import { isUnreachable, markUnreachable } from '../../src/register/unreachable.ts';
import { newRegister, temporaryFolder } from './fixture.ts';
import { newTicketRow } from './ticket-row.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const ERASURE = { who: 'Орлова', reason: 'ст. 9 152-ФЗ', at: NOW };
const VERA = 'vera@example.ru';

async function office() {
  const folder = temporaryFolder();
  const keyFile = join(folder, 'keys.json');
  const url = `sqlite:${join(folder, 'register.db')}`;
  return { folder, keyFile, url, register: await newRegister(url, openKeys(keyFile)) };
}

/** @returns its row id */
function ticket(register: Register, number: number, from: string | null, snils: string | null = null): Promise<number> {
  return register.transaction(async (tx) => {
    const key = await newDataKey(tx, register);
    const name = `ТП-2026-00000${number}`;
    const sealed = sealNumbers(register.keys, key, name, { snils, inn: null, phone: null });
    const row = { ...newTicketRow(name, key.id, NOW), ...sealed, from_address: from };
    return (await tx.insertInto('tickets').values(row).returning('id').executeTakeFirstOrThrow()).id;
  });
}

const relate = (register: Register, one: number, other: number) =>
  register.transaction((tx) => relateTickets(tx, one, other, 'appeal'));

test('an address that could not be reached goes with the ticket whose letter came back, in backups too', async () => {
  const { folder, keyFile, url, register } = await office();
  const [one, other] = [await ticket(register, 1, VERA), await ticket(register, 2, 'oleg@example.ru')];
  await register.transaction(async (tx) => {
    expect(await markUnreachable(tx, one, 'Vera@example.ru', '5.1.1', NOW)).toBe(true);
    expect(await markUnreachable(tx, other, VERA, '5.1.1', NOW)).toBe(false);
    expect(await markUnreachable(tx, other, 'oleg@example.ru', '5.1.1', NOW)).toBe(true);
  });
  const backup = join(folder, 'a.backup');
  await backUp(register, backup, NOW);
  await eraseTicket(register, keyFile, { id: one }, ERASURE);
  const restored = `sqlite:${join(folder, 'restored.db')}`;
  await restoreBackup(backup, restored, keyFile, { sendWaiting: false, lastNumber: null, at: NOW });
  for (const opened of [register, await newRegister(restored, openKeys(keyFile))]) {
    expect(await isUnreachable(opened.db, VERA)).toBe(false);
    expect(await isUnreachable(opened.db, 'oleg@example.ru')).toBe(true);
  }
  expect(url).not.toBe(restored);
});

test('linked tickets of the same person are named, before and after; a stranger’s is not his', async () => {
  const { keyFile, register } = await office();
  const first = await ticket(register, 1, VERA, '112-233-445 95');
  const appeal = await ticket(register, 2, 'Vera@Example.ru');
  const again = await ticket(register, 3, 'v.larionova@example.com', '112-233-445 95');
  const stranger = await ticket(register, 4, 'oleg@example.ru');
  const neighbour = await ticket(register, 5, VERA, '165-733-215 75');
  await ticket(register, 6, VERA);
  await relate(register, first, appeal);
  await relate(register, appeal, again);
  await relate(register, first, stranger);
  await relate(register, first, neighbour);
  const linked = [
    { id: appeal, number: 'ТП-2026-000002', samePerson: true },
    { id: again, number: 'ТП-2026-000003', samePerson: true },
    { id: stranger, number: 'ТП-2026-000004', samePerson: false },
    { id: neighbour, number: 'ТП-2026-000005', samePerson: false },
  ];
  expect(await linkedAtErasure(register, first)).toEqual(linked);
  await eraseTicket(register, keyFile, { id: first }, ERASURE);
  expect(await linkedAtErasure(register, first)).toEqual(linked);
  await eraseTicket(register, keyFile, { id: appeal }, ERASURE);
  expect(await linkedAtErasure(register, first)).toEqual(linked.slice(1));
});

test('the same person is known under old and new index keys', async () => {
  const { keyFile, url, register } = await office();
  const first = await ticket(register, 1, VERA, '112-233-445 95');
  rotate(keyFile);
  const later = await openRegister(url, openKeys(keyFile));
  const second = await ticket(later, 2, null, '112-233-445 95');
  await relate(later, first, second);
  expect(await linkedAtErasure(later, first)).toMatchObject([{ samePerson: true }]);
  await later.close();
});
