/**
 * What a letter asks of a ticket (domain.md §7). In: subject, split text, whether it answers one of our letters, the
 * ticket number found. Out: one intent, and how it was said. Never fails. What may follow from it is for flow/decide, which
 * knows the ticket.
 */
import { fold } from '../identity/fold.ts';
import type { SplitText } from '../letter/letter.ts';
import { anyOf } from './any-of.ts';
import { type Attitude, attitudeOf, isAdverse } from './attitude.ts';
import { clausesOf } from './clauses.ts';
import { type KindReading, kindOf } from './kind.ts';
import { saysMoreThanStatus } from './status-question.ts';

export type Intent = 'new' | 'reply' | 'status' | 'repeat' | 'appeal' | 'accept' | 'refuse' | 'close';

export interface Asking {
  subject: string;
  split: SplitText;
  /** Does it answer a letter of a ticket's thread? */
  isReply: boolean;
  ticketRef: string | null;
}

/** An intent, and what of its wording matters. */
export interface Wish {
  intent: Intent;
  /** Said by the word that our letters ask for: «Принять», «Отказать», «Закрыть обращение», «Повторное». */
  named: boolean;
  attitude: Attitude | null;
  /** Besides asking how the ticket stands, the letter tells something. */
  saysMore: boolean;
}

const CASE = '(?:обращени[а-я]|заявк[а-я]|тикет|запрос|вопрос|рассмотрени[а-я]|жалоб[а-я])';
const CLOSE = anyOf(
  `(?:закр(?:ыть|ойте|ывайте|ывать|ываем)|снимите|снять|отзываю|отозвать|аннулируйте|прекратит[ьe]|прекратите)(?:,? [а-я]+){0,3},? ${CASE}`,
  '(?:обращени[ея]|заявк[ау]|вопрос|тикет|запрос)(?: [а-я]+){0,2} (?:можно |можете |прошу |пожалуйста )?(?:закр(?:ыть|ывать|ойте|ывайте)|снять с рассмотрения)',
  '(?:вопрос|проблема) (?:больше )?не ?актуал',
  '(?:можно|можете|прошу) закры(?:вать|ть)(?= ?(?:[,.!\\n]|$))',
);
const NOT_CLOSE = anyOf(
  'не закрывайте',
  'не закрывать',
  'зачем закрыли',
  'почему закрыли',
  'без (?:моего )?согласия закрыл',
);
const REFUSE = anyOf(
  'отказываюсь (?:от (?:такого |данного |этого )?решени|принимать|принять)',
  'не принимаю',
  'решени[ея] не (?:принимаю|устраивает|подходит|помогло)',
  'отклоняю',
  'не (?:соглас[а-я]+) с (?:решени|ответ|предложен)[а-я]*',
  '(?:мне |нам )?(?:это |так и |все равно |ничего )?не помогло',
  'не решил[оа]? (?:проблем|вопрос)[а-я]*',
  '(?:проблема|вопрос)(?: [а-я]+){0,2} (?:осталась|остался|не решен[аы]?|не исчезла|сохраняется|не устранена)',
  'меня (?:это |такое |такой |ваш )?(?:[а-я]+ )?не устраивает',
  'по-прежнему не (?:работает|могу|открывается|заходит)',
  'все еще не работает',
  'все равно (?:ошибка|не|пишет|выдает)',
  'ничего не (?:решен|реши|изменил|исправ)[а-я]*',
  'так и не (?:работает|заработал[оа]?)',
  'верните в работу',
  'вернуть в работу',
);
const REFUSE_WORD =
  /^\s*отказать(?:ся)?(?![а-я])|^\s*(?:отказываюсь|не принимаю|решение не принимаю|отклоняю)(?![а-я])/u;

/** «Не согласна с вашим ответом», said in an answer, refuses it; an appeal says that it is one. */
const APPEAL_WORD = /(?<![а-я])(?:обжал|апелляц|оспар|оспор)/u;
/** The word that our letters ask for; «пишу третий раз» in an answer goes on with the talk. */
const AGAIN_WORD = /(?<![а-я])(?:повторн|вторичн)/u;

