import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mailboxOf, spelled } from '../../src/letter/mailbox.ts';

test.each([
  ['letter case', 'Vera@Example.RU', 'vera@example.ru'],
  ['the dot of the root', 'vera@example.ru.', 'vera@example.ru'],
  ['quotes without need', '"vera"@example.ru', 'vera@example.ru'],
  ['quotes with an escape', '"v\\era"@example.ru', 'vera@example.ru'],
  ['an international domain', 'vera@почта.example', 'vera@xn--80a1acny.example'],
  ['full-width letters', 'ｖｅｒａ@example.ru', 'vera@example.ru'],
  ['blanks around', ' vera@example.ru ', 'vera@example.ru'],
])('%s: one address', (_, written, plain) => {
  expect(spelled(written)).toBe(plain);
  expect(mailboxOf(written)).toBe(plain);
});

test.each([
  ['a subaddress', 'vera+1@example.ru', 'vera@example.ru'],
  ['two subaddresses', 'vera+1+2@example.ru', 'vera@example.ru'],
  ['dots at Gmail', 'V.e.r.a+x@googlemail.com', 'vera@gmail.com'],
  ['a hyphen at Yandex', 'vera-larionova@ya.ru', 'vera-larionova@yandex.ru'],
  ['a dot at Yandex', 'vera.larionova@yandex.com', 'vera-larionova@yandex.ru'],
])('%s: one mailbox, and yet another address', (_, written, mailbox) => {
  expect(mailboxOf(written)).toBe(mailbox);
  if (written.includes('+')) expect(spelled(written)).not.toBe(mailbox);
});

test.each([
  ['vera@example.ru', 'vera@example.com'],
  ['vera@example.ru', 'vera2@example.ru'],
  ['v.era@example.ru', 'vera@example.ru'],
  ['+1@example.ru', '+2@example.ru'],
])('%s and %s are two', (one, other) => {
  expect(mailboxOf(one)).not.toBe(mailboxOf(other));
});

test('any text has one form, which is its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.domain(), (local, domain) => {
      for (const form of [spelled, mailboxOf]) {
        expect(typeof form(local)).toBe('string');
        const once = form(`${local.replaceAll('@', '')}@${domain}`);
        expect(form(once)).toBe(once);
      }
    }),
  );
});
