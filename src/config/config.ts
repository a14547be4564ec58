/** The configuration as the rooms take it: durations in ms, sizes in bytes, files read, one list of accounts. */
import { availableParallelism } from 'node:os';
import type { Term } from '../ticket/deadline.ts';
import type { Parsed } from './schema.ts';

export interface Setting {
  /** In dots: `imap.0.host`. */
  key: string;
  /** Secrets are masked already. */
  shown: string;
  /** `default`, a file, or an environment variable. */
  origin: string;
}

export interface Config {
  office: Parsed['office'];
  imap: ImapSettings[];
  smtp: SmtpSettings;
  register: { url: string };
  queue: { url: string };
  keys: { file: string };
  attachments: Parsed['attachments'];
  identity: Parsed['identity'];
  staffAttachments: Parsed['staffAttachments'];
  letters: { maxText: number };
  flood: { perSender: number | null; perDomain: number | null; sharedDomains: string[] };
  autoReply: { maxPerSenderPerDay: number; ignoreOlderThan: number; answerUnauthenticated: boolean };
  deadlines: Deadlines;
  reminders: Parsed['reminders'];
  /** Milliseconds; null: never. */
  retention: { archiveAfter: number | null; eraseAfter: number | null };
  staff: Parsed['staff'];
  departments: Parsed['departments'];
  mailAuth: Parsed['mailAuth'];
  spam: Parsed['spam'];
  templates: { dir: string };
  workers: { threads: number; memory: number; timeout: number };
  http: { host: string; port: number | null };
  log: Parsed['log'];
  /** Every value with its origin, for `explain`. */
  settings: Setting[];
}

export interface ImapSettings {
  name: string;
  host: string;
  port: number;
  tls: 'implicit' | 'starttls' | 'none';
  rejectUnauthorized: boolean;
  /** PEM. */
  ca?: string;
  user: string;
  password?: string;
  /** Both as they stand in the configuration now. */
  secrets?: () => { password: string | undefined; ca: string | undefined };
  accessTokenCommand?: string;
  folders: string[];
  done: string;
  failed: string;
  pollMs: number;
  maxLetterBytes: number;
  pace: { letterMs: number };
}

export interface SmtpSettings {
  host: string;
  port: number;
  tls: 'implicit' | 'starttls' | 'none';
  rejectUnauthorized: boolean;
  /** PEM. */
  ca: string | null;
  user: string | null;
  password: string | null;
  /** Both as they stand in the configuration now. */
  secrets?: () => { password: string | null; ca: string | null };
  from: { name: string; address: string } | null;
  connections: number;
  perMinute: number;
  /** Bytes of one letter to staff. */
  maxLetter: number;
  giveUpAfter: number;
}

export interface Deadlines {
  /** Minutes since midnight. */
  opens: number;
  closes: number;
  daysOff: string[];
  workingDays: string[];
  firstAnswer: Term;
  answer: Term;
  complex: Term;
  breakIn: Term;
  reopenDays: number;
}

/** Gives the parsed values the form that the rooms declare. */
export function shape(parsed: Parsed, settings: Setting[]): Config {
  const { imap, smtp, autoReply, deadlines, flood } = parsed;
  const { ignoreOlderThanHours, ...answering } = autoReply;
  const { workingHours, ...terms } = deadlines;
  const { tlsVerify, tlsCa, ...smtpRest } = smtp;
  return {
    ...parsed,
    imap: imap.map(shapeAccount),
    smtp: { ...smtpRest, rejectUnauthorized: tlsVerify, ca: tlsCa },
    autoReply: { ...answering, ignoreOlderThan: ignoreOlderThanHours * 3_600_000 },
    flood: {
      perSender: flood.perSenderPerHour,
      perDomain: flood.perDomainPerHour,
      sharedDomains: flood.sharedDomains.map((name) => name.toLowerCase()),
    },
    deadlines: { ...workingHours, ...terms },
    workers: { ...parsed.workers, threads: parsed.workers.threads ?? availableParallelism() },
    settings,
  };
}

function shapeAccount(account: Parsed['imap'][number]): ImapSettings {
  const {
    name,
    tlsVerify,
    tlsCa,
    password,
    accessTokenCommand,
    folder,
    pollSeconds,
    maxLetter,
    letterTimeout,
    ...rest
  } = account;
  return {
    ...rest,
    name: name ?? account.user,
    rejectUnauthorized: tlsVerify,
    ...(tlsCa === null ? {} : { ca: tlsCa }),
    ...(password === null ? {} : { password }),
    ...(accessTokenCommand === null ? {} : { accessTokenCommand }),
    folders: folder,
    pollMs: pollSeconds * 1000,
    maxLetterBytes: maxLetter,
    pace: { letterMs: letterTimeout },
  };
}
