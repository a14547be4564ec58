/** Wrong usage and wrong configuration: everything is said at once, exit code 2, and nothing is started or made. */
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import packaged from '../../package.json' with { type: 'json' };
import { openKeys } from '../../src/register/key-file.ts';
import { temporaryFolder } from '../register/fixture.ts';
import { cli, environment } from './cli.ts';

describe('usage', () => {
  test.each([
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['inspect'], /missing required argument 'path'/],
    [['ticket', 'show'], /missing required argument 'number'/],
    [['letter', 'list', '--state', 'lost'], /stored, registered, set-aside, quarantined/],
    [['letter', 'replay', 'first'], /an id is a number/],
    [['run', '--twice'], /unknown option '--twice'/],
    [['--config'], /argument missing/],
  ])('%j', async (args, said) => {
    const { code, stdout, stderr } = await cli({}, args);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(said) });
  });

  test('the version is that of the package', async () => {
    expect(await cli({}, ['--version'])).toMatchObject({ code: 0, stdout: `${packaged.version}\n` });
  });

  test.each([
    [['ticket', 'frobnicate'], 2],
    [['inspect', 'nowhere'], 1],
    [['--help'], 0],
  ])('%j ends with its exit code, whatever is still open', async (args, code) => {
    const open = '--import=data:text/javascript,setInterval(()=>{},1e9)';
    const ended = await cli({ NODE_OPTIONS: open }, args);
    expect(ended).toMatchObject({ code, signal: null });
    expect(ended.stdout + ended.stderr).toMatch(/\n$/);
  });

  test('help is asked for, and goes to stdout', async () => {
    const { code, stdout, stderr } = await cli({}, ['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of ['run', 'check', 'inspect', 'import', 'ticket', 'letter', 'keys', 'config', 'demo']) {
      expect(stdout).toMatch(new RegExp(`^ +${command} `, 'm'));
    }
  });
});

test('a path is meant from where it is typed, also through npm', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'one.eml'), 'From: a@example.ru\nSubject: one\n\ntext\n');
  const root = join(import.meta.dirname, '../..');
  const npm = { INIT_CWD: folder, npm_lifecycle_event: 'priemnaya' };
  for (const [env, cwd] of [
    [npm, root],
    [{ INIT_CWD: root }, folder],
  ] as const) {
    const { code, stdout } = await cli(env, ['inspect', 'one.eml', '--json'], cwd);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('"subject":"one"') });
  }
});

