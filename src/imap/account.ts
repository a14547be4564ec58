/** One sign-in to one IMAP server and the folders it serves (`imap` in the configuration). Durations in ms, sizes in bytes. */

export interface ImapAccount {
  /** Names the account in the register and in logs. A place is keyed by it: give an account the same name for ever. */
  name: string;
  host: string;
  port: number;
  /** `starttls` is required when asked for: a server that does not offer it is refused before the password is sent. */
  tls: 'implicit' | 'starttls' | 'none';
  /** False takes any certificate. True by default. */
  rejectUnauthorized?: boolean | undefined;
  /** PEM of a certificate authority of the office's own; the public ones are trusted otherwise. */
  ca?: string | undefined;
  user: string;
  password?: string | undefined;
  /** Asked before every sign-in, in place of `password` and `ca`: somebody may have changed them since the start. */
  secrets?: (() => Secrets) | undefined;
  /** Prints an OAuth2 access token; run before every sign-in by `/bin/sh -c`. Takes the place of the password. */
  accessTokenCommand?: string | undefined;
  /** Folders whose letters are taken. `/` between levels is understood on every server. */
  folders: string[];
  /** Where registered letters go; made when missing. Must not be one of `folders`. */
  done: string;
  /** Where quarantined letters go; made when the first one is put aside. */
  failed: string;
  /** A search runs at least this often, whether or not the server told of new letters. */
  pollMs: number;
  /** Larger letters come as their headers and first text. */
  maxLetterBytes: number;
  pace?: Partial<Pace> | undefined;
}

/** What a person may change while the service runs. */
export interface Secrets {
  password?: string | undefined;
  /** PEM. */
  ca?: string | undefined;
}

/** The secrets of an account as they are now. */
export function secretsOf({ secrets, password, ca }: ImapAccount): Secrets {
  return secrets ? secrets() : { password, ca };
}

/** How long to wait for what. The defaults suit a mail server on the internet. */
export interface Pace {
  /** DNS, TCP and TLS together. */
  connectMs: number;
  greetingMs: number;
  /** A server that owes an answer and says nothing for so long is gone. */
  silenceMs: number;
  /** The same where it owes letters: it may be one of them that it cannot get over. */
  letterMs: number;
  /** A single round (`run --once`) asks no longer than this for letters over which the server stumbles. */
  doubtMs: number;
  /** Pause after a line that was lost over a letter: the next try asks for less. */
  againMs: number;
  /** First and longest wait before trying again: after a lost connection, and after a letterbox that takes nothing. */
  retryMs: number;
  retryMaxMs: number;
  /** The same after a refused password: servers lock accounts that are tried too often. */
  loginRetryMs: number;
  loginRetryMaxMs: number;
  /** What `stop()` grants the batch in hand before it cuts the connection. */
  stopMs: number;
}

const USUAL: Pace = {
  connectMs: 30_000,
  greetingMs: 16_000,
  silenceMs: 90_000,
  letterMs: 20_000,
  doubtMs: 3 * 60_000,
  againMs: 250,
  retryMs: 2_000,
  retryMaxMs: 5 * 60_000,
  loginRetryMs: 5 * 60_000,
  loginRetryMaxMs: 60 * 60_000,
  stopMs: 5_000,
};

/** The waits of an account: its own where given, else the usual ones. */
export function paceOf(account: ImapAccount): Pace {
  return { ...USUAL, ...account.pace };
}
