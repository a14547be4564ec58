import { describe, expect, test } from 'vitest';
import type { Case, Gender } from '../../src/identity/grammar.ts';
import { nominativeOf } from '../../src/identity/nominative.ts';

const NONE = new Set<string>();

describe('surname back in the nominative', () => {
  test.each<[string, Gender, Case, string]>([
    ['трофимова', 'male', 'genitive', 'трофимов'],
    ['ырысбаевым', 'male', 'instrumental', 'ырысбаев'],
    ['гришаеву', 'male', 'dative', 'гришаев'],
    ['касаткиной', 'female', 'genitive', 'касаткина'],
    ['черных', 'male', 'genitive', 'черных'],
    ['шевченко', 'female', 'accusative', 'шевченко'],
    ['чиквашвили', 'male', 'genitive', 'чиквашвили'],
    ['зайца', 'male', 'genitive', 'заяц'],
    ['соловья', 'male', 'genitive', 'соловей'],
    ['швеца', 'male', 'genitive', 'швец'],
    ['кравцу', 'male', 'dative', 'кравец'],
    ['волка', 'male', 'genitive', 'волк'],
    ['мельника', 'male', 'genitive', 'мельник'],
    ['гоголя', 'male', 'genitive', 'гоголь'],
    ['палия', 'male', 'genitive', 'палий'],
    ['цоя', 'male', 'genitive', 'цой'],
    ['цой', 'female', 'genitive', 'цой'],
    ['бондарь', 'female', 'genitive', 'бондарь'],
    ['сковороды', 'male', 'genitive', 'сковорода'],
    ['синицей', 'male', 'instrumental', 'синица'],
    ['трубецкого', 'male', 'genitive', 'трубецкой'],
    ['достоевского', 'male', 'genitive', 'достоевский'],
    ['белого', 'male', 'genitive', 'белый'],
    ['живаго', 'male', 'genitive', 'живаго'],
    ['заболотной', 'female', 'genitive', 'заболотная'],
    ['яровой', 'female', 'genitive', 'яровая'],
    ['петровой-водкиной', 'female', 'genitive', 'петрова-водкина'],
    ['саркисян', 'female', 'genitive', 'саркисян'],
    ['саркисяна', 'male', 'genitive', 'саркисян'],
  ])('%s (%s, %s) → %s', (word, gender, of, nominative) => {
    expect(nominativeOf(word, gender, of, 'last', NONE)).toBe(nominative);
  });

  test('another mention decides between spellings that bend alike', () => {
    expect(nominativeOf('бережного', 'male', 'genitive', 'last', new Set(['бережный']))).toBe('бережный');
    expect(nominativeOf('бережного', 'male', 'genitive', 'last', new Set(['бережной']))).toBe('бережной');
  });
});
