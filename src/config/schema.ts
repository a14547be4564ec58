/** Every key of the configuration and what may stand there. Defaults and their explanation stand in config/default.yaml. */
import { z } from 'zod';
import * as is from './leaf.ts';

const tls = is.oneOf('implicit', 'starttls', 'none');

/** Hides the password inside a URL. */
function maskUrl(url: string): string {
  return url.replace(/:\/\/[^/?#]*@/, '://***@');
}

export const imapAccount = z.strictObject({
  name: is.optional(is.text('a name of this account for logs and the register')),
  host: is.text('the name of the IMAP server'),
  port: is.whole(1, 65535),
  tls,
  tlsVerify: is.flag(),
  tlsCa: is.optional(is.pem()),
  user: is.text('the name to sign in with'),
  password: is.optional(is.secret('a password')),
  accessTokenCommand: is.optional(is.text('a command that prints an OAuth2 access token', { secret: true })),
  folder: is.texts('a folder or a list of folders'),
  done: is.text('a folder'),
  failed: is.text('a folder'),
  pollSeconds: is.whole(1, 86_400),
  maxLetter: is.size(),
  letterTimeout: is.duration(),
});

const smtp = z.strictObject({
  host: is.text('the name of the SMTP server'),
  port: is.whole(1, 65535),
  tls,
  tlsVerify: is.flag(),
  tlsCa: is.optional(is.pem()),
  user: is.optional(is.text('the name to sign in with')),
  password: is.optional(is.secret('a password')),
  from: is.optional(is.mailbox()),
  connections: is.whole(1, 100),
  perMinute: is.whole(0, 100_000),
  maxLetter: is.size(),
  giveUpAfter: is.duration(),
});

const staffMember = z.strictObject({
  name: is.text('ФИО'),
  email: is.address(),
  position: is.optional(is.text('a position')),
  department: is.optional(is.text('an id of one of the departments')),
  role: is.oneOf('operator', 'senior', 'security', 'auditor'),
});

const department = z.strictObject({
  id: is.text('a short id in Latin letters, digits and dashes', {}, /^[a-z0-9][a-z0-9-]{0,40}$/),
  title: is.text('a title'),
  categories: is.texts('a list of categories'),
  purpose: is.optional(is.oneOf('security', 'confidential')),
});

export const schema = z.strictObject({
  office: z.strictObject({
    name: is.text('the name of the office'),
    address: is.address(),
    timeZone: is.timeZone(),
    ticketPrefix: is.text('one to six letters', {}, /^\p{L}{1,6}$/u),
    ticketDigits: is.whole(3, 9),
    subaddress: is.flag(),
  }),
  imap: z.array(imapAccount),
  smtp,
  register: z.strictObject({
    url: is.text('sqlite: and the path of a file', { path: 'sqlite' }, /^sqlite:[^:]/),
  }),
  queue: z.strictObject({
    url: is.text(
      'local: or redis://host:port/number or rediss://host:port/number',
      { secret: true, mask: maskUrl },
      /^(local:$|rediss?:\/\/.)/,
    ),
  }),
  keys: z.strictObject({ file: is.path('a path') }),
  attachments: z.strictObject({
    types: is.texts('a list of file types such as [pdf, jpg, png]', /^[a-z0-9]{1,8}$/),
    maxFile: is.size(),
    maxTotal: is.size(),
    maxCount: is.whole(0, 1000),
    antivirus: is.optional(is.scanner()),
    scanTimeout: is.duration(),
  }),
  identity: z.strictObject({ required: is.items('fio', 'snils') }),
  staffAttachments: z.strictObject({
    types: is.texts('a list of file types such as [pdf, docx]', /^[a-z0-9]{1,8}$/),
    maxFile: is.size(),
    maxTotal: is.size(),
    maxCount: is.whole(0, 1000),
  }),
  letters: z.strictObject({ maxText: is.whole(100, 1_000_000) }),
  autoReply: z.strictObject({
    maxPerSenderPerDay: is.whole(0, 1000),
    ignoreOlderThanHours: is.whole(0, 100_000),
    answerUnauthenticated: is.flag(),
  }),
  flood: z.strictObject({
    perSenderPerHour: is.optional(is.whole(1, 1_000_000)),
    perDomainPerHour: is.optional(is.whole(1, 1_000_000)),
    sharedDomains: is.texts('a list of domains'),
  }),
  deadlines: z.strictObject({
    workingHours: is.hours(),
    daysOff: is.calendarDays(),
    workingDays: is.calendarDays(),
    firstAnswer: is.term(),
    answer: is.term(),
    complex: is.term(),
    breakIn: is.term(),
    reopenDays: is.whole(0, 3650),
  }),
  reminders: z.strictObject({ citizenAfter: is.optional(is.term()), closeUnansweredAfter: is.optional(is.term()) }),
  retention: z.strictObject({ archiveAfter: is.optional(is.duration()), eraseAfter: is.optional(is.duration()) }),
  staff: z.array(staffMember),
  departments: z.array(department),
  mailAuth: z.strictObject({
    trustedAuthservIds: is.texts('a list of names of our own mail servers'),
    requireForStaff: is.flag(),
    tokenDays: is.whole(1, 3650),
  }),
  spam: z.strictObject({ headers: is.texts('a list of names of header fields', /^[!-9;-~]{1,100}$/) }),
  templates: z.strictObject({ dir: is.path('a path') }),
  workers: z.strictObject({
    threads: is.optional(is.whole(1, 64)),
    // With less, V8 ends the whole process instead of the thread.
    memory: is.size(32 * 2 ** 20),
    timeout: is.duration(),
  }),
  http: z.strictObject({
    host: is.text('an address to listen on'),
    port: is.optional(is.whole(1, 65535)),
  }),
  log: z.strictObject({
    level: is.oneOf('trace', 'debug', 'info', 'warn', 'error', 'silent'),
    format: is.oneOf('auto', 'json', 'text'),
  }),
});

export type Parsed = z.output<typeof schema>;
