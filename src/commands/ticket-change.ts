/**
 * One change of a ticket by a person at the console: opens the desk, has the order carried out, says what was done.
 * Loaded when such a command is typed, for it brings everything that changes the register. An order that cannot be carried
 * out changes nothing; the exit code is then 1.
 */
import type { Command } from 'commander';
import { judgeFiles } from '../attachment/judge.ts';
import type { JudgedFile } from '../attachment/verdict.ts';
import { safeLine } from '../console/safe.ts';
import { REFUSAL_TITLES } from '../console/titles.ts';
import { Fault, tellOf } from '../fault.ts';
import { type Done, orderAtConsole } from '../flow/console-order.ts';
import type { Desk } from '../flow/desk.ts';
import type { Objection } from '../flow/plan.ts';
import { scanFiles } from '../flow/scan.ts';
import type { FilePart } from '../letter/letter.ts';
import { closeDesk, openDesk } from '../open-desk.ts';
import { registerExists } from '../register/register.ts';
import { showTicket } from '../register/views.ts';
import type { Order } from '../ticket/command.ts';
import { parseNumber } from '../ticket/number.ts';
import { STATUS_TITLES } from '../ticket/status.ts';
import { logOf, printLine, writingConfigOf } from './setup.ts';

export interface TicketChange {
  /** Number of the ticket as typed. */
  number: string;
  /** Who orders it, as typed. */
  as: string;
  order: Order | null;
  /** For the citizen; empty when nothing is said to him. */
  text: string;
  files: readonly FilePart[];
}

/** Carries the change out and tells of it: on stderr, and with `json` the ticket as it is afterwards on stdout. */
export async function changeTicket(command: Command, change: TicketChange, json: boolean): Promise<void> {
  const config = writingConfigOf(command);
  const number = parseNumber(change.number, config.office.ticketPrefix, config.office.ticketDigits);
  if (number === null || !registerExists(config.register.url)) {
    return refuse([{ line: '', why: `Обращения ${change.number} нет.`, allowed: [] }]);
  }
  const desk = await openDesk(config, logOf(config).child({}, { level: 'warn' }));
  try {
    const files = await scanned(desk, await judgeFiles([...change.files], desk.rules.staff.files));
    if (files === null) return refuse([{ line: '', why: UNSCANNED, allowed: [] }]);
    const refused = files.filter(({ verdict }) => verdict === 'refused');
    if (refused.length > 0) {
      return refuse(refused.map(({ name, reason }) => ({ line: name, why: REFUSAL_TITLES[reason!], allowed: [] })));
    }
    const { order, as, text } = change;
    const commands = order ? [{ ...order, line: '' }] : [];
    const outcome = await orderAtConsole(desk, {
      number,
      as,
      orders: { commands, errors: [], text, strays: [] },
      files,
    });
    if (Array.isArray(outcome)) return refuse(outcome);
    process.stderr.write(`${told(number, outcome, config.queue.url === 'local:').join('\n')}\n`);
    if (json) printLine(await showTicket(desk.register, number));
  } finally {
    await closeDesk(desk);
  }
}

const UNSCANNED =
  'Антивирус не отвечает, а без проверки файлы не отправляются. Попробуйте позже или ответьте без файлов.';

/** Files of staff pass the antivirus scanner like everybody's. @returns null when it gives no verdict */
async function scanned(desk: Desk, files: readonly JudgedFile[]): Promise<JudgedFile[] | null> {
  try {
    return (await scanFiles(desk, files, desk.rules.staff.files)).files;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    desk.log.error(tellOf(error), 'the files were not scanned');
    return null;
  }
}

function refuse(objections: readonly Objection[]): void {
  for (const { line, why, allowed } of objections) {
    const place = line === '' ? '' : `${line}: `;
    const ways = allowed.length === 0 ? '' : ` Возможно: ${allowed.join('; ')}.`;
    process.stderr.write(`${safeLine(`${place}${why}${ways}`)}\n`);
  }
  process.stderr.write('Ничего не изменено.\n');
  process.exitCode = 1;
}

const NO_WAY = {
  unreachable: 'Письмо заявителю записано, но не уйдёт: его адрес не принимает писем. Свяжитесь с ним иначе.',
  'no-address': 'Заявителю никто не написал: его адреса нет. Свяжитесь с ним иначе.',
};

/** What was done, and when the letters go. @param alone no queue that could tell the service at once */
function told(number: string, { before, after, toCitizen, queued }: Done, alone: boolean): string[] {
  const status = before === after ? 'записано' : `«${STATUS_TITLES[before]}» → «${STATUS_TITLES[after]}»`;
  const when = alone ? 'работающая служба отправит в течение минуты, иначе `run --once`' : 'служба отправит сейчас';
  return [
    `${number}: ${status}.`,
    ...(toCitizen === 'none' ? ['Заявителю ничего не уходит.'] : []),
    ...(toCitizen in NO_WAY ? [NO_WAY[toCitizen as keyof typeof NO_WAY]] : []),
    ...(queued > 0 ? [`Писем в исходящих: ${queued}; ${when}.`] : []),
  ];
}
