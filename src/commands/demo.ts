/** `priemnaya demo`: the main job with nothing to install or configure; `demo-letter` sends the running demo a letter. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { runDemo } from '../demo/demo.ts';
import { sendLetter } from '../demo/send.ts';
import { stopSignal } from './run.ts';
import { lookOf } from './setup.ts';

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('see the service at work on sample letters, with nothing to configure')
    .option('--once', 'end when every sample letter is answered')
    .action(async (options: { once?: boolean }) => {
      await runDemo(process.stdout, lookOf(process.stdout), options.once ? null : stopSignal());
    });
}

export function addDemoLetter(program: Command): void {
  program
    .command('demo-letter')
    .description('send the running demo a letter of your own')
    .argument('[text]', 'what you write', 'Здравствуйте! Не приходит код из СМС.')
    .requiredOption('--port <port>', 'needed; the SMTP port that the demo names', portOf)
    .option('--subject <subject>', 'its subject', 'Письмо в поддержку')
    .option('--file <file...>', 'files to attach')
    .option('--eml <file>', 'a whole letter instead')
    .action(async (text: string, options: { port: number; subject: string; file?: string[]; eml?: string }) => {
      const files = (options.file ?? []).map((path) => ({ name: basename(path), content: readFileSync(path) }));
      const letter = options.eml ? { eml: readFileSync(options.eml) } : { subject: options.subject, text, files };
      process.stderr.write(`${await sendLetter(options.port, letter)}\n`);
    });
}

function portOf(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('a port is a number up to 65535');
  return port;
}
