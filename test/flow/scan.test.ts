/** What becomes of a letter by what the scanner says of its files and of the whole: a table over a scanner that says so. */
import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ScanVerdict } from '../../src/antivirus/scanner.ts';
import type { JudgedFile, RefusalReason } from '../../src/attachment/verdict.ts';
import type { Findings } from '../../src/examiner/examine.ts';
import { Fault } from '../../src/fault.ts';
import type { Desk } from '../../src/flow/desk.ts';
import { scanLetter } from '../../src/flow/scan.ts';
import { RULES } from '../attachment/build.ts';

type Says = 'clean' | 'too large' | 'away' | { found: string };

/** A desk whose scanner says this of these contents, and counts how often it was asked. */
function deskWith(says: Record<string, Says>) {
  const asked: string[] = [];
  const scan = async (bytes: Uint8Array): Promise<ScanVerdict> => {
    const content = Buffer.from(bytes).toString();
    asked.push(content);
    const said = says[content] ?? 'clean';
    if (said === 'too large') throw new Fault('ANTIVIRUS_SIZE', 'too large');
    if (said === 'away') throw new Fault('ANTIVIRUS_UNREACHABLE', 'away');
    return said === 'clean' ? { clean: true } : { clean: false, signature: said.found };
  };
  const meter = { count: () => {}, time: () => {} };
  const desk = {
    scanner: { scan },
    rules: { files: RULES, staff: { files: RULES } },
    meter,
    stopping: new AbortController().signal,
  };
  return { desk: desk as unknown as Desk, asked };
}

function file(name: string, text: string, reason: RefusalReason | null = null): JudgedFile {
  const content = Buffer.from(text);
  const verdict = reason === null ? 'accepted' : 'refused';
  return {
    name,
    declared: null,
    type: 'pdf',
    bytes: content.length,
    verdict,
    reason,
    advice: [],
    sha256: hash('sha256', content),
    content,
  };
}

const scanned = (desk: Desk, ...files: JudgedFile[]) =>
  scanLetter(desk, Buffer.from('letter'), { files, staffFiles: [] as JudgedFile[] } as Findings);

describe('a letter', () => {
  const VIRUS = { found: 'Some.Virus' };
  const ZIP_LOCKED = { found: 'Heuristics.Encrypted.Zip' };

  test.each<[string, Record<string, Says>, JudgedFile[], (string | null)[], [string | null, string | null][]]>([
    ['clean', {}, [file('a', 'a'), file('b', 'b', 'archive')], [null, 'archive'], []],
    ['an infected file', { a: VIRUS, letter: VIRUS }, [file('a', 'a'), file('b', 'b')], ['infected', null], [['a', 'Some.Virus']]],
    ['refused already: infected says more', { a: VIRUS }, [file('a', 'a', 'type')], ['infected'], [['a', 'Some.Virus']]],
    ['something outside its files', { letter: VIRUS }, [file('a', 'a')], [null], [[null, 'Some.Virus']]],
    ['equal files under two names', { a: VIRUS }, [file('a', 'a'), file('b', 'a')], ['infected', 'infected'], [['a', 'Some.Virus'], ['b', 'Some.Virus']]],
    ['a locked archive that clamd cannot open', { a: ZIP_LOCKED, letter: ZIP_LOCKED }, [file('a', 'a', 'archive')], ['archive'], [['a', null], [null, null]]],
    ['an accepted file that clamd cannot open', { a: ZIP_LOCKED }, [file('a', 'a')], ['infected'], [['a', 'Heuristics.Encrypted.Zip']]],
    ['refused under one name, accepted under another', { a: ZIP_LOCKED }, [file('a', 'a', 'name-mismatch'), file('b', 'a')], ['name-mismatch', 'infected'], [['a', null], ['b', 'Heuristics.Encrypted.Zip']]],
    ['a refused file too large for clamd', { a: 'too large' }, [file('a', 'a', 'too-large')], ['too-large'], [['a', null]]],
    ['a whole too large for clamd', { letter: 'too large' }, [file('a', 'a')], [null], [[null, null]]],
  ])('%s', async (_, says, files, reasons, notes) => {
    const { findings, notes: told } = await scanned(deskWith(says).desk, ...files);
    expect(findings.files.map(({ reason }) => reason)).toEqual(reasons);
    expect(findings.files.map(({ verdict }) => verdict === 'accepted')).toEqual(reasons.map((reason) => reason === null));
    expect(told.map(({ file, signature }) => [file, signature])).toEqual(notes);
  }); // biome-ignore format: a table

  test.each<[string, Record<string, Says>, JudgedFile, string]>([
    ['an accepted file is too large for clamd', { a: 'too large' }, file('a', 'a'), 'ANTIVIRUS_SIZE'],
    // It may yet be let in, when an infected one before it makes room.
    [
      'a file that did not fit is too large for clamd',
      { a: 'too large' },
      file('a', 'a', 'too-many'),
      'ANTIVIRUS_SIZE',
    ],
    ['clamd is away, whatever the file', { a: 'away' }, file('a', 'a', 'archive'), 'ANTIVIRUS_UNREACHABLE'],
    ['clamd goes away before the whole', { letter: 'away' }, file('a', 'a'), 'ANTIVIRUS_UNREACHABLE'],
  ])('waits when %s', async (_, says, one, code) => {
    await expect(scanned(deskWith(says).desk, one)).rejects.toMatchObject({ code });
  });

  test('shows equal files once, and the whole', async () => {
    const { desk, asked } = deskWith({});
    await scanned(desk, file('a', 'a'), file('b', 'a'), file('c', 'c'));
    expect(asked).toEqual(['a', 'c', 'letter']);
  });

  test('of an office without a scanner goes on as it is', async () => {
    const findings = { files: [file('a', 'a')] } as Findings;
    const desk = { scanner: null } as Desk;
    expect(await scanLetter(desk, Buffer.from('letter'), findings)).toEqual({ findings, notes: [] });
  });
});
