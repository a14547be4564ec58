/**
 * A real IMAP server (Dovecot 2.3) of the test's own: plain, STARTTLS and implicit TLS on loopback, Maildir in a directory
 * that goes with it, a certificate made on the fly. Letters are put in from outside as a delivery agent does, and read
 * back over IMAP as a mail client would see them. Fails when Dovecot is missing or does not start (its log is quoted).
 */
import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { makeCertificate } from './certificate.ts';
import { type Daemon, makeDirectory, onFreePorts, removeDirectory, startDaemon } from './daemon.ts';
import { type DovecotSettings, dovecotConf } from './dovecot-conf.ts';
import { requireService } from './services.ts';

export interface DovecotOptions {
  /** Logins; the first is the one the handle names. Default: `support`. */
  users?: string[];
  /** Capabilities the server does not announce, e.g. `['MOVE']`, `['MOVE', 'UIDPLUS']`, `['IDLE']`. */
  without?: string[];
  /** Rights of users in a folder (RFC 4314), e.g. `{ INBOX: 'lrs' }`: reads and marks as read, moves and deletes nothing. */
  rights?: Record<string, string>;
  /** Last moment of the certificate; default: tomorrow. */
  certificateUntil?: number;
}

/** What stands in a mailbox, as an IMAP client sees it. */
export interface StoredLetter {
  uid: number;
  flags: string[];
  internalDate: Date;
  raw: Buffer;
}

export interface DeliverOptions {
  /** Default INBOX. Made when absent. */
  folder?: string;
  /** INTERNALDATE; default: now. */
  internalDate?: Date;
  /** Already read by somebody. */
  seen?: boolean;
}

