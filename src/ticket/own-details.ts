/**
 * What a letter tells of its writer, and whether that is what it is about (domain.md §5). In: text in lower case, ё as е,
 * look-alike letters folded. Out: the text without the lines and words by which people introduce themselves; whether
 * СНИЛС, фамилия and the like are the matter of it. Never fails. Pure.
 *
 * Nearly every letter gives a СНИЛС because we ask for it: such words say nothing of the matter.
 */
import { anyOf } from './any-of.ts';

const FEW = '(?:[а-я]+ ){0,3}';

/** What a line of a form or of a signature begins with. */
const LABELS = anyOf(
  'фио',
  'ф\\. ?и\\. ?о',
  '(?:моя |мое |мои )?(?:фамилия|имя|отчество)',
  'заявитель',
  '(?:мой |мои |номер |№ )?снилс',
  '(?:мой |номер |№ )?инн',
  'паспорт(?:ные данные)?',
  '(?:дата|год|место) рождения',
  '(?:контактный |мой |мобильный |сотовый |номер )?тел(?:ефона?)?(?![а-я])',
  'моб(?:ильный)?(?![а-я])',
  '(?:мой |домашний |почтовый |электронный )?адрес',
  'место жительства',
  'прописка',
  'зарегистрирован',
  '(?:электронная |эл\\.? ?)?почта',
);
/** «Фамилия: Иванова»: the line says no more than a value. */
const LABELLED_LINE = new RegExp(`^[^а-я\\n]{0,12}${LABELS.source}[^\\n:—–-]{0,30}[:—–-][^\\n]{0,90}$`, 'gmu');

/** Eleven digits, or as many as somebody remembers, in whatever groups; letters that were typed for digits too. */
const NUMBER = '\\d[\\dохxз]{1,3}(?:[ .\\n-]{0,5}[\\dохxз]){5,10}';
const CARD = '(?:снилс|страхов|пенсионн|карточк|свидетельств)[а-я]*';
const NUMBERED = [
  new RegExp(`(?<![а-я])${FEW}${CARD}[^\\d.!?]{0,40}${NUMBER}`, 'gu'),
  new RegExp(`${NUMBER}[ ,(—–-]{1,5}(?:мой |это |мои |мой номер )?снилс(?![а-я])`, 'gu'),
  /(?<![а-я])(?:инн|паспорта?|серия|тел|телефон)[^\d.!?\n]{0,25}\d[\d ()+-]{5,20}/gu,
];

const NOUN = '(?:фамили|имя|отчеств|снилс|инн|фио)[а-я]*';
/** «Моя фамилия Конь», «отчества нет», «СНИЛС прилагаю»: says who writes, or that he does not say it. */
const INTRODUCED = [
  `(?:моя|мое|мои|мой) ${NOUN}`,
  `${NOUN} (?:моя|мое|мои|мой)`,
  `отчеств[оа] ${FEW}(?:нет|не имею|отсутствует)`,
  `${NOUN} (?:я )?не (?:помню|знаю|нужен|нужна|имею|получал|буду|присла)[а-я]*`,
  `${NOUN} (?:нет|прилаг|прикрепл|прикладыва|во вложени|ниже|выше|тот же|прежний|утерян|потерян)[а-я]*`,
  `(?:нет|не помню|не знаю|не имею) ${FEW}${NOUN}`,
  `(?:прилаг|прикладыва|высыла|отправля|присыла|посыла|шл|указыва|пиш|да|сообща)(?:ю|ем) ${FEW}${NOUN}`,
  `вот ${FEW}${NOUN}`,
  `если ${FEW}снилс`,
  'фамилию (?:не назва|не скажу|называть не|скрыл|не знаю)[а-я]*',
  '(?:на|от|под) (?:имя|имени|именем) [а-я]+',
].map((words) => new RegExp(`(?<![а-я])${words}`, 'gu'));

/** The formula under many letters. To take a consent back is a matter. */
const CONSENT = [
  '(?:на обработку|с обработкой|обработку) (?:моих |своих )?персональных данных[^.!?\\n]{0,20}(?:соглас|даю|не возража)[а-я]*',
  '(?<!(?:отзыва|отзов|отозва|отозв)[а-я]{0,4} (?:свое |мое )?)(?:даю (?:свое )?согласие|согласен|согласна|не возражаю|согласие)[^.!?\\n]{0,25}персональных данных',
].map((words) => new RegExp(`(?<![а-я])${words}(?:[^.!?\\n]{0,15}(?:даю|прилагаю))?`, 'gu'));

/**
 * @returns `rest`: the text without what only tells who writes; `isMatter`: is the writer's СНИЛС, name or date of birth what the
 * letter is about?
 */
