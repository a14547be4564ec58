/**
 * What the walk of letters counts, as a small interface, so that no step knows of Prometheus.
 * Labels come from closed lists: a label with an address or a name in it would be personal data in a metrics store.
 */
import type { LetterClass } from '../letter/class.ts';

/** Every counter with the labels that it wants. */
export interface Counts {
  /** A letter reached its end, or a try at it failed. */
  letters: {
    outcome: 'registered' | 'set-aside' | 'duplicate' | 'held-back' | 'failed' | 'quarantined';
    class: LetterClass | 'unread';
  };
  /** One delivery attempt, or a delivery that was held back or came back. */
  deliveries: { outcome: 'accepted' | 'delayed' | 'failed' | 'bounced' | 'suppressed' | 'unknown' };
  /** Files of citizens. */
  files: { verdict: 'accepted' | 'refused' };
  /** One file, or one whole letter, shown to the antivirus scanner; `failed`: it gave no verdict. */
  scans: { outcome: 'clean' | 'infected' | 'failed' };
}

/** The steps whose time is measured. */
export type Step = 'store' | 'examine' | 'scan' | 'register' | 'send';

export interface Meter {
  count<Name extends keyof Counts>(name: Name, labels: Counts[Name]): void;
  time(step: Step, ms: number): void;
}
