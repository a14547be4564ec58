/** People who write to the office and get letters from it, so that a test reads like their correspondence. */
import { type ParsedMail, simpleParser } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { ReceivedLetter } from '../services/smtp-sink.ts';
import { ADDRESS, type Office } from './office.ts';

/** The office's own mail server: its word about who sent a letter counts. */
export const OUR_SERVER = 'mx.example.org';

export interface Mail {
  to: string;
  /** Where it comes back to. */
  envelopeFrom: string;
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
  /** The body as a mail program makes it, in place of the text with its quote. */
  html?: string;
  files?: { filename: string; content: Buffer; contentType?: string }[];
  cc?: string;
  /** Where it is sent instead of the letter's reply address. */
  to?: string;
  /** What the office's server found of the sender; null: it says nothing. */
  proof?: 'pass' | 'fail' | null;
}

let count = 0;

export class Person {
  readonly #office: Office;
  readonly address: string;
  readonly name: string;
  readonly #read = new Set<ReceivedLetter>();

  constructor(office: Office, address: string, name: string) {
    this.#office = office;
    this.address = address;
    this.name = name;
  }

  /** Sends a letter to the office. @returns its Message-ID */
  async writes(text: string, words: Words = {}): Promise<string> {
    const { id, raw } = await this.composes(text, words);
    this.sends(raw);
    return id;
  }

  /** Puts bytes into the office's mailbox. @returns their Message-ID */
  sends(raw: Buffer): string {
    this.#office.dovecot.deliver(this.#office.dovecot.user, raw);
    return /^Message-ID: (<.+>)\r?$/im.exec(raw.toString('latin1'))?.[1] ?? '';
  }

  /** The letter as it would arrive. */
  async composes(text: string, words: Words = {}): Promise<{ id: string; raw: Buffer }> {
    count += 1;
    const { answering, html } = words;
    const id = `<${count}.${this.address.replace('@', '.at.')}@example.ru>`;
    const to = words.to ?? ((!words.plainAddress && answering?.replyTo) || ADDRESS);
    const quote = answering
      ? `\n\n22 ноября 2026 г., в 10:15, ${ADDRESS} написал(а):\n${answering.text.replace(/^/gm, '> ')}`
      : '';
    const composed = await new MailComposer({
      from: { name: this.name, address: this.address },
      to,
      ...(words.cc && { cc: words.cc }),
      subject: words.subject ?? (answering ? `Re: ${answering.subject}` : 'Вопрос'),
      date: new Date(),
      messageId: id,
      ...(answering && { inReplyTo: answering.messageId, references: answering.messageId }),
      ...(html === undefined ? { text: text + quote } : { html }),
      attachments: words.files ?? [],
      textEncoding: 'base64',
    })
      .compile()
      .build();
    const found = `Authentication-Results: ${OUR_SERVER}; dmarc=${words.proof} header.from=${domainOf(this.address)}`;
    const head = [...(words.proof ? [found] : []), ...(words.headers ?? [])].map((line) => `${line}\r\n`);
    return { id, raw: Buffer.concat([Buffer.from(head.join('')), composed]) };
  }

  /** The next letter that the office sends to this person. @param about only one with this in its subject */
  async gets(about = ''): Promise<Mail> {
    for (let known = 1; ; known += 1) {
      const letters = await this.#office.sink.received(known);
      for (const letter of letters) {
        if (this.#read.has(letter) || !letter.to.includes(this.address)) continue;
        const mail = await readMail(letter.raw, letter.from, this.address);
        if (!mail.subject.includes(about)) continue;
        this.#read.add(letter);
        return mail;
      }
      known = letters.length;
    }
  }

  /** Letters that have come and were not looked at. */
  get unread(): number {
    return this.#office.sink.letters.filter((letter) => letter.to.includes(this.address) && !this.#read.has(letter))
      .length;
  }
}

async function readMail(raw: Buffer, envelopeFrom: string, to: string): Promise<Mail> {
  const parsed = await simpleParser(raw);
  return {
    to,
    envelopeFrom,
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
