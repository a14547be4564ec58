/**
 * The demo: the real service at work on an embedded post office, and a table of what becomes of each sample letter.
 * Enters: nothing to configure. Leaves: the table, one automatic reply as the citizen sees it, one conversation from the
 * first letter to the last, and how to send a letter of one's own. Everything it writes lies in a temporary folder that is gone afterwards.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Look } from '../console/grid.ts';
import { openLog } from '../log.ts';
import { showTicket } from '../register/views.ts';
import { type Service, startService } from '../service.ts';
import { playConversation } from './conversation.ts';
import { drawEntry, drawHistory } from './correspondence.ts';
import { type PostOffice, startPostOffice } from './post-office.ts';
import { progressOf } from './progress.ts';
import { type Errand, type Round, startRound } from './round.ts';
import { OFFICE_ADDRESS } from './samples.ts';
import { openScreen, type Screen, type Terminal } from './screen.ts';
import { demoConfig, PASSWORD, USER } from './settings.ts';
import { STAFF } from './staff.ts';
import { drawFull, drawLive } from './table.ts';
import { CONVERSATION, closingWords, LEGEND, showReply } from './words.ts';

const REDRAW_MS = 200;

/**
 * Runs the demo.
 * @param until when it may end; null: as soon as every sample letter is answered
 */
export async function runDemo(terminal: Terminal, look: Look, until: Promise<void> | null): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'priemnaya-demo-'));
  const staff = STAFF.map(({ email }) => email);
  const office = await startPostOffice({ user: USER, password: PASSWORD, officeAddress: OFFICE_ADDRESS, staff });
  const service = await startService(demoConfig(folder, office), openLog('warn', true));
  try {
    const say = (text: string) => terminal.write(`${text}\n`);
    say(
      `Priemnaya demo: IMAP on 127.0.0.1:${office.imapPort}, SMTP on 127.0.0.1:${office.smtpPort}, register in ${folder}\n`,
    );
    const round = await startRound(office);
    const { errands } = round;
    await watchRound(service, round, openScreen(terminal), look);
    say(drawFull((await progressOf(service.desk.register, errands)).rows, look));
    say(`\n${LEGEND}\n`);
    const [opening] = errands;
    if (opening?.answer) {
      say(
        `The answer to the first letter, as its writer sees it:\n\n${showReply(opening.answer.receipt, look.width)}\n`,
      );
      await showConversation(service, office, opening, say, look);
    }
    if (until) {
      const { smtpPort, imapPort } = office;
      const operator = STAFF[0]!.email;
      say(
        closingWords({ smtpPort, imapPort, user: USER, password: PASSWORD, officeAddress: OFFICE_ADDRESS, operator }),
      );
      await announceLetters(service, round, terminal, look, until);
    }
  } finally {
    await service.stop();
    await office.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The conversation that follows from the first letter, letter by letter, and what the journal holds of it. */
async function showConversation(
  service: Service,
  office: PostOffice,
  opening: Errand,
  say: (text: string) => void,
  look: Look,
): Promise<void> {
  say(`${CONVERSATION}\n`);
  let count = 0;
  const ticket = await playConversation(office, opening, (entry) => {
    count += 1;
    say(`${drawEntry(entry, count, look)}\n`);
  });
  const details = await showTicket(service.desk.register, ticket);
  if (details) say(`${drawHistory(details, look)}\n`);
}

/** Redraws the live table until every sample letter is settled and answered. */
async function watchRound(service: Service, round: Round, screen: Screen, look: Look): Promise<void> {
  let answered = false;
  const allAnswered = round.answered.then(() => {
    answered = true;
  });
  for (;;) {
    const { rows, settled } = await progressOf(service.desk.register, round.errands);
    screen.show(drawLive(rows, look));
    if (answered && settled) break;
    await Promise.race([pause(REDRAW_MS), ...(answered ? [] : [allAnswered])]);
  }
  screen.clear();
}

/** Tells of each letter that somebody sends to the running demo from now on, once it is answered or set aside. */
async function announceLetters(
  service: Service,
  round: Round,
  terminal: Terminal,
  look: Look,
  until: Promise<void>,
): Promise<void> {
  let ended = false;
  const end = until.then(() => {
    ended = true;
  });
  const before = await progressOf(service.desk.register, round.errands);
  for (let told = before.rows.length; !ended; ) {
    const { rows } = await progressOf(service.desk.register, round.errands);
    const fresh = rows.slice(told);
    if (fresh.length > 0 && fresh.every(({ answer }) => answer.state !== 'due')) {
      terminal.write(`\n${drawFull(fresh, look)}\n`);
      told = rows.length;
    }
    await Promise.race([pause(REDRAW_MS), end]);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
