/**
 * Letters whose addresses hold more than ASCII left of the at-sign (RFC 6531). They go only to a server that offers SMTPUTF8, over a
 * connection of their own: of those in the pool nobody can tell in time what their server offers, and one that does not must not see
 * a raw byte. Enters: envelope and bytes. Leaves: an outcome, never an exception.
 */
import { isAscii } from 'node:buffer';
import type { NodemailerError } from 'nodemailer/lib/errors';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type Outcome, outcomeOf } from './outcome.ts';
import { contentOf, envelopeOf, type OutgoingLetter } from './parcel.ts';

type Options = ConstructorParameters<typeof SMTPConnection>[0];
type Auth = { user: string; pass: string };

/** Is anything in its envelope or header that a server without SMTPUTF8 may not be given? Below the header all is ASCII (compose.ts). */
export function isInternational(letter: OutgoingLetter): boolean {
  const { from, to } = envelopeOf(letter);
  const bytes = Buffer.from(letter.bytes.buffer, letter.bytes.byteOffset, letter.bytes.byteLength);
  const headerEnds = bytes.indexOf('\r\n\r\n');
  const header = headerEnds < 0 ? bytes : bytes.subarray(0, headerEnds);
  return !isAscii(header) || [from, ...to].some((address) => !isAscii(Buffer.from(address)));
}

/** @param cut ends the attempt wherever it is */
export function sendInternational(
  options: Options & { auth?: Auth },
  letter: OutgoingLetter,
  cut: AbortSignal,
): Promise<Outcome> {
  const connection = new SMTPConnection(options);
  // As in the pool: the letter is read to its end only after the server's 354.
  let wholeSent = false;
  return new Promise<Outcome>((resolve) => {
    const settle = (outcome: Outcome) => {
      cut.removeEventListener('abort', stop);
      resolve(outcome); // the first one counts: to close is an end as well
      connection.close();
    };
    const stop = () => settle({ state: 'delayed', code: 'SMTP_STOPPING', response: 'the service is stopping' });
    const fail = (error: NodemailerError) => settle(outcomeOf(error, wholeSent));
    const send = () => {
      const content = contentOf(letter, () => {
        wholeSent = true;
      });
      // RFC 6531 §3.1: who offers SMTPUTF8 offers 8BITMIME, and header fields are text in UTF-8 then.
      connection.send({ ...envelopeOf(letter), use8BitMime: true }, content, (error, info) => {
        if (error) fail(error as NodemailerError);
        else settle({ state: 'accepted', response: info?.response ?? '' });
      });
    };
    cut.addEventListener('abort', stop);
    connection.on('error', (error) => fail(error as NodemailerError));
    connection.once('end', () =>
      settle({ state: 'delayed', code: 'SMTP_UNREACHABLE', response: 'the connection was closed' }),
    );
    connection.connect((error) => {
      if (error) fail(error as NodemailerError);
      else if (!extensionsOf(connection).includes('SMTPUTF8')) settle(NOT_OFFERED);
      else if (options.auth) {
        connection.login({ credentials: options.auth }, (refused) =>
          refused ? fail(refused as NodemailerError) : send(),
        );
      } else send();
    });
  });
}

const NOT_OFFERED: Outcome = {
  state: 'failed',
  code: 'SMTP_NOT_INTERNATIONAL',
  response:
    'the address has letters outside ASCII before the at-sign, and our mail server does not offer SMTPUTF8 (RFC 6531)',
};

/** What the server offered in its answer to EHLO; the library tells it to its own methods only. */
function extensionsOf(connection: SMTPConnection): readonly string[] {
  return (connection as unknown as { _supportedExtensions: string[] })._supportedExtensions;
}
