import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAuthenticationResults } from '../../src/letter/authentication-results.ts';

/** `server: method=result {property=value}`, one line a result. */
function read(value: string): string[] | null {
  const found = readAuthenticationResults(value);
  if (found === null) return null;
  const lines = found.results.map(({ method, result, properties }) =>
    [`${method}=${result}`, ...[...properties].map(([name, said]) => `${name}=${said}`)].join(' '),
  );
  return [found.authservId, ...lines];
}

test.each<[string, string, string[] | null]>([
  // RFC 8601, appendix B.
  ['nothing done', 'example.org 1; none', ['example.org']],
  ['one method', 'example.com; spf=pass smtp.mailfrom=example.net', ['example.com', 'spf=pass smtp.mailfrom=example.net']],
  ['comments between', 'example.com; auth=pass (cram-md5) smtp.auth=sender@example.net; spf=pass smtp.mailfrom=example.net', ['example.com', 'auth=pass smtp.auth=sender@example.net', 'spf=pass smtp.mailfrom=example.net']],
  ['comments, white space and versions everywhere', 'foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it) fail policy (A dot can go here) . (like that) expired (this surprised me) = (as I wasn\'t expecting it) 1362471462', ['foo.example.net', 'dkim=fail policy.expired=1362471462']],
  ['a reason', 'example.com; dkim=pass reason="good signature" header.i=@mail-router.example.net', ['example.com', 'dkim=pass header.i=@mail-router.example.net']],

  ['a quoted server', '"mx; example" ; dkim=pass', ['mx; example', 'dkim=pass']],
  ['nested comments', 'mx; dkim=pass (a (b; c) \\) d) header.d=x.example', ['mx', 'dkim=pass header.d=x.example']],
  ['a comment that never ends', 'mx; spf=fail (; dkim=pass', ['mx', 'spf=fail']],
  ['a quotation that never ends', 'mx; spf=fail smtp.mailfrom="; dkim=pass', ['mx', 'spf=fail smtp.mailfrom=; dkim=pass']],
  ['a semicolon in quotes', 'mx; spf=fail smtp.mailfrom="a; dkim=pass"@x.example; dmarc=none', ['mx', 'spf=fail smtp.mailfrom=a; dkim=pass@x.example', 'dmarc=none']],
  ['base64 unquoted', 'mx; dkim=pass header.b=Ab/c+d== header.d=x.example', ['mx', 'dkim=pass header.b=Ab/c+d== header.d=x.example']],
  ['what is no property', 'mx; dmarc=pass action=none header.from=x.example', ['mx', 'dmarc=pass header.from=x.example']],
  ['stray words', 'mx; oops; dkim=pass stray header.d=x.example', ['mx', 'dkim=pass header.d=x.example']],
  ['a property twice: the first', 'mx; dkim=pass header.d=x.example header.d=y.example', ['mx', 'dkim=pass header.d=x.example']],
  ['a semicolon at the end', 'mx; dkim=pass;', ['mx', 'dkim=pass']],
  ['no results', 'mx', ['mx']],

  ['another version', 'mx 2; dkim=pass', null],
  ['no server', 'spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=x.example; dkim=pass', null],
  ['no server, spaces', 'spf = pass; dkim=pass', null],
  ['nothing', '', null],
  ['a comment only', '(mx)', null],
])('%s', (_, value, expected) => {
  expect(read(value)).toEqual(expected);
}); // biome-ignore format: a table

test('what servers add beside the standard is kept apart', () => {
  const found = readAuthenticationResults(
    'mx; spf=fail (p=none) smtp.mailfrom=x.example; dmarc=fail (p=none (sp=x)) action=none header.from=x.example (dis=none) ; arc=pass',
  );
  expect(found?.results.map(({ remarks }) => remarks)).toEqual([
    ['p=none'],
    ['action=none', 'p=none (sp=x)', 'dis=none'],
    [],
  ]);
});

test('any text is read to its end', () => {
  const pieces = fc.array(
    fc.constantFrom('mx', ';', '=', '(', ')', '"', '\\', ' ', '.', '/', 'dkim', 'pass', '1', '\u00ff'),
  );
  fc.assert(fc.property(pieces, (some) => read(some.join('')) !== undefined));
  fc.assert(fc.property(fc.string(), (text) => read(`mx; ${text}`) !== undefined));
});

test('a long one takes no longer than its length', () => {
  for (const piece of ['(', '"', ';', 'a=b ', '\\', 'a '])
    expect(() => read(`mx; ${piece.repeat(100_000)}`)).not.toThrow();
});
