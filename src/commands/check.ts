/** `priemnaya check`: one line for each thing the service needs; fails when one of them does. A warning fails nothing. */
import type { Command } from 'commander';
import { checkScanner } from '../antivirus/check.ts';
import type { Config } from '../config.ts';
import { tellOf } from '../fault.ts';
import { checkFolder } from '../imap/check.ts';
import { type Log, openLog } from '../log.ts';
import { scannerOf } from '../open-desk.ts';
import { openOfficeRegister } from '../open-register.ts';
import { openQueue } from '../queue/open.ts';
import { askJournal, TROUBLES } from '../register/anchored.ts';
import { officeId } from '../register/office-id.ts';
import { workingTimeOf } from '../settings.ts';
import { createPostman } from '../smtp/postman.ts';
import { openTemplates } from '../template-files.ts';
import { yearsInDoubt } from '../ticket/calendar.ts';
import { configOf } from './setup.ts';

interface Finding {
  ok: boolean;
  line: string;
  /** All works, but a person should know. */
  warns?: boolean;
}

export function addCheck(program: Command): void {
  program
    .command('check')
    .description('sign in everywhere and say what works')
    .action(async (_options: object, command: Command) => {
      const config = configOf(command);
      let well = true;
      for await (const { ok, line, warns } of check(config)) {
        const verdict = ok ? (warns ? 'warn' : 'ok') : 'FAILED';
        process.stdout.write(`${verdict.padEnd(6)}  ${line}\n`);
        well &&= ok;
      }
      if (!well) process.exitCode = 1;
    });
}

const NO_DECREE =
  'the decree on moved days off is not known to this version; when it is out, its days go into deadlines.daysOff and deadlines.workingDays';

/** Everything that the service will need, one after the other. */
async function* check(config: Config): AsyncGenerator<Finding> {
  const quiet = openLog('silent', false);
  yield await attempt('templates', config.templates.dir, async () => void openTemplates(config.templates.dir));
  const years = yearsInDoubt(workingTimeOf(config), new Date());
  if (years.length > 0) yield { ok: true, warns: true, line: `calendar ${years.join(', ')}: ${NO_DECREE}` };
  let office: string | null = null;
  const doubts: string[] = [];
  yield await attempt('register', config.register.url, async () => {
    const register = await openOfficeRegister(config);
    try {
      const { trouble } = await askJournal(register.db, register.keys, register.witness);
      if (trouble !== null) doubts.push(TROUBLES[trouble]);
      office = await officeId(register);
    } finally {
      await register.close();
    }
  });
  for (const doubt of doubts) yield { ok: true, warns: true, line: `journal ${doubt}: see \`register verify\`` };
  yield* broker(config, office, quiet);
  yield* antivirus(config);
  for (const account of config.imap) {
    for (const folder of account.folders) yield await checkFolder(account, folder, quiet);
  }
  const postman = createPostman(config.smtp, quiet);
  const answer = await postman.verify();
  await postman.close();
  const smtp = `smtp ${config.smtp.host}:${config.smtp.port}`;
  yield answer.ok ? { ok: true, line: smtp } : { ok: false, line: `${smtp}: ${answer.reason} (${answer.code})` };
}

/** @param office the register's; null when it cannot be opened */
async function* broker(config: Config, office: string | null, log: Log): AsyncGenerator<Finding> {
  const name = `queue ${config.queue.url.replace(/\/\/.*@/, '//')}`;
  const queue = openQueue(config.queue.url, log);
  const reachable = await queue.reachable();
  const { trouble, warnings } = await queue.fitness(office);
  await queue.close();
  if (!reachable) yield { ok: false, line: `${name}: cannot be reached` };
  else yield trouble === null ? { ok: true, line: name } : { ok: false, line: `${name}: ${trouble}` };
  for (const warning of warnings) yield { ok: true, warns: true, line: `${name}: ${warning}` };
}

async function* antivirus(config: Config): AsyncGenerator<Finding> {
  const scanner = scannerOf(config);
  if (scanner === null) {
    yield { ok: true, warns: true, line: 'antivirus none: files are judged by their content, not scanned' };
    return;
  }
  const maxLetter = Math.max(...config.imap.map(({ maxLetterBytes }) => maxLetterBytes));
  yield* checkScanner(scanner, { maxFile: config.attachments.maxFile, maxLetter }, new Date());
}

async function attempt(name: string, what: string, step: () => Promise<void>): Promise<Finding> {
  try {
    await step();
    return { ok: true, line: `${name} ${what}` };
  } catch (error) {
    return {
      ok: false,
      line: `${name} ${what}: ${(error as Error).message} ${String(tellOf(error).code ?? '')}`.trim(),
    };
  }
}
