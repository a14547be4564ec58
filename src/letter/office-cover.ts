/**
 * Is a letter another office's, which passes a citizen's appeal on to us (59-ФЗ, art. 8)? Its writer is no citizen: he is not addressed by the
 * citizen's name, nor asked for what a citizen knows. In: subject and text, without what is passed on. Out: yes or no. Never fails;
 * every gap is bounded.
 *
 * A person who passes on his mother's letter speaks otherwise; one sign alone decides nothing.
 */
import { fold } from '../identity/fold.ts';
import { anyOf, several } from '../ticket/any-of.ts';
import type { SplitText } from './letter.ts';

const PASSES = [
  'направля(?:ем|ет|ется|ются|ю)',
  'направлен[аоы]?',
  'перенаправля(?:ем|ет|ется|ются|ю)',
  'перенаправлен[аоы]?',
  'переадрес(?:ов(?:ано|ана|ываем)|уем|уется)',
  'пересыла(?:ем|ет|ется|ю)',
  'переда(?:ем|ет|ется|ю)',
  'переданы?',
  'препровожда(?:ем|ется|ю)',
  'поступил[аои]?',
  'поступивш[а-я]{2}',
  'зарегистрирован[аоы]?',
  'рассмотре(?:в|но|ть)',
  'прошу рассмотреть',
  'просим рассмотреть',
];
const APPEAL =
  '(?:коллективн[а-я]+ |письменн[а-я]+ |электронн[а-я]+ |устн[а-я]+ |повторн[а-я]+ )?(?:обращени|заявлени|жалоб|письм)[а-я]{1,3}';
const CITIZENS = [
  'граждан(?:ина|ки)?',
  'гр',
  'гр-на',
  'гр-ки',
  'заявител(?:я|ьницы|ей)',
  'жител(?:я|ьницы|ей)',
  'пенсионер(?:а|ки|ов)',
  'инвалида',
  'ветерана',
  'г-на',
  'г-жи',
  'господина',
  'госпожи',
];
/** «Обращение гражданки Ермолаевой», «обращение Ермолаевой Степаниды Архиповны». */
const OF_CITIZEN = anyOf(
  `${APPEAL}[^.!?]{0,60} (?:${CITIZENS.join('|')})(?![а-я])`,
  `${APPEAL} (?:[а-я№0-9./-]+ ){0,6}[а-я]{3,}(?:ой|ого|а|ева|ова|ина) (?:[а-я] [а-я](?![а-я])|[а-я]+ [а-я]+(?:вича|вны|чны))`,
  `(?:${CITIZENS.join('|')}) [^.!?]{3,60}${APPEAL}`,
);
const PASSING = anyOf(`(?:${PASSES.join('|')})[^.!?]{0,160}${APPEAL}`, `${APPEAL}[^.!?]{0,160}(?:${PASSES.join('|')})`);

