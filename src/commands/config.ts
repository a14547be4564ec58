/**
 * `priemnaya config`: the configuration in force and where each value comes from; secrets are not shown. One that does not
 * serve is shown as well, and then what is wrong with it: whoever mends it wants to see both.
 */
import type { Command } from 'commander';
import { ConfigFault, explain } from '../config.ts';
import { configOf } from './setup.ts';

export function addConfig(program: Command): void {
  program
    .command('config')
    .description('show the configuration in force, and where each value comes from')
    .action((_options: object, command: Command) => {
      try {
        process.stdout.write(explain(configOf(command)));
      } catch (error) {
        if (error instanceof ConfigFault) process.stdout.write(explain(error));
        throw error;
      }
    });
}
