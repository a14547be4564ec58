/**
 * Sends a letter of one's own to the running demo, by SMTP as anybody would.
 * Enters: the text, or a whole letter. Leaves: the server's line. May fail: nobody listens on the port (the demo does not
 * run), or the server refuses the letter.
 */
import { createTransport } from 'nodemailer';
import { Fault } from '../fault.ts';
import { OFFICE_ADDRESS } from './samples.ts';

const WRITER = 'you@example.org';

/** A letter to be written, or one that is written already. */
export type OwnLetter = { subject: string; text: string; files: { name: string; content: Buffer }[] } | { eml: Buffer };

/**
 * Hands one letter to the demo's post office.
 * @param port the SMTP port that the demo names
 */
export async function sendLetter(port: number, letter: OwnLetter): Promise<string> {
  const smtp = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, connectionTimeout: 5_000 });
  const envelope = { from: WRITER, to: [OFFICE_ADDRESS] };
  try {
    const { response } = await smtp.sendMail('eml' in letter ? { envelope, raw: letter.eml } : written(letter));
    return response;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('DEMO_NOT_REACHED', `127.0.0.1:${port}: ${reason}. Is \`npm run demo\` running?`, { cause });
  } finally {
    smtp.close();
  }
}

function written(letter: Exclude<OwnLetter, { eml: Buffer }>) {
  return {
    from: WRITER,
    to: OFFICE_ADDRESS,
    subject: letter.subject,
    text: letter.text,
    attachments: letter.files.map(({ name, content }) => ({ filename: name, content })),
  };
}
