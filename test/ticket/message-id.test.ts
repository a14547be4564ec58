import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MessageIdFacts, makeMessageId, PURPOSES, readMessageId } from '../../src/ticket/message-id.ts';

const OLD = { id: '01aabbccddee', bytes: new Uint8Array(32).fill(1) };
const NEW = { id: '02aabbccddee', bytes: new Uint8Array(32).fill(2) };
const FACTS: MessageIdFacts = {
  ticketId: 123,
  recipient: 'Maria.Ivanova@example.ru',
  purpose: 'receipt',
  nonce: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  domain: 'example.org',
};

describe('a Message-ID of ours', () => {
  test('tells ticket, purpose and whether it went to an address', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 47 }), fc.constantFrom(...PURPOSES), (ticketId, purpose) => {
        const claims = readMessageId(makeMessageId({ ...FACTS, ticketId, purpose }, NEW), [OLD, NEW]);
        expect(claims).toMatchObject({ ticketId, purpose });
        expect(claims?.sentTo('maria.ivanova@EXAMPLE.ru')).toBe(true);
        expect(claims?.sentTo('petrov@example.ru')).toBe(false);
      }),
    );
  });

  test('is short, safe in any mail system, and shows nothing of the recipient', () => {
    expect(makeMessageId(FACTS, NEW)).toMatch(/^<[a-z2-7]{48}@example\.org>$/);
  });

  test('is ASCII under a Cyrillic domain too', () => {
    expect(makeMessageId({ ...FACTS, domain: 'пример.example' }, NEW)).toMatch(/@xn--e1afmkfd\.example>$/);
  });

  test('is never the same twice', () => {
    const other = { ...FACTS, nonce: new Uint8Array(8) };
    expect(makeMessageId(other, NEW)).not.toBe(makeMessageId(FACTS, NEW));
  });

  test('survives being shouted, stripped of its brackets and padded', () => {
    const id = makeMessageId(FACTS, NEW);
    for (const form of [id.toUpperCase(), id.slice(1, -1), `  ${id}\t`]) {
      expect(readMessageId(form, [NEW])).toMatchObject({ ticketId: 123 });
    }
  });

  test('is still known after the key was changed, and unknown without its key', () => {
    const id = makeMessageId(FACTS, OLD);
    expect(readMessageId(id, [NEW, OLD])).toMatchObject({ ticketId: 123 });
    expect(readMessageId(id, [NEW])).toBeNull();
    expect(readMessageId(id, [{ ...NEW, id: OLD.id }])).toBeNull();
  });
});

describe('a Message-ID that is not ours', () => {
  test('is nothing with a single letter changed', () => {
    const id = makeMessageId(FACTS, NEW);
    for (let at = 1; at < id.indexOf('@') - 1; at += 1) {
      const letter = id[at] === 'a' ? 'b' : 'a';
      expect(readMessageId(id.slice(0, at) + letter + id.slice(at + 1), [NEW])).toBeNull();
    }
  });

  test('is nothing, whatever it is', () => {
    fc.assert(fc.property(fc.string(), (id) => readMessageId(id, [OLD, NEW]) === null));
    const base32 = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'), maxLength: 90 });
    fc.assert(fc.property(base32, (left) => readMessageId(`<${left}@example.org>`, [OLD, NEW]) === null));
  });
});
