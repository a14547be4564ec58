/**
 * Opens every edge by the configuration and lays them on the desk that the flow works at; closes them again.
 * Used by the service and by every command that changes the register.
 */
import { createScanner, type Scanner } from './antivirus/scanner.ts';
import { type Chore, every } from './chore.ts';
import type { Config } from './config.ts';
import { askDns } from './dns.ts';
import { openExaminer } from './examiner/examiner.ts';
import { tellOf } from './fault.ts';
import type { Border, Desk } from './flow/desk.ts';
import { Gate } from './flow/gate.ts';
import { MailLimit } from './flow/mail-limit.ts';
import { Ramp } from './flow/ramp.ts';
import { Turns } from './flow/turns.ts';
import type { Meter } from './http/meter.ts';
import { putAside } from './imap/aside.ts';
import type { Log } from './log.ts';
import { openOfficeRegister } from './open-register.ts';
import { openQueue } from './queue/open.ts';
import { BEAT_MS, beat, enterInstance, Looks, leaveInstance, releaseClaimsOfTheDead } from './register/instances.ts';
import { earlierInOtherHands } from './register/letter-work.ts';
import { rulesOf, senderOf, workingTimeOf } from './settings.ts';
import { createPostman } from './smtp/postman.ts';
import { openTemplates } from './template-files.ts';
import { makeCalendar } from './ticket/calendar.ts';

/** A desk and the switch that tells its work to come to an end. */
export interface OpenDesk extends Desk {
  stop: AbortController;
  /** Beats, and looks whether others do. */
  pulse: Chore;
}

/** Who watches the walk: metrics, and tests that end the process at a border. */
export interface Observers {
  meter?: Meter;
  crossed?: (border: Border, id: number) => void;
  /** Another DNS than the world's. */
  resolver?: Desk['resolver'];
  /** Told when another process is gone and may have left work behind. */
  freed?: () => void;
}

/** So many are sent at once: each holds all its files. */
const LETTERS_WITH_FILES = 2;

const NO_METER: Meter = { count: () => {}, time: () => {} };

/** @throws Fault when the register, its keys or the templates do not serve */
export async function openDesk(config: Config, log: Log, observers: Observers = {}): Promise<OpenDesk> {
  const renderer = openTemplates(config.templates.dir);
  const register = await openOfficeRegister(config);
  const looks = new Looks();
  const lookAround = async (self: string) => {
    const gone = await releaseClaimsOfTheDead(register, self, looks);
    if (gone) log.info('another process is gone: what it had in hand is free');
    return gone;
  };
  const enter = async () => {
    const self = await enterInstance(register);
    await lookAround(self);
    return self;
  };
  const instance = await enter().catch(async (error) => {
    await register.close();
    throw error;
  });
  const pulse = every(BEAT_MS, log, async () => {
    await beat(register, instance);
    if (await lookAround(instance)) observers.freed?.();
  });
  const rules = rulesOf(config);
  const stop = new AbortController();
  const scanner = scannerOf(config);
  const postman = createPostman(config.smtp, log);
  return {
    register,
    keyFile: config.keys.file,
    retention: config.retention,
    renderer,
    rules,
    stop,
    pulse,
    stopping: stop.signal,
    queue: openQueue(config.queue.url, log),
    examiner: openExaminer(config.workers, rules, log),
    scanner,
    gate: new Gate(async () => scanner?.probe(), log),
    postman,
    mailLimit: new MailLimit(postman, register, log),
    calendar: makeCalendar(workingTimeOf(config)),
    office: config.office,
    sender: senderOf(config),
    departments: config.departments,
    staff: config.staff.map((member) => ({ ...member, email: member.email.toLowerCase() })),
    reopenDays: config.deadlines.reopenDays,
    autoReply: config.autoReply,
    flood: config.flood,
    maxText: config.letters.maxText,
    answerTerm: config.deadlines.answer,
    closes: config.deadlines.closes,
    mailAuth: config.mailAuth,
    resolver: observers.resolver ?? askDns,
    breakInTerm: config.deadlines.breakIn,
    firstAnswerTerm: config.deadlines.firstAnswer,
    reminders: config.reminders,
    maxLetter: config.smtp.maxLetter,
    ramp: new Ramp(LETTERS_WITH_FILES),
    giveUpAfter: config.smtp.giveUpAfter,
    instance,
    turns: new Turns((id) => earlierInOtherHands(register.db, id, instance)),
    clock: () => new Date(),
    random: Math.random,
    log,
    crossed: observers.crossed ?? (() => {}),
    meter: observers.meter ?? NO_METER,
    async putAside(letter) {
      const account = config.imap.find(({ name }) => name === letter.place.account);
      try {
        if (account) await putAside(account, letter);
      } catch (error) {
        log.warn(tellOf(error), 'the quarantined letter stays where it is in the mailbox');
      }
    },
  };
}

/** The office's antivirus scanner; null when it names none. */
export function scannerOf({ attachments }: Config): Scanner | null {
  const { antivirus: url, scanTimeout: timeout } = attachments;
  return url === null ? null : createScanner({ url, timeout });
}

/** Of the ten seconds that a stop may take. */
const PATIENCE_MS = 7_000;

/**
 * Finishes what is in hand, then frees every edge; what could not be finished is free for the next process at once.
 * Letters that take too long to be examined are let go unfinished.
 * @param intake what may still bring letters, told to end already
 */
export async function closeDesk(desk: OpenDesk, intake: Promise<unknown> = Promise.resolve()): Promise<void> {
  desk.stop.abort();
  const late = setTimeout(() => void desk.examiner.close(), PATIENCE_MS);
  await Promise.all([desk.queue.close(), desk.postman.close(), intake]);
  clearTimeout(late);
  await desk.examiner.close();
  await desk.pulse.stop();
  try {
    await leaveInstance(desk.register, desk.instance);
  } catch (error) {
    desk.log.warn(tellOf(error), 'what was in hand is free for the next process when this one has ended');
  }
  await desk.register.close();
}
