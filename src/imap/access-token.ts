/** Asks the office's own command for an OAuth2 access token. Enters: a shell command. Leaves: the token. Fails: IMAP_TOKEN. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Fault } from '../fault.ts';

const run = promisify(execFile);

/**
 * Runs the command by `/bin/sh -c` (pipes and quotes work as typed) and takes the first line of its output.
 * What it prints to stderr is not repeated: it may hold secrets.
 */
export async function accessToken(command: string, timeoutMs: number, signal?: AbortSignal): Promise<string> {
  const bounds = { timeout: timeoutMs, maxBuffer: 64 * 1024, ...(signal ? { signal } : {}) };
  const output = await run('/bin/sh', ['-c', command], bounds).catch((error) => {
    const how = error.killed ? `did not end within ${timeoutMs} ms` : `ended with ${error.signal ?? error.code}`;
    throw new Fault('IMAP_TOKEN', `accessTokenCommand ${how}; run it by hand to see why`);
  });
  const token = output.stdout.split('\n', 1)[0]?.trim();
  if (!token) throw new Fault('IMAP_TOKEN', 'accessTokenCommand printed nothing');
  return token;
}
