import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Denial, disowned } from '../../src/letter/disowned.ts';
import { ownVerdicts } from '../../src/letter/own-verdicts.ts';

const OURS = 'mx.example.org';
const letter = (...head: string[]) => Buffer.from([...head, 'From: vera@example.ru', '', 'Здравствуйте!'].join('\r\n'));
const found = (results: string) => `Authentication-Results: ${OURS}; ${results}`;

const denialOf = (raw: Buffer, trusted: string[], domain = 'example.ru') => disowned(ownVerdicts(raw, trusted), domain);
const shown = (denial: Denial | null) => denial && `${denial.by}${denial.excused ? ', excused' : ''}`;

test.each<[string, string[], string | null]>([
  ['a policy that asks for nothing', [found('spf=pass; dkim=none; dmarc=fail (p=none) header.from=example.ru')], null],
  ['the same in a property', [found('spf=softfail; dmarc=fail policy.dmarc=none header.from=example.ru')], null],
  ['the same, said by what was done', [found('dkim=none; dmarc=fail action=none header.from=example.ru')], null],
  ['the same of Gmail', [found('dmarc=fail (p=NONE sp=QUARANTINE dis=NONE) header.from=example.ru')], null],
  ['the same of Rspamd', [found('dmarc=fail reason="No valid SPF" header.from=example.ru (policy=none)')], null],
  ['the same of Cyrus', [found('dmarc=fail policy.published-domain-policy=none policy.applied-disposition=none header.from=example.ru')], null],
  ['glued to its brackets', [found('dmarc=fail(p=none dis=none) header.from=example.ru')], null],
  ['SPF fails beside it', [found('spf=fail; dkim=none; dmarc=fail (p=none) header.from=example.ru')], 'spf=fail, excused'],
  ['a policy that the server did not follow', [found('dmarc=fail (p=reject dis=none) header.from=example.ru')], 'dmarc=fail'],
  ['a policy for domains below', [found('dmarc=fail (p=none sp=reject) header.from=mail.example.ru')], 'dmarc=fail'],
  ['a policy for domains below, of none', [found('dmarc=fail (p=reject sp=none) header.from=mail.example.ru')], null],
  ['none for domains below only', [found('dmarc=fail (p=reject sp=none) header.from=example.ru')], 'dmarc=fail'],
  ['one that the server overrode', [found('dmarc=fail action=oreject header.from=example.ru')], 'dmarc=fail'],
  ['a policy in the words of a reason', [found('dmarc=fail reason="helo p=none" header.from=example.ru')], 'dmarc=fail'],
  ['no policy told', [found('dmarc=fail header.from=example.ru')], 'dmarc=fail'],
  ['a policy in the words of another method', [found('spf=pass (p=none); dmarc=fail header.from=example.ru')], 'dmarc=fail'],
  ['a policy of none that another result contradicts', [found('dmarc=fail (p=none); dmarc=fail (p=reject)')], 'dmarc=fail'],
  ['seals that hold', [found('spf=fail; dkim=fail; dmarc=fail (p=reject); arc=pass')], 'dmarc=fail, excused'],
  ['seals that hold where SPF fails', [found('arc=pass (i=1); spf=fail; dkim=none')], 'spf=fail, excused'],
  ['seals that are broken', [found('dmarc=fail (p=reject); arc=fail')], 'dmarc=fail'],
  ['seals found by somebody else', ['Authentication-Results: mx.evil.example; arc=pass', found('dmarc=fail')], 'dmarc=fail'],
  ['seals in a field that anybody may have put there', [found('dmarc=fail (p=reject)'), found('arc=pass')], 'dmarc=fail'],
  ['no word of our server', [], null],
  ['everything in order', [found('spf=pass; dkim=pass header.d=example.ru; dmarc=pass')], null],
  ['DMARC fails', [found('spf=pass; dkim=none; dmarc=fail (p=quarantine) header.from=example.ru')], 'dmarc=fail'],
  ['DMARC has no policy to fail by', [found('spf=softfail; dmarc=none')], null],
  ['DMARC could not be asked', [found('dmarc=temperror')], null],
  ['SPF fails and nobody signed', [found('spf=fail smtp.mailfrom=example.ru; dkim=none')], 'spf=fail'],
  ['SPF fails on the way, the signature holds', [found('spf=fail; dkim=pass header.d=example.ru')], null],
  ['SPF fails, DMARC holds', [found('spf=fail; dmarc=pass')], null],
  ['SPF is unsure', [found('spf=softfail; dkim=none')], null],
  ['our server in other letter case, folded', ['Authentication-Results: MX.Example.ORG;\r\n\tdmarc=fail'], 'dmarc=fail'],
  ['somebody else’s word', ['Authentication-Results: mx.evil.example; dmarc=fail'], null],
  ['somebody else’s word above ours', ['Authentication-Results: mx.evil.example; dmarc=pass', found('dmarc=fail')], 'dmarc=fail'],
  ['a forged pass below ours', [found('dmarc=fail'), found('dmarc=pass')], 'dmarc=fail'],
  ['a fail in another field of ours', [found('dmarc=pass'), found('dmarc=fail')], 'dmarc=fail'],
  ['a fail below others’ words', ['Authentication-Results: relay.example.net; none', found('dmarc=fail')], 'dmarc=fail'],
  ['SPF fails under its old name', [found('spf=hardfail; dkim=none')], 'spf=fail'],
  ['SPF fails, somebody else signed', [found('spf=fail; dkim=pass header.d=evil.example')], 'spf=fail'],
  ['SPF fails, nobody knows who signed', [found('spf=fail; dkim=pass')], 'spf=fail'],
  ['SPF fails, a subdomain signed', [found('spf=fail; dkim=pass header.i=@mail.example.ru')], null],
  ['SPF fails, DMARC holds of another', [found('spf=fail; dmarc=pass header.from=evil.example')], 'spf=fail'],
  ['SPF fails, a pass below that anybody may have put there', [found('spf=fail'), found('dkim=pass header.d=example.ru')], 'spf=fail'],
  ['SPF fails in a field of its own', [found('dmarc=pass header.from=example.ru'), found('spf=fail')], null],
  ['words in a comment', [found('dmarc=pass (dmarc=fail; dmarc=fail)')], null],
  ['results inside an encoded word', [found('spf=fail smtp.mailfrom==?utf-8?Q?=3B_dkim=3Dpass?=')], 'spf=fail'],
  ['a header broken below', [found('dmarc=fail'), 'no field\rat all\0'], 'dmarc=fail'],
])('%s', (_, head, expected) => {
  expect(shown(denialOf(letter(...head), [OURS]))).toBe(expected);
}); // biome-ignore format: a table

test('an office that trusts no server believes everybody', () => {
  expect(denialOf(letter(found('dmarc=fail')), [])).toBeNull();
});

test('nothing below our server’s word takes a denial back, and no bytes break the reading', () => {
  const field = fc.tuple(fc.constantFrom('Authentication-Results', 'X', 'Received'), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(fc.array(field), (fields) => {
      const below = fields.map(([name, value]) => `${name}: ${value}`);
      expect(shown(denialOf(letter(found('dmarc=fail'), ...below), [OURS]))).toBe('dmarc=fail');
    }),
  );
});
