/** A letter with invented people, to be rendered at start, looked at and tested. */
import type { Filled } from '../letterhead.ts';

export interface Sample extends Filled {
  /** What happened, in words that make a file name. */
  name: string;
}
