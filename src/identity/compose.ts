/**
 * Makes a name in the nominative out of its words, which must agree in gender and case.
 * In: the words by their part and the case that the text around asks for. Out: the name. Never fails.
 */
import { readGiven } from './given.ts';
import type { Case, Gender, Reading } from './grammar.ts';
import type { Fio } from './identity.ts';
import { nominativeOf } from './nominative.ts';
import { patronymicParticle, readPatronymic } from './patronymic.ts';
import { capitalised, capitalisedLike, cyrillicInitial, keyOf, type Word } from './words.ts';

export interface Parts {
  surname: Word | null;
  given: readonly Word[];
  /** One word, or a father's name and «оглы», «кызы». */
  patronymic: readonly Word[];
}

export interface Composed {
  fio: Fio;
  gender: Gender | null;
  bent: boolean;
}

interface Choice {
  gender: Gender;
  of: Case;
  given: string | null;
  points: number;
}

/** Endings of Slavic surnames by gender and case: the only ones that show agreement for sure. */
const AGREES: Record<Gender, Record<Case, RegExp>> = {
  male: {
    nominative: /(?:[ое]в|[иы]н|[сцн][к]?[иы]й|ской|цкой)$/u,
    genitive: /(?:[ое]ва|[иы]на|ого)$/u,
    dative: /(?:[ое]ву|[иы]ну|ому)$/u,
    accusative: /(?:[ое]ва|[иы]на|ого)$/u,
    instrumental: /(?:[ое]вым|[иы]ным|[сц]ким|[^о]ным)$/u,
    prepositional: /(?:[ое]ве|[иы]не|[сц]ком|ном)$/u,
  },
  female: {
    nominative: /(?:[ое]ва|[иы]на|ая)$/u,
    genitive: /(?:[ое]вой|[иы]ной|[сц]кой|ной)$/u,
    dative: /(?:[ое]вой|[иы]ной|[сц]кой|ной)$/u,
    accusative: /(?:[ое]ву|[иы]ну|ую)$/u,
    instrumental: /(?:[ое]вой|[иы]ной|[сц]кой|ной|[ое]вою|[иы]ною)$/u,
    prepositional: /(?:[ое]вой|[иы]ной|[сц]кой|ной)$/u,
  },
};
const SLAVIC = /(?:[ое]в|[иы]н|[сц]к)(?:а|у|ым|им|ой|ою|е|ом|ий|ого|ому|ая|ую)?$/u;

/** 1: the surname shows this gender and case; −1: it shows another; 0: it shows nothing (Ким, Мороз). */
export function agreement(surname: string, gender: Gender, of: Case): -1 | 0 | 1 {
  const key = keyOf(surname);
  if (AGREES[gender][of].test(key)) return 1;
  return SLAVIC.test(key) ? -1 : 0;
}

/**
 * @param asked the case that a preposition or verb before the name asks for
 * @param hints keys of nominatives known from elsewhere
 * @param seen keys of the letter's words
 */
export function compose(
  parts: Parts,
  asked: Case | null,
  hints: ReadonlySet<string>,
  seen: ReadonlySet<string> = new Set(),
): Composed {
  const choice = choose(parts, asked) ?? byEnding(parts, asked ?? dativeOf(parts));
  const of = choice?.of ?? 'nominative';
  const gender = choice?.gender ?? null;
  const surname = parts.surname?.text.toLowerCase() ?? null;
  return {
    fio: {
      surname:
        surname === null
          ? null
          : capitalisedLike(gender ? nominativeOf(surname, gender, of, 'last', hints, seen) : surname, parts.surname!),
      given: givenOf(parts.given, choice, hints),
      patronymic: patronymicOf(parts.patronymic),
    },
    gender,
    bent: of !== 'nominative',
  };
}

function givenOf(words: readonly Word[], choice: Choice | null, hints: ReadonlySet<string>): string | null {
  const [first] = words;
  if (!first) return null;
  if (words.length > 1) return words.map((word) => capitalisedLike(word.text, word)).join(' ');
  if (first.shape === 'initial') return cyrillicInitial(first);
  if (choice?.given) return capitalisedLike(choice.given, first);
  return capitalisedLike(
    choice ? nominativeOf(first.text.toLowerCase(), choice.gender, choice.of, 'first', hints) : first.text,
    first,
  );
}

function patronymicOf(words: readonly Word[]): string | null {
  const [first, particle] = words;
  if (!first) return null;
  if (particle) return `${capitalised(first.text)} ${particle.text.toLowerCase()}`;
  if (first.shape === 'initial') return cyrillicInitial(first);
  return capitalisedLike(readPatronymic(first.text.toLowerCase())?.nominative ?? first.text, first);
}

/** Surnames that only men bend: «от Ковальчука И. Л.» */
const MANLY = /(?:[аоуюия]к|ман|ян|ич|ер|берг|сон|дт|рт|ель)(?:а|у|ом|я|ю|ем)$/u;

/** Beside initials only the surname's ending can tell: «от Кругловой А. Л.» */
function byEnding(parts: Parts, asked: Case | null): Choice | null {
  if (!parts.surname || asked === null || (parts.given[0] && parts.given[0].shape !== 'initial')) return null;
  const gender =
    (['female', 'male'] as const).find((one) => agreement(parts.surname!.text, one, asked) === 1) ??
    (MANLY.test(parts.surname.key) ? 'male' : undefined);
  return gender ? { gender, of: asked, given: null, points: 0 } : null;
}

/** «Д. К. Орлову»: a dative that needs no preposition. */
function dativeOf({ surname, given }: Parts): Case | null {
  return surname && given.length > 0 && /(?:[оеё]ву|[иы]ну|скому|цкому)$/u.test(surname.key) ? 'dative' : null;
}

/** The gender and case in which the parts agree best. */
function choose(parts: Parts, asked: Case | null): Choice | null {
  let best: Choice | null = null;
  for (const choice of choices(parts)) {
    const agrees = parts.surname ? agreement(parts.surname.text, choice.gender, choice.of) : 0;
    const points = choice.points + agrees * 3 + (choice.of === 'nominative' ? 1 : 0) + (choice.of === asked ? 2 : 0);
    if (!best || points > best.points) best = { ...choice, points };
  }
  return best;
}

function choices(parts: Parts): Choice[] {
  const [given] = parts.given;
  const readings =
    given && given.shape !== 'initial' && parts.given.length === 1 ? readGiven(given.text.toLowerCase()) : [];
  const patronymic = patronymicReading(parts.patronymic);
  if (!patronymic)
    return readings.flatMap((reading) =>
      reading.cases.map((of) => ({ gender: reading.gender, of, given: reading.nominative, points: 0 })),
    );
  return patronymic.cases.flatMap((of): Choice[] => {
    const agreeing = readings.filter((reading) => reading.gender === patronymic.gender && reading.cases.includes(of));
    const settled = agreeing.map((reading) => ({
      gender: patronymic.gender,
      of,
      given: reading.nominative,
      points: 4,
    }));
    return settled.length > 0 ? settled : [{ gender: patronymic.gender, of, given: null, points: 0 }];
  });
}

function patronymicReading(words: readonly Word[]): Reading | null {
  const [first, particle] = words;
  if (!first || first.shape === 'initial') return null;
  if (!particle) return readPatronymic(first.text.toLowerCase());
  return {
    nominative: first.text,
    gender: patronymicParticle(particle.key) ?? 'male',
    cases: ['nominative', 'genitive', 'dative', 'accusative', 'instrumental', 'prepositional'],
  };
}
