/** Letters signed with keys made here, and a DNS that knows them. No network. */
import { generateKeyPairSync } from 'node:crypto';
import { type DKIMSignOptions, dkimSign } from 'mailauth';
import type { Resolver } from '../../src/letter/authentic.ts';
import { readLetter } from '../../src/letter/read.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const published = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

/** The key record of a domain. */
export const KEY = `v=DKIM1; k=rsa; p=${published}`;

/** A DNS of these TXT records; other names do not exist. */
export function dns(records: Record<string, string>): Resolver {
  return async (name, type) => {
    const record = type === 'TXT' ? records[name] : undefined;
    if (record === undefined) throw Object.assign(new Error(`query${type} ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
    return [[record]];
  };
}

/** Lines as a letter. */
export function eml(...lines: string[]): Buffer {
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}

/** An operator's answer, as it leaves his mail program. */
export function answer(from = 'Анна Петрова <petrova@example.ru>'): Buffer {
  return eml(
    `From: ${from}`,
    'To: support@example.org',
    'Subject: Re: x',
    'Date: Mon, 16 Nov 2026 12:00:00 +0300',
    'Message-ID: <a1@example.ru>',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Доступ восстановлен.',
  );
}

export const receivedAt = new Date('2026-11-16T09:01:00Z');

/** The letter with a signature of this domain on top. */
export async function signed(
  raw: Buffer,
  domain: string,
  { expires, ...options }: Partial<DKIMSignOptions> = {},
): Promise<Buffer> {
  const { signatures, errors } = await dkimSign(raw, {
    signTime: new Date('2026-11-16T09:00:00Z'),
    ...(expires !== undefined && { expires }),
    signatureData: [
      {
        signingDomain: domain,
        selector: 'mail',
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
        ...options,
      },
    ],
  } as unknown as DKIMSignOptions);
  if (errors.length > 0) throw errors[0]!.err;
  return Buffer.concat([Buffer.from(signatures), raw]);
}

/** A header line put on top, as a server does. */
export function stamped(raw: Buffer, ...lines: string[]): Buffer {
  return Buffer.concat([eml(...lines), raw]);
}

export async function authorOf(raw: Buffer) {
  const { from, fromDoubt } = await readLetter(raw);
  return { from, fromDoubt };
}
