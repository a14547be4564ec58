import { describe, expect, test } from 'vitest';
import { enterInstance } from '../../src/register/instances.ts';
import { listLetters } from '../../src/register/letter-views.ts';
import { claimLetter, dueLetters, postponeLetter, replayLetter, settleLetter } from '../../src/register/letter-work.ts';
import { heldUids, letterBytes, sameLetter, storeLetters } from '../../src/register/letters.ts';
import { letterOf, newRegister } from './fixture.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');

describe('storing letters', () => {
  test('the bytes come back as they were and are not readable in the file', async () => {
    const register = await newRegister();
    const [id] = await storeLetters(register, [letterOf(1, 'Subject: тайна\r\n\r\nСНИЛС 112-233-445 95')], NOW);
    const row = await register.db.selectFrom('letters').selectAll().where('id', '=', id!).executeTakeFirstOrThrow();
    expect((await letterBytes(register, row)).toString()).toContain('112-233-445 95');
    const { sealed } = await register.db.selectFrom('letter_bytes').selectAll().executeTakeFirstOrThrow();
    expect(Buffer.from(sealed).includes('112-233-445')).toBe(false);
  });

  test('fetching twice is harmless', async () => {
    const register = await newRegister();
    const first = await storeLetters(register, [letterOf(1, 'one'), letterOf(2, 'two')], NOW);
    const again = await storeLetters(register, [letterOf(1, 'one'), letterOf(2, 'two'), letterOf(3, 'three')], NOW);
    expect([first.length, again.length]).toEqual([2, 1]);
  });

  test('a used UID that the server gave to another letter makes another letter', async () => {
    const register = await newRegister();
    await storeLetters(register, [letterOf(1, 'one')], NOW);
    expect(await storeLetters(register, [letterOf(1, 'quite another letter')], NOW)).toHaveLength(1);
    expect(await storeLetters(register, [letterOf(1, 'one')], NOW)).toHaveLength(0);
  });

  test('held UIDs tell size and arrival', async () => {
    const register = await newRegister();
    await storeLetters(register, [letterOf(4, 'four')], NOW);
    const held = await heldUids(register, letterOf(4, '').place, [4, 5], NOW);
    expect([...held]).toEqual([[4, { size: 4, receivedAt: new Date('2026-11-20T09:00:00Z'), withheld: null }]]);
  });

  test('a date in the future counts as now; what the server said still tells the letter', async () => {
    const register = await newRegister();
    const told = new Date('2099-01-01T00:00:00Z');
    await storeLetters(register, [{ ...letterOf(5, 'five'), receivedAt: told }], NOW);
    const [letter] = await Array.fromAsync(listLetters(register, null));
    expect(letter).toMatchObject({ receivedAt: new Date(NOW).toISOString() });
    expect((await heldUids(register, letterOf(5, '').place, [5], NOW)).get(5)).toMatchObject({ receivedAt: told });
    expect(await storeLetters(register, [{ ...letterOf(5, 'five'), receivedAt: told }], NOW)).toEqual([]);
  });

  test('a batch is stored whole or not at all', async () => {
    const register = await newRegister();
    const broken = { ...letterOf(2, 'two'), receivedAt: new Date(Number.NaN) };
    await expect(storeLetters(register, [letterOf(1, 'one'), broken], NOW)).rejects.toThrow();
    expect(await dueLetters(register.db, NOW)).toEqual([]);
  });
});

describe('claims', () => {
  test('one of many gets the letter', async () => {
    const register = await newRegister();
    const [id] = await storeLetters(register, [letterOf(1, 'one')], NOW);
    const processes = await Promise.all([1, 2, 3].map(() => enterInstance(register)));
    const claims = await Promise.all(
      processes.map((self) => register.transaction((tx) => claimLetter(tx, id!, self, NOW))),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await dueLetters(register.db, NOW)).toEqual([]);
  });

  test('a postponed letter is not due before its time', async () => {
    const register = await newRegister();
    const [id] = await storeLetters(register, [letterOf(1, 'one')], NOW);
    const self = await enterInstance(register);
    const letter = await claimLetter(register.db, id!, self, NOW);
    await postponeLetter(register.db, letter!, { tries: 1, now: NOW, nextTryAt: NOW + 1000, error: 'died: SIGSEGV' });
    expect(await claimLetter(register.db, id!, self, NOW)).toBeUndefined();
    expect(await claimLetter(register.db, id!, self, NOW + 1000)).toMatchObject({ tries: 1, suspect: 0 });
  });
});

describe('the same letter', () => {
  test.each([
    ['equal bytes', 'one', 'other key', true],
    ['equal but for trace headers', 'one, with another Received', 'key', true],
    ['another letter', 'two', 'other key', false],
  ])('%s', async (_case, bytes, contentKey, same) => {
    const register = await newRegister();
    const [first, second] = await storeLetters(register, [letterOf(1, 'one'), letterOf(2, `${bytes} `.trim())], NOW);
    const ids = second === undefined ? [first, first] : [first, second];
    const self = await enterInstance(register);
    const settled = await claimLetter(register.db, ids[0]!, self, NOW);
    await settleLetter(register.db, settled!, 'registered', { content_key: 'key' });
    const row = await register.db.selectFrom('letters').selectAll().where('id', '=', ids[1]!).executeTakeFirstOrThrow();
    expect((await sameLetter(register.db, row, contentKey))?.id).toBe(same ? first : undefined);
  });

  test('a letter that is not settled yet is nobody’s original', async () => {
    const register = await newRegister();
    const [, id] = await storeLetters(register, [letterOf(1, 'one'), letterOf(2, 'one')], NOW);
    const row = await register.db.selectFrom('letters').selectAll().where('id', '=', id!).executeTakeFirstOrThrow();
    expect(await sameLetter(register.db, row, 'key')).toBeUndefined();
  });
});

test('only a quarantined letter can be replayed', async () => {
  const register = await newRegister();
  const [one, two] = await storeLetters(register, [letterOf(1, 'one'), letterOf(2, 'two')], NOW);
  const letter = await claimLetter(register.db, one!, await enterInstance(register), NOW);
  await settleLetter(register.db, letter!, 'quarantined', { tries: 3, error: 'died: SIGKILL' });
  expect(await replayLetter(register.db, one!, NOW)).toBe(true);
  expect(await replayLetter(register.db, two!, NOW)).toBe(false);
  expect(await dueLetters(register.db, NOW)).toEqual([one, two]);
});
