/** The files of a letter as the answer to it speaks of them: accepted ones, advice on them, refused ones by their reason. Pure. */
import type { Advice, JudgedFile } from '../attachment/verdict.ts';
import { unlinked } from './unlinked.ts';
import { countText, sizeText } from './wording.ts';

/** A file as the answer speaks of it. */
export type AnsweredFile = Pick<JudgedFile, 'name' | 'type' | 'bytes' | 'verdict' | 'reason' | 'advice'> & {
  /** Identifier of the file in the register; null when none is shown. */
  id: string | null;
};

/** Hostile letters bring thousands of files; the answer names so many and counts the rest. */
const FILES_NAMED = 30;
const NAME_SHOWN = 80;
const FILES = ['файл', 'файла', 'файлов'] as const;

/** Variables of the part `files`. */
export function filesOf(files: readonly AnsweredFile[]) {
  const named = files.slice(0, FILES_NAMED);
  const accepted = files.filter(({ verdict }) => verdict === 'accepted').length;
  return {
    accepted: named.filter(({ verdict }) => verdict === 'accepted').map(shownFile),
    advised: advised(named),
    refused: refusals(named.filter(({ verdict }) => verdict === 'refused')),
    acceptedCount: countText(accepted, FILES),
    refusedCount: countText(files.length - accepted, FILES),
    unnamed: files.length > FILES_NAMED ? countText(files.length - FILES_NAMED, FILES) : null,
  };
}

/** A file in a list; of an endless name the beginning and the end are left, and none is a link. */
export function shownFile({ id, name, bytes }: { id: string | null; name: string; bytes: number }) {
  const signs = [...name];
  const long = signs.length > NAME_SHOWN;
  return {
    id,
    name: unlinked(long ? `${signs.slice(0, NAME_SHOWN - 13).join('')}…${signs.slice(-12).join('')}` : name),
    size: sizeText(bytes),
  };
}

/** The most needed first. */
const ADVICE: Advice[] = ['unreadable', 'blank-page', 'low-resolution', 'large-image'];

/** Accepted files by what could be better about them. */
function advised(files: readonly AnsweredFile[]) {
  return ADVICE.map((what) => ({
    what,
    files: files.filter(({ advice }) => advice.includes(what)).map(shownFile),
  })).filter((one) => one.files.length > 0);
}

/** Refused files, those with one reason and one way out together. */
function refusals(files: readonly AnsweredFile[]) {
  const groups = new Map<string, AnsweredFile[]>();
  for (const file of files) {
    const key = `${file.reason}/${file.type}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups.values()].map((group) => {
    const { reason, type } = group[0] as AnsweredFile;
    return {
      reason,
      type: type ?? 'unknown',
      typeTitle: type?.toUpperCase() ?? '',
      files: group.map(shownFile),
    };
  });
}