export interface TestDovecot {
  host: string;
  /** Plain, with STARTTLS. */
  port: number;
  /** Implicit TLS. */
  tlsPort: number;
  user: string;
  password: string;
  /** PEM of the certificate, to be trusted by clients that verify (made for `localhost` and 127.0.0.1). */
  certificate: string;
  /** Where the user's Maildir stands. */
  maildir(user?: string): string;
  deliver(user: string, raw: string | Uint8Array, options?: DeliverOptions): void;
  /** Letters of a folder in UID order; empty when the folder does not exist. */
  list(user: string, folder?: string): Promise<StoredLetter[]>;
  /** Takes the folder's UIDs away: the next look finds other UIDs under another UIDVALIDITY. Cuts all connections. */
  renumber(user: string, folder?: string): Promise<void>;
  /** Another key and certificate, as after an expiry. Cuts all connections. @returns the certificate, PEM */
  renewCertificate(): Promise<string>;
  /** Down until `start`; letters stay. */
  halt(): Promise<void>;
  start(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const PASSWORD = 'open-sesame';
const owner = findOwner();

/** Starts a private Dovecot and waits for its greeting. */
export async function startDovecot(options: DovecotOptions = {}): Promise<TestDovecot> {
  const program = requireService('dovecot');
  const users = options.users ?? ['support'];
  const directory = makeDirectory('dovecot');
  const conf = join(directory, 'dovecot.conf');
  const log = join(directory, 'dovecot.log');
  const maildir = (user = users[0] as string) => join(directory, 'mail', user);
  const certify = (until?: number) => {
    const { key, cert } = makeCertificate(until);
    writeFileSync(join(directory, 'key.pem'), key, { mode: 0o600 });
    writeFileSync(join(directory, 'cert.pem'), cert);
    return cert;
  };
  const cert = certify(options.certificateUntil);
  writeFileSync(join(directory, 'users'), users.map((user) => `${user}:{PLAIN}${PASSWORD}::::::\n`).join(''));
  const rights = Object.entries(options.rights ?? {}).map(([folder, letters]) => `${folder} owner ${letters}\n`);
  writeFileSync(join(directory, 'rights'), rights.join(''));
  mkdirSync(join(directory, 'mail'));
  chownSync(join(directory, 'mail'), owner.uid, owner.gid);

  let ports: number[] = [];
  const launch = () => {
    const [port, tlsPort] = ports as [number, number];
    writeFileSync(conf, dovecotConf({ ...options, directory, port, tlsPort, owner }));
    return startDaemon(program, ['-F', '-c', conf], { port, expect: /^\* OK/ }, log);
  };
  let daemon: Daemon | null = await onFreePorts(2, (free) => {
    ports = free;
    return launch();
  }).catch((error) => {
    removeDirectory(directory);
    throw error;
  });
  const halt = async () => {
    await daemon?.stop();
    daemon = null;
  };
  const start = async () => {
    daemon ??= await launch();
  };
  const [port, tlsPort] = ports as [number, number];

  return {
    host: '127.0.0.1',
    port,
    tlsPort,
    user: users[0] as string,
    password: PASSWORD,
    certificate: cert,
    maildir,
    deliver: (user, raw, how = {}) => deliverToMaildir(folderDirectory(maildir(user), how.folder), raw, how),
    list: (user, folder = 'INBOX') => listFolder(port, user, folder),
    async renumber(user, folder) {
      await halt();
      const where = folderDirectory(maildir(user), folder);
      for (const name of readdirSync(where)) {
        if (/^dovecot(\.index|-uidlist)/.test(name)) rmSync(join(where, name));
      }
      await start();
    },
    async renewCertificate() {
      await halt();
      const renewed = certify();
      await start();
      return renewed;
    },
    halt,
    start,
    async restart() {
      await halt();
      await start();
    },
    async stop() {
      await halt();
      removeDirectory(directory);
    },
  };
}

/** Dovecot serves no mail as root, so then it is nobody's; without root everything is of whoever runs the tests. */
function findOwner(): DovecotSettings['owner'] {
  const { uid, gid, username: user } = userInfo();
  if (uid === 0) return { uid: 65534, gid: 65534, root: true, user: 'nobody', group: 'nogroup' };
  return { uid, gid, root: false, user, group: execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim() };
}

/** Maildir++: folders are dotted siblings of the inbox. */
function folderDirectory(maildir: string, folder = 'INBOX'): string {
  return folder === 'INBOX' ? maildir : join(maildir, `.${folder.replaceAll('/', '.')}`);
}

let delivered = 0;

/** Writes into `tmp`, then renames, so that the server never sees half a letter. The file's mtime is the INTERNALDATE. */
function deliverToMaildir(directory: string, raw: string | Uint8Array, { internalDate, seen }: DeliverOptions): void {
  for (const part of ['', 'cur', 'new', 'tmp']) {
    const made = mkdirSync(join(directory, part), { recursive: true });
    if (made !== undefined) chownSync(join(directory, part), owner.uid, owner.gid);
  }
  delivered += 1;
  // Dovecot numbers new letters in the order of these names: seconds first, then microseconds.
  const order = `${Math.floor(Date.now() / 1000)}.M${String(delivered).padStart(6, '0')}P${process.pid}`;
  const draft = join(directory, 'tmp', `${order}.localhost`);
  writeFileSync(draft, raw, { mode: 0o600 });
  if (internalDate !== undefined) utimesSync(draft, internalDate, internalDate);
  chownSync(draft, owner.uid, owner.gid);
  renameSync(draft, join(directory, seen ? 'cur' : 'new', `${order}.localhost${seen ? ':2,S' : ''}`));
}

async function listFolder(port: number, user: string, folder: string): Promise<StoredLetter[]> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: PASSWORD },
    logger: false,
  });
  await client.connect();
  try {
    if (!(await client.list()).some((found) => found.path === folder)) return [];
    await client.mailboxOpen(folder, { readOnly: true });
    const letters: StoredLetter[] = [];
    for await (const found of client.fetch('1:*', { uid: true, flags: true, internalDate: true, source: true })) {
      const { uid, flags, internalDate, source } = found;
      if (source === undefined || flags === undefined || internalDate === undefined) continue;
      letters.push({ uid, flags: [...flags], internalDate: new Date(internalDate), raw: source });
    }
    return letters;
  } finally {
    await client.logout();
  }
}
