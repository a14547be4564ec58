/** Signs in to an account. Enters: its settings. Leaves: a connection ready for commands. Fails: IMAP_CONNECT, IMAP_TLS, IMAP_LOGIN, IMAP_TOKEN. */
import { ImapFlow } from 'imapflow';
import { accessToken } from './access-token.ts';
import { type ImapAccount, paceOf, secretsOf } from './account.ts';
import { signInFault } from './trouble.ts';

/** RFC 2177 lets servers drop an idle client after 30 minutes; home routers forget a silent connection after about five. */
const IDLE_RESTART_MS = 4 * 60_000;

/** The longest line is a SEARCH result, 8 bytes for a UID, or a structure. */
const MAX_LINE = 32 * 1024 * 1024;
/** A hostile letter's structure is made of many small pieces; each takes a hundred bytes while it is read. */
const MAX_TOKENS = 250_000;
/** What is asked for of a letter besides its text (large.ts), and what servers add to what was asked for. */
const SLACK = 1024 * 1024;

/** One connection, signed in, no folder opened. The caller closes it. The signal cuts a sign-in that is no longer wanted. */
export async function signIn(account: ImapAccount, signal?: AbortSignal): Promise<ImapFlow> {
  const pace = paceOf(account);
  const { password, ca } = secretsOf(account);
  const token = account.accessTokenCommand
    ? await accessToken(account.accessTokenCommand, pace.connectMs, signal)
    : undefined;
  const client = new ImapFlow({
    host: account.host,
    port: account.port,
    secure: account.tls === 'implicit',
    // true: without STARTTLS no sign-in; false: not even when offered. Never left open, which would allow a downgrade.
    ...(account.tls === 'implicit' ? {} : { doSTARTTLS: account.tls === 'starttls' }),
    tls: { rejectUnauthorized: account.rejectUnauthorized ?? true, ...(ca ? { ca } : {}) },
    auth: token ? { user: account.user, accessToken: token } : { user: account.user, pass: password },
    connectionTimeout: pace.connectMs,
    greetingTimeout: pace.greetingMs,
    socketTimeout: pace.silenceMs,
    maxIdleTime: IDLE_RESTART_MS,
    // No server makes us hold more than the largest letter; its own limits are a thousand times that.
    maxLineLength: MAX_LINE,
    maxLiteralSize: account.maxLetterBytes + SLACK,
    maxResponseSize: account.maxLetterBytes + SLACK + MAX_LINE,
    maxResponseTokens: MAX_TOKENS,
    disableAutoIdle: true, // open-folder.ts says when
    disableCompression: true, // letters are base64: much work, little gain
    maxLockHoldTime: 0, // the one lock is held as long as the connection lives
    logger: false, // it would log addresses
  });
  client.on('error', () => {}); // the command in hand rejects too, and 'close' follows
  const cut = () => client.close();
  signal?.addEventListener('abort', cut);
  try {
    signal?.throwIfAborted();
    await client.connect();
  } catch (error) {
    client.close();
    throw signInFault(account, error);
  } finally {
    signal?.removeEventListener('abort', cut);
  }
  return client;
}
