/** A directory with an office's configuration, gone after the test. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type Config, ConfigFault, loadConfig } from '../../src/config.ts';

/** What has no default, and nothing else. */
export const NEEDED = `
office: { address: support@example.ru }
imap: { host: imap.example.ru, user: support, password: "secret-of-imap" }
smtp: { host: smtp.example.ru }
`;

export interface Office {
  directory: string;
  /** Writes a file and gives its path. */
  write(name: string, content: string): string;
  load(yaml: string, env?: Record<string, string>): Config;
  /** What is wrong, as `key: message` lines; fails when nothing is. */
  wrong(yaml: string, env?: Record<string, string>): string[];
}

/** Makes a fresh office for every test of the suite. */
export function useOffice(): Office {
  const office = {
    directory: '',
    write(name: string, content: string): string {
      const file = join(office.directory, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    load(yaml: string, env: Record<string, string> = {}): Config {
      return loadConfig({ argvConfig: office.write('office.yaml', yaml), env, cwd: office.directory });
    },
    wrong(yaml: string, env: Record<string, string> = {}): string[] {
      try {
        office.load(yaml, env);
      } catch (error) {
        if (error instanceof ConfigFault) return error.problems.map(({ key, message }) => `${key}: ${message}`);
        throw error;
      }
      throw new Error('nothing was found wrong');
    },
  };
  beforeEach(() => {
    office.directory = mkdtempSync(join(tmpdir(), 'priemnaya-config-'));
  });
  afterEach(() => rmSync(office.directory, { recursive: true }));
  return office;
}
