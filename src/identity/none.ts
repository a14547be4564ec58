/**
 * Does somebody say that he has no СНИЛС, or cannot give it (domain.md §3)? In: the new text. Out: yes or no. Never fails; every gap is
 * bounded. Whoever says so is not asked for it: an operator sees to it.
 *
 * «Нет, СНИЛС указал выше», «СНИЛС нет в базе», «у сына нет СНИЛС» say something else.
 */
import { fold } from './fold.ts';

const SNILS =
  '(?:номер(?:а|ом)? )?(?:снилс(?:а|у|ом|ов)?|страхов(?:ого|ой|ое) (?:номера?|свидетельств[ао]))(?: номера?)?';
const FEW = (words: readonly string[]) => `(?:(?:${words.join('|')}) ){0,5}`;

/** Words of no weight between «СНИЛС» and «нет». */
const BETWEEN = [
  'у меня',
  'у нас',
  'мне',
  'я',
  'мы',
  'его',
  'ее',
  'сам',
  'сама',
  'мой',
  'моего',
  'свой',
  'своего',
  'свою',
  'российск[а-я]+',
  'такого',
  'никакого',
  'никогда',
  'вообще',
  'совсем',
  'еще',
  'пока',
  'уже',
  'тоже',
  'также',
  'и',
  'ни',
  'был',
  'была',
  'давно',
  'просто',
  'в россии',
  'как иностранцу',
  'иностранцу',
  'точно',
  'этого',
  'этот',
  'карточк[ауи]',
  'зелен[а-я]+',
  'карточк[ауи] с',
  'бумажк[ауи] с',
  'номер[а]?',
  'пластик[а-я]*',
  'инн',
  'паспорт[а-я]*',
  'к сожалению',
  'на руках',
];
/** «СНИЛС … нет». */
const LACKS_AFTER = [
  'нет',
  'нету',
  'нема',
  'отсутствует',
  'не имею',
  'не имеем',
  'не имеется',
  'не имел[аи]?',
  'не было',
  'не был',
  'не получал[аи]?',
  'не получил[аи]?',
  'не получен[оа]?',
  'не оформлял[аи]?',
  'не оформил[аи]?',
  'не оформлен[оа]?',
  'оформля(?:ю|ется|ем|ют)',
  'не делал[аи]?',
  'не сделал[аи]?',
  'не выдан[оа]?',
  'не выдавал[аио]?(?:ся|сь)?',
  'не выдают',
  'не выдали',
  'не давали',
  'не дают',
  'не дали',
  'не присвоен[оа]?',
  'не присваивал[аио]?(?:ся)?',
  'не положен',
  'не полагается',
  'потерян[оа]?',
  'потерялс[яь]',
  'потерялась',
  'потерял[аи]?',
  'утерян[оа]?',
  'утерял[аи]?',
  'утрачен[оа]?',
  'утратил[аи]?',
  'пропал[ао]?',
  'украден[оа]?',
  'украли',
  'сгорел[аи]?',
  'не сохранил(?:ся|ась|ось|а|и)?',
  'не помню',
  'не помним',
  'не вспомню',
  'не могу (?:вспомнить|найти|назвать)',
  'не знаю',
  'не нашл[аи]',
  'не нашел',
  'забыл[аи]?',
  'не приш(?:ел|ло)',
  'не готов',
];
/** «Нет … СНИЛС». */
const LACKS_BEFORE = [
  ...LACKS_AFTER.filter((word) => !word.startsWith('оформля')),
  'без',
  'нет на руках',
  'остал(?:ся|ась) без',
];

/** It is there, and lacks somewhere: in a base, on a page; or he only has not got it by him. */
const ELSEWHERE =
  '(?! (?:в|на|под|с собой|при себе|ошиб|доступ|смысл|нужды|необходимости|указан|проблем)(?! (?:наличии|руках|россии|природе|жизни))(?![а-я]))';
