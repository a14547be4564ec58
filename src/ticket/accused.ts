/**
 * Which of the staff a text names (contract.md, «Tickets and people»: a complaint never goes to the one it names). In: the
 * text, the directory, who writes. Out: those named, in any case and order, by surname or by given name and patronymic. Pure.
 * A namesake with other initials is somebody else, and so is the writer who bears the name himself.
 */
import petrovich from 'petrovich';
import { readGiven } from '../identity/given.ts';
import type { Fio } from '../identity/identity.ts';
import { readPatronymic } from '../identity/patronymic.ts';
import { keyOf, type Word, wordsOf } from '../identity/words.ts';

type Part = 'last' | 'first' | 'middle';

const CASES = ['nominative', 'genitive', 'dative', 'accusative', 'instrumental', 'prepositional'] as const;
/** A surname as short as this is a word too often. */
const SHORTEST = 3;
const LONGEST_TEXT = 20_000;

/** Everybody of the staff whom the text names. */
export function namedStaff<Member extends { name: string }>(
  text: string,
  staff: readonly Member[],
  writer: Fio | null,
): Member[] {
  const words = wordsOf(text.slice(0, LONGEST_TEXT));
  return staff.filter((member) => isNamed(words, new Forms(member.name), writer));
}

function isNamed(words: readonly Word[], name: Forms, writer: Fio | null): boolean {
  const own = writer !== null && name.surname.has(keyOf(writer.surname ?? ''));
  return words.some(({ key }, at) => {
    if (name.surname.has(key)) {
      const beside = besides(words, at, name);
      return beside === 'fits' || (beside === 'nothing' && !own);
    }
    const patronymic = words[at + 1]?.key ?? '';
    const isWriter =
      writer !== null &&
      name.given.has(keyOf(writer.given ?? '')) &&
      name.patronymic.has(keyOf(writer.patronymic ?? ''));
    return name.given.has(key) && name.patronymic.has(patronymic) && !isWriter && !isSurnameOfOthers(words, at, name);
  });
}

/** What stands beside a surname: this person's given name or initials, another's, or nothing of the kind. */
function besides(words: readonly Word[], at: number, name: Forms): 'fits' | 'differs' | 'nothing' {
  const after = words[at + 1];
  const [second, first] = [words[at - 1], words[at - 2]];
  const said = isGivenName(after) ? after : isGivenName(first) ? first : isGivenName(second) ? second : undefined;
  if (!said) return 'nothing';
  if (said.shape === 'initial') return [...name.given].some((form) => form.startsWith(said.key)) ? 'fits' : 'differs';
  return name.given.has(said.key) ? 'fits' : 'differs';
}

function isGivenName(word: Word | undefined): word is Word {
  if (!word || word.shape === 'lower') return false;
  return word.shape === 'initial' || readGiven(word.key).length > 0;
}

/** «Анна Петровна Кузнецова» is not Анна Петровна Смирнова. */
function isSurnameOfOthers(words: readonly Word[], at: number, name: Forms): boolean {
  const [before, after] = [words[at - 1], words[at + 2]];
  return [before, after].some((word) => {
    return (
      word !== undefined &&
      word.shape === 'title' &&
      /(?:ов|ев|ин|ын|ск|цк)(?:|а|у|ой|ым|е|ий|ая|ого|ому|ую)$/u.test(word.key) &&
      !name.surname.has(word.key)
    );
  });
}

/** A name in all its cases, as keys. */
class Forms {
  readonly surname: ReadonlySet<string>;
  readonly given: ReadonlySet<string>;
  readonly patronymic: ReadonlySet<string>;

  constructor(name: string) {
    const [surname = '', given = '', patronymic = ''] = name.trim().split(/\s+/);
    const gender = readPatronymic(patronymic.toLowerCase())?.gender;
    const genders = gender ? [gender] : (['male', 'female'] as const);
    const forms = (word: string, part: Part) =>
      new Set(
        word.length < SHORTEST
          ? []
          : genders.flatMap((one) => CASES.map((of) => keyOf(petrovich[one][part][of](word)))).concat(keyOf(word)),
      );
    this.surname = forms(surname, 'last');
    this.given = forms(given, 'first');
    this.patronymic = forms(patronymic, 'middle');
  }
}
