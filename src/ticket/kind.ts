/**
 * Kind of appeal (domain.md §5, letters/README «Kind»). In: subject and split text. Out: one of four kinds, the mark
 * «повторное», and whether the letter only asks how an earlier one stands. Never fails.
 *
 * A kind that the author names himself wins, unless negated or the title of a service; else the first that fits:
 * обжалование, повторное, статус, жалоба, предложение, запрос.
 */
import { fold } from '../identity/fold.ts';
import type { SplitText } from '../letter/letter.ts';
import { complains } from './complaint.ts';
import { asksForService, asksStatus, disputes, isFirstTime, looselyRepeats, repeats } from './phrases.ts';
import { proposes } from './proposal.ts';

export type Kind = 'запрос' | 'жалоба' | 'предложение' | 'обжалование';

/** What a letter is first of all: a kind, or one of the two marks. */
export type Leading = Kind | 'статус' | 'повторное';

export interface KindReading {
  kind: Kind;
  /** «Повторное»: the same question again because the earlier letter was left unsolved. */
  repeated: boolean;
  /** Asks how an earlier letter stands, nothing else. */
  status: boolean;
  leading: Leading;
}

/** What an author calls his own letter, at the start of the subject or of a sentence of the opening. */
const NAMED: readonly (readonly [Leading, RegExp])[] = [
  ['повторное', /^(?:направляю |обращаюсь |пишу |прошу |снова |шлю |отправляю |вынужден[а-я]? (?:обратиться|написать|обращаться) |(?:это|мое|моя) (?:уже )?)?(?:(?:повторно|вторично)(?=[\s:.,!)-]*$|[:.,!]| (?:обращ|пиш|прош|направл|отправл|шл|спраш|жалу|по |о |об |про |к вам|вам))|(?:повторн|вторичн)(?:ое|ая|ый|ую|ого)(?: (?:№ ?)?[a-zа-я]{1,6}[ -]?20\d\d| (?:обращени|запрос(?!а? (?:кода|смс|парол|ссылк|сертиф|документ|справк|выписк))|заявлени|жалоб|письм|просьб|заявк|претензи)|[\s:.,!-]*$))/u],
  ['обжалование', /^(?:[а-я]+ ){0,3}?(?:обжалую|обжалуем|обжаловани[ея]|апелляци[яюи]|оспариваю|(?:хочу|желаю|прошу|намерен[а]?) (?:обжаловать|оспорить))(?![а-я])/u],
  ['жалоба', /^(?:(?:прошу |просим )?(?:принять|рассмотреть|зарегистрировать) (?:мою |нашу |данную )?|подаю |направляю |это |моя |коллективная |официальная |пишу |оставляю )?(?:жалоб[ауы]|претензи[яюи]|жалуюсь|жалуемся|(?:хочу|хотим|вынужден[аы]?|хотел[аи]? бы) (?:по)?жаловаться)(?![а-я])/u],
  ['предложение', /^(?:у меня (?:есть )?|есть |вношу |мое |направляю |примите |моё |небольшое |прошу рассмотреть (?:мое )?|хочу внести |рацпредложение|пользуюсь[^.!?]{0,50}, )?(?:предложени[ея]|предлагаю|предлагаем|идея|мысль(?= |[.:,!]*$)|пожелани[ея]|(?:хочу|хотим|хотел[аи]?(?: бы)?|могу|позвольте) (?:вам )?предложить)(?![а-я])/u],
  ['статус', /^(?:[а-я]+ ){0,4}?статус[а-я]{0,2} (?:мо[а-я]+ |наш[а-я]+ |по )?(?:обращени|заяв|тикет|запрос|жалоб|рассмотр|дел[ау])|^статус(?:$| (?:по )?(?:№ ?)?[a-zа-я]{1,6}[ -]?20\d\d)/u],
]; // biome-ignore format: a table

