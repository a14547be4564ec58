/**
 * How long a letter our mail server takes: what it says to EHLO (RFC 1870 §3), before anybody signs in.
 * Enters: where and how to connect. Leaves: bytes, null when the server tells no limit; undefined when it cannot be asked now.
 */
import SMTPConnection from 'nodemailer/lib/smtp-connection';

/** `250-SIZE 15728640`; 0, or no number, says that there is no fixed limit. */
const SIZE = /^250[ -]SIZE[ \t]+([1-9]\d{0,14})\b/im;

/** The limit among the server's extensions. */
export function sizeIn(ehlo: string): number | null {
  const found = SIZE.exec(ehlo)?.[1];
  return found === undefined ? null : Number(found);
}

export function askSize(options: ConstructorParameters<typeof SMTPConnection>[0]): Promise<number | null | undefined> {
  const connection = new SMTPConnection(options);
  return new Promise((resolve) => {
    connection.once('error', () => {
      connection.close();
      resolve(undefined);
    });
    connection.once('end', () => resolve(undefined));
    connection.connect((error) => {
      resolve(error ? undefined : sizeIn(String(connection.lastServerResponse)));
      connection.quit();
    });
  });
}
