#!/usr/bin/env node
/**
 * The command line: what a person types becomes a call of a command. Reads process.env and argv; output for programs goes
 * to stdout, everything else to stderr. Exit codes: 0 done, 1 the work failed, 2 wrong usage or configuration.
 */
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import packaged from '../package.json' with { type: 'json' };
import { ConfigFault } from './config.ts';
import { tellOf } from './fault.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** Each adds its command to the program. Only what is typed is loaded: `ticket list` needs no mail server's client. */
const COMMANDS: Record<string, () => Promise<(program: Command) => void>> = {
  demo: async () => (await import('./commands/demo.ts')).addDemo,
  'demo-letter': async () => (await import('./commands/demo.ts')).addDemoLetter,
  run: async () => (await import('./commands/run.ts')).addRun,
  check: async () => (await import('./commands/check.ts')).addCheck,
  inspect: async () => (await import('./commands/inspect.ts')).addInspect,
  import: async () => (await import('./commands/import.ts')).addImport,
  ticket: async () => (await import('./commands/ticket.ts')).addTicket,
  letter: async () => (await import('./commands/letter.ts')).addLetter,
  backup: async () => (await import('./commands/backup.ts')).addBackup,
  restore: async () => (await import('./commands/restore.ts')).addRestore,
  register: async () => (await import('./commands/register.ts')).addRegister,
  keys: async () => (await import('./commands/keys.ts')).addKeys,
  config: async () => (await import('./commands/config.ts')).addConfig,
};

// npm runs a script in the package's folder; paths that a person types are meant from where he is.
const { INIT_CWD: typedIn, npm_lifecycle_event: script } = process.env;
if (typedIn && (script === 'priemnaya' || script === 'start') && process.cwd() === ROOT) process.chdir(typedIn);

const program = new Command('priemnaya')
  .description('Приёмная: e-mail intake for public support. Every letter becomes a ticket, every ticket an answer.')
  .version(packaged.version)
  .option('--config <file>', 'YAML file over config/default.yaml (or PRIEMNAYA_CONFIG)')
  .configureHelp({ showGlobalOptions: true })
  .showHelpAfterError('(try `priemnaya --help`)')
  .exitOverride();

const typed = process.argv.slice(2).filter((word) => Object.hasOwn(COMMANDS, word));
for (const name of typed.length > 0 ? new Set(typed) : Object.keys(COMMANDS)) (await COMMANDS[name]!())(program);

// A reader such as `head` that has seen enough ends the output, not the work's success.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

// Node would print the message of an error that nobody caught, and that can quote a letter.
process.on('uncaughtException', (error) => process.exit(report(error)));

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
await end();

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof ConfigFault) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  if (error instanceof Error && 'syscall' in error) {
    process.stderr.write(`priemnaya: ${said(error as NodeJS.ErrnoException)}\n`);
    return 1;
  }
  const { code, error: what, at } = tellOf(error);
  process.stderr.write(`priemnaya: ${code ? `${code}: ` : ''}${what}\n`);
  if (Array.isArray(at)) process.stderr.write(`${at.join('\n')}\n`);
  return 1;
}

/** What the system says of a file or an address that the person named. */
function said({ code, path, message }: NodeJS.ErrnoException): string {
  return code === 'ENOENT' && path !== undefined ? `there is no file or folder ${path}` : message;
}

/** Ends the process when all that was written is out: what an error left open (a socket, a timer) must not keep it. */
async function end(): Promise<never> {
  const streams = [process.stdout, process.stderr];
  await Promise.all(streams.map((stream) => new Promise((done) => void stream.write('', done))));
  process.exit();
}
