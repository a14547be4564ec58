/**
 * What is wrong with a command, in words an operator understands. In: the line as read. Out: an error with the line, why
 * it cannot be taken and what is allowed instead. The texts stand in the reply to the operator (domain.md §8).
 */
import { type CommandLine, meantCommand, type Verb, WORDING } from './command-word.ts';

export interface CommandError {
  what: 'unknown' | 'missing' | 'unneeded' | 'crowded' | 'date' | 'twice' | 'contradiction';
  line: string;
  /** A sentence in Russian. */
  why: string;
  /** Forms that would have been right. */
  allowed: string[];
}

const ALL_FORMS = Object.values(WORDING).map(({ form }) => form);

/** What each command that needs words needs, after «не сказано,». */
const WANTED: Partial<Record<Verb, string>> = {
  ask: 'что именно попросить у заявителя',
  reject: 'почему отказано',
  note: 'что записать',
  assign: 'кому передать обращение',
  department: 'в какой отдел передать обращение',
  due: 'до какого дня и по какой причине продлить срок',
  senior: 'почему обращение передаётся старшему',
  template: 'какой шаблон вставить',
};

/** Groups of which one letter may hold one command only. */
const EXCLUSIVE: readonly { verbs: readonly Verb[]; why: string }[] = [
  { verbs: ['resolve', 'ask', 'reject', 'close'], why: 'Эти команды ставят разные статусы, а статус может быть один' },
  { verbs: ['assign', 'senior'], why: 'Обе команды передают обращение, а передать его можно одному человеку' },
  { verbs: ['note', 'template'], why: 'С заметкой гражданину ничего не уходит, а шаблон вставляет текст в ответ ему' },
];

/** No such command. */
export function unknown({ word, line }: CommandLine): CommandError {
  const meant = meantCommand(word);
  const hint = meant === null ? '' : ` Видимо, вам нужна команда #${WORDING[meant].words[0]}.`;
  return {
    what: 'unknown',
    line,
    why: `Такой команды нет.${hint}`,
    allowed: meant === null ? ALL_FORMS : formsOf([meant]),
  };
}

/** The command needs words and has none, or too few. */
export function missing({ verb, line, argument }: CommandLine): CommandError {
  const wanted = verb === 'due' && argument !== '' ? 'по какой причине продлить срок' : (verb && WANTED[verb]) || '';
  return { what: 'missing', line, why: `Не сказано, ${wanted}.`, allowed: formsOf([verb]) };
}

/** Words after a command that takes none: nobody can tell whether they are meant for the citizen. */
export function unneeded({ verb, line }: CommandLine): CommandError {
  const why = 'После этой команды в той же строке ничего не пишется. Текст для гражданина начните с новой строки.';
  return { what: 'unneeded', line, why, allowed: formsOf([verb]) };
}

/** Two commands on one line. */
export function crowded({ verb, line }: CommandLine, second: string): CommandError {
  const why = `В одной строке две команды. Начните ${second} с новой строки.`;
  return { what: 'crowded', line, why, allowed: formsOf([verb]) };
}

/** No such day. */
export function misdated({ verb, line }: CommandLine, written: string): CommandError {
  return { what: 'date', line, why: `«${written}» — не дата: такого дня нет в календаре.`, allowed: formsOf([verb]) };
}

/** The same command again. */
export function twice(lines: readonly CommandLine[]): CommandError[] {
  return lines
    .filter(({ verb }, at) => verb !== null && lines.findIndex((other) => other.verb === verb) < at)
    .map(({ verb, line }) => ({
      what: 'twice',
      line,
      why: 'Эта команда уже есть выше, а нужна она один раз.',
      allowed: formsOf([verb]),
    }));
}

/** Commands that cannot both be meant. */
export function contradicting(lines: readonly CommandLine[]): CommandError[] {
  return EXCLUSIVE.flatMap(({ verbs, why }) => {
    const found = lines.filter(({ verb }) => verb !== null && verbs.includes(verb));
    const different = [...new Map(found.map((one) => [one.verb, one])).values()];
    if (different.length < 2) return [];
    const line = different.map((one) => one.line).join(' + ');
    return [{ what: 'contradiction', line, why: `${why}. Оставьте одну из них.`, allowed: formsOf([...verbs]) }];
  });
}

function formsOf(verbs: readonly (Verb | null)[]): string[] {
  return verbs.flatMap((verb) => (verb === null ? [] : [WORDING[verb].form]));
}
