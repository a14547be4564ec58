import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { destroyDataKeys, openKeys, rotate } from '../../src/register/key-file.ts';
import { exactIndex, Keyring, newKey, newOfficeKey } from '../../src/register/keys.ts';

const fault = (code: string) => expect.objectContaining({ name: 'Fault', code, permanent: true });
const SHORT = '{"id":"0123456789ab","nodes":{"":"c2VjcmV0"}}';
const fresh = () => new Keyring({ office: [newOfficeKey()], index: [newKey()], token: [newKey()] });

/** The data key of a number on the office's current key. */
const keyOf = (keys: Keyring, number: number) => keys.dataKey({ office: keys.current('office').id, number });

describe('data keys', () => {
  test('are the same for the same number, and for no other', () => {
    const keys = fresh();
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (one, other) => {
        expect(keyOf(keys, one).equals(keyOf(keys, one))).toBe(true);
        expect(keyOf(keys, one).equals(keyOf(keys, other))).toBe(one === other);
        expect(keyOf(keys, one).equals(keyOf(fresh(), one))).toBe(false);
      }),
    );
  });

  test('another office is told which key it lacks', () => {
    const office = fresh().current('office').id;
    expect(() => fresh().dataKey({ office, number: 1 })).toThrow(fault('KEY_UNKNOWN'));
    expect(() => fresh().dataKey({ office, number: 1 })).toThrow(office);
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
    const key = keyOf(openKeys(file), 7);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(directory, 'var'))).toEqual(['keys.json']);
    expect(keyOf(openKeys(file), 7).equals(key)).toBe(true);
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
    ['a short key', `{"version":1,"office":[${SHORT}],"index":["c2VjcmV0"],"token":["c2VjcmV0"]}`],
    ['a newer version', `{"version":2,"office":[${SHORT}],"index":["c2VjcmV0"],"token":["c2VjcmV0"]}`],
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
    const office = before.current('office').id;
    const after = rotate(file);
    expect(after.current('office').id).not.toBe(office);
    expect(after.dataKey({ office, number: 1 }).equals(keyOf(before, 1))).toBe(true);
    expect(keyOf(openKeys(file), 1).equals(keyOf(after, 1))).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('rotation makes a new key of every purpose; backups and anchors go by the new one', () => {
    const before = openKeys(file);
    const after = rotate(file);
    for (const purpose of ['office', 'index', 'token'] as const) {
      expect(after.current(purpose).id).not.toBe(before.current(purpose).id);
      expect(after.all(purpose).map(({ id }) => id)).toContain(before.current(purpose).id);
    }
    expect(after.officeKey('backup')).not.toEqual(before.officeKey('backup'));
    expect(after.officeKey('backup', before.current('index'))).toEqual(before.officeKey('backup'));
  });

  test('a running process takes no file that lacks a key of its own, and goes on with what it has', () => {
    const running = openKeys(file);
    const own = readFileSync(file);
    const id = running.current('office').id;
    const stranger = join(directory, 'stranger.json');
    openKeys(stranger);
    const refused = (code: string) => {
      expect(() => running.refresh()).toThrow(fault(code));
      expect(running.current('office').id).toBe(id);
    };
    writeFileSync(file, readFileSync(stranger), { mode: 0o600 });
    refused('KEYS_DO_NOT_FIT');
    rmSync(file);
    refused('KEYS_UNREADABLE');
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, own, { mode: 0o600 });
    running.refresh();
    rotate(file);
    running.refresh();
    writeFileSync(file, own, { mode: 0o600 });
    expect(() => running.refresh()).toThrow(fault('KEYS_DO_NOT_FIT'));
  });

  test('rotation needs no restart: a running process finds the new key by itself', () => {
    const [running, other] = [openKeys(file), openKeys(file)];
    const office = rotate(file).current('office').id;
    expect(running.dataKey({ office, number: 1 }).equals(keyOf(openKeys(file), 1))).toBe(true);
    other.refresh();
    for (const keys of [running, other]) expect(keys.current('office').id).toBe(office);
  });

  test('a destroyed data key is gone for good, all others stay', () => {
    const numbers = fc.uniqueArray(fc.oneof(fc.nat({ max: 40 }), fc.nat()), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(numbers, fc.array(fc.nat({ max: 60 }), { maxLength: 20 }), (destroyed, others) => {
        const before = openKeys(file);
        const office = rotate(file).current('office').id;
        before.refresh();
        const after = destroyDataKeys(
          file,
          destroyed.map((number) => ({ office, number })),
        );
        for (const number of destroyed) {
          expect(after.survivingDataKey({ office, number })).toBeNull();
          expect(() => after.dataKey({ office, number })).toThrow(fault('KEY_DESTROYED'));
          expect(readFileSync(file, 'utf8')).not.toContain(before.dataKey({ office, number }).toString('base64'));
        }
        for (const number of others.filter((one) => !destroyed.includes(one))) {
          expect(after.dataKey({ office, number }).equals(before.dataKey({ office, number }))).toBe(true);
        }
        expect(after.current('office').tree.has('')).toBe(false);
      }),
      { numRuns: 20 },
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('destroying twice, or one of another office, changes nothing more', () => {
    const office = openKeys(file).current('office').id;
    destroyDataKeys(file, [{ office, number: 3 }]);
    const once = readFileSync(file, 'utf8');
    destroyDataKeys(file, [
      { office, number: 3 },
      { office: 'abcdefabcdef', number: 4 },
    ]);
    expect(readFileSync(file, 'utf8')).toBe(once);
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
    expect(() => openKeys(file).fits(before)).not.toThrow();
  });

  test('does not fit another register, nor one that has seen a newer key', () => {
    const before = new Keyring({ office: [newOfficeKey()], index: [newKey()], token: [newKey()] });
    expect(() => openKeys(file).fits(before.fingerprint())).toThrow(fault('KEYS_DO_NOT_FIT'));
    const old = readFileSync(file);
    const newer = rotate(file).fingerprint();
    writeFileSync(file, old);
    expect(() => openKeys(file).fits(newer)).toThrow(fault('KEYS_DO_NOT_FIT'));
  });
});
