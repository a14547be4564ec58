#!/usr/bin/env node
/**
 * The command line: what a person types becomes a call of a command. Reads process.env and argv; output for programs goes
 * to stdout, everything else to stderr. Exit codes: 0 done, 1 the work failed, 2 wrong usage or configuration.
 */
import { Command, CommanderError } from 'commander';
import { addCheck } from './commands/check.ts';
import { addConfig } from './commands/config.ts';
import { addDemo } from './commands/demo.ts';
import { addImport } from './commands/import.ts';
import { addInspect } from './commands/inspect.ts';
import { addKeys } from './commands/keys.ts';
import { addLetter } from './commands/letter.ts';
import { addRun } from './commands/run.ts';
import { addTicket } from './commands/ticket.ts';
import { ConfigFault } from './config.ts';
import { tellOf } from './fault.ts';

const program = new Command('priemnaya')
  .description('Приёмная: e-mail intake for public support. Every letter becomes a ticket, every ticket an answer.')
  .option('--config <file>', 'YAML file over config/default.yaml (or PRIEMNAYA_CONFIG)')
  .showHelpAfterError('(try `priemnaya --help`)')
  .exitOverride();

for (const add of [addDemo, addRun, addCheck, addInspect, addImport, addTicket, addLetter, addKeys, addConfig]) {
  add(program);
}

// A reader such as `head` that has seen enough ends the output, not the work's success.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof ConfigFault) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  if (error instanceof Error && 'syscall' in error) {
    // What the system says of a file or an address that the person named.
    process.stderr.write(`priemnaya: ${error.message}\n`);
    return 1;
  }
  const { code, error: said, at } = tellOf(error);
  process.stderr.write(`priemnaya: ${code ? `${code}: ` : ''}${said}\n`);
  if (Array.isArray(at)) process.stderr.write(`${at.join('\n')}\n`);
  return 1;
}
