import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeMessageId } from '../../src/ticket/message-id.ts';
import { bounceToken, readSubaddress, replyToken, withToken } from '../../src/ticket/subaddress.ts';

const KEY = { id: '07aabbccddee', bytes: new Uint8Array(32).fill(7) };
const OTHER = { id: '07aabbccddee', bytes: new Uint8Array(32).fill(8) };
const AT = new Date('2026-11-22T11:05:00Z');
const reply = (ticketId: number) => replyToken({ ticketId, recipient: 'maria@example.ru', at: AT }, KEY);

describe('an address with a token', () => {
  test('is the office address with a detail', () => {
    expect(withToken('support@example.org', 't123')).toBe('support+t123@example.org');
  });

  test('of a reply names ticket, person and the day it was given out', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 39 }), (ticketId) => {
        const claims = readSubaddress(withToken('support@example.org', reply(ticketId)), [KEY]);
        expect(claims).toMatchObject({ kind: 'reply', ticketId, day: Math.floor(AT.getTime() / 86_400_000) });
        if (claims?.kind !== 'reply') throw new Error('unreachable');
        expect(claims.givenTo('Maria@Example.ru')).toBe(true);
        expect(claims.givenTo('petr@example.ru')).toBe(false);
      }),
    );
  });

  test('of a bounce names the outgoing letter', () => {
    const address = withToken('support@example.org', bounceToken(4711, KEY));
    expect(readSubaddress(address, [KEY])).toEqual({ kind: 'bounce', outboxId: 4711, superseded: false });
  });

  test('is short and may be lower-cased or shouted on its way', () => {
    expect(reply(1)).toMatch(/^t[a-z2-7]{1,39}$/);
    expect(bounceToken(1, KEY)).toMatch(/^t[a-z2-7]{1,39}$/);
    expect(readSubaddress(withToken('support@example.org', reply(5)).toUpperCase(), [KEY])).toMatchObject({
      ticketId: 5,
    });
  });
});

describe('an address that somebody made up', () => {
  test('is nothing: altered, from another key, or a token for another use', () => {
    const token = reply(1);
    expect(readSubaddress(withToken('support@example.org', token), [OTHER])).toBeNull();
    for (let at = 1; at < token.length - 1; at += 1) {
      const altered = token.slice(0, at) + (token[at] === 'a' ? 'b' : 'a') + token.slice(at + 1);
      expect(readSubaddress(withToken('support@example.org', altered), [KEY])).toBeNull();
    }
    const facts = {
      ticketId: 1,
      recipient: 'maria@example.ru',
      purpose: 'receipt',
      domain: 'x',
      nonce: new Uint8Array(8),
    } as const;
    const id = makeMessageId(facts, KEY).slice(1, -3);
    expect(readSubaddress(`support+t${id}@example.org`, [KEY])).toBeNull();
    expect(readSubaddress('support@example.org', [KEY])).toBeNull();
  });

  test('is nothing, whatever it is', () => {
    fc.assert(fc.property(fc.string(), (address) => readSubaddress(address, [KEY]) === null));
  });
});
