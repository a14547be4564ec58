/**
 * The two letters that answer a citizen's letter at once: receipt of a new ticket, and of an addition to one (domain.md §2).
 * Enters: facts. Leaves: the variables of the templates, every value ready to be shown. Pure. Of the citizen's data only the
 * name in the greeting goes back, and the names of the files.
 */
import type { FileRules, JudgedFile } from '../attachment/verdict.ts';
import { STATUS_TITLES, type Status } from '../ticket/status.ts';
import { countText, dayText, listText, momentText, sizeText } from './wording.ts';

/** A file as the answer speaks of it. */
export type AnsweredFile = Pick<JudgedFile, 'name' | 'type' | 'bytes' | 'verdict' | 'reason'> & {
  /** Identifier of the file in the register; null when none is shown. */
  id: string | null;
};

export interface ReceiptFacts {
  office: { name: string; address: string };
  /** IANA name of the office's time zone. */
  timeZone: string;
  number: string;
  receivedAt: Date;
  status: Status;
  dueAt: Date;
  /** Whom to greet; only a given name with a patronymic is used. */
  applicant: { given: string | null; patronymic: string | null } | null;
  files: readonly AnsweredFile[];
  missing: readonly ('fio' | 'snils')[];
  /** СНИЛС was given and its check digits do not serve. */
  snilsInvalid: boolean;
  /** More new text than counts; it is kept whole all the same. */
  textTooLong: boolean;
  limits: FileRules & { maxText: number };
}

export interface AdditionFacts extends ReceiptFacts {
  /** This letter brought the last thing that was missing. */
  completed: boolean;
}

/** A letter's template and what it is filled with. */
export interface Filled {
  template: string;
  variables: object;
}

/** The answer to a letter that opened a ticket. */
export function receiptLetter(facts: ReceiptFacts): Filled {
  return { template: 'receipt', variables: variablesOf(facts) };
}

/** The answer to a letter that joined a ticket. */
export function additionLetter(facts: AdditionFacts): Filled {
  return { template: 'addition', variables: { ...variablesOf(facts), completed: facts.completed } };
}

/** Hostile letters bring thousands of files; the answer names so many and counts the rest. */
const FILES_NAMED = 30;
const NAME_SHOWN = 80;

function variablesOf(facts: ReceiptFacts) {
  const { limits, timeZone } = facts;
  const named = facts.files.slice(0, FILES_NAMED);
  const accepted = facts.files.filter(({ verdict }) => verdict === 'accepted').length;
  return {
    office: { name: facts.office.name, address: facts.office.address },
    greeting: greetingName(facts.applicant),
    number: facts.number,
    receivedAt: momentText(facts.receivedAt, timeZone),
    status: facts.status,
    statusTitle: STATUS_TITLES[facts.status],
    dueDay: dayText(facts.dueAt, timeZone),
    missing: { fio: facts.missing.includes('fio'), snils: facts.missing.includes('snils') },
    snilsInvalid: facts.snilsInvalid,
    maxText: facts.textTooLong ? countText(limits.maxText, ['знак', 'знака', 'знаков']) : null,
    files: {
      accepted: named.filter(({ verdict }) => verdict === 'accepted').map(shown),
      refused: refusals(named.filter(({ verdict }) => verdict === 'refused')),
      acceptedCount: countText(accepted, FILES),
      refusedCount: countText(facts.files.length - accepted, FILES),
      unnamed: facts.files.length > FILES_NAMED ? countText(facts.files.length - FILES_NAMED, FILES) : null,
    },
    limits: {
      types: listText(limits.types.map(typeTitle)),
      maxFile: sizeText(limits.maxFile),
      maxTotal: sizeText(limits.maxTotal),
      maxCount: countText(limits.maxCount, ['файла', 'файлов', 'файлов']),
    },
  };
}

const FILES = ['файл', 'файла', 'файлов'] as const;

function shown({ id, name, bytes }: AnsweredFile) {
  const signs = [...name];
  const long = signs.length > NAME_SHOWN;
  return {
    id,
    name: long ? `${signs.slice(0, NAME_SHOWN - 13).join('')}…${signs.slice(-12).join('')}` : name,
    size: sizeText(bytes),
  };
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
    return { reason, type: type ?? 'unknown', typeTitle: typeTitle(type ?? ''), files: group.map(shown) };
  });
}

function typeTitle(type: string): string {
  return type.toUpperCase();
}

/** «Мария Петровна», when both are whole names; an initial greets nobody. */
function greetingName(applicant: ReceiptFacts['applicant']): string | null {
  const names = [applicant?.given, applicant?.patronymic];
  return names.every((name) => name != null && /^\p{Lu}[\p{L}’'-]{1,30}(?: \p{L}{2,20})?$/u.test(name))
    ? names.join(' ')
    : null;
}
