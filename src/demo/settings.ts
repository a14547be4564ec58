/**
 * The configuration of the demo's office: an ordinary one, given as environment variables, so that the demo runs what an
 * office runs. Enters: a folder and an open post office. Leaves: the configuration.
 */
import { type Config, loadConfig } from '../config.ts';
import type { PostOffice } from './post-office.ts';
import { OFFICE_ADDRESS } from './samples.ts';
import { HOST_NAME } from './smtp-host.ts';
import { DEPARTMENTS, STAFF } from './staff.ts';

/** Sign-in name of the office. */
export const USER = OFFICE_ADDRESS;
/** Everybody's. */
export const PASSWORD = 'demo';

/** Register and keys lie in the folder. */
export function demoConfig(folder: string, office: PostOffice): Config {
  const settings = {
    OFFICE__NAME: 'Служба поддержки',
    OFFICE__ADDRESS: OFFICE_ADDRESS,
    IMAP__HOST: '127.0.0.1',
    IMAP__PORT: String(office.imapPort),
    IMAP__TLS: 'none',
    IMAP__USER: USER,
    IMAP__PASSWORD: PASSWORD,
    SMTP__HOST: '127.0.0.1',
    SMTP__PORT: String(office.smtpPort),
    SMTP__TLS: 'none',
    SMTP__USER: USER,
    SMTP__PASSWORD: PASSWORD,
    REGISTER__URL: 'sqlite:register.db',
    KEYS__FILE: 'keys.json',
    DEPARTMENTS: JSON.stringify(DEPARTMENTS),
    STAFF: JSON.stringify(STAFF),
    MAIL_AUTH__TRUSTED_AUTHSERV_IDS: JSON.stringify([HOST_NAME]),
  };
  const env = Object.fromEntries(Object.entries(settings).map(([key, value]) => [`PRIEMNAYA__${key}`, value]));
  return loadConfig({ env, cwd: folder });
}
