/**
 * What an operator had better see before the citizen has his letter (contract.md, «Staff mail, made exact»). In: the letter's plan
 * and what stands beside it. Out: the first doubt that he was not yet told of, or null. Pure.
 */
import type { HeldReason } from '../template/held.ts';
import type { ListedFile } from '../template/listed-files.ts';
import { type Plan, reachesCitizen } from './plan.ts';

export interface Doubtful {
  plan: Plan;
  /** What others of the staff wrote to the citizen, unseen by the writer. Newest first. */
  answeredBy: readonly { name: string; at: Date; text: string }[];
  /** Files of the letter that we do not send on. */
  refused: readonly ListedFile[];
  /** Lines of our own letter in what he wrote. */
  echo: readonly string[];
}

/** In the order in which he is told; whoever confirms one is told of those behind it. A colleague may answer at any time. */
const ORDER = ['echo', 'command-below', 'refused-files'] as const;

/** Has the operator confirmed a letter although he was told this of it? @param told why it was held; null when it was not */
export function wasTold(told: string | null, why: (typeof ORDER)[number]): boolean {
  const place = told === 'collision' ? ORDER.length : ORDER.findIndex((one) => one === told);
  return place >= ORDER.indexOf(why);
}

/** @param told the reason for which the letter was held and that its writer has confirmed; null for a letter that comes now */
export function doubtOf({ plan, answeredBy, refused, echo }: Doubtful, told: string | null): HeldReason | null {
  const reaches = reachesCitizen(plan);
  // The help in our own letter shows commands: whoever quotes it is told of the quote.
  if (reaches && echo.length > 0 && !wasTold(told, 'echo')) return { why: 'echo', lines: echo };
  if (plan.strays.length > 0 && !wasTold(told, 'command-below')) return { why: 'command-below', lines: plan.strays };
  if (reaches && refused.length > 0 && !wasTold(told, 'refused-files')) return { why: 'refused-files', files: refused };
  const [other] = answeredBy;
  return reaches && other ? { why: 'collision', other } : null;
}
