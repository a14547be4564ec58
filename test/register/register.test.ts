import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { recordEvents } from '../../src/register/events.ts';
import { storeLetters } from '../../src/register/letters.ts';
import { openRegister, registerExists } from '../../src/register/register.ts';
import { nextSequence } from '../../src/register/tickets.ts';
import { letterOf, newKeyring, newRegister, temporaryFolder } from './fixture.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');

function place(): string {
  return `sqlite:${join(temporaryFolder(), 'deep', 'register.db')}`;
}

test('opens again with the same keys, and holds what it held', async () => {
  const [url, keys] = [place(), newKeyring()];
  expect(registerExists(url)).toBe(false);
  const first = await openRegister(url, keys);
  await storeLetters(first, [letterOf(1, 'one')], NOW);
  await first.close();
  expect(registerExists(url)).toBe(true);
  const again = await newRegister(url, keys);
  expect(await again.db.selectFrom('letters').select('uid').execute()).toEqual([{ uid: 1 }]);
});

test('the file is for its owner only', async () => {
  const url = place();
  await newRegister(url);
  expect(statSync(url.slice('sqlite:'.length)).mode & 0o077).toBe(0);
});

test('refuses keys that it was not sealed with', async () => {
  const url = place();
  await (await openRegister(url, newKeyring())).close();
  await expect(openRegister(url, newKeyring())).rejects.toMatchObject({ code: 'KEYS_DO_NOT_FIT' });
});

test('refuses a register that a newer program wrote, and leaves it as it is', async () => {
  const [url, keys] = [place(), newKeyring()];
  const register = await openRegister(url, keys);
  await sql`insert into schema_version (version) values (1000)`.execute(register.db);
  await register.close();
  await expect(openRegister(url, keys)).rejects.toMatchObject({ code: 'REGISTER_NEWER' });
});

test('says that a file is no register', async () => {
  const path = join(temporaryFolder(), 'register.db');
  writeFileSync(path, 'a shopping list, and a long one at that. '.repeat(100));
  await expect(openRegister(`sqlite:${path}`, newKeyring())).rejects.toMatchObject({ code: 'REGISTER_DAMAGED' });
});

test('a full disk is told as such, and nothing of the batch is kept', async () => {
  const register = await newRegister();
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(register.db);
  await sql.raw(`pragma max_page_count = ${rows[0]!.page_count + 4}`).execute(register.db);
  const big = letterOf(2, 'x'.repeat(1_000_000));
  await expect(storeLetters(register, [letterOf(1, 'one'), big], NOW)).rejects.toMatchObject({ code: 'DISK_FULL' });
  expect(await register.db.selectFrom('letters').select('id').execute()).toEqual([]);
});

test('numbers have no gap and no repeat, however many ask and fail at once', async () => {
  const register = await newRegister();
  const asked = await Promise.allSettled(
    Array.from({ length: 200 }, (_, index) =>
      register.transaction(async (tx) => {
        const number = await nextSequence(tx, index % 5 === 0 ? 2027 : 2026);
        if (index % 3 === 0) throw new Error('no ticket after all');
        return number;
      }),
    ),
  );
  const given = (year: number) =>
    asked
      .filter((_, index) => (index % 5 === 0 ? 2027 : 2026) === year)
      .flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  for (const numbers of [given(2026), given(2027)]) {
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  }
});

test('a transaction that fails takes no other with it', async () => {
  const register = await newRegister();
  const event = (what: string) => ({ at: NOW, who: 'service', what });
  const results = await Promise.allSettled([
    register.transaction((tx) => recordEvents(tx, [event('before')])),
    register.transaction(async (tx) => {
      await recordEvents(tx, [event('undone')]);
      throw new Error('changed my mind');
    }),
    register.transaction((tx) => recordEvents(tx, [event('after')])),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const kept = await register.db.selectFrom('events').select('what').orderBy('id').execute();
  expect(kept.map(({ what }) => what)).toEqual(['before', 'after']);
});
