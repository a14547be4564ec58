/**
 * A ticket mailed to its operator: all that is needed to answer it, for answering this letter answers the citizen (domain.md §8).
 * Enters: facts. Leaves: variables. Pure. Holds personal data: goes to addresses of the directory only.
 */
import type { Fio } from '../identity/identity.ts';
import type { Item } from '../identity/missing.ts';
import type { Alarm } from '../ticket/category.ts';
import type { Kind } from '../ticket/kind.ts';
import type { Lack } from '../ticket/lack.ts';
import { STATUS_TITLES, type Status } from '../ticket/status.ts';
import { type CommandHelp, helpOf } from './command-help.ts';
import { type Filled, staffHead, type ToStaff } from './letterhead.ts';
import { type ListedFile, listedFiles } from './listed-files.ts';
import { lineOf, linesOf, wordsOf } from './prose.ts';
import { unlinked } from './unlinked.ts';
import { countText, listText, stampText } from './wording.ts';

/** One entry of a ticket's thread. */
export interface ThreadEntry {
  at: Date;
  from: 'citizen' | 'staff' | 'automatic';
  name: string | null;
  text: string;
  /** More was written than the text here. */
  cut?: boolean;
}

export interface AssignmentFacts extends ToStaff {
  /** Why this operator has it now. Reassigning between operators is told by noticeLetter() to the one who had it. */
  because: 'new' | 'completed' | 'reassigned' | 'escalated' | 'returned' | 'appeal' | 'complaint';
  /** Who passed it on and in what words; for `reassigned` and `escalated`. */
  passedBy: { name: string; reason: string | null } | null;
  status: Status;
  urgent: boolean;
  repeated: boolean;
  alarm: Alarm | null;
  kind: Kind;
  category: string;
  department: { title: string } | null;
  applicant: {
    fio: Fio | null;
    snils: string | null;
    snilsValid: boolean | null;
    inn: string | null;
    innValid: boolean | null;
    phone: string | null;
    /** The adult in whose matter a representative writes. */
    onBehalfOf: Fio | null;
  };
  missing: readonly Item[];
  /** Why it is here although something is missing. */
  lacks: Lack | null;
  /** Our own mail server says that the letter is not from there. */
  disowned: boolean;
  /** The letter reads like an automatic answer: its sender was answered nothing. */
  doubtful: boolean;
  /** The citizen's mailbox; null for a letter without From. */
  from: { address: string; name: string } | null;
  receivedAt: Date;
  /** Null when the first answer was given. */
  firstAnswerAt: Date | null;
  dueAt: Date;
  text: string;
  files: readonly ListedFile[];
  /** What the antivirus scanner found in the letters outside their files. */
  infections?: readonly string[];
  /** For a repeated question and an appeal: what went before, told first. Oldest entry first. */
  earlier: { number: string; status: Status; thread: readonly ThreadEntry[]; omitted?: number } | null;
  /** The ticket's own thread so far, for somebody who gets it later; empty for a new one. Oldest entry first. */
  thread: readonly ThreadEntry[];
  /** So many entries after the first one are not told. */
  omitted?: number;
  /** Other tickets that may have to do with it: somebody quoted their number. */
  related: readonly string[];
  commands: CommandHelp;
}

/** @param facts of one ticket and one reader */
export function assignmentLetter(facts: AssignmentFacts): Filled {
  const { applicant, earlier, passedBy, timeZone } = facts;
  return {
    template: 'assignment',
    variables: {
      ...staffHead(facts),
      because: facts.because,
      passedBy: passedBy && { name: lineOf(passedBy.name), reason: passedBy.reason && lineOf(passedBy.reason) },
      statusTitle: STATUS_TITLES[facts.status],
      urgent: facts.urgent,
      repeated: facts.repeated,
      alarm: facts.alarm,
      kind: facts.kind,
      category: facts.category,
      department: facts.department?.title ?? null,
      applicant: {
        fio: fioText(applicant.fio),
        onBehalfOf: fioText(applicant.onBehalfOf),
        snils: applicant.snils,
        snilsWrong: applicant.snilsValid === false,
        inn: applicant.inn,
        innWrong: applicant.innValid === false,
        phone: applicant.phone,
      },
      missing: missingText(facts.missing),
      lacks: facts.lacks,
      disowned: facts.disowned,
      doubtful: facts.doubtful,
      from: facts.from && { address: lineOf(facts.from.address), name: unlinked(lineOf(facts.from.name)) },
      receivedAt: stampText(facts.receivedAt, timeZone),
      firstAnswerAt: facts.firstAnswerAt && stampText(facts.firstAnswerAt, timeZone),
      dueMoment: stampText(facts.dueAt, timeZone),
      ...wordsOf(facts.text),
      ...listedFiles(facts.files, facts.infections),
      earlier: earlier && {
        number: earlier.number,
        statusTitle: STATUS_TITLES[earlier.status],
        thread: threadOf(earlier.thread, timeZone),
        omitted: omittedText(earlier.omitted),
      },
      thread: threadOf(facts.thread, timeZone),
      omitted: omittedText(facts.omitted),
      related: facts.related.join(', '),
      help: helpOf(facts.commands),
    },
  };
}

const AUTHORS = { citizen: 'заявитель', staff: 'специалист', automatic: 'автоматическое письмо' } as const;

function threadOf(thread: readonly ThreadEntry[], timeZone: string) {
  return thread.map(({ at, from, name, text, cut = false }) => ({
    at: stampText(at, timeZone),
    author: AUTHORS[from],
    name: name === null ? null : unlinked(lineOf(name)),
    lines: linesOf(text),
    cut,
  }));
}

/** «ФИО и СНИЛС». */
function missingText(missing: readonly Item[]): string {
  return listText(missing.map((item) => ({ fio: 'ФИО', snils: 'СНИЛС' })[item]));
}

function omittedText(entries = 0): string | null {
  return entries > 0 ? countText(entries, ['письмо', 'письма', 'писем']) : null;
}

function fioText(fio: Fio | null): string | null {
  const parts = [fio?.surname, fio?.given, fio?.patronymic].filter((part) => part != null && part !== '');
  return parts.length === 0 ? null : parts.join(' ');
}
