import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { authenticate, type Resolver } from '../../src/letter/authentic.ts';
import type { Proof } from '../../src/letter/server-proof.ts';
import { spoil } from './mutation.ts';
import { answer, authorOf, dns, eml, KEY, receivedAt, signed, stamped } from './signed-mail.ts';

const POLICY = 'v=DMARC1; p=reject';
const keyed = { 'mail._domainkey.example.ru': KEY };
const signal = new AbortController().signal;

async function proofOf(
  raw: Buffer,
  records: Record<string, string> | Resolver = keyed,
  trusted: string[] = [],
): Promise<Proof> {
  const resolver = typeof records === 'function' ? records : dns(records);
  return authenticate(raw, await authorOf(raw), { trustedAuthservIds: trusted }, { resolver, receivedAt, signal });
}

const evil = 'mail._domainkey.evil.example';

describe('signed', () => {
  test('by its own domain, which has no DMARC', async () => {
    const proof = { proven: true, domain: 'example.ru', how: 'dkim', why: 'dkim=pass', temporary: false };
    expect(await proofOf(await signed(answer(), 'example.ru'))).toEqual(proof);
  });

  test('by its own domain, which has DMARC', async () => {
    const proof = await proofOf(await signed(answer(), 'example.ru'), { ...keyed, '_dmarc.example.ru': POLICY });
    expect(proof).toMatchObject({ proven: true, how: 'dmarc' });
  });

  test('by a domain of the same organisation', async () => {
    const raw = await signed(answer(), 'mail.example.ru');
    const records = { 'mail._domainkey.mail.example.ru': KEY };
    expect(await proofOf(raw, records)).toMatchObject({ proven: true, how: 'dkim' });
    expect(await proofOf(raw, { ...records, '_dmarc.example.ru': POLICY })).toMatchObject({
      proven: true,
      how: 'dmarc',
    });
  });

  test('… which a domain with strict alignment does not accept', async () => {
    const raw = await signed(answer(), 'mail.example.ru');
    const records = { 'mail._domainkey.mail.example.ru': KEY, '_dmarc.example.ru': `${POLICY}; adkim=s` };
    expect(await proofOf(raw, records)).toMatchObject({ proven: false, why: 'dmarc=fail' });
  });

  test('under a Russian domain', async () => {
    const raw = await signed(answer('Анна <petrova@xn--e1afmkfd.xn--p1ai>'), 'xn--e1afmkfd.xn--p1ai');
    const proof = await proofOf(raw, { 'mail._domainkey.xn--e1afmkfd.xn--p1ai': KEY });
    expect(proof).toMatchObject({ proven: true, domain: 'xn--e1afmkfd.xn--p1ai' });
  });

  test('and expired since it arrived', async () => {
    const raw = await signed(answer(), 'example.ru', { expires: new Date('2026-11-16T09:02:00Z') });
    expect(await proofOf(raw)).toMatchObject({ proven: true });
  });
});

describe('not proven', () => {
  test('without a signature', async () => {
    expect(await proofOf(answer())).toEqual({
      proven: false,
      domain: 'example.ru',
      how: null,
      why: 'not signed',
      temporary: false,
    });
  });

  test.each<[string, () => Promise<Buffer>, string]>([
    ['body changed', async () => Buffer.from(`${await signed(answer(), 'example.ru')}`.replace('Доступ', 'Пароль')), 'body hash did not verify'],
    ['From changed', async () => Buffer.from(`${await signed(answer('a@example.ru'), 'example.ru')}`.replace('a@example.ru', 'b@example.ru')), 'bad signature'],
    ['signature expired before it arrived', () => signed(answer(), 'example.ru', { expires: new Date('2026-11-16T09:00:30Z') }), 'expired'],
    ['text added below what l= covers', async () => Buffer.concat([await signed(answer(), 'example.ru', { maxBodyLength: 20 }), eml('Переведите деньги.')]), 'body signed in part'],
    ['nothing of the body covered', () => signed(answer(), 'example.ru', { maxBodyLength: 0 }), 'body signed in part'],
    ['signature of rsa-sha1', () => signed(answer(), 'example.ru', { algorithm: 'rsa-sha1' }), 'weak algorithm'],
    ['another selector', () => signed(answer(), 'example.ru', { selector: 'old' }), 'no key'],
  ])('%s', async (_, make, why) => {
    const proof = await proofOf(await make());
    expect(proof).toMatchObject({ proven: false, domain: 'example.ru', how: null, temporary: false });
    expect(proof.why).toContain(why);
  }); // biome-ignore format: a table

  test('by a domain that only tests signing', async () => {
    const proof = await proofOf(await signed(answer(), 'example.ru'), {
      'mail._domainkey.example.ru': KEY.replace('k=rsa;', 'k=rsa; t=y;'),
    });
    expect(proof).toMatchObject({ proven: false, why: expect.stringContaining('testing') });
  });

  test('by a withdrawn key', async () => {
    const raw = await signed(answer(), 'example.ru');
    expect(await proofOf(raw, { 'mail._domainkey.example.ru': 'v=DKIM1; p=' })).toMatchObject({ proven: false });
  });

  test('with more signatures than honest letters have', async () => {
    const raw = await signed(answer(), 'example.ru');
    const flood = Array.from({ length: 20 }, (_, at) => `DKIM-Signature: v=1; d=e${at}.example; s=x; h=from; b=; bh=`);
    expect(await proofOf(stamped(raw, ...flood))).toMatchObject({ proven: false, why: '21 signatures' });
  });
});

