/**
 * Canned answers of the office, `answers/NAME.liquid`, which `#шаблон имя` puts into an operator's answer (domain.md §8).
 * Enters: sources and facts. Leaves: plain text, then treated like the operator's own words. Fails with TEMPLATE_BROKEN.
 */
import type { Liquid } from 'liquidjs';
import { Fault } from '../fault.ts';
import type { Status } from '../ticket/status.ts';
import type { Letterhead } from './letterhead.ts';
import { named } from './place.ts';
import { type Prospect, prospectOf } from './prospect.ts';
import { tidy } from './tidy.ts';
import { dayText } from './wording.ts';

export interface CannedFacts extends Letterhead, Prospect {
  receivedAt: Date;
  status: Status;
}

export interface CannedAnswers {
  /** In alphabetical order, as operators type them. */
  names: readonly string[];
  /** The name as it stands in `names`, whatever letter case, hyphens or spaces it was typed with; null when there is none. */
  find(typed: string): string | null;
  /** @throws Fault TEMPLATE_BROKEN */
  render(name: string, facts: CannedFacts): string;
}

/**
 * Compiles the canned answers.
 * @param sources as readTemplates() gives them; those under `answers/` count
 * @param engine writes text; strict
 * @throws Fault TEMPLATE_BROKEN
 */
export function createCannedAnswers(sources: Readonly<Record<string, string>>, engine: Liquid): CannedAnswers {
  const paths = Object.keys(sources).filter((path) => path.startsWith(FOLDER));
  const compiled = new Map(
    paths.map((path) => [
      // Some file systems take letters with signs apart (й, ё); people type them whole.
      path.slice(FOLDER.length).normalize('NFC'),
      { path, templates: named(sources, path, () => engine.parseFileSync(path)) },
    ]),
  );
  const names = [...compiled.keys()].sort(new Intl.Collator('ru').compare);
  return {
    names,
    find: (typed) => names.find((name) => keyOf(name) === keyOf(typed)) ?? null,
    render(name, facts) {
      const answer = compiled.get(name);
      if (answer === undefined) {
        throw new Fault('TEMPLATE_BROKEN', `there is no template ${FOLDER}${name}.liquid`, { permanent: true });
      }
      const globals = variablesOf(facts);
      return tidy(named(sources, answer.path, () => engine.renderSync(answer.templates, {}, { globals }))).trimEnd();
    },
  };
}

const FOLDER = 'answers/';

function keyOf(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\s_-]+/g, ' ')
    .trim();
}

function variablesOf(facts: CannedFacts) {
  return {
    ...prospectOf(facts.status, facts, facts.timeZone),
    office: { name: facts.office.name, address: facts.office.address },
    number: facts.number,
    receivedDay: dayText(facts.receivedAt, facts.timeZone),
  };
}