export function readOwnDetails(text: string): { rest: string; isMatter: boolean } {
  const unlabelled = text.replace(LABELLED_LINE, (line) => (isOwnMatter(line) ? line : ' '));
  const unnumbered = [...NUMBERED, ...CONSENT].reduce((rest, pattern) => rest.replace(pattern, ' '), unlabelled);
  const rest = INTRODUCED.reduce((left, pattern) => left.replace(pattern, ' '), unnumbered);
  return { rest, isMatter: isOwnMatter(unnumbered) };
}

const DETAILS = [
  'снилс',
  'фамили',
  'отчеств',
  'фио(?![а-я])',
  'инн(?![а-я])',
  'дат[аыуе] рождени',
  'паспортн[а-я]+ данн',
  'персональн[а-я]+ данн',
  'имя и отчеств',
];
const DETAIL = `(?:${DETAILS.join('|')})[а-я]*`;

/** Begin what is to be done about it. */
const CHANGES = [
  'смен(?:а|у|е|ой|ить|ил|яла?)',
  'поменя',
  'измен',
  'исправ',
  'поправ',
  'обнов',
  'замен',
  'удал',
  'перепут',
  'привязать',
  'отвязать',
  'внес(?:ти|ите)',
  'добав(?:ить|ьте)',
  'вписать',
  'уточнить',
  'не принима',
  'не наход',
  'не видит',
  'не подтвержда',
  'не отобража',
  'не совпада',
  'не сход',
  'не распозна',
  'не проходит',
  'не бере',
  'неверно (?:указан|записан|введен|внесен)',
];
/** Said before it: «старая фамилия», «два СНИЛС». */
const QUALITIES = ['стар', 'прежн', 'девич', 'друг', 'чуж', 'неправильн', 'неверн', 'ошибочн', 'нов', 'разн'];
const ENDINGS = '(?:ая|ую|ой|ый|ое|ий|ые|их|ья|ью|ом|ей)';
const MISTAKE = '(?:ошибк|опечатк|неточност|путаниц|несоответстви|расхождени)[а-я]*';
const BEFORE = anyOf(
  ...CHANGES.map((change) => `${change}[а-я]* ${FEW}${DETAIL}`),
  ...QUALITIES.map((quality) => `${quality}${ENDINGS} ${FEW}${DETAIL}`),
  `${MISTAKE} (?:была |есть |допущена )?(?:в|с|по) ${FEW}${DETAIL}`,
  `(?:два|двойной|задвоенный|дубль|дубликат) (?:разных )?${DETAIL}`,
  `это не ${DETAIL}`,
  `(?:неправильно|неверно|ошибочно|не так) ${FEW}${DETAIL}`,
  `(?:объединить|объедините|соединить|задвоен[а-я]*|дублир[а-я]*) ${FEW}(?:учетн|запис|аккаунт|профил|кабинет)`,
  `удал[а-я]+ ${FEW}(?:учетн|аккаунт|профил|мои данн|все данн)`,
);

/** Said after it: «фамилия с ошибкой», «СНИЛС не найден». */
const FAULTS = [
  'с ошибк',
  'с опечатк',
  'ошибк[ау] в',
  'ошибочн',
  'неверн',
  'неправильн',
  'правильн',
  'не найден',
  'не наход',
  'не принима',
  'не подходит',
  'не совпада',
  'не сход',
  'не отобража',
  'не подтвержд',
  'не проходит',
  'не пускает',
  'не т(?:от|а|о)(?![а-я])',
  'не мо(?:й|я|е)(?![а-я])',
  'недействител',
  'не соответств',
  'привязан',
  'перепута',
  'задвоен',
  'дубл',
  'прочерк',
  'содержит',
  'чуж',
  'стар(?:ая|ый|ое|ые)',
  'прежн',
  'девич',
  'сменил',
  'изменил',
  'поменял',
  'изменен',
  'исправ',
  'через е',
  'латин',
];
const AFTER = anyOf(...FAULTS.map((fault) => `${DETAIL} (?:[а-я]+ ){0,4}${fault}`));
/** The sign-in page names it where it means the password. */
const SIGN_IN = anyOf('(?:неверн|неправильн)[а-я]+ (?:[а-я]+ )?снилс (?:или|и) парол', 'снилс (?:или|и|с) парол');

/** Is something of it wrong, changed, doubled? */
function isOwnMatter(text: string): boolean {
  return text
    .replace(/,? пожалуйста,?/gu, '')
    .split(/[.!?;,\n]/u)
    .map((sentence) => sentence.replace(/[^а-яa-z0-9]+/gu, ' '))
    .some((sentence) => !SIGN_IN.test(sentence) && (BEFORE.test(sentence) || AFTER.test(sentence)));
}
