import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claimedSender } from '../../src/letter/claimed-sender.ts';
import { personBehindForm } from '../../src/letter/form.ts';
import { mailboxOf } from '../../src/letter/mailbox.ts';
import { readLetter } from '../../src/letter/read.ts';
import { spoil } from './mutation.ts';

const OWN = ['support@desk.example'];
const LETTERS = join(import.meta.dirname, '..', 'letters');
const body = '\r\nTo: support@example.org\r\n\r\nЗдравствуйте!\r\n';

test.each([
  ['as people write it', 'From: Vera <vera@example.ru>'],
  ['behind 1900 fields', `${'X-Filler: 0123456789\r\n'.repeat(1900)}From: vera@example.ru`],
  ['behind one field of 100 KB', `X-Filler: ${'a'.repeat(100_000)}\r\nFrom: vera@example.ru`],
  ['behind lines that are none', 'no field\r\nFrom: vera@example.ru'],
  ['behind blank lines', '\r\n\r\nFrom: vera@example.ru'],
  ['behind the line of a mailbox file', 'From vera Fri Nov 20 12:00:00 2026\r\nFrom: vera@example.ru'],
  ['in lines that end in bare returns', 'X-Mark: a\rFrom: vera@example.ru'],
  ['with a blank before its colon', 'From : vera@example.ru'],
  ['in an encoded word', 'From: =?utf-8?q?Vera_=3Cvera=40example.ru=3E?='],
  ['in other letter case, with the dot of the root', 'FROM: VERA@EXAMPLE.RU.'],
  ['with a subaddress', 'From: vera+today@example.ru'],
  ['in quotes without need', 'From: "vera"@example.ru'],
])('From %s', (_, head) => {
  expect(claimedSender(Buffer.from(head + body), OWN)?.mailbox).toBe('vera@example.ru');
}); // biome-ignore format: a table

const readBy = async (raw: Buffer) => {
  const letter = await readLetter(raw);
  const from = personBehindForm(letter, OWN) ?? letter.from;
  return from?.address.includes('@') ? mailboxOf(from.address) : null;
};

test('of a form it is the person, and the site’s domain', () => {
  const form = 'From: Site <no-reply@site.example>\r\nReply-To: Vera <Vera+form@example.ru>';
  const sender = { mailbox: 'vera@example.ru', domain: 'site.example' };
  expect(claimedSender(Buffer.from(form + body), OWN)).toEqual(sender);
});

test('is whom the reader finds, of every letter that we have, whole and spoilt', async () => {
  const letters = readdirSync(LETTERS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.eml'));
  const raws = letters.map((name) => readFileSync(join(LETTERS, name)));
  for (const raw of raws) expect(claimedSender(raw, OWN)?.mailbox ?? null).toBe(await readBy(raw));
  const spoilt = fc.tuple(fc.constantFrom(...raws), fc.array(spoil, { minLength: 1, maxLength: 3 }));
  await fc.assert(
    fc.asyncProperty(spoilt, async ([raw, spoils]) => {
      const changed = spoils.reduce<Buffer>((letter, change) => change(letter), raw);
      expect(claimedSender(changed, OWN)?.mailbox ?? null).toBe(await readBy(changed));
    }),
    { numRuns: 100 },
  );
});
