/** README and program agree: every command and option is told of, and nothing is told of that does not exist. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { schema } from '../../src/config/schema.ts';
import { allKeys } from '../../src/config/tree.ts';
import { loadConfig } from '../../src/config.ts';
import { openMetrics } from '../../src/http/metrics.ts';
import { codeBlocks, HOUSE, quoted, README, section, tableRows } from './readme.ts';
import { readSource } from './source.ts';

const source = readSource();
const scripts: Record<string, string> = JSON.parse(readFileSync(join(HOUSE, 'package.json'), 'utf8')).scripts;

describe('commands', async () => {
  const commands = leaves(await program());
  const rows = tableRows(section('Commands')).map(([usage = '']) => usage.replaceAll('`', ''));
  const rowOf = (name: string) => rows.find((usage) => usage === name || usage.startsWith(`${name} `));

  test.each(commands)('$name stands in the table with all its options', ({ name, options }) => {
    const words = rowOf(name)?.split(/[\s[\]]+/) ?? [];
    expect([rowOf(name), options.filter((option) => !words.includes(option))]).toEqual([expect.any(String), []]);
  });

  test('no row tells of a command or an option that is not there', () => {
    const known = commands.map(({ name, options }) => [rowOf(name), options] as const);
    const stray = rows.flatMap((usage) => {
      const options = known.find(([row]) => row === usage)?.[1];
      if (!options) return [usage];
      return (usage.match(/--[a-z-]+/g) ?? []).filter((option) => !options.includes(option));
    });
    expect(stray).toEqual([]);
  });

  test('options of every command are told of', () => {
    const cli = source.find(({ path }) => path === 'cli.ts')!.code;
    const common = [...cli.matchAll(/\.option\('(--[a-z-]+)/g)].map(([, option]) => option);
    expect(common.filter((option) => !section('Commands').includes(`${option} `))).toEqual([]);
  });
});

describe('exit codes', () => {
  const told = [...(section('Commands').match(/^Exit codes: .*$/m)?.[0] ?? '').matchAll(/`(\d+)`/g)].map(
    ([, code]) => code,
  );

  test('are those that the program ends with', () => {
    const ends = [
      ['--help'],
      ['inspect', '/nowhere/letter.eml'],
      ['no-such-command'],
      ['config', '--config', '/nowhere'],
    ];
    const codes = ends.map((args) => spawnSync(process.execPath, [join(HOUSE, 'src/cli.ts'), ...args]).status);
    expect(codes).toEqual([0, 1, 2, 2]);
    expect(told).toEqual(['0', '1', '2']);
  });
});

test('the README is short', () => {
  expect(Buffer.byteLength(readFileSync(join(HOUSE, 'README.md')))).toBeLessThan(12 * 1024);
});

describe('names', () => {
  test('metrics: all of ours, and no others', async () => {
    const page = await openMetrics(() => Promise.reject(new Error('no register here'))).page();
    const ours = [...page.matchAll(/^# TYPE (priemnaya_(?!process_|nodejs_)\w+)/gm)].map(([, name]) => name as string);
    const told = new Set(README.match(/\bpriemnaya_\w+/g));
    expect([...told].sort()).toEqual(ours.sort());
  });

  test('fault codes are in the source', () => {
    const code = source.map((file) => file.code).join('\n');
    const told = quoted().filter((text) =>
      /^(IMAP|SMTP|ANTIVIRUS|DISK|REGISTER|KEYS|TEMPLATE|QUEUE|HTTP)_[A-Z_]+$/.test(text),
    );
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((name) => !code.includes(`'${name}'`))).toEqual([]);
  });

  test('keys are those of the configuration', () => {
    const keys = allKeys(schema).map((key) => key.replaceAll('.[]', ''));
    const parts = new Set(keys.map((key) => key.split('.')[0]));
    const told = quoted()
      .map((text) => text.split(':')[0] as string)
      .filter((text) => /^[a-z]\w+(\.[a-z]\w+)+$/i.test(text) && parts.has(text.split('.')[0]))
      .filter((text) => !/\.(ts|json|yaml|db|journal)$/.test(text));
    expect(told.filter((key) => !keys.includes(key))).toEqual([]);
  });

  test('files and folders are there', () => {
    // Links of a page are relative to it.
    const links = [...README.matchAll(/\]\(([^):#]+)/g)].map(([, path]) => path as string);
    const named = quoted().filter((text) => /^(src|scripts|config|test|templates)\/[\w./-]*$/.test(text));
    const inFlow = quoted().filter((text) => /^flow\/[\w-]+\.ts$/.test(text));
    const told = [...links, ...named, ...inFlow.map((path) => `src/${path}`)];
    const folders = ['.', 'config', 'src'];
    expect(told.filter((path) => !folders.some((folder) => existsSync(join(HOUSE, folder, path))))).toEqual([]);
    const steps = [...section('The way of a letter').matchAll(/flow\/\d-\w+/g)].map(([step]) => `src/${step}.ts`);
    expect(steps.filter((path) => !existsSync(join(HOUSE, path)))).toEqual([]);
  });

  test('npm scripts are there', () => {
    const told = [...README.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name]) => name as string);
    expect(told.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('examples', () => {
  test.each(
    [...codeBlocks('yaml'), ...exampleFiles()].map((yaml) => [
      (parse(yaml).imap?.host ?? Object.keys(parse(yaml)).join(', ')) as string,
      yaml,
    ]),
  )('%s: loads as it stands', (_, yaml) => {
    const folder = mkdtempSync(join(tmpdir(), 'readme-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const [, file] of yaml.matchAll(/passwordFile: ([\w.]+)/g))
      writeFileSync(join(folder, file as string), 'secret\n');
    writeFileSync(join(folder, 'office-ca.pem'), '-----BEGIN CERTIFICATE-----\n');
    writeFileSync(join(folder, 'office.yaml'), yaml);
    expect(() =>
      loadConfig({ argvConfig: 'office.yaml', env: {}, cwd: folder, signsIn: 'imap' in parse(yaml) }),
    ).not.toThrow();
  });

  test('the systemd unit names programs and settings that are there', () => {
    const unit = readFileSync(join(HOUSE, 'config/priemnaya.service'), 'utf8');
    const paths = [...unit.matchAll(/\/opt\/priemnaya\/([\w./-]+)/g)].map(([, path]) => path as string);
    expect(paths.filter((path) => !existsSync(join(HOUSE, path)))).toEqual([]);
    const variables = [...unit.matchAll(/^Environment=(PRIEMNAYA__\w+)/gm)].map(([, name]) => name as string);
    const folder = mkdtempSync(join(tmpdir(), 'unit-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'secret'), 'secret\n');
    expect(variables.length).toBeGreaterThan(0);
    const env = { PRIEMNAYA__SMTP__USER: 'support', ...Object.fromEntries(variables.map((name) => [name, 'secret'])) };
    expect(() => loadConfig({ env, cwd: folder, signsIn: false })).not.toThrow();
  });
});

/** Whole configurations to copy. */
function exampleFiles(): string[] {
  const folder = join(HOUSE, 'config');
  const files = readdirSync(folder).filter((name) => name.endsWith('.example.yaml'));
  return files.map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** The command line, put together from the rooms of `src/commands` without being run. */
async function program(): Promise<Command> {
  const whole = new Command('priemnaya');
  for (const { path } of source.filter((file) => file.room === 'commands' && !file.path.endsWith('.d.ts'))) {
    const room: Record<string, unknown> = await import(join(HOUSE, 'src', path));
    for (const [name, add] of Object.entries(room)) {
      if (/^add[A-Z]/.test(name)) (add as (to: Command) => void)(whole);
    }
  }
  return whole;
}

/** Commands that do something, by their whole name, with their long options. */
function leaves(command: Command, path: string[] = []): { name: string; options: string[] }[] {
  return command.commands.flatMap((child) => {
    const way = [...path, child.name()];
    const options = child.options.flatMap(({ long }) => (long ? [long] : []));
    return child.commands.length > 0 ? leaves(child, way) : [{ name: way.join(' '), options }];
  });
}
