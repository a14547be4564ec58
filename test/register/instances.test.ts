/** Several processes on one register: who lives, what the dead leave behind, and what one that only stood still may not do. */
import { expect, test } from 'vitest';
import { countArrivals, forgetArrivals, isFloodNews } from '../../src/register/arrivals.ts';
import {
  beat,
  enterInstance,
  HANGING_LOOKS,
  Looks,
  leaveInstance,
  releaseClaimsOfTheDead,
  SILENT_LOOKS,
} from '../../src/register/instances.ts';
import { giveUpLeases, takeLease } from '../../src/register/lease.ts';
import {
  assertInHand,
  claimLetter,
  dueLetters,
  earlierInOtherHands,
  postponeLetter,
  settleLetter,
} from '../../src/register/letter-work.ts';
import { storeLetters } from '../../src/register/letters.ts';
import {
  addDelivery,
  automaticLettersTo,
  claimDelivery,
  dueDeliveries,
  settleDelivery,
} from '../../src/register/outbox.ts';
import type { Register } from '../../src/register/register.ts';
import { letterOf, newRegister } from './fixture.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const DAY = 86_400_000;
const INBOX = 'mailbox office INBOX';

/** A register with letters 1, 2, 3 and two processes. */
async function office() {
  const register = await newRegister();
  const letters = [letterOf(1, 'one'), letterOf(2, 'two'), letterOf(3, 'three')];
  const [one, two, three] = (await storeLetters(register, letters, NOW)) as [number, number, number];
  const [self, other] = [await enterInstance(register), await enterInstance(register)];
  return { register, one, two, three, self, other };
}

/** The process is no longer to be found in /proc: another has its pid. */
async function crash(register: Register, instance: string): Promise<void> {
  await register.db.updateTable('instances').set({ started: 'long ago' }).where('id', '=', instance).execute();
}

/** The process is not to be seen from here: it runs in another container. */
async function moveAway(register: Register, instance: string): Promise<void> {
  await register.db.updateTable('instances').set({ host: 'elsewhere' }).where('id', '=', instance).execute();
}

/** A delivery of a ticket, both as small as the schema allows. */
async function deliveryIn(register: Register): Promise<number> {
  const { db } = register;
  const { key_id } = await db.selectFrom('letters').select('key_id').executeTakeFirstOrThrow();
  const common = { subject: '', kind: 'запрос', category: '', urgent: 0, repeated: 0, missing: '[]' } as const;
  const times = { received_at: NOW, registered_at: NOW, due_at: NOW, changed_at: NOW };
  const { id } = await db
    .insertInto('tickets')
    .values({ number: 'ТП-2026-000001', status: 'registered', key_id, ...common, ...times })
    .returning('id')
    .executeTakeFirstOrThrow();
  const delivery = {
    ticketId: id,
    purpose: 'receipt',
    recipient: 'vera@example.ru',
    messageId: '<1@example.org>',
  } as const;
  const key = { id: key_id, bytes: Buffer.alloc(32) };
  const bytes = Buffer.from('Subject: 1');
  return addDelivery(db, { ...delivery, bytes, counted: true, suppressed: false }, () => '', key, NOW);
}

test('what a dead process had in hand is free, its letters under suspicion', async () => {
  const { register, one, self, other } = await office();
  const delivery = await deliveryIn(register);
  await claimLetter(register.db, one, other, NOW);
  await claimDelivery(register.db, delivery, other, NOW);
  await takeLease(register, INBOX, other);
  expect(await releaseClaimsOfTheDead(register, self, new Looks())).toBe(false);
  await crash(register, other);
  expect(await releaseClaimsOfTheDead(register, self, new Looks())).toBe(true);
  expect(await claimLetter(register.db, one, self, NOW)).toMatchObject({ suspect: 1 });
  expect(await claimDelivery(register.db, delivery, self, NOW)).toMatchObject({ attempts: 2 });
  expect(await takeLease(register, INBOX, self)).toBe(true);
});

test('what a process leaves behind on its way out is free at once, without suspicion', async () => {
  const { register, one, self, other } = await office();
  await claimLetter(register.db, one, other, NOW);
  await takeLease(register, INBOX, other);
  const looks = new Looks();
  expect(await releaseClaimsOfTheDead(register, self, looks)).toBe(false);
  await leaveInstance(register, other);
  expect(await releaseClaimsOfTheDead(register, self, looks), 'is noticed').toBe(true);
  expect(await releaseClaimsOfTheDead(register, self, looks), 'once').toBe(false);
  expect(await claimLetter(register.db, one, self, NOW)).toMatchObject({ suspect: 0 });
  expect(await takeLease(register, INBOX, self)).toBe(true);
});

test('a process out of sight lives as long as it beats, whatever the clock says', async () => {
  const { register, one, self, other } = await office();
  await claimLetter(register.db, one, other, NOW);
  await moveAway(register, other);
  const looks = new Looks();
  for (let look = 1; look <= 10; look += 1) {
    await beat(register, other);
    expect(await releaseClaimsOfTheDead(register, self, looks)).toBe(false);
  }
});

test.each([
  ['out of sight', SILENT_LOOKS],
  ['in sight, and standing still', HANGING_LOOKS],
])(
  'a process that has not beaten is taken for dead: %s, at the %i. look after the first',
  async (where, looksAfter) => {
    const { register, one, self, other } = await office();
    await claimLetter(register.db, one, other, NOW);
    if (where === 'out of sight') await moveAway(register, other);
    const looks = new Looks();
    for (let look = 0; look < looksAfter; look += 1) {
      expect(await releaseClaimsOfTheDead(register, self, looks)).toBe(false);
    }
    expect(await releaseClaimsOfTheDead(register, self, looks)).toBe(true);
  },
);

