import fc from 'fast-check';
import { expect, test } from 'vitest';
import { disowned } from '../../src/letter/disowned.ts';

const OURS = 'mx.example.org';
const letter = (...head: string[]) => Buffer.from([...head, 'From: vera@example.ru', '', 'Здравствуйте!'].join('\r\n'));
const found = (results: string) => `Authentication-Results: ${OURS}; ${results}`;

test.each<[string, string[], string | null]>([
  ['no word of our server', [], null],
  ['everything in order', [found('spf=pass; dkim=pass header.d=example.ru; dmarc=pass')], null],
  ['DMARC fails', [found('spf=pass; dkim=none; dmarc=fail (p=none) header.from=example.ru')], 'dmarc=fail'],
  ['DMARC has no policy to fail by', [found('spf=softfail; dmarc=none')], null],
  ['DMARC could not be asked', [found('dmarc=temperror')], null],
  ['SPF fails and nobody signed', [found('spf=fail smtp.mailfrom=example.ru; dkim=none')], 'spf=fail'],
  ['SPF fails on the way, the signature holds', [found('spf=fail; dkim=pass header.d=example.ru')], null],
  ['SPF fails, DMARC holds', [found('spf=fail; dmarc=pass')], null],
  ['SPF is unsure', [found('spf=softfail; dkim=none')], null],
  ['our server in other letter case, folded', ['Authentication-Results: MX.Example.ORG;\r\n\tdmarc=fail'], 'dmarc=fail'],
  ['somebody else’s word', ['Authentication-Results: mx.evil.example; dmarc=fail'], null],
  ['somebody else’s word above ours', ['Authentication-Results: mx.evil.example; dmarc=pass', found('dmarc=fail')], null],
  ['a forged pass below ours', [found('dmarc=fail'), found('dmarc=pass')], 'dmarc=fail'],
  ['a forged fail below ours', [found('dmarc=pass'), found('dmarc=fail')], null],
  ['words in a comment', [found('dmarc=pass (dmarc=fail; dmarc=fail)')], null],
  ['results inside an encoded word', [found('spf=fail smtp.mailfrom==?utf-8?Q?=3B_dkim=3Dpass?=')], 'spf=fail'],
  ['a header broken below', [found('dmarc=fail'), 'no field\rat all\0'], 'dmarc=fail'],
])('%s', (_, head, expected) => {
  expect(disowned(letter(...head), [OURS])).toBe(expected);
}); // biome-ignore format: a table

test('an office that trusts no server believes everybody', () => {
  expect(disowned(letter(found('dmarc=fail')), [])).toBeNull();
});

test('nothing below our server’s word changes it, and no bytes break the reading', () => {
  const field = fc.tuple(fc.constantFrom('Authentication-Results', 'X', 'Received'), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(fc.array(field), (fields) => {
      const below = fields.map(([name, value]) => `${name}: ${value}`);
      expect(disowned(letter(found('dmarc=fail'), ...below), [OURS])).toBe('dmarc=fail');
    }),
  );
});
