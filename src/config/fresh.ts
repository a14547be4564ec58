/**
 * Passwords and certificates change while the service runs: they are read again, with the whole configuration, whenever the
 * old ones are refused. Other settings stay those of the start. A configuration that is wrong at that moment changes nothing.
 */
import type { Config, ImapSettings } from './config.ts';

/** Lets every account ask for what stands in the configuration now. @param read loads it anew; may throw */
export function withFreshSecrets(config: Config, read: () => Config): Config {
  const now = () => {
    try {
      return read();
    } catch {
      return config;
    }
  };
  const accountNow = (account: ImapSettings) => now().imap.find(({ name }) => name === account.name) ?? account;
  return {
    ...config,
    imap: config.imap.map((account) => ({ ...account, secrets: () => imapSecrets(accountNow(account)) })),
    smtp: { ...config.smtp, secrets: () => smtpSecrets(now()) },
  };
}

function imapSecrets({ password, ca }: ImapSettings) {
  return { password, ca };
}

function smtpSecrets({ smtp: { password, ca } }: Config) {
  return { password, ca };
}
