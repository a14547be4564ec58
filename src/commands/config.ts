/** `priemnaya config`: the configuration in force and where each value comes from; secrets are not shown. */
import type { Command } from 'commander';
import { explain } from '../config.ts';
import { configOf } from './setup.ts';

export function addConfig(program: Command): void {
  program
    .command('config')
    .description('show the configuration in force, and where each value comes from')
    .action((_options: object, command: Command) => {
      process.stdout.write(explain(configOf(command)));
    });
}