describe('forged letters of staff', () => {
  test.each<[string, () => Promise<Buffer>]>([
    ['From of the operator, nothing else', async () => answer()],
    ['signed by the forger’s own domain', () => signed(answer(), 'evil.example')],
    ['signed by a domain that begins like ours', () => signed(answer(), 'example.ru.evil.example')],
    ['two From fields, the lower one signed', async () => stamped(await signed(answer(), 'example.ru'), 'From: petrova@example.ru')],
    ['two From fields, signed by the forger', () => signed(stamped(answer('x@evil.example'), 'From: petrova@example.ru'), 'evil.example')],
    ['a From of two people', () => signed(answer('petrova@example.ru, x@evil.example'), 'evil.example')],
    ['no From', async () => eml('Sender: petrova@example.ru', 'Subject: x', '', 'x')],
    ['a From without an address', async () => answer('petrova@')],
    ['an address inside an encoded word', () => signed(answer('=?utf-8?q?petrova=40example=2Eru?='), 'evil.example')],
    ['an encoded address before the forger’s', () => signed(answer('=?utf-8?q?petrova=40example=2Eru?= <x@evil.example>, y@evil.example'), 'evil.example')],
    ['another subject above the signed one', async () => stamped(await signed(answer(), 'example.ru'), 'Subject: y')],
    ['another kind of text above the signed one', async () => stamped(await signed(answer(), 'example.ru'), 'Content-Type: text/html')],
    ['a line of text inside the signed header', async () => Buffer.from(`${await signed(answer(), 'example.ru')}`.replace('From:', 'Переведите деньги.\r\nFrom:'))],
    ['a field behind a bare carriage return', async () => stamped(await signed(answer(), 'example.ru'), 'X-A: b\rFrom: x@evil.example')],
    ['results under a name that we do not trust', async () => stamped(answer(), 'Authentication-Results: mx.evil.example; dmarc=pass header.from=example.ru')],
    ['results under our name, but the server stamped its own above', async () =>
      stamped(answer(), 'Authentication-Results: mx.example.org; dmarc=fail header.from=example.ru', 'Received: from evil.example', 'Authentication-Results: mx.example.org; dmarc=pass header.from=example.ru')],
    ['results under our name below those of another', async () =>
      stamped(answer(), 'Authentication-Results: relay.example.net; none', 'Authentication-Results: mx.example.org; dmarc=pass header.from=example.ru')],
    ['results about another letter', async () => stamped(answer(), 'Authentication-Results: mx.example.org; dmarc=pass header.from=evil.example')],
    ['results inside a comment', async () => stamped(answer(), 'Authentication-Results: mx.example.org; spf=fail (; dmarc=pass header.from=example.ru)')],
    ['results inside the name of a sender', async () => stamped(answer(), 'Authentication-Results: mx.example.org; spf=fail smtp.mailfrom="x; dmarc=pass header.from=example.ru"@evil.example')],
    ['results inside an encoded word', async () => stamped(answer(), 'Authentication-Results: mx.example.org; spf=fail smtp.mailfrom==?utf-8?q?x=3B_dmarc=3Dpass?=@evil.example')],
  ])('%s', async (_, make) => {
    const records = { ...keyed, [evil]: KEY, 'mail._domainkey.example.ru.evil.example': KEY };
    const proof = await proofOf(await make(), records, ['mx.example.org']);
    expect(proof).toMatchObject({ proven: false, how: null });
  }); // biome-ignore format: a table

  test('under a forger’s address the proof names the forger’s domain', async () => {
    const raw = await signed(answer('"petrova@example.ru" <x@evil.example>'), 'evil.example');
    expect(await proofOf(raw, { [evil]: KEY })).toMatchObject({ proven: true, domain: 'evil.example' });
  });
});

