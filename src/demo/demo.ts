/**
 * The demo: the real service at work on an embedded post office, and a table of what becomes of each sample letter.
 * Enters: nothing to configure. Leaves: the table, one automatic reply as the citizen sees it, and how to send a letter of
 * one's own. Everything it writes lies in a temporary folder that is gone afterwards.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadConfig } from '../config.ts';
import type { Look } from '../console/grid.ts';
import { openLog } from '../log.ts';
import { type Service, startService } from '../service.ts';
import { type PostOffice, startPostOffice } from './post-office.ts';
import { progressOf } from './progress.ts';
import { type Round, startRound } from './round.ts';
import { OFFICE_ADDRESS } from './samples.ts';
import { openScreen, type Screen, type Terminal } from './screen.ts';
import { drawFull, drawLive } from './table.ts';
import { closingWords, LEGEND, showReply } from './words.ts';

const USER = OFFICE_ADDRESS;
const PASSWORD = 'demo';
const REDRAW_MS = 200;

/**
 * Runs the demo.
 * @param until when it may end; null: as soon as every sample letter is answered
 */
export async function runDemo(terminal: Terminal, look: Look, until: Promise<void> | null): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'priemnaya-demo-'));
  const office = await startPostOffice({ user: USER, password: PASSWORD, officeAddress: OFFICE_ADDRESS });
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
    const first = errands[0]?.answer;
    if (first)
      say(`The answer to the first letter, as its writer sees it:\n\n${showReply(first.receipt, look.width)}\n`);
    if (until) {
      const { smtpPort, imapPort } = office;
      say(closingWords({ smtpPort, imapPort, user: USER, password: PASSWORD, officeAddress: OFFICE_ADDRESS }));
      await announceLetters(service, round, terminal, look, until);
    }
  } finally {
    await service.stop();
    await office.stop();
    rmSync(folder, { recursive: true, force: true });
  }
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

/** Tells of each letter that somebody sends to the running demo, once it is answered or set aside. */
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
  const samples = round.errands.length;
  for (let told = samples; !ended; ) {
    const { rows } = await progressOf(service.desk.register, round.errands);
    const fresh = rows.slice(told);
    if (fresh.length > 0 && fresh.every(({ answer }) => answer.state !== 'due')) {
      terminal.write(`\n${drawFull(fresh, look)}\n`);
      told = rows.length;
    }
    await Promise.race([pause(REDRAW_MS), end]);
  }
}

function demoConfig(folder: string, office: PostOffice): Config {
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
  };
  const env = Object.fromEntries(Object.entries(settings).map(([key, value]) => [`PRIEMNAYA__${key}`, value]));
  return loadConfig({ env, cwd: folder });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
