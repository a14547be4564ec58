/**
 * How much of what is to be told fits into one letter to staff (contract.md, «Staff mail»): its text first, shortened where the
 * server takes only little, then its files, as many as there is room for; the letter names the rest. Pure.
 */
import { enclosedSize } from '../../smtp/enclosure.ts';
import type { Filled } from '../../template/letterhead.ts';
import { shortened } from '../../template/shortened.ts';
import type { FileRef } from './files.ts';

/** A letter that fits. */
export interface Fitted {
  /** Without its files. */
  bytes: Buffer;
  /** The files that go with it. */
  files: FileRef[];
}

/** Characters of people's words that are tried in turn where all of them are too many. */
const FEWER = [30_000, 8_000, 2_000, 500];

/**
 * @param room bytes that the letter may have
 * @param write makes the letter; `filesFollow`: for files to be put behind it
 */
export function fitted(
  filled: Filled,
  files: readonly FileRef[],
  room: number,
  write: (filled: Filled, filesFollow: boolean) => Buffer,
): Fitted {
  let shown = filled;
  let bytes = write(shown, files.length > 0);
  for (const signs of FEWER) {
    if (bytes.length <= room) break;
    shown = shortened(filled, signs);
    bytes = write(shown, files.length > 0);
  }
  let { kept, left } = within(files, room - bytes.length);
  while (left.length > 0) {
    // Naming them takes room, too.
    bytes = write(without(shown, left), kept.length > 0);
    const next = within(kept, room - bytes.length);
    if (next.left.length === 0) break;
    left = [...left, ...next.left];
    kept = next.kept;
  }
  return { bytes, files: kept };
}

/** The letter that says of these files that they are not with it. */
export function without({ template, variables }: Filled, left: readonly { id: string }[]): Filled {
  return { template, variables: { ...variables, left: left.map(({ id }) => id) } };
}

/** One that does not fit takes no other down. */
function within(files: readonly FileRef[], room: number): { kept: FileRef[]; left: FileRef[] } {
  let free = room;
  const kept = files.filter((file) => {
    const size = enclosedSize(file, file.bytes);
    if (size > free) return false;
    free -= size;
    return true;
  });
  return { kept, left: files.filter((file) => !kept.includes(file)) };
}