/** What offices write to one another. */
const OFFICIAL = [
  'по компетенции',
  'в (?:рамках|пределах) (?:вашей |своей |установленной )?компетенции',
  'по принадлежности',
  'по подведомственности',
  'по существу (?:поставленных|изложенных)?',
  '59-фз',
  'стать(?:и|ей|е|я) 8 ',
  'ст\\.? {0,2}8 ',
  'федеральн[а-я]+ закон[а-я]*',
  'порядке рассмотрения обращений граждан',
  'о результатах [^.!?]{0,60}(?:сообщит|уведомит|проинформир|информир)',
  '(?:ответ|результат)[а-я]* [^.!?]{0,60}(?:заявител|гражданин|автор)',
  '(?:проинформировать|уведомить|сообщить) [^.!?]{0,40}(?:заявител|гражданин|автор)',
  'ответ(?:ить|а|е)? (?:заявител|гражданин)',
  'в (?:наш )?адрес [^.!?]{0,80} поступил',
  'для (?:рассмотрения|сведения|принятия мер|организации рассмотрения)',
  'прошу (?:вас )?(?:рассмотреть|организовать рассмотрение)',
  'просим (?:вас )?(?:рассмотреть|организовать рассмотрение|принять меры)',
  'контроль|на контроле',
  'приложени[ея]: ?[^\\n]{0,40}(?:л\\.|лист|экз|файл)',
  'на \\d{1,3} л\\.',
].map((phrase) => anyOf(phrase));
/** Its head and its foot. */
const LETTERHEAD = [
  'исх(?:одящий)?[. ]{0,2}(?:№|n|от)',
  'на № ?[^\\n]{1,20} от',
  'исп(?:\\.|олнитель)[ :]',
  '(?:начальник|заместитель|зам\\.|руководитель|директор|глава|министр|председатель|заведующ[а-я]+|консультант|референт|специалист|помощник)[а-я]* (?:[а-я-]+ ){0,4}(?:отдел|управлени|департамент|министерств|администраци|комитет|инспекци|прокурор|аппарат|служб|центр|отделени|сектор|депутат|губернатор|главы)[а-я]*',
  '(?:министерств|администраци|управлени|департамент|прокуратур|инспекци|комитет|мэри|правительств|уполномоченн|аппарат|канцеляри|приемн|мфц|отделени|служб)[а-я]*[^\\n]{0,60}(?:област|кра[яй]|республик|город|район|округ|россии|федераци|г\\. ?[а-я]|граждан|президента|губернатора|мэра)',
].map((phrase) => anyOf(phrase));
/** He speaks for himself. */
const FIRST_PERSON = anyOf(
  'я(?:,| -)? (?:[а-я]+,? ){0,3}(?:прошу|обращаюсь|направляю (?:вам )?(?:свое|жалобу|заявление|обращение))',
  '(?:мо[еюя]|свое|свою|наше) (?:обращени|заявлени|жалоб|письм)',
  '(?:направляю|пересылаю|передаю) (?:вам )?(?:письмо|обращение|просьбу|жалобу|заявление)? ?(?:мо(?:ей|его|их)|сво(?:ей|его)|наш(?:ей|его)|мамин|папин|сосед|бабушк|мам|пап|муж|жен|сын|доч)',
  'обращаюсь к вам',
  'меня зовут',
  'помогите',
);
/** Below it stands what is passed on. */
const BELOW =
  /\n[ \t]*(?:[-–—_=*]{3,}[^\n]{0,60}|(?:текст|содержание) обращения[^\n]{0,40}|приложение:?[ \t]*)(?=\n)/iu;
const NOTE = 2500;
const OPENING = 500;

/** Does an office's letter stand above the one that is passed on? */
export function isPassedOnByOffice(subject: string, { fresh, forwarded }: SplitText): boolean {
  const below = forwarded === null ? -1 : fresh.indexOf(forwarded.text.slice(0, 80));
  return isOfficeCover(subject, below < 0 ? fresh : fresh.slice(0, below));
}

/** @param note the text; what is passed on may stand below it */
export function isOfficeCover(subject: string, note: string): boolean {
  const text = (BELOW.exec(note) ? note.slice(0, BELOW.exec(note)?.index) : note).slice(0, NOTE);
  const plain = plainOf(`${subject}\n${text}`);
  if (!PASSING.test(plain) || FIRST_PERSON.test(plainOf(text.slice(0, OPENING)))) return false;
  const official = OFFICIAL.filter((sign) => sign.test(plain)).length;
  const head = several(LETTERHEAD, plain, 1);
  if (OF_CITIZEN.test(plain)) return head || official > 0 || BETWEEN_OFFICES.test(plain);
  return head && official > 1;
}

/** Nobody says so of himself. */
const BETWEEN_OFFICES = anyOf('направляем', 'направляется', 'перенаправля', 'пересылаем', 'переадрес');

/** Without the full stops of initials and abbreviations, which end no sentence; lines that a mail program broke are one. */
function plainOf(text: string): string {
  return fold(text)
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/(?<![а-я])([а-я])\. ?([а-я])\./gu, '$1 $2')
    .replace(/(?<![а-я])(гр|г|ул|ст|д|исх|исп|зам)\./gu, '$1 ')
    .replace(/(?<=\S) *\n(?=[а-я])/gu, ' ');
}
