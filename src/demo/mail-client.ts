/**
 * The mail program of one person of the demo: answers a letter by SMTP, with the older letter quoted below as this program
 * quotes. Enters: the letter that is answered, and the new words. May fail: nobody listens on the port, or the post office
 * refuses the letter.
 */
import { createTransport } from 'nodemailer';
import type { Received } from './received.ts';

export interface Person {
  name: string;
  /** Also the name to sign in by, for those who have a password. */
  address: string;
  /** Null: writes from elsewhere, and only to the office. */
  password: string | null;
  program: 'outlook' | 'yandex';
}

/** How each program names itself, and how it quotes. */
const PROGRAMS: Record<Person['program'], { mailer: string; quote: (letter: Received) => string }> = {
  outlook: { mailer: 'Microsoft Outlook 16.0', quote: headAndText },
  yandex: { mailer: 'Yamail [ http://yandex.ru ] 5.0', quote: attributionAndMarks },
};

/** Answers a letter: «Ответить», the words, «Отправить». */
export async function answerLetter(port: number, person: Person, letter: Received, words: string): Promise<void> {
  const { name, address, password } = person;
  const { mailer, quote } = PROGRAMS[person.program];
  const smtp = createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    ...(password !== null && { auth: { user: address, pass: password } }),
  });
  try {
    await smtp.sendMail({
      from: { name, address },
      to: letter.replyTo,
      subject: subjectOfAnswer(letter),
      inReplyTo: letter.messageId,
      references: [...letter.references, letter.messageId],
      xMailer: mailer,
      text: `${words}\n\n${quote(letter)}\n`,
    });
  } finally {
    smtp.close();
  }
}

/** As the mail programs write it. */
export function subjectOfAnswer({ subject }: Pick<Received, 'subject'>): string {
  return `Re: ${subject}`;
}

/** Outlook repeats the head of the older letter and marks none of its lines. */
function headAndText({ from, to, subject, date, text }: Received): string {
  const sent = date.toLocaleString('ru-RU', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Moscow' });
  return [`От: ${from}`, `Отправлено: ${sent}`, `Кому: ${to}`, `Тема: ${subject}`, '', text.trimEnd()].join('\n');
}

/** Yandex tells date and writer in one line, and marks every line of the older letter. */
function attributionAndMarks({ from, date, text }: Received): string {
  const when = date.toLocaleString('ru-RU', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Moscow' });
  const quoted = text.trimEnd().split(/\r?\n/);
  return [`${when}, ${from}:`, ...quoted.map((line) => `> ${line}`.trimEnd())].join('\n');
}
