/** What every step of the walk has at hand: the edges, the office's rules, the clock. Made once by service.ts. */

import type { Scanner } from '../antivirus/scanner.ts';
import type { Rules } from '../examiner/examine.ts';
import type { Examiner } from '../examiner/examiner.ts';
import type { Meter } from '../http/meter.ts';
import type { StoredLetter } from '../imap/aside.ts';
import type { Resolver } from '../letter/authentic.ts';
import type { Log } from '../log.ts';
import type { Queue } from '../queue/queue.ts';
import type { FloodLimits } from '../register/arrivals.ts';
import type { Register } from '../register/register.ts';
import type { Postman } from '../smtp/postman.ts';
import type { Renderer } from '../template/render.ts';
import type { Calendar } from '../ticket/calendar.ts';
import type { Term } from '../ticket/deadline.ts';
import type { Gate } from './gate.ts';
import type { MailLimit } from './mail-limit.ts';
import type { Ramp } from './ramp.ts';
import type { Turns } from './turns.ts';

/** The public face of the office and its rules for tickets. */
export interface Office {
  name: string;
  address: string;
  timeZone: string;
  ticketPrefix: string;
  ticketDigits: number;
  /** Does `support+TOKEN@…` reach the mailbox? */
  subaddress: boolean;
}

export interface AutoReply {
  maxPerSenderPerDay: number;
  /** Letters older than this are registered and not answered, ms. */
  ignoreOlderThan: number;
  /** Answer senders too whom our own mail server denies? */
  answerUnauthenticated: boolean;
}

/** How many letters within an hour are a flood, of one sender and of one organisation. */
export interface FloodRules extends FloodLimits {
  /** Domains where unrelated people have their mailboxes, over and above the well-known ones. */
  sharedDomains: readonly string[];
}

export interface Department {
  id: string;
  title: string;
  categories: string[];
  purpose: 'security' | 'confidential' | null;
}

/** The borders between steps; reported when passed; where tests end the process. */
export type Border = 'stored' | 'acknowledged' | 'examined' | 'registered' | 'accepted' | 'settled';

/** One of the staff, as the directory names him (`staff` in the configuration). */
export interface StaffMember {
  name: string;
  /** Lower case. */
  email: string;
  position: string | null;
  /** Id of a department; null for those who belong to none. */
  department: string | null;
  role: 'operator' | 'senior' | 'security' | 'auditor';
}

export interface Desk {
  register: Register;
  /** Where the office's keys stand. */
  keyFile: string;
  /** How long finished tickets stay readable, and at all, ms; null: for ever. */
  retention: { archiveAfter: number | null; eraseAfter: number | null };
  queue: Queue;
  examiner: Examiner;
  /** Null: the office has none, files are judged by their content alone. */
  scanner: Scanner | null;
  /** Shut while the scanner does not answer. */
  gate: Gate;
  postman: Postman;
  renderer: Renderer;
  calendar: Calendar;
  /** Minutes since midnight at which the office closes. */
  closes: number;
  office: Office;
  /** From of our letters. */
  sender: { name: string; address: string };
  departments: Department[];
  staff: StaffMember[];
  mailAuth: {
    trustedAuthservIds: string[];
    requireForStaff: boolean;
    /** So many days the tokens in our letters are good for. */
    tokenDays: number;
  };
  /** Asks the DNS, for the keys that mail is signed with. */
  resolver: Resolver;
  /** So many days after closing, a letter opens the ticket again. */
  reopenDays: number;
  autoReply: AutoReply;
  flood: FloodRules;
  /** Characters of new text that count; longer text is kept whole and marked. */
  maxText: number;
  /** By when a full answer is due. */
  answerTerm: Term;
  /** The same for a suspected break-in into an account. */
  breakInTerm: Term;
  firstAnswerTerm: Term;
  /** When a citizen who was asked for something is reminded, and when his ticket is closed; null: never. */
  reminders: { citizenAfter: Term | null; closeUnansweredAfter: Term | null };
  /** Bytes of one letter to staff at most; our mail server may take less. */
  maxLetter: number;
  /** What our mail server takes. */
  mailLimit: MailLimit;
  /** Where letters with files are put together. */
  ramp: Ramp;
  /** After this long a letter that cannot be delivered is given up, ms. */
  giveUpAfter: number;
  rules: Rules;
  /** Letters in hand, in the order in which they came. */
  turns: Turns;
  /** This process, as claims carry it. */
  instance: string;
  /** Aborted when the service is about to stop. */
  stopping: AbortSignal;
  clock: () => Date;
  /** 0…1, for the jitter of retries. */
  random: () => number;
  log: Log;
  /** Moves a quarantined letter to the account's `failed` folder where it still can be; never throws. */
  putAside: (letter: StoredLetter) => Promise<void>;
  /** Told of every border that a letter has passed durably. */
  crossed: (border: Border, id: number) => void;
  meter: Meter;
}