/** A whole clause that accepts. */
const ACCEPT_CLAUSE = anyOf(
  '(?:я |да |и )?(?:принять|принимаю|принимаем|принято|принята|согласен|согласна|согласны|подтверждаю)(?: (?:ваше|данное|это|предложенное|решение|ответ|спасибо|благодарю|все|полностью|с вашим|с|решением|ответом|вами)){0,4}$',
  '(?:ваше |данное |предложенное )?решени[ея] (?:[а-я]+ )?(?:принимаю|принято|принял[аи]?|устраивает|подходит|помогло)',
  '(?:принимаю|принять) (?:ваше |данное |это |предложенное )?решени',
  '(?:с )?(?:вашим |этим )?решени[а-я]{1,2} соглас',
  'соглас[а-я]+ с (?:вашим |этим )?решени',
  'меня (?:все |это |ваш ответ )?устраивает',
  'претензий (?:нет|не имею)',
);
/** Our own word at the very beginning. */
const ACCEPT_WORD = /^(?:принять|принимаю|принято)(?: (?:ваше |данное |это )?решение)?$/u;
/** «Принимаю, но не всё работает»: taken back in the same breath. */
const TAKEN_BACK = anyOf(
  'не (?:все |до конца |полностью |совсем |могу )?(?:прин|согла|помог|работа|заработа|получ|реш|устраива|удалось|смог|откры|приш|измен|исправ)',
  'ничего не',
  'по-прежнему',
  'до сих пор',
  'опять',
  'тол?ьку нет',
);
const OPENING = 1500;
const GREETING = /^[\s,!.]*(?:здравствуйте|добрый день|добрый вечер|доброе утро|доброго дня)[\s,!.]*/u;

/** The wish of a letter: the named word first, then the kind of what is written, then whether it continues a thread. */
export function wishOf(letter: Asking, { leading }: KindReading = kindOf(letter)): Wish {
  const subject = keyText(letter.subject);
  const written = letter.split.fresh.trim() === '' && letter.split.forwarded === null ? subject : letter.split.fresh;
  const said = keyText(letter.split.fresh).slice(0, OPENING);
  const wish = said.replace(GREETING, '');
  const known = letter.ticketRef !== null || letter.isReply;
  const attitude = known && leading !== 'повторное' && leading !== 'обжалование' ? attitudeOf(written) : null;
  const asked = (intent: Intent, named = false): Wish => {
    return { intent, named, attitude, saysMore: intent === 'status' && saysMoreThanStatus(letter.split) };
  };
  if (leading === 'обжалование' && (known || /обжал/u.test(subject))) {
    return asked('appeal', !letter.isReply || APPEAL_WORD.test(`${subject} ${said}`));
  }
  if (known && !NOT_CLOSE.test(said) && (CLOSE.test(wish) || CLOSE.test(subject))) return asked('close', true);
  if (attitude === 'needless') return asked('close');
  if (known && REFUSE_WORD.test(wish)) return asked('refuse', true);
  if (letter.isReply && REFUSE.test(wish)) return asked('refuse');
  if (known && leading !== 'повторное' && leading !== 'статус') {
    const accepted = acceptance(written);
    if (accepted || attitude === 'settled' || attitude === 'content') return asked('accept', accepted);
  }
  if (leading === 'обжалование') return asked('appeal', true);
  if (leading === 'повторное') return asked('repeat', !letter.isReply || AGAIN_WORD.test(`${subject} ${said}`));
  if (leading === 'статус') return asked('status');
  return asked(known ? 'reply' : 'new');
}

/** The intent alone. */
export function intentOf(letter: Asking, reading?: KindReading): Intent {
  return wishOf(letter, reading).intent;
}

/** Says that he accepts, and takes nothing of it back. */
function acceptance(text: string): boolean {
  const clauses = clausesOf(text);
  const [first] = clauses;
  if (!first || clauses.some(({ asks }) => asks) || TAKEN_BACK.test(keyText(text))) return false;
  if (ACCEPT_WORD.test(first.words)) return true;
  return clauses.some(({ words }) => ACCEPT_CLAUSE.test(words)) && !isAdverse(text);
}

function keyText(text: string): string {
  return fold(text)
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/^(?:\s*(?:re|fw|fwd|отв|ответ)\s*(?:\[\d+\])?:)+/u, '');
}
