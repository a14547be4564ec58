/** Sample letters to staff that could not hold all, and those about letters that reached nobody. Pure; the people are invented. */
import { assignmentLetter } from '../assignment.ts';
import type { Filled } from '../letterhead.ts';
import type { Sample } from './sample.ts';
import { ASSIGNMENT, notice } from './staff.ts';

const UNKNOWN = '550 5.1.1 <petrov@example.org>: user unknown';

const LONG = {
  at: ASSIGNMENT.receivedAt,
  from: 'citizen',
  name: 'Мария Иванова',
  text: 'Начало письма.',
  cut: true,
} as const;

/** Letters of every make. */
export function largeStaffSamples(): Sample[] {
  const thread = [LONG, { ...LONG, text: 'Последнее письмо.', cut: false }];
  return [
    {
      name: 'assignment-not-all',
      ...marked(assignmentLetter({ ...ASSIGNMENT, because: 'reassigned', thread, omitted: 75 }), { left: ['123-4'] }),
    },
    {
      name: 'assignment-without-files',
      ...marked(assignmentLetter(ASSIGNMENT), { left: ['123-1', '123-4'], fileless: true }),
    },
    {
      name: 'notice-undelivered-assignment',
      ...notice({ what: 'undelivered', to: 'Петров Сергей Иванович', response: UNKNOWN }),
    },
    { name: 'notice-undelivered-answer', ...notice({ what: 'undelivered', to: null, response: null }) },
  ];
}

/** As post.ts marks what does not go with the letter. */
function marked({ template, variables }: Filled, marks: object): Filled {
  return { template, variables: { ...variables, ...marks } };
}
