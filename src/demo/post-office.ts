/**
 * The embedded post office of the demo: IMAP and SMTP on loopback, on free ports, in memory, nothing to install.
 * Enters: letters by SMTP, or straight into the mailbox by `deliver`. Leaves: the office's letters in INBOX over IMAP;
 * the letters that the service sends are kept, told of by `onSent`, and readable in the folders Citizens and Staff.
 * May fail: at start, when no port can be had.
 */
import { domainOf } from '../letter/domain.ts';
import { type SentFolder, startImapHost } from './imap-host.ts';
import { type PostedLetter, startSmtpHost } from './smtp-host.ts';
import { stamped } from './trace.ts';

export interface PostOfficeSettings {
  /** The office's sign-in name for IMAP and SMTP. */
  user: string;
  /** One for everybody. */
  password: string;
  /** Letters to this address (and to its subaddresses, `support+x@…`) go to INBOX. */
  officeAddress: string;
  /** Addresses of the operators, in lower case: they sign in by them, and letters to their domain go to the folder Staff. */
  staff: readonly string[];
}

/** A letter that was sent to somebody other than the office. */
export interface SentLetter extends PostedLetter {
  folder: SentFolder;
}

export interface PostOffice {
  imapPort: number;
  smtpPort: number;
  /** Puts a letter into the office's INBOX as it is, received now. */
  deliver(raw: Buffer): void;
  /** Every letter sent to others so far, oldest first. */
  sent(): readonly SentLetter[];
  /** Calls back for each letter sent to others from now on. */
  onSent(listener: (letter: SentLetter) => void): void;
  stop(): Promise<void>;
}

/** Opens the post office. */
export async function startPostOffice(settings: PostOfficeSettings): Promise<PostOffice> {
  const { user, password, officeAddress, staff } = settings;
  const isOurs = (address: string) => withoutSubaddress(address) === officeAddress.toLowerCase();
  const isStaff = (address: string) => staff.some((member) => domainOf(member) === domainOf(address));
  const sent: SentLetter[] = [];
  const listeners: ((letter: SentLetter) => void)[] = [];
  const keep = (folder: SentFolder, letter: PostedLetter, to: string[]) => {
    if (to.length === 0) return;
    imap.put(folder, letter.raw);
    const away = { ...letter, to, folder };
    sent.push(away);
    for (const listener of listeners) listener(away);
  };

  const users = [user, ...staff];
  const imap = await startImapHost(users, password);
  const smtp = await startSmtpHost({ users, password }, isOurs, (letter) => {
    const outside = letter.to.filter((address) => !isOurs(address));
    for (const address of letter.to.filter(isOurs)) imap.put('INBOX', stamped(letter, address, staff));
    keep('Staff', letter, outside.filter(isStaff));
    keep(
      'Citizens',
      letter,
      outside.filter((address) => !isStaff(address)),
    );
  });

  return {
    imapPort: imap.port,
    smtpPort: smtp.port,
    deliver: (raw) => imap.put('INBOX', raw),
    sent: () => sent,
    onSent: (listener) => void listeners.push(listener),
    async stop() {
      await Promise.all([imap.stop(), smtp.stop()]);
    },
  };
}

/** `Support+T1@Example.ru` → `support@example.ru`. */
function withoutSubaddress(address: string): string {
  const [local = '', domain = ''] = address.toLowerCase().split('@');
  return `${local.split('+')[0]}@${domain}`;
}
