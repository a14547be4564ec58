/** A name as it stands in a text, already in the nominative. */
import type { Gender } from './grammar.ts';
import type { Fio } from './identity.ts';

export interface Mention {
  fio: Fio;
  gender: Gender | null;
  /** What made us see a name here, strongest first. */
  anchor: 'label' | 'patronymic' | 'given' | 'initials' | 'eastern' | 'introduced' | 'latin' | 'surname';
  /** Does it stand in another case than the nominative? */
  bent: boolean;
  start: number;
  end: number;
}
