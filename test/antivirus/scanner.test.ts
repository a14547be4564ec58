/** The scanner's word, from a real clamd and from things that are none: only its «OK» to the whole of a file counts as clean. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { readScannerAddress } from '../../src/antivirus/address.ts';
import { checkScanner, type Largest, type ScannerFinding } from '../../src/antivirus/check.ts';
import { createScanner, type Scanner } from '../../src/antivirus/scanner.ts';
import { startClamd, type TestClamd, VIRUS, VIRUS_NAME } from '../services/clamd.ts';
import { freePorts } from '../services/daemon.ts';
import { type Manners, startOddClamd } from '../services/odd-clamd.ts';
import { needs } from '../services/services.ts';

const MIB = 2 ** 20;
const FOUND = { clean: false, signature: VIRUS_NAME };

test.each([
  ['clamd://127.0.0.1:3310', { host: '127.0.0.1', port: 3310 }],
  ['clamd://scanner.example', { host: 'scanner.example', port: 3310 }],
  ['clamd://[::1]:3311/', { host: '::1', port: 3311 }],
  ['clamd:///run/clamav/clamd.ctl', { path: '/run/clamav/clamd.ctl' }],
  ['clamd://', null],
  ['clamd:///', null],
  ['clamd://host:99999', null],
  ['clamd://host/path', null],
  ['clamd://user:word@host', null],
  ['tcp://127.0.0.1:3310', null],
  ['127.0.0.1:3310', null],
])('%s', (url, address) => {
  expect(readScannerAddress(url)).toEqual(address);
});

needs('clamd')('a real clamd', () => {
  async function real(settings: Record<string, string> = {}): Promise<TestClamd> {
    const clamd = await startClamd(settings);
    onTestFinished(() => clamd.stop());
    return clamd;
  }
  const scannerAt = (url: string) => createScanner({ url, timeout: 20_000 });

  test('by port and by socket: what it knows is found wherever it stands, the rest is clean', async () => {
    const clamd = await real();
    for (const scanner of [scannerAt(clamd.url), scannerAt(clamd.socketUrl)]) {
      await scanner.probe();
      expect(await scanner.version()).toEqual({ program: expect.stringMatching(/^ClamAV \d/), signaturesFrom: null });
      expect(await scanner.scan(Buffer.from(VIRUS))).toEqual(FOUND);
      expect(await scanner.scan(Buffer.concat([Buffer.alloc(3 * MIB), Buffer.from(VIRUS)]))).toEqual(FOUND);
      for (const harmless of [Buffer.alloc(0), Buffer.from('stream: X FOUND\0'), Buffer.alloc(10 * MIB)]) {
        expect(await scanner.scan(harmless)).toEqual({ clean: true });
      }
    }
  });

  test('many at a time than it has hands for wait in its line and are all answered', async () => {
    const clamd = await real({ MaxThreads: '1', MaxQueue: '2' });
    const files = Array.from({ length: 40 }, (_, n) => Buffer.from(n % 2 === 0 ? VIRUS : 'harmless'));
    const verdicts = await Promise.all(files.map((bytes) => scannerAt(clamd.url).scan(bytes)));
    expect(verdicts).toEqual(files.map((_, n) => (n % 2 === 0 ? FOUND : { clean: true })));
  });

  test('what is too large for it has no verdict, however the connection ends; check says what to set', async () => {
    const clamd = await real({ StreamMaxLength: '1M' });
    const scanner = scannerAt(clamd.url);
    for (let n = 0; n < 20; n += 1) {
      await expect(scanner.scan(Buffer.alloc(3 * MIB))).rejects.toMatchObject({ code: 'ANTIVIRUS_SIZE' });
    }
    expect(await scanner.scan(Buffer.alloc(MIB - 1))).toEqual({ clean: true });
    expect(await checked(scanner, { maxFile: 3 * MIB, maxLetter: 3 * MIB })).toEqual([
      {
        ok: false,
        line: `antivirus ${clamd.url}: it takes less than attachments.maxFile: set StreamMaxLength 3M or more in clamd.conf (ANTIVIRUS_SIZE)`,
      },
    ]);
    expect(await checked(scanner, { maxFile: MIB / 2, maxLetter: 3 * MIB })).toEqual([
      { ok: true, line: expect.stringContaining('ClamAV') },
      { ok: true, warns: true, line: expect.stringContaining('set StreamMaxLength 3M') },
    ]);
  });

  test('one that went away, and came back', async () => {
    const clamd = await real();
    const scanner = scannerAt(clamd.url);
    await clamd.halt();
    await expect(scanner.scan(Buffer.from('x'))).rejects.toMatchObject({ code: 'ANTIVIRUS_UNREACHABLE' });
    await clamd.start();
    expect(await scanner.scan(Buffer.from(VIRUS))).toEqual(FOUND);
  });
});

describe('a scanner that gives no verdict', () => {
  async function odd(manners: Manners): Promise<Scanner> {
    const server = await startOddClamd(manners);
    onTestFinished(() => server.stop());
    return createScanner({ url: server.url, timeout: manners === 'silent' ? 300 : 20_000 });
  }
  const atTheEnd = (says: string): Manners => ({ says, when: 'at the end' });

  test.each<[string, Manners, string]>([
    ['silence', 'silent', 'ANTIVIRUS_TIMEOUT'],
    ['an end without a word', 'hang up', 'ANTIVIRUS_DROPPED'],
    ['half a word', atTheEnd('stream: O'), 'ANTIVIRUS_DROPPED'],
    ['an answer that does not end', atTheEnd('stream: OK'), 'ANTIVIRUS_DROPPED'],
    ['its own impatience', atTheEnd('COMMAND READ TIMED OUT\0'), 'ANTIVIRUS_TIMEOUT'],
    ['a failure', atTheEnd("stream: Can't allocate memory ERROR\0"), 'ANTIVIRUS_FAILED'],
    ['something else', atTheEnd('HTTP/1.1 200 OK\r\n\0'), 'ANTIVIRUS_FAILED'],
    ['nothing', atTheEnd('\0'), 'ANTIVIRUS_FAILED'],
    ['too much', atTheEnd('x'.repeat(100_000)), 'ANTIVIRUS_FAILED'],
    ['a verdict on what it has not seen', { says: 'stream: OK\0', when: 'at once' }, 'ANTIVIRUS_FAILED'],
    ['a verdict on another stream', atTheEnd('other: OK\0'), 'ANTIVIRUS_FAILED'],
  ])('%s', async (_, manners, code) => {
    await expect((await odd(manners)).scan(Buffer.alloc(8 * MIB, 'x'))).rejects.toMatchObject({ code });
  });

  test('its verdict counts when it is one', async () => {
    expect(await (await odd(atTheEnd('stream: OK\0'))).scan(Buffer.alloc(MIB, 'x'))).toEqual({ clean: true });
    const found = await (await odd(atTheEnd('stream: Some.Thing(abc:1) FOUND\0'))).scan(Buffer.from('x'));
    expect(found).toEqual({ clean: false, signature: 'Some.Thing(abc:1)' });
  });

  test('the service stops: nothing is waited for', async () => {
    const stop = new AbortController();
    const server = await startOddClamd('silent');
    onTestFinished(() => server.stop());
    const scanning = createScanner({ url: server.url, timeout: 60_000 }).scan(Buffer.from('x'), stop.signal);
    stop.abort();
    await expect(scanning).rejects.toMatchObject({ code: 'STOPPING' });
    const late = createScanner({ url: server.url, timeout: 60_000 }).scan(Buffer.from('x'), stop.signal);
    await expect(late).rejects.toMatchObject({ code: 'STOPPING' });
  });

  test('a limit of the caller is a timeout', async () => {
    const server = await startOddClamd('silent');
    onTestFinished(() => server.stop());
    const scanner = createScanner({ url: server.url, timeout: 60_000 });
    const limit = AbortSignal.any([new AbortController().signal, AbortSignal.timeout(50)]);
    await expect(scanner.scan(Buffer.from('x'), limit)).rejects.toMatchObject({ code: 'ANTIVIRUS_TIMEOUT' });
    await expect(scanner.scan(Buffer.from('x'), limit)).rejects.toMatchObject({ code: 'ANTIVIRUS_TIMEOUT' });
  });

  test('nobody there', async () => {
    const [port] = await freePorts(1);
    const nobody = createScanner({ url: `clamd://127.0.0.1:${port}`, timeout: 1000 });
    await expect(nobody.probe()).rejects.toMatchObject({ code: 'ANTIVIRUS_UNREACHABLE' });
    await expect(nobody.version()).rejects.toMatchObject({ code: 'ANTIVIRUS_UNREACHABLE' });
    const noSocket = createScanner({ url: 'clamd:///nowhere/clamd.ctl', timeout: 1000 });
    await expect(noSocket.probe()).rejects.toMatchObject({ code: 'ANTIVIRUS_UNREACHABLE' });
  });
});

describe('check', () => {
  const NOW = new Date('2026-11-26T12:00:00Z');
  const told = (signaturesFrom: string | null): Scanner => ({
    url: 'clamd://host',
    probe: async () => {},
    scan: async () => ({ clean: true }),
    version: async () => ({
      program: 'ClamAV 1.4.3',
      signaturesFrom: signaturesFrom === null ? null : new Date(signaturesFrom),
    }),
  });

  test.each<[string, string | null, ScannerFinding[]]>([
    [
      'fresh',
      '2026-11-25T09:00:00Z',
      [{ ok: true, line: 'antivirus clamd://host: ClamAV 1.4.3, signatures of 2026-11-25' }],
    ],
    ['of the office', null, [{ ok: true, line: 'antivirus clamd://host: ClamAV 1.4.3, signatures of the office' }]],
    [
      'old',
      '2026-11-01T09:00:00Z',
      [
        { ok: true, line: 'antivirus clamd://host: ClamAV 1.4.3, signatures of 2026-11-01' },
        {
          ok: true,
          warns: true,
          line: 'antivirus clamd://host: its signatures are 25 days old: is freshclam running?',
        },
      ],
    ],
  ])('signatures %s', async (_, from, findings) => {
    expect(await checked(told(from), { maxFile: 1, maxLetter: 1 }, NOW)).toEqual(findings);
  });

  test('reads the day from what clamd says of itself', async () => {
    const server = await startOddClamd({ says: 'ClamAV 1.0.7/27485/Tue Dec 10 09:38:46 2024\0', when: 'at once' });
    onTestFinished(() => server.stop());
    const version = await createScanner({ url: server.url, timeout: 1000 }).version();
    expect(version).toEqual({ program: 'ClamAV 1.0.7', signaturesFrom: new Date('2024-12-10T09:38:46Z') });
  });
});

function checked(scanner: Scanner, largest: Largest, now = new Date()): Promise<ScannerFinding[]> {
  return Array.fromAsync(checkScanner(scanner, largest, now));
}