/** «Забыла СНИЛС указать». */
const TO_DO = '(?! (?:указать|написать|вписать|добавить|приложить|сообщить|отправить|прислать|выслать|вложить))';
const HIS = [
  new RegExp(
    `(?<![а-я])(?<!(?<![а-я])(?:с|со|в|по|к|о|об|про) )${SNILS} (?:- |нет и )?${FEW(BETWEEN)}(?:${LACKS_AFTER.join('|')})(?![а-я])${ELSEWHERE}`,
    'u',
  ),
  new RegExp(`(?<![а-я])(?:${LACKS_BEFORE.join('|')}) ${FEW(BETWEEN)}${SNILS}(?![а-я])${TO_DO}`, 'u'),
];
/** «Ни СНИЛС, ни паспорта у меня нет». */
const NEITHER =
  /(?<![а-я])ни (?:[а-я]+,? ни )?снилса?(?:,? ни [а-я]+){0,3} (?:у меня )?(?:нет|не имею|не получал[аи]?|не помню)/u;
/** «Карточку потеряла, номера не помню», where the СНИЛС is spoken of. */
const NUMBER_FORGOTTEN =
  /(?<![а-я])(?:номера?|цифр[ыа]?|его) (?:я |тоже |уже |совсем |наизусть )?(?:не (?:помню|знаю|сохранил[а-я]*|записал[а-я]*)|забыл[аи]?)|не (?:помню|знаю) (?:номера?|цифр|его)(?![а-я])/u;
/** «У меня его нет», «карточка утеряна», «был, но потерялся». */
const OF_IT = [
  '(?:у меня |мне )?(?:его|такого|этого номера) (?:у меня |пока |еще )?(?:нет|нету|не было|не выдавали|не давали)(?! (?:в|на) )',
  'нет у меня (?:его|такого)',
  '(?:карточк|свидетельств|бумажк)[а-я]* (?:у меня |давно |была |был |тоже )*(?:утер|потер|украд|украл|сгор|пропал|утрач)[а-я]*',
  '(?:был|была),? но (?:я )?(?:потер|утер|украл|сгор|пропал)[а-я]*',
].map((words) => new RegExp(`(?<![а-я])${words}`, 'u'));
const SPEAKS_OF = /снилс|страхов[а-я]+ (?:номер|свидетельств)/u;
/** «СНИЛС: нет», «СНИЛС —», as in a form. */
const BLANK_LINE =
  /(?:^|\n)[ \t]*(?:мой )?снилс[ \t]*[:=—–-]+[ \t]*(?:нет|нету|отсутствует|не имею|не имеется|не помню|none|no|n\/a|[-–—])[ \t.]*(?:\n|$)/u;

/** The same of other people says nothing of him who writes. */
const OTHERS = [
  'сына',
  'дочери',
  'дочки',
  'ребенка',
  'детей',
  'малыша',
  'малышки',
  'внука',
  'внучки',
  'мужа',
  'жены',
  'супруга',
  'супруги',
  'мамы',
  'матери',
  'папы',
  'отца',
  'бабушки',
  'дедушки',
  'брата',
  'сестры',
  'соседки',
  'соседа',
  'него',
  'нее',
  'них',
];
const OF_ANOTHER = new RegExp(
  `(?<![а-я])у (?:[а-я]+ ){0,2}(?:${OTHERS.join('|')})(?![а-я])|(?:сыну|дочке|дочери|ребенку|внуку|внучке|мужу|маме) `,
  'u',
);
const CONDITION = /(?<![а-я])(?:если|что делать когда|как быть когда|можно ли|нужен ли|обязательно ли)(?![а-я])/u;
const ASIDES =
  /,? ?(?:к сожалению|увы|извините|простите|честно говоря|кажется|наверное|конечно|правда|видимо|как я уже писал[аи]?|пожалуйста),? ?/gu;

