/** What an operator may write to us, with examples that would work in this office (domain.md §8). Pure. */

export interface CommandHelp {
  departments: readonly { id: string; title: string }[];
  /** Names of the canned answers. */
  answers: readonly string[];
}

/** Variables of the part `commands`. */
export function helpOf({ departments, answers }: CommandHelp) {
  return {
    department: departments[0]?.id ?? null,
    departments: departments.map(({ id, title }) => `${id} (${title})`).join(', '),
    answer: answers[0] ?? null,
    answers: answers.join(', '),
  };
}
