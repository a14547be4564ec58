/** People who write to the office and get letters from it, so that a test reads like their correspondence. */
import { type ParsedMail, simpleParser } from 'mailparser';
import { ADDRESS, type Office } from './office.ts';

/** The office's own mail server: its word about who sent a letter counts. */
export const OUR_SERVER = 'mx.example.org';

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  from: string;
  messageId: string;
  replyTo: string | null;
  automatic: boolean;
  raw: Buffer;
  parsed: ParsedMail;
}

export interface Words {
  subject?: string;
  /** The letter that is answered: quoted below, threaded, sent to its reply address. */
  answering?: Mail;
  /** More headers. */
  headers?: string[];
  /** Answers by Message-ID alone, to the plain address. */
  plainAddress?: boolean;
  /** What the office's server found of the sender; null: it says nothing. */
  proof?: 'pass' | 'fail' | null;
}

let count = 0;

export class Person {
  readonly #office: Office;
  readonly address: string;
  readonly name: string;
  #read = 0;

  constructor(office: Office, address: string, name: string) {
    this.#office = office;
    this.address = address;
    this.name = name;
  }

  /** Sends a letter to the office. @returns its Message-ID */
  writes(text: string, words: Words = {}): string {
    count += 1;
    const id = `<${count}.${this.address.replace('@', '.at.')}@example.ru>`;
    const { answering } = words;
    const to = (!words.plainAddress && answering?.replyTo) || ADDRESS;
    const quote = answering
      ? `\r\n\r\n22 ноября 2026 г., в 10:15, ${ADDRESS} написал(а):\r\n${answering.text.replace(/^/gm, '> ')}`
      : '';
    const headers = [
      ...(words.proof
        ? [`Authentication-Results: ${OUR_SERVER}; dmarc=${words.proof} header.from=${domainOf(this.address)}`]
        : []),
      `From: ${encoded(this.name)} <${this.address}>`,
      `To: <${to}>`,
      `Subject: ${encoded(words.subject ?? (answering ? `Re: ${answering.subject}` : 'Вопрос'))}`,
      `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
      `Message-ID: ${id}`,
      ...(answering ? [`In-Reply-To: ${answering.messageId}`, `References: ${answering.messageId}`] : []),
      ...(words.headers ?? []),
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
    ];
    const body = Buffer.from(text + quote).toString('base64');
    this.#office.dovecot.deliver(this.#office.dovecot.user, `${headers.join('\r\n')}\r\n\r\n${body}\r\n`);
    return id;
  }

  /** The next letter that the office sends to this person. */
  async gets(): Promise<Mail> {
    this.#read += 1;
    for (let known = 1; ; known += 1) {
      const letters = await this.#office.sink.received(known);
      const mine = letters.filter(({ to }) => to.includes(this.address));
      const letter = mine[this.#read - 1];
      if (letter) return readMail(letter.raw, this.address);
      known = letters.length;
    }
  }

  /** Letters that have come and were not looked at. */
  get unread(): number {
    return this.#office.sink.letters.filter(({ to }) => to.includes(this.address)).length - this.#read;
  }
}

async function readMail(raw: Buffer, to: string): Promise<Mail> {
  const parsed = await simpleParser(raw);
  return {
    to,
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html || '',
    from: parsed.from?.text ?? '',
    messageId: parsed.messageId ?? '',
    replyTo: parsed.replyTo?.value[0]?.address ?? null,
    automatic: parsed.headers.has('auto-submitted'),
    raw,
    parsed,
  };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function encoded(text: string): string {
  const pieces = text.match(/.{1,15}/gsu) ?? [''];
  return pieces.map((piece) => `=?utf-8?B?${Buffer.from(piece).toString('base64')}?=`).join('\r\n ');
}
