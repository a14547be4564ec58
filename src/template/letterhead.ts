/**
 * What stands at the head and foot of every letter: the office, the number, whom it greets, what an answer to it does.
 * Enters: facts. Leaves: variables of the templates. Pure.
 */
import { unlinked } from './unlinked.ts';

/** A letter's template and what it is filled with. */
export interface Filled {
  template: string;
  variables: object;
}

export interface Letterhead {
  office: { name: string; address: string };
  /** IANA name of the office's time zone. */
  timeZone: string;
  number: string;
}

/** A letter to the citizen. */
export interface ToCitizen extends Letterhead {
  /** Whom to greet; only a given name with a patronymic is used. */
  applicant: { given: string | null; patronymic: string | null } | null;
}

/** A letter to one of the staff. */
export interface ToStaff extends Letterhead {
  /** The reader, as the directory names him: «Петров Сергей Иванович». */
  reader: { name: string };
  /** Subject of the ticket as the citizen wrote it. */
  subject: string;
}

/** The line under the signature: who wrote the letter, and where an answer to it goes. */
export type Footer = 'automatic' | 'answer' | 'staff' | 'staff-only';

/** Head and foot of a letter to the citizen. */
export function citizenHead(facts: ToCitizen, footer: Footer = 'automatic') {
  return { ...head(facts), footer, greeting: greetingName(facts.applicant) };
}

/** Head and foot of a letter to one of the staff. */
export function staffHead(facts: ToStaff, footer: Footer = 'staff') {
  return { ...head(facts), footer, reader: staffGreeting(facts.reader.name), matter: matterOf(facts.subject) };
}

function head({ office, number }: Letterhead) {
  return { office: { name: office.name, address: office.address }, number };
}

/** «Мария Петровна», when both are whole names; an initial greets nobody. */
function greetingName(applicant: ToCitizen['applicant']): string | null {
  const names = [applicant?.given, applicant?.patronymic];
  return names.every((name) => name != null && /^\p{Lu}[\p{L}’'-]{1,30}(?: \p{L}{2,20})?$/u.test(name))
    ? names.join(' ')
    : null;
}

/** The directory is the office's own: «Фамилия Имя Отчество» greets by the last two, anything else as it stands. */
export function staffGreeting(name: string): string {
  const parts = name.trim().split(/\s+/);
  return parts.length === 3 ? `${parts[1]} ${parts[2]}` : parts.join(' ');
}

const MATTER_SHOWN = 70;

/** The ticket's subject in one line, without the marks that mail programs and we put before it, and no link; null when none is left. */
export function matterOf(subject: string): string | null {
  const plain = subject
    .replace(/[\s\p{C}]+/gu, ' ')
    .slice(0, 1000)
    .replace(/^(?: |(?:re|fwd?|отв|ответ|пересл)(?:\[\d{1,3}\])?:|\[[^\]]{1,60}\])+/iu, '')
    .trim();
  const signs = [...plain];
  if (signs.length === 0) return null;
  return unlinked(
    signs.length > MATTER_SHOWN
      ? `${signs
          .slice(0, MATTER_SHOWN - 1)
          .join('')
          .trimEnd()}…`
      : plain,
  );
}