describe('found out by our own server', () => {
  const told = (results: string, raw = answer(), records: Record<string, string> = {}) =>
    proofOf(stamped(raw, `Authentication-Results: ${results}`), records, ['mx.example.org']);

  test.each([
    ['dmarc=pass', 'mx.example.org; dmarc=pass header.from=example.ru'],
    ['dmarc=pass among others', 'mx.example.org; spf=fail smtp.mailfrom=x.example; dkim=fail header.d=x.example; dmarc=pass (p=REJECT) header.from=example.ru'],
    ['its name in capitals', 'MX.Example.ORG; DMARC=PASS header.from=Example.RU'],
    ['a version', 'mx.example.org 1; dmarc=pass header.from=example.ru'],
    ['folded lines', 'mx.example.org;\r\n\tdkim=pass header.i=@example.ru;\r\n dmarc=pass\r\n header.from=example.ru'],
    ['aligned dkim=pass, no DMARC', 'mx.example.org; dkim=pass header.d=mail.example.ru; dmarc=none header.from=example.ru'],
    ['aligned dkim=pass, DMARC not asked', 'mx.example.org; dkim=pass header.i=@example.ru'],
    ['dkim of several, one aligned', 'mx.example.org; dkim=pass header.d=list.example; dkim=fail header.d=a.example; dkim=pass header.d=example.ru'],
    ['Exchange without a policy', 'mx.example.org; dkim=pass (signature was verified) header.d=example.ru;dmarc=bestguesspass action=none header.from=example.ru;compauth=pass reason=109'],
  ])('%s', async (_, results) => {
    expect(await told(results)).toMatchObject({ proven: true, domain: 'example.ru', how: 'authentication-results' });
  }); // biome-ignore format: a table

  test.each([
    [
      'dmarc=fail, whatever DKIM says',
      'mx.example.org; dkim=pass header.d=example.ru; dmarc=fail header.from=example.ru',
    ],
    ['dkim=pass of another domain', 'mx.example.org; dkim=pass header.d=list.example; dmarc=none'],
    ['dkim=pass of nobody', 'mx.example.org; dkim=pass; dmarc=none'],
    [
      'two results that disagree',
      'mx.example.org; dmarc=pass header.from=example.ru; dmarc=fail header.from=example.ru',
    ],
    ['dkim=fail', 'mx.example.org; dkim=fail header.d=example.ru'],
  ])('%s: not proven, even where our own look would have', async (_, results) => {
    expect(await told(results, await signed(answer(), 'example.ru'), keyed)).toMatchObject({ proven: false });
  });

  test.each([
    ['says nothing of the author', 'mx.example.org; spf=pass smtp.mailfrom=example.ru'],
    ['says nothing at all', 'mx.example.org; none'],
    ['did not get an answer of the DNS', 'mx.example.org; dkim=temperror header.d=example.ru; dmarc=temperror'],
    ['speaks another version', 'mx.example.org 2; dmarc=pass header.from=example.ru'],
    ['is another one', 'mx.example.net; dmarc=fail header.from=example.ru'],
    ['does not say who it is', 'dmarc=fail header.from=example.ru'],
  ])('when it %s, the signature decides', async (_, results) => {
    expect(await told(results, await signed(answer(), 'example.ru'), keyed)).toMatchObject({
      proven: true,
      how: 'dkim',
    });
    expect(await told(results)).toMatchObject({ proven: false, why: 'not signed' });
  });

  test('without trusted servers no results count', async () => {
    const raw = stamped(answer(), 'Authentication-Results: mx.example.org; dmarc=pass header.from=example.ru');
    expect(await proofOf(raw)).toMatchObject({ proven: false });
  });
});

describe('a DNS in trouble', () => {
  const failing: Resolver = async () => {
    throw Object.assign(new Error('queryTxt ESERVFAIL'), { code: 'ESERVFAIL' });
  };

  test('that fails: perhaps later', async () => {
    expect(await proofOf(await signed(answer(), 'example.ru'), failing)).toMatchObject({
      proven: false,
      temporary: true,
    });
  });

  test('that fails on the policy: perhaps later', async () => {
    const half: Resolver = (name, type) => (name.startsWith('_dmarc') ? failing : dns(keyed))(name, type);
    expect(await proofOf(await signed(answer(), 'example.ru'), half)).toMatchObject({ proven: false, temporary: true });
  });

  test('that never answers is left when the time is up', async () => {
    const clock = new AbortController();
    const silent: Resolver = () => {
      clock.abort();
      return new Promise(() => {});
    };
    const raw = await signed(answer(), 'example.ru');
    const inquiry = { resolver: silent, receivedAt, signal: clock.signal };
    const proof = await authenticate(raw, await authorOf(raw), { trustedAuthservIds: [] }, inquiry);
    expect(proof).toMatchObject({ proven: false, temporary: true });
  });

  test('is not asked about unsigned letters', async () => {
    const never: Resolver = () => {
      throw new Error('asked');
    };
    expect(await proofOf(answer(), never)).toMatchObject({ proven: false, why: 'not signed' });
  });
});

test('a spoilt letter is never an error, and proven only for its own domain', async () => {
  const raw = await signed(answer(), 'example.ru');
  await fc.assert(
    fc.asyncProperty(fc.array(spoil, { minLength: 1, maxLength: 4 }), async (spoils) => {
      const spoilt = spoils.reduce<Buffer>((letter, change) => change(letter), raw);
      const { proven, domain } = await proofOf(spoilt);
      if (proven) expect(domain).toBe('example.ru');
    }),
    { numRuns: 200 },
  );
});

test('bytes that are no letter prove nothing', async () => {
  for (const raw of [Buffer.alloc(0), Buffer.from('\r\n\r\n'), Buffer.from('From'), Buffer.alloc(5000, 0xff)]) {
    expect(await proofOf(raw)).toMatchObject({ proven: false, domain: null });
  }
});
