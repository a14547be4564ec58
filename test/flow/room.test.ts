/** A letter to staff keeps within its room: text first, then files; what is not with it is named in it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FileRef } from '../../src/flow/effects/files.ts';
import { fitted } from '../../src/flow/effects/room.ts';
import { enclosedSize } from '../../src/smtp/enclosure.ts';
import type { Filled } from '../../src/template/letterhead.ts';

const MIB = 2 ** 20;
const file = (row: number, bytes: number): FileRef => {
  return { row, id: `F-${row}`, name: `скан ${row}.pdf`, contentType: 'application/pdf', bytes };
};
const filled = (signs: number): Filled => ({
  template: 'assignment',
  variables: { lines: Array.from({ length: Math.ceil(signs / 100) }, () => 'я'.repeat(100)), cut: false, left: [] },
});
/** Takes as much as it says, and names what is left out. */
const write = ({ variables }: Filled) => Buffer.from(JSON.stringify(variables));
const sizes = (files: readonly FileRef[]) => files.reduce((sum, one) => sum + enclosedSize(one, one.bytes), 0);
const leftOf = (bytes: Buffer): string[] => JSON.parse(bytes.toString()).left;

describe('files', () => {
  test('all go along while there is room', () => {
    const files = [file(1, 4 * MIB), file(2, 5 * MIB)];
    const letter = fitted(filled(1000), files, 15 * MIB, write);
    expect(letter.files).toEqual(files);
    expect(leftOf(letter.bytes)).toEqual([]);
  });

  test('one that is too large takes no other down', () => {
    const letter = fitted(filled(1000), [file(1, 4 * MIB), file(2, 12 * MIB), file(3, 5 * MIB)], 15 * MIB, write);
    expect(letter.files.map(({ row }) => row)).toEqual([1, 3]);
    expect(leftOf(letter.bytes)).toEqual(['F-2']);
  });

  test('a hundred of them keep within the room', () => {
    const files = Array.from({ length: 95 }, (_, row) => file(row, 4.7 * MIB));
    const letter = fitted(filled(1000), files, 15 * MIB, write);
    expect(letter.files).toHaveLength(2);
    expect(leftOf(letter.bytes)).toHaveLength(93);
  });

  test('whatever there is: the letter fits, and every file is with it or named in it', () => {
    const some = fc.array(fc.nat({ max: 6 * MIB }), { maxLength: 30 });
    fc.assert(
      fc.property(some, fc.nat({ max: 90_000 }), fc.integer({ min: 40_000, max: 20 * MIB }), (bytes, signs, room) => {
        const files = bytes.map((length, row) => file(row, length));
        const letter = fitted(filled(signs), files, room, write);
        expect(letter.bytes.length + sizes(letter.files)).toBeLessThanOrEqual(room);
        const told = [...leftOf(letter.bytes), ...letter.files.map(({ id }) => id)];
        expect(told.sort()).toEqual(files.map(({ id }) => id).sort());
      }),
    );
  });
});

describe('text', () => {
  test('is shortened only where it must be, and says so', () => {
    expect(JSON.parse(fitted(filled(50_000), [], MIB, write).bytes.toString()).cut).toBe(false);
    const short = fitted(filled(50_000), [], 70_000, write);
    expect(short.bytes.length).toBeLessThanOrEqual(70_000);
    expect(JSON.parse(short.bytes.toString()).cut).toBe(true);
  });
});
