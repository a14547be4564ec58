/**
 * The plan of the house holds: cli → service → flow → edges → pure rooms, no way back, no circles, and nothing in a pure
 * room that makes its answer depend on anything but what it was given.
 */
import { expect, test } from 'vitest';
import { readSource, type SourceFile } from './source.ts';

/** From the ground up. A room may use those of its own floor and of the floors below. A new room has to be given a place here. */
const FLOORS = {
  pure: ['letter', 'attachment', 'identity', 'ticket', 'template', 'fault.ts'],
  edges: ['imap', 'smtp', 'queue', 'antivirus', 'register', 'http', 'log.ts', 'dns.ts', 'template-files.ts'],
  flow: ['flow', 'examiner'],
  service: [
    'service.ts',
    'open-desk.ts',
    'open-register.ts',
    'mailboxes.ts',
    'readiness.ts',
    'roles.ts',
    'chore.ts',
    'settings.ts',
    'config.ts',
    'config',
  ],
  cli: ['cli.ts', 'commands', 'console', 'demo'],
};

/** Modules of Node that only compute. */
const COMPUTING = [
  'node:buffer',
  'node:crypto',
  'node:events',
  'node:stream',
  'node:string_decoder',
  'node:url',
  'node:util',
  'node:zlib',
];

/** Clock, chance, timers and the surroundings. */
const IMPURE =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\.now\b|\brandom(?:Bytes|UUID|Int|FillSync)\b|\bset(?:Timeout|Interval|Immediate)\(|\bprocess\.(?!nextTick)\w|\bconsole\.\w/;

const VAGUE = /(^|\/)(utils?|helpers?|types|index|common|misc|manager|shared)\.ts$/;

const files = readSource();
const floors = Object.values(FLOORS);
const floorOf = (file: { room: string }) => floors.findIndex((rooms) => rooms.includes(file.room));
const pure = files.filter((file) => floorOf(file) === 0);
const byPath = new Map(files.map((file) => [file.path, file]));

test('every room has its floor', () => {
  expect([...new Set(files.filter((file) => floorOf(file) === -1).map((file) => file.room))]).toEqual([]);
});

test('no room uses one above it', () => {
  const upward = files.flatMap((file) =>
    file.imports
      .filter((target) => floorOf({ room: target.split('/')[0] as string }) > floorOf(file))
      .map((target) => `${file.path} → ${target}`),
  );
  expect(upward).toEqual([]);
});

test('no edge uses another edge', () => {
  const roomOf = (path: string) => path.split('/')[0] as string;
  const folders = FLOORS.edges.filter((room) => !room.endsWith('.ts'));
  const between = files
    .filter((file) => folders.includes(file.room))
    .flatMap((file) =>
      file.imports
        .filter((target) => roomOf(target) !== file.room && folders.includes(roomOf(target)))
        .map((target) => `${file.path} → ${target}`),
    );
  expect(between).toEqual([]);
});

test('no file leads back to itself', () => {
  expect(circles(files)).toEqual([]);
});

test('pure rooms import nothing that acts', () => {
  const acting = pure.flatMap((file) =>
    file.packages
      .filter((name) => name === 'pino' || (name.startsWith('node:') && !COMPUTING.includes(name)))
      .map((name) => `${file.path} → ${name}`),
  );
  expect(acting).toEqual([]);
});

test('pure rooms know no clock, no chance, no surroundings', () => {
  expect(pure.flatMap(({ path, code }) => IMPURE.exec(code)?.map((found) => `${path}: ${found}`) ?? [])).toEqual([]);
});

test('every file is called after what it holds', () => {
  expect(files.map((file) => file.path).filter((path) => VAGUE.test(path))).toEqual([]);
});

/** Depth first; each circle once, as a path that ends where it began. */
function circles(all: SourceFile[]): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, way: string[]) => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path].join(' → '));
    if (done.has(path) || way.includes(path)) return;
    for (const target of byPath.get(path)?.imports ?? []) walk(target, [...way, path]);
    done.add(path);
  };
  for (const file of all) walk(file.path, []);
  return found;
}
