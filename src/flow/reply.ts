/** Whether a letter gets an automatic answer, and where that goes (domain.md §10, contract.md «Automatic mail»). Pure. */
import type { Findings } from '../examiner/examine.ts';
import type { Address } from '../letter/letter.ts';
import { isOurs } from '../letter/own.ts';

export interface ReplyContext {
  /** INTERNALDATE. */
  receivedAt: Date;
  now: Date;
  /** Register without answering (import). */
  silent: boolean;
  /** Older letters are registered and not answered, ms. */
  ignoreOlderThan: number;
  /** Where the answer goes; null when nowhere. */
  answerTo: string | null;
  /** Automatic answers to this address in the last 24 hours. */
  automaticToday: number;
  maxPerSenderPerDay: number;
  ownAddresses: readonly string[];
}

/** `hold` is written down as suppressed and never sent. */
export type Reply =
  | { do: 'send'; to: string }
  | { do: 'hold'; to: string }
  | { do: 'none'; why: 'machine' | 'no sender' | 'ourselves' | 'old' | 'import' };

/** RFC 3834 §4: automatic answers go to one address, never to a machine or to ourselves. */
export function replyTo(findings: Pick<Findings, 'classification'>, context: ReplyContext): Reply {
  if (context.silent) return { do: 'none', why: 'import' };
  if (!findings.classification.answerable) return { do: 'none', why: 'machine' };
  const to = context.answerTo;
  if (!to) return { do: 'none', why: 'no sender' };
  if (isOurs(to, context.ownAddresses)) return { do: 'none', why: 'ourselves' };
  if (context.now.getTime() - context.receivedAt.getTime() > context.ignoreOlderThan) return { do: 'none', why: 'old' };
  return { do: context.automaticToday >= context.maxPerSenderPerDay ? 'hold' : 'send', to };
}

/** Where an answer to this letter goes: Reply-To if given, else From. */
export function answerAddress(letter: { from: Address | null; replyTo: Address[] }): string | null {
  return letter.replyTo.find(({ address }) => address.includes('@'))?.address ?? letter.from?.address ?? null;
}
