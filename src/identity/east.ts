/**
 * Names of the Far East in Cyrillic: surname first, then one or two syllable words, no patronymic (Нгуен Ван Тхань,
 * Чжан Вэй, Ким Сон Хо). In: words. Out: does a surname of these peoples stand here, and which words follow as given name.
 */
import type { Word } from './words.ts';

const SURNAMES = new Set(
  `нгуен чан ле фам хоанг хуинь хюинь фан ву во данг буй до хо нго зыонг динь дао доан лам май чинь тхай ха луонг лыонг чыонг чьонг та тон куать лыу мак
  ван ли чжан лю чэнь чень ян чжао хуан чжоу сюй сунь ма чжу ху го хэ линь гао ло чжэн лян се тан сяо сун дэн хань фэн юй дун чэн цао пэн цзэн лу су цзян цай дин вэй сюэ е
  янь пань ду дай ся чжун ши тянь жэнь цзинь бай цинь цю цзоу сюн мэн юань лэй сыту оуян
  ким пак чхве чой цой чон тен кан юн лим хан шин со квон хван ан сон хон юм ю нам чу но ку огай ногай хегай шегай югай пягай тигай дегай тяй ем эм мун лигай кигай тю цхай
  танака ямада сато судзуки ито накамура кобаяши като ёсида сасаки
  батбаяр дорж ганбаатар`
    .split(/\s+/u)
    .filter(Boolean),
);
const SYLLABLE = /^[а-яё]{2,7}$/u;
/** Short words that begin sentences and would pass for syllables. */
const NOT_SYLLABLES = new Set(
  'это мне вам нет как где все уже еще вот там тут так что она они мой моя снилс инн тел код смс мфц кнр внж рвп рф паспорт ответ при для ваш сын муж жена мама папа дочь'.split(
    ' ',
  ),
);

/** May this word be a far-eastern surname? */
export function isEasternSurname(key: string): boolean {
  return SURNAMES.has(key);
}

/** How many words after a far-eastern surname belong to the given name: 0, 1 or 2. */
export function easternGivenLength(words: readonly Word[], at: number): number {
  let length = 0;
  for (const word of words.slice(at + 1, at + 4)) {
    const joined = word.gap === ' ' && word.shape === words[at]!.shape && word.shape !== 'lower';
    if (!joined || !SYLLABLE.test(word.text.toLowerCase().replace(/-/g, '')) || NOT_SYLLABLES.has(word.key)) break;
    length++;
  }
  return length;
}