const NEGATED: Partial<Record<Leading, RegExp>> = {
  жалоба:
    /(?:^|[^а-я])(?:не (?:жалоба|жалуюсь|жалуемся|претензия|ругаюсь)|не (?:хочу|буду|собираюсь|хотел[аи]? бы|стану|намерен[а]?) (?:[а-я]+ )?(?:по)?жаловаться|(?:по)?жаловаться (?:я |мы |ни на кого |на вас )?не (?:хочу|буду|хотим|будем|собира|намерен|стан|дума)|жалоб[а-я ]{0,25} нет|претензий[а-я ]{0,25} (?:нет|не имею)|без жалоб|жалоб[а-я]*[^.!?\n]{0,30} не (?:отправля|откры|подаетс|загружа|принимаетс|работает)|нет (?:никаких )?(?:жалоб|претензий))/u,
  повторное: /(?:впервые|первый раз|не повторн)/u,
  предложение:
    /(?:не предложение|(?:доступно|ваше|коммерческое|специальное|выгодное|персональное) предложение|предложени[а-я]{1,2} (?:действует|ограничено|банка|от (?:партнер|банк|магазин|фирм|компани)[а-я]*|услуг|о работе))/u,
};
/** Quoted titles («Подать жалобу») say nothing about the letter. */
const TITLES = /«[^»\n]{0,120}»|"[^"\n]{0,120}"/gu;
const REPLY_MARKS = /^(?:\s*(?:re|fw|fwd|отв|ответ|пересл)\s*(?:\[\d+\])?:|\s*\[[^\]]{0,60}\])+/iu;
const GREETINGS =
  /^[\s,!.]*(?:(?:здравствуй(?:те)?|добр(?:ый|ое|ого) (?:день|дня|вечер|утро)|доброго времени суток|привет(?:ствую)?|уважаем[а-я]+(?: [а-я-]+){0,4})[\s,!.)]+)+/u;

/** What of a letter its kind depends on. */
export interface Appeal {
  subject: string;
  split: SplitText;
  /** Does it answer one of our letters? Then «всё ещё не работает» goes on with the talk and repeats nothing. */
  isReply?: boolean;
  ticketRef?: string | null;
}

/** Reads the kind of a letter. */
export function kindOf(letter: Appeal): KindReading {
  const subject = keyText(letter.subject).replace(REPLY_MARKS, '').trim();
  const body = keyText(letter.split.forwarded?.text ?? letter.split.fresh);
  const leading =
    named(subject, body) ?? fitting(subject, body, letter.isReply === true || letter.split.quoted.trim() !== '');
  const repeated = leading === 'повторное' || (leading !== 'статус' && !isFirstTime(body) && repeats(body));
  return { kind: kindUnder(leading, subject, body), repeated, status: leading === 'статус', leading };
}

function keyText(text: string): string {
  return fold(text).toLowerCase().replaceAll('ё', 'е').replace(TITLES, ' ');
}

/** The kind that the author gives, the subject before the opening. */
function named(subject: string, body: string): Leading | null {
  const whole = `${subject}\n${body.slice(0, 3000)}`;
  if (asksForService(whole) && !/^[а-я]+[.! ]*$/u.test(subject)) return null;
  for (const sentence of [subject, ...titles(body), ...opening(body)]) {
    for (const [kind, pattern] of NAMED) {
      if (pattern.test(sentence) && !NEGATED[kind]?.test(whole)) return kind;
    }
  }
  return null;
}

/** A line of its own that says what is written below it: «ЖАЛОБА», also inside an office's covering letter. */
function titles(body: string): string[] {
  return (
    body
      .slice(0, 2000)
      .match(
        /^[ ]*(?:повторная )?(?:жалоба|претензия|апелляция|предложение|повторное (?:обращение|заявление))[ .:]*$/gmu,
      ) ?? []
  ).map((line) => line.trim());
}

/** The first sentences after the greeting. */
function opening(body: string): string[] {
  return body
    .slice(0, 700)
    .replace(GREETINGS, '')
    .split(/[.!?\n]+|(?<=\)) /u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length > 3)
    .slice(0, 4)
    .map((sentence) => sentence.replace(GREETINGS, ''));
}

function fitting(subject: string, body: string, inDialogue: boolean): Leading {
  const whole = `${subject}.\n${body.slice(0, 8000)}`;
  if (disputes(whole)) return 'обжалование';
  if (!isFirstTime(body) && repeats(whole)) return 'повторное';
  if (asksStatus(whole) && !asksForService(whole)) return 'статус';
  if (!isFirstTime(body) && !inDialogue && looselyRepeats(whole)) return 'повторное';
  if (complains(whole) && !NEGATED.жалоба?.test(whole)) return 'жалоба';
  if (proposes(whole) && !NEGATED.предложение?.test(whole)) return 'предложение';
  return 'запрос';
}

/** The kind of a letter whose leading word is a mark, not a kind. */
function kindUnder(leading: Leading, subject: string, body: string): Kind {
  if (leading !== 'статус' && leading !== 'повторное') return leading;
  const whole = `${subject}.\n${body.slice(0, 8000)}`;
  if (leading === 'статус') return 'запрос';
  if (disputes(whole)) return 'обжалование';
  if (complains(whole)) return 'жалоба';
  return 'запрос';
}