const FOREIGN = [
  'иностранн(?:ый|ая|ые) граждан(?:ин|ка|е)',
  'иностран(?:ец|ка)(?![а-я])',
  'не (?:являюсь )?граждан(?:ин|ка|ином|кой) (?:рф|россии|российской федерации)',
  'гражданства (?:рф|россии|российского) (?:у меня )?нет',
  'нет (?:российского )?гражданства(?: рф| россии)?',
  'лицо без гражданства',
  'граждан(?:ин|ка|ином|кой) (?:республики )?(?!рф|росси|российск|ссср|инвалид|пенсионер|пожил|обращ|прос)[а-я]{4,20}(?:ы|а|и|ии|ана|ина|ая|ой|ста|ики)(?![а-я])',
];
const FOREIGNER = new RegExp(
  `(?<![а-я])(?:я|мы|будучи|сам|сама|как|являюсь)[ ,—–-]{1,3}(?:[а-я]+ ){0,3}(?:${FOREIGN.join('|')})`,
  'u',
);

const ENGLISH = [
  "(?:i |we )?(?:do not|don't|dont|did not|didn't) (?:yet )?(?:have|own|possess|remember|know)(?: (?:a|any|my|the|got|number|of))* snils",
  '(?:have|has|had|got) (?:no|never had)(?: (?:a|any|russian))* snils',
  "(?:haven't|have not|never|not) (?:got|had|received|been issued|been given)(?: (?:a|any|my|the|yet))* snils",
  'no (?:russian )?snils(?! (?:error|problem))',
  'without (?:a |any )?snils',
  '(?:lost|forgot|forgotten)(?: (?:a|my|the|number|of|card))* snils',
  'snils(?: card| number)? (?:is |was |has been |got )?(?:lost|stolen|missing|forgotten|not issued|unavailable)',
  'snils ?[:=-] ?(?:no|none|n/a|-)(?![a-z])',
  "(?:i am|i'm|as) (?:a |not a )?(?:foreigner|foreign citizen|foreign national|russian citizen)(?![a-z])",
  "(?:i am|i'm) (?:a )?citizen of (?!russia|the russian)",
];
const SAYS_ENGLISH = new RegExp(`(?<![a-z])(?:${ENGLISH.join('|')})`, 'u');
const LONGEST = 6000;

/** Says the writer that he has no СНИЛС, has lost it, does not know it, or that he is a foreigner? */
export function saysNone(text: string): boolean {
  const plain = text.slice(0, LONGEST).toLowerCase().replace(/[’‘`]/gu, "'");
  if (SAYS_ENGLISH.test(plain.replace(/\s+/gu, ' ').replace(/\b(?:russian|insurance) (?=snils)/gu, ''))) return true;
  const said = fold(text.slice(0, LONGEST))
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/(?<![а-я])не(?=(?:знаю|помню|имею|получал|выдавали)(?![а-я]))/gu, 'не ');
  if (BLANK_LINE.test(said)) return true;
  const speaks = SPEAKS_OF.test(said);
  return said
    .replace(/(?<=[а-я,] ?)\n(?=[а-я])/gu, ' ')
    .split(/[.!?;\n()]+/u)
    .some((sentence) => lacks(sentence.replace(ASIDES, ' ').replace(/["'«»]/gu, ''), speaks));
}

function lacks(sentence: string, speaks: boolean): boolean {
  if (CONDITION.test(sentence)) return false;
  if (FOREIGNER.test(sentence) && !/снилс[^а-я]{0,20}\d{3}/u.test(sentence)) return true;
  if (OF_ANOTHER.test(sentence)) return false;
  if (NEITHER.test(sentence) || (speaks && NUMBER_FORGOTTEN.test(sentence))) return true;
  if (speaks && OF_IT.some((pattern) => pattern.test(sentence))) return true;
  // «Нет, СНИЛС указал выше»: a sign parts the answer from what follows.
  const clauses = sentence
    .replace(/ ?[:—–-]+ (?=(?:у меня )?(?:нет|нету|не |отсутств|потер|утер))/gu, ' ')
    .split(/,| - /u)
    .map((clause) =>
      clause
        .replace(/[^а-я ]+/gu, ' ')
        .replace(/ {2,}/gu, ' ')
        .trim(),
    );
  return clauses.some((clause) => HIS.some((pattern) => pattern.test(clause)));
}
