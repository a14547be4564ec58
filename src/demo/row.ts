/**
 * One row of the demo's table: what became of one letter, as plain values, and how each is put into words.
 * Nothing that identifies a person fully is shown: terminals get photographed.
 */
import type { RefusalReason } from '../attachment/verdict.ts';
import type { Fio } from '../identity/identity.ts';
import type { Status } from '../ticket/status.ts';

export interface DemoRow {
  /** What the letter is: the caption of a sample, the subject of a letter of one's own. */
  letter: string;
  ticket: string | null;
  status: Status | null;
  /** Surname of the operator who has the ticket. */
  operator: string | null;
  found: { fio: Fio | null; snils: string | null; snilsValid: boolean | null; phone: string | null };
  files: { name: string; verdict: 'accepted' | 'refused'; reason: RefusalReason | null }[];
  /**
   * `due`: not there yet; `sent`; `never`: none is to be sent. The note says what the answer is about, or why there is
   * none: `asks for the SNILS`, `a machine wrote it`, `same letter again`.
   */
  answer: { state: 'due' | 'sent' | 'never'; note: string | null };
}

/** Why a file was refused, for an engineer. */
export const REFUSALS: Record<RefusalReason, string> = {
  type: 'type not accepted',
  'name-mismatch': 'name lies about content',
  archive: 'archive',
  damaged: 'damaged',
  empty: 'empty',
  encrypted: 'encrypted',
  'active-content': 'active content',
  'too-large': 'too large',
  'total-too-large': 'too much together',
  'too-many': 'too many files',
  'too-many-pixels': 'too many pixels',
  withheld: 'not handed over',
  infected: 'infected',
};

/** `063-700-252 28` → `063-***-*** 28`. */
export function maskSnils(snils: string): string {
  return snils.replace(/^(\d{3})-\d{3}-\d{3}/, '$1-***-***');
}

/** `+79355267234` → `+7 935 ***-**-34`. */
export function maskPhone(phone: string): string {
  return phone.replace(/^\+7(\d{3})\d{5}(\d{2})$/, '+7 $1 ***-**-$2');
}
