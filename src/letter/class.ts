/** Who or what wrote a letter: decides whether it may be answered (RFC 3834). */

export type LetterClass = 'human' | 'automatic' | 'bounce' | 'list';

export interface Classification {
  class: LetterClass;
  /** May an automatic letter go to its sender? Never for machines, no-reply senders, ourselves, or without a sender. */
  answerable: boolean;
  /** What decided, `header: value` or a phrase, strongest first. */
  signals: string[];
}