describe('configuration', () => {
  const GOOD = `
office: { address: support@example.org }
imap: { host: 127.0.0.1, port: 1, user: support, password: hush-imap }
smtp: { host: 127.0.0.1, port: 1 }
register: { url: "sqlite:var/register.db" }
keys: { file: var/keys.json }
`;
  function written(yaml: string): { folder: string; file: string } {
    const folder = temporaryFolder();
    const file = join(folder, 'office.yaml');
    writeFileSync(file, yaml);
    return { folder, file };
  }

  test('unknown keys, wrong types and missing secrets are told together', async () => {
    const { folder, file } = written(`
office: { adress: support@example.org, ticketDigits: many }
imap: { host: imap.example.org, user: support, pollSeconds: never }
smtp: { host: smtp.example.org, user: support, password: 12345, tls: sometimes }
attachments: [pdf]
register: { url: "sqlite:var/register.db" }
keys: { file: var/keys.json }
`);
    const { code, stdout, stderr } = await cli(environment({ LOG__LEVEL: 'loud' }), ['run', '--config', file], '/');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const keys = stderr.split('\n').flatMap((line) => /^ {2}([\w.]+): ./.exec(line)?.[1] ?? []);
    expect(keys.sort()).toEqual([
      'attachments',
      'imap.password',
      'imap.pollSeconds',
      'log.level',
      'office.address',
      'office.adress',
      'office.ticketDigits',
      'smtp.password',
      'smtp.tls',
    ]);
    expect(stderr).toContain('PRIEMNAYA__LOG__LEVEL');
    expect(stderr).not.toContain('12345');
    expect(readdirSync(folder)).toEqual(['office.yaml']);
  });

  test.each([
    ['broken YAML', 'office: { address: [\nimap: "hush', /line \d+ is not valid YAML/],
    ['not a map', '- office', /must be a map of keys/],
  ])('%s', async (_name, yaml, said) => {
    const { folder, file } = written(yaml);
    const { code, stderr } = await cli({}, ['check', '--config', file]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(said) });
    expect(stderr).not.toContain('hush');
    expect(readdirSync(folder)).toEqual(['office.yaml']);
  });

  test('a file that is not there', async () => {
    const { code, stderr } = await cli({ PRIEMNAYA_CONFIG: '/nowhere/office.yaml' }, ['run', '--once']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('/nowhere/office.yaml') });
  });

  test('`config` shows what is in force and where it came from, but no secret', async () => {
    const { file } = written(GOOD);
    const { code, stdout, stderr } = await cli(environment({ HTTP__PORT: '8080' }), ['--config', file, 'config'], '/');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^imap\.0\.host: "127\.0\.0\.1" +# .*office\.yaml$/m);
    expect(stdout).toMatch(/^http\.port: .*8080.* +# PRIEMNAYA__HTTP__PORT$/m);
    expect(stdout).not.toContain('hush');
  });

  test('`config` shows one that does not serve as well, and says what is wrong with it', async () => {
    const { file } = written('imap: { host: 127.0.0.1, password: hush-imap }');
    const { code, stdout, stderr } = await cli({}, ['--config', file, 'config'], '/');
    expect(code).toBe(2);
    expect(stdout).toMatch(/^imap\.0\.host: "127\.0\.0\.1" +# .*office\.yaml$/m);
    expect(stdout).toMatch(/^office\.address: null +# default$/m);
    expect(stderr).toMatch(/^ {2}office\.address: missing/m);
    expect(stdout + stderr).not.toContain('hush');
  });

  describe('a register that does not serve', () => {
    const registers: [string, (file: string) => void, string][] = [
      ['was written by a newer program', makeNewer, 'REGISTER_NEWER'],
      [
        'is no register',
        (file) => writeFileSync(file, 'not a database, but long enough to be read as one'.repeat(40)),
        'REGISTER_DAMAGED',
      ],
      ['is a folder', (file) => mkdirSync(file), 'REGISTER_UNREADABLE'],
    ];
    test.each(registers)('%s', async (_name, make, fault) => {
      const { folder, file } = written(GOOD);
      mkdirSync(join(folder, 'var'));
      openKeys(join(folder, 'var/keys.json'));
      make(join(folder, 'var/register.db'));
      const commands = [['run'], ['check'], ['ticket', 'list', '--json']];
      const ended = await Promise.all(commands.map((command) => cli({}, [...command, '--config', file])));
      for (const { code, stdout, stderr } of ended) {
        expect({ code, told: stdout + stderr }).toEqual({ code: 1, told: expect.stringContaining(fault) });
        expect(stderr).not.toContain('    at ');
      }
    });
  });

  test('an HTTP port in use ends the start, with the reason', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => taken.once('listening', done));
    const { port } = taken.address() as { port: number };
    const { file } = written(GOOD);
    const ended = await cli(environment({ HTTP__PORT: String(port) }), ['run', '--config', file]);
    taken.close();
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('HTTP_LISTEN') });
  });

  test('templates that are not there end the start', async () => {
    const { folder, file } = written(`${GOOD}templates: { dir: nowhere }\n`);
    const { code, stderr } = await cli({}, ['run', '--config', file]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^priemnaya: TEMPLATE/) });
    expect(existsSync(join(folder, 'var'))).toBe(false);
  });
});

function makeNewer(file: string): void {
  const database = new Database(file);
  database.exec('create table schema_version (version integer primary key); insert into schema_version values (99)');
  database.close();
  chmodSync(file, 0o600);
}
