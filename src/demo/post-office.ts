/**
 * The embedded post office of the demo: IMAP and SMTP on loopback, on free ports, in memory, nothing to install.
 * Enters: letters by SMTP, or straight into the mailbox by `deliver`. Leaves: the office's letters in INBOX over IMAP;
 * the letters that the service sends to others are kept, told of by `onSent`, and readable in the folder Citizens.
 * May fail: at start, when no port can be had.
 */
import { CITIZENS_FOLDER, startImapHost } from './imap-host.ts';
import { type PostedLetter, startSmtpHost } from './smtp-host.ts';

export interface PostOfficeSettings {
  /** Sign-in name for IMAP and SMTP. */
  user: string;
  password: string;
  /** Letters to this address (and to its subaddresses, `support+x@…`) go to INBOX. */
  officeAddress: string;
}

/** A letter that was sent to somebody other than the office. */
export type SentLetter = PostedLetter;

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
  const { user, password, officeAddress } = settings;
  const isOurs = (address: string) => withoutSubaddress(address) === officeAddress.toLowerCase();
  const sent: SentLetter[] = [];
  const listeners: ((letter: SentLetter) => void)[] = [];

  const imap = await startImapHost(user, password);
  const smtp = await startSmtpHost({ user, password }, isOurs, (letter) => {
    const inside = letter.to.filter(isOurs);
    const outside = letter.to.filter((address) => !isOurs(address));
    for (const address of inside) imap.put('INBOX', stamped(letter, address));
    if (outside.length === 0) return;
    imap.put(CITIZENS_FOLDER, letter.raw);
    const away = { ...letter, to: outside };
    sent.push(away);
    for (const listener of listeners) listener(away);
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

/** The trace headers of final delivery (RFC 5321 §4.4): the envelope is gone after this, and bounces are told by it. */
function stamped(letter: PostedLetter, recipient: string): Buffer {
  const trace = [
    `Return-Path: <${letter.from}>`,
    `Delivered-To: ${recipient}`,
    `Received: by post.example.ru (demo) with ESMTP for <${recipient}>;`,
    `\t${letter.at.toUTCString().replace('GMT', '+0000')}`,
  ];
  return Buffer.concat([Buffer.from(`${trace.join('\r\n')}\r\n`), letter.raw]);
}

/** `Support+T1@Example.ru` → `support@example.ru`. */
function withoutSubaddress(address: string): string {
  const [local = '', domain = ''] = address.toLowerCase().split('@');
  return `${local.split('+')[0]}@${domain}`;
}