test('one that wakes up can neither settle nor postpone what was taken from it; it enters anew', async () => {
  const { register, one, two, self, other: sleeper } = await office();
  const asleep = await claimLetter(register.db, one, sleeper, NOW);
  const delivery = await deliveryIn(register);
  const sending = await claimDelivery(register.db, delivery, sleeper, NOW);
  await leaveInstance(register, sleeper); // as whoever took it for dead does it
  const taken = await claimLetter(register.db, one, self, NOW);
  await claimDelivery(register.db, delivery, self, NOW);

  await expect(
    register.transaction(async (tx) => {
      await assertInHand(tx, asleep!);
      await tx.insertInto('facts').values({ name: 'ticket', value: 'made of letter one' }).execute();
    }),
  ).rejects.toMatchObject({ code: 'CLAIM_LOST' });
  expect(await register.db.selectFrom('facts').where('name', '=', 'ticket').selectAll().execute()).toEqual([]);
  await settleLetter(register.db, asleep!, 'registered', {});
  await postponeLetter(register.db, asleep!, { tries: 1, now: NOW, nextTryAt: NOW + DAY, error: 'late' });
  const outcome = { state: 'delayed', response: '451 later', nextTryAt: NOW + DAY } as const;
  expect(await settleDelivery(register.db, sending!, outcome, NOW)).toBe(false);
  const row = await register.db.selectFrom('letters').selectAll().where('id', '=', one).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ claimed_by: self, tries: 0, state: 'stored', error: null });
  await assertInHand(register.db, taken!);
  await settleLetter(register.db, taken!, 'registered', {});

  expect(await claimLetter(register.db, two, sleeper, NOW)).toBeDefined();
  await crash(register, sleeper);
  expect(await releaseClaimsOfTheDead(register, self, new Looks())).toBe(true);
  expect(await dueLetters(register.db, NOW)).toContain(two);
});

test('a lease has one holder until it is given up', async () => {
  const { register, self, other } = await office();
  const asked = await Promise.all([self, other].map((who) => takeLease(register, INBOX, who)));
  expect(asked.filter(Boolean)).toHaveLength(1);
  const [holder, waiting] = asked[0] ? [self, other] : [other, self];
  expect(await takeLease(register, INBOX, holder)).toBe(true);
  expect(await takeLease(register, INBOX, waiting)).toBe(false);
  expect(await takeLease(register, 'mailbox office Второй', waiting)).toBe(true);
  await giveUpLeases(register, holder);
  expect(await takeLease(register, INBOX, waiting)).toBe(true);
});

test('an earlier letter in other hands is waited for, one in our own or in nobody’s is not', async () => {
  const { register, one, two, three, self, other } = await office();
  await claimLetter(register.db, two, other, NOW);
  await claimLetter(register.db, three, self, NOW);
  expect(await earlierInOtherHands(register.db, three, self)).toBe(true);
  expect(await earlierInOtherHands(register.db, one, self)).toBe(false);
  expect(await earlierInOtherHands(register.db, three, other)).toBe(false);
});

test.each([2 * 60_000, 3_600_000, DAY, 3650 * DAY])(
  'what a clock put off that was %s ms ahead is due when the clock is right again',
  async (ahead) => {
    const { register, one, two, three, self } = await office();
    const delivery = await deliveryIn(register);
    const letter = await claimLetter(register.db, one, self, NOW + ahead);
    await postponeLetter(register.db, letter!, {
      tries: 0,
      now: NOW + ahead,
      nextTryAt: NOW + ahead + 30_000,
      error: 'DISK_FULL',
    });
    const row = await claimDelivery(register.db, delivery, self, NOW - ahead);
    expect(row, 'never tried: nothing to wait for').toBeDefined();
    const delayed = { state: 'delayed', response: '451 later', nextTryAt: NOW + ahead + 60_000 } as const;
    await settleDelivery(register.db, row!, delayed, NOW + ahead);
    expect(await dueLetters(register.db, NOW)).toEqual([one, two, three]);
    expect(await dueDeliveries(register.db, NOW)).toEqual([delivery]);
    expect(await dueDeliveries(register.db, NOW + ahead + 30_000), 'a delay as it should be').toEqual([]);
  },
);

test('what a clock that was ahead has counted holds nobody back when it is right again', async () => {
  const { register, self } = await office();
  const arrival = (at: number) => [{ sender: 'vera@example.ru', domain: null, at: new Date(at) }];
  const limits = { perSender: 1, perDomain: null };
  const news = (now: number) =>
    register.transaction((tx) => isFloodNews(tx, register.keys, 'sender', 'vera@example.ru', now));
  expect(self).toBeDefined();
  await countArrivals(register, arrival(NOW + DAY), limits);
  await forgetArrivals(register.db, NOW);
  expect(await countArrivals(register, arrival(NOW + DAY), limits)).toEqual([null]);
  expect(await news(NOW + 3650 * DAY)).toBe(true);
  expect(await news(NOW)).toBe(true);
  expect(await news(NOW)).toBe(false);
  await deliveryIn(register);
  await register.db
    .updateTable('outbox')
    .set({ counted: 1, state: 'accepted', queued_at: NOW + 3650 * DAY })
    .execute();
  const { recipient } = await register.db.selectFrom('outbox').select('recipient').executeTakeFirstOrThrow();
  expect(await automaticLettersTo(register.db, recipient, NOW)).toBe(0);
  expect(await automaticLettersTo(register.db, recipient, NOW + 3650 * DAY)).toBe(1);
});
