/**
 * The words of commands (domain.md §8) and one line read as a command.
 * In: a line of an operator's letter. Out: the word with its hash sign taken off and the rest of the line, or null when
 * the line is text. Never fails. Mail clients make lists of such lines, bend spaces and widen «#»: all of it is understood.
 */
import { fold } from '../identity/fold.ts';
import { meantBy } from './command-meaning.ts';
import { isSlipOf } from './slip.ts';

/** What a command does. */
export type Verb =
  | 'resolve'
  | 'ask'
  | 'reject'
  | 'close'
  | 'note'
  | 'assign'
  | 'department'
  | 'due'
  | 'senior'
  | 'template';

interface Wording {
  words: readonly [russian: string, english: string];
  /** As an operator is shown how to write it. */
  form: string;
}

export const WORDING: Record<Verb, Wording> = {
  resolve: { words: ['решено', 'resolved'], form: '#решено' },
  ask: { words: ['запросить', 'ask'], form: '#запросить что прислать' },
  reject: { words: ['отказать', 'reject'], form: '#отказать причина' },
  close: { words: ['закрыть', 'close'], form: '#закрыть' },
  note: { words: ['заметка', 'note'], form: '#заметка текст' },
  assign: { words: ['назначить', 'assign'], form: '#назначить фамилия' },
  department: { words: ['отдел', 'department'], form: '#отдел название' },
  due: { words: ['срок', 'due'], form: '#срок 15.12.2026 причина' },
  senior: { words: ['старшему', 'senior'], form: '#старшему причина' },
  template: { words: ['шаблон', 'template'], form: '#шаблон имя' },
};

const VERBS = Object.keys(WORDING) as Verb[];
const WORDS = VERBS.flatMap((verb) => WORDING[verb].words);
const VERB_OF = new Map(VERBS.flatMap((verb) => WORDING[verb].words.map((word) => [word, verb] as const)));

export interface CommandLine {
  /** Lower case, as typed. */
  word: string;
  /** Null: no command of ours. */
  verb: Verb | null;
  /** What follows the word, tidied. */
  argument: string;
  /** The line as an operator recognises it. */
  line: string;
}

/** A bullet or a number of a list, signs of bold type, a backslash of Markdown. */
const LEAD = /^(?:\d{1,2}[.)] ?)?[\s*•·▪◦‣●○■☐→–—_\\-]*/u;
const COMMAND = /^#+ *([\p{L}_-]{1,40})(?![\p{L}\p{N}_-])[.,:;!?*]*(.*)$/su;
const INVISIBLE = /\u00ad|[\u200b-\u200f\u202a-\u202e\u2060-\u2064]|\ufeff/g;
const SPACES = /[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
/** «# Ответ»: with a space, and no command of ours, it may be a heading. */
const HEADING = /^#+ /;
const HASHES = /[\uff03\ufe5f\u266f]/g;

/**
 * Reads a line as a command. A hash sign before a digit («#5», «#ТП-2026-…») starts no command.
 * @returns null for a line of text
 */
export function readCommandLine(raw: string): CommandLine | null {
  const line = tidyLine(raw);
  const match = COMMAND.exec(line.replace(LEAD, ''));
  if (match === null) return null;
  const word = match[1]!.replace(/(?<![_-])[_-]+$/, '').toLowerCase();
  if (word === '') return null;
  const argument = match[2]!.replace(/^[\s:–—-]+/u, '').replace(/(?<![\s*_])[\s*_]+$/u, '');
  return { word, verb: verbOf(word), argument, line };
}

/** Words in quotation marks speak of a command and give none. */
const WITHIN = /(?<![\p{L}\p{N}«"„“'’‘`/=?&#])#([\p{L}-]{1,40})/gu;

/** The known command that stands inside a text, with its hash sign; null when none. */
export function commandWithin(text: string): string | null {
  for (const [hashed, word] of text.matchAll(WITHIN)) {
    if (verbOf(word!.toLowerCase().replace(/-+$/, '')) !== null) return hashed;
  }
  return null;
}

/**
 * Was a command meant here, at the start of the line or within it, a word that means one and a slip of the pen included? Told of lines
 * that are no commands where they stand: asked too often it costs an operator a word, too seldom it shows the citizen what is not for him.
 */
export function speaksOfCommand(raw: string): boolean {
  const tidied = tidyLine(raw);
  const line = readCommandLine(tidied);
  if (line === null || line.verb !== null) return line !== null || commandWithin(tidied) !== null;
  if (HEADING.test(tidied)) return false;
  return meantCommand(line.word) !== null || WORDS.some((word) => isSlipOf(plain(line.word), word));
}

/** The command that somebody probably meant by another word; null when it means none. */
export function meantCommand(word: string): Verb | null {
  return meantBy(plain(word));
}

/** One line without invisible characters, with ordinary spaces and hash signs; what is written stays as it is. */
export function tidyLine(raw: string): string {
  return raw.normalize('NFC').replace(INVISIBLE, '').replace(SPACES, ' ').replace(HASHES, '#').trim();
}

function verbOf(word: string): Verb | null {
  return VERB_OF.get(plain(word)) ?? null;
}

function plain(word: string): string {
  return fold(word).toLowerCase().replaceAll('ё', 'е');
}
