import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openKeys, rotate } from '../../src/register/key-file.ts';
import { exactIndex, Keyring, newKey } from '../../src/register/keys.ts';

const fault = (code: string) => expect.objectContaining({ name: 'Fault', code, permanent: true });
const fresh = () => new Keyring({ office: [newKey()], index: [newKey()], token: [newKey()] });

describe('data keys', () => {
  test('unwrap to the key that was wrapped', () => {
    const keys = fresh();
    const { key, wrapped } = keys.newDataKey();
    expect(keys.unwrap(wrapped).equals(key)).toBe(true);
    expect(keys.newDataKey().key.equals(key)).toBe(false);
  });

  test('a wrapped key does not hold the key in the clear', () => {
    const { key, wrapped } = fresh().newDataKey();
    expect(wrapped.includes(key.subarray(0, 8))).toBe(false);
  });

  test('another office cannot unwrap, and is told which key is missing', () => {
    const ours = fresh();
    const { wrapped } = ours.newDataKey();
    expect(() => fresh().unwrap(wrapped)).toThrow(fault('KEY_UNKNOWN'));
    expect(() => fresh().unwrap(wrapped)).toThrow(ours.current('office').id);
  });

  test('a changed or cut wrapped key is refused, never misread', () => {
    const keys = fresh();
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const { wrapped } = keys.newDataKey();
        const index = at % wrapped.length;
        wrapped[index] = (wrapped[index] as number) ^ change;
        expect(() => keys.unwrap(wrapped)).toThrow();
        expect(() => keys.unwrap(wrapped.subarray(0, index))).toThrow(fault('SEAL_BROKEN'));
      }),
    );
  });
});

describe('the exact index', () => {
  const key = newKey();
  const snils = '112-233-445 95';

  test('is the same for the same value, another for another value, field or key', () => {
    expect(exactIndex(key, 'snils', snils)).toBe(exactIndex(key, 'snils', snils));
    expect(exactIndex(key, 'snils', '112-233-445 96')).not.toBe(exactIndex(key, 'snils', snils));
    expect(exactIndex(key, 'phone', snils)).not.toBe(exactIndex(key, 'snils', snils));
    expect(exactIndex(newKey(), 'snils', snils)).not.toBe(exactIndex(key, 'snils', snils));
  });

  test('carries the id of its key and nothing of the value', () => {
    expect(exactIndex(key, 'snils', snils)).toMatch(new RegExp(`^${key.id}\\.[\\w-]{43}$`));
  });
});

describe('the key file', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'priemnaya-keys-'));
    file = join(directory, 'var', 'keys.json');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test('is made at the first start, for the owner alone, and read at the next', () => {
    const { key, wrapped } = openKeys(file).newDataKey();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(directory, 'var'))).toEqual(['keys.json']);
    expect(openKeys(file).unwrap(wrapped).equals(key)).toBe(true);
  });

  test.each([0o644, 0o604, 0o606, 0o660, 0o777])('is refused when others can read or change it (mode %o)', (mode) => {
    openKeys(file);
    chmodSync(file, mode);
    expect(() => openKeys(file)).toThrow(fault('KEYS_EXPOSED'));
    expect(() => openKeys(file)).toThrow(`chmod 600 ${file}`);
  });

  test('may be readable by its group, as credentials of systemd and containers are', () => {
    openKeys(file);
    chmodSync(file, 0o440);
    expect(() => openKeys(file)).not.toThrow();
  });

  test.each([
    ['empty', ''],
    ['not JSON', '{"office": ["c2VjcmV0'],
    ['another JSON', '[]'],
    ['no keys of a kind', '{"version":1,"office":[],"index":[],"token":[]}'],
    ['a short key', '{"version":1,"office":["c2VjcmV0"],"index":["c2VjcmV0"],"token":["c2VjcmV0"]}'],
    ['a newer version', '{"version":2,"office":["c2VjcmV0"],"index":["c2VjcmV0"],"token":["c2VjcmV0"]}'],
  ])('is refused when damaged, without a word of its content, and not overwritten: %s', (_, content) => {
    openKeys(file);
    writeFileSync(file, content);
    expect(() => openKeys(file)).toThrow(fault('KEYS_UNREADABLE'));
    expect(() => openKeys(file)).not.toThrow('c2VjcmV0');
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  test('a place where no file can be made is a clear fault', () => {
    writeFileSync(join(directory, 'var'), 'in the way');
    expect(() => openKeys(file)).toThrow(fault('KEYS_UNREADABLE'));
    expect(() => openKeys(join(directory, 'var', 'deeper', 'keys.json'))).toThrow(fault('KEYS_UNREADABLE'));
  });

  test('rotation: new letters get the new key, old ones still open', () => {
    const before = openKeys(file);
    const old = before.newDataKey();
    const after = rotate(file);
    const young = after.newDataKey();
    expect(after.current('office').id).not.toBe(before.current('office').id);
    expect(after.unwrap(old.wrapped).equals(old.key)).toBe(true);
    expect(openKeys(file).unwrap(young.wrapped).equals(young.key)).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('rotation needs no restart: a running process finds the new key by itself', () => {
    const running = openKeys(file);
    const { key, wrapped } = rotate(file).newDataKey();
    expect(running.unwrap(wrapped).equals(key)).toBe(true);
    expect(running.current('office').id).toBe(openKeys(file).current('office').id);
  });

  test('rotation leaves no lock behind, and waits for nobody who holds one', () => {
    openKeys(file);
    rotate(file);
    expect(readdirSync(join(directory, 'var'))).toEqual(['keys.json']);
    writeFileSync(`${file}.lock`, '');
    const before = readFileSync(file, 'utf8');
    expect(() => rotate(file)).toThrow(fault('KEYS_BUSY'));
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('fits its register, before and after a rotation', () => {
    const before = openKeys(file).fingerprint();
    expect(() => openKeys(file).fits(before)).not.toThrow();
    rotate(file);
    rotate(file, 'token');
    expect(() => openKeys(file).fits(before)).not.toThrow();
  });

  test('does not fit another register, nor one that has seen a newer key', () => {
    const before = new Keyring({ office: [newKey()], index: [newKey()], token: [newKey()] });
    expect(() => openKeys(file).fits(before.fingerprint())).toThrow(fault('KEYS_DO_NOT_FIT'));
    const old = readFileSync(file);
    const newer = rotate(file).fingerprint();
    writeFileSync(file, old);
    expect(() => openKeys(file).fits(newer)).toThrow(fault('KEYS_DO_NOT_FIT'));
  });
});
