import { expect, test } from 'vitest';
import { accessToken } from '../../src/imap/access-token.ts';

test('the token is the first line printed', async () => {
  expect(await accessToken(`printf ' ya29.token \\nexpires in 3600\\n'`, 5_000)).toBe('ya29.token');
});

test('quotes and pipes work as in a shell', async () => {
  expect(await accessToken(`echo "a b" | tr ' ' '-'`, 5_000)).toBe('a-b');
});

test.each([
  ['nothing printed', 'true', 'accessTokenCommand printed nothing'],
  ['a failing command', 'echo secret >&2; exit 3', 'accessTokenCommand ended with 3; run it by hand to see why'],
])('%s is a fault that tells no secret', async (_, command, message) => {
  await expect(accessToken(command, 5_000)).rejects.toMatchObject({ code: 'IMAP_TOKEN', message });
});

test('a command that hangs is ended', async () => {
  await expect(accessToken('exec sleep 60', 50)).rejects.toThrow('did not end within 50 ms');
});
