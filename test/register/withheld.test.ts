/** Notes of letters that the mail server does not hand over. */
import { expect, test } from 'vitest';
import { listLetters } from '../../src/register/letter-views.ts';
import { dueLetters, replayLetter } from '../../src/register/letter-work.ts';
import { heldUids, letterBytes, storeLetters } from '../../src/register/letters.ts';
import type { Register } from '../../src/register/register.ts';
import { askAgain, noteWithheld } from '../../src/register/withheld.ts';
import { letterOf, newRegister } from './fixture.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const MINUTE = 60_000;

const note = (uid: number, raw = '') => ({ ...letterOf(uid, raw), from: raw ? 'vera@example.ru' : null });
const held = async (register: Register, uid: number) =>
  (await heldUids(register, letterOf(uid, '').place, [uid], NOW)).get(uid)?.withheld;

test('a note stands where people look for what failed, and nobody works on it', async () => {
  const register = await newRegister();
  await noteWithheld(register, note(3, 'From: vera@example.ru\r\n\r\n'), NOW);
  const letters = await Array.fromAsync(listLetters(register, 'quarantined'));
  expect(letters).toMatchObject(
    [{ uid: 3, from: 'vera@example.ru', attempts: 1, error: /^IMAP_WITHHELD/ }].map(({ error, ...rest }) => ({
      ...rest,
      error: expect.stringMatching(error),
    })),
  );
  expect(await dueLetters(register.db, NOW + 1e12)).toEqual([]);
});

test('each try in vain doubles the pause, up to a day', async () => {
  const register = await newRegister();
  const pauses: number[] = [];
  for (let tries = 1; tries <= 12; tries += 1) {
    await noteWithheld(register, note(3), NOW);
    const { nextTryAt, tries: counted } = (await held(register, 3))!;
    expect(counted).toBe(tries);
    pauses.push((nextTryAt.getTime() - NOW) / MINUTE);
  }
  expect(pauses.slice(0, 4)).toEqual([5, 10, 20, 40]);
  expect(pauses.at(-1)).toBe(24 * 60);
});

test('the letter that comes after all takes the place of its note', async () => {
  const register = await newRegister();
  await noteWithheld(register, note(3, 'header'), NOW);
  const ids = await storeLetters(register, [letterOf(3, 'header and body')], NOW);
  expect(ids).toEqual([1]);
  expect(await dueLetters(register.db, NOW)).toEqual([1]);
  const row = await register.db.selectFrom('letters').selectAll().executeTakeFirstOrThrow();
  expect((await letterBytes(register, row)).toString()).toBe('header and body');
  expect(row).toMatchObject({ state: 'stored', tries: 0, error: null });
  expect(await held(register, 3)).toBeNull();
});

test('so does one of which only the header came, with the same bytes as the note', async () => {
  const register = await newRegister();
  await noteWithheld(register, note(3, 'header'), NOW);
  expect(await storeLetters(register, [letterOf(3, 'header')], NOW)).toEqual([1]);
});

test('replaying a note asks the mailbox again; it is never examined as a letter', async () => {
  const register = await newRegister();
  await noteWithheld(register, note(3), NOW);
  expect(await replayLetter(register.db, 1, NOW)).toBe(false);
  expect(await askAgain(register.db, 1, NOW)).toBe(true);
  expect((await held(register, 3))?.nextTryAt).toEqual(new Date(NOW));
  await storeLetters(register, [letterOf(3, 'whole')], NOW);
  expect(await askAgain(register.db, 1, NOW)).toBe(false);
});
