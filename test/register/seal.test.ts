import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { open, SEAL_OVERHEAD, seal } from '../../src/register/seal.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const bytes = fc.uint8Array({ maxLength: 2000 });
const broken = expect.objectContaining({ code: 'SEAL_BROKEN', permanent: true });

describe('sealing', () => {
  test('opens to the same bytes, with the same key at the same place', () => {
    fc.assert(
      fc.property(key, bytes, fc.string(), (k, plain, place) => {
        const sealed = seal(k, plain, place);
        expect(sealed.length).toBe(plain.length + SEAL_OVERHEAD);
        expect(open(k, sealed, place).equals(plain)).toBe(true);
      }),
    );
  });

  test('never gives the same blob twice', () => {
    const k = Buffer.alloc(32, 7);
    const blobs = Array.from({ length: 1000 }, () => seal(k, Buffer.from('одно и то же'), 'a').toString('hex'));
    expect(new Set(blobs).size).toBe(1000);
  });

  test('does not open elsewhere: a blob moved to another row is refused', () => {
    fc.assert(
      fc.property(key, bytes, fc.string(), fc.string(), (k, plain, here, there) => {
        fc.pre(here !== there && Buffer.from(here).compare(Buffer.from(there)) !== 0);
        expect(() => open(k, seal(k, plain, here), there)).toThrow(broken);
      }),
    );
  });

  test('does not open with another key', () => {
    fc.assert(
      fc.property(key, key, bytes, (k, other, plain) => {
        fc.pre(Buffer.compare(k, other) !== 0);
        expect(() => open(other, seal(k, plain, 'a'), 'a')).toThrow(broken);
      }),
    );
  });

  test('does not open when any bit was changed', () => {
    fc.assert(
      fc.property(key, bytes, fc.nat(), fc.nat({ max: 7 }), (k, plain, at, bit) => {
        const sealed = seal(k, plain, 'a');
        const index = at % sealed.length;
        sealed[index] = (sealed[index] as number) ^ (1 << bit);
        expect(() => open(k, sealed, 'a')).toThrow(broken);
      }),
    );
  });

  test('does not open when cut short, down to nothing', () => {
    const k = Buffer.alloc(32, 7);
    const sealed = seal(k, Buffer.from('обращение'), 'a');
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => open(k, sealed.subarray(0, length), 'a')).toThrow(broken);
    }
  });
});
