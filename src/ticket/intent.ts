/**
 * What a letter asks of a ticket (domain.md §7). In: subject, split text, whether it answers one of our letters, the
 * ticket number found. Out: one intent. Never fails. What may follow from it is for flow/decide, which knows the ticket.
 */
import { fold } from '../identity/fold.ts';
import type { SplitText } from '../letter/letter.ts';
import { type KindReading, kindOf } from './kind.ts';

export type Intent = 'new' | 'reply' | 'status' | 'repeat' | 'appeal' | 'accept' | 'refuse' | 'close';

export interface Asking {
  subject: string;
  split: SplitText;
  /** Does it answer a letter of a ticket's thread? Only then can a solution be accepted or refused. */
  isReply: boolean;
  ticketRef: string | null;
}

const CLOSE =
  /(?:^|[^а-я])(?:закр(?:ыть|ойте|ывайте|ывать|ываем)|снимите|снять|отзываю|отозвать|аннулируйте|прекратит[ьe]|прекратите)(?:,? [а-я]+){0,3},? (?:обращени[а-я]|заявк[а-я]|тикет|запрос|вопрос|рассмотрени[а-я]|жалоб[а-я])|(?:обращени[ея]|заявк[ау]|вопрос|тикет|запрос)(?: [а-я]+){0,2} (?:можно |можете |прошу |пожалуйста )?(?:закр(?:ыть|ывать|ойте|ывайте)|снять с рассмотрения)|(?:вопрос|проблема) (?:больше )?не ?актуал|(?:^|[^а-я])(?:можно|можете|прошу) закры(?:вать|ть)(?= ?(?:[,.!\n]|$))/u;
const NOT_CLOSE = /(?:не закрывайте|не закрывать|зачем закрыли|почему закрыли|без (?:моего )?согласия закрыл)/u;
const REFUSE =
  /(?:^\s*отказать(?:ся)?(?![а-я])|(?:^|[^а-я])(?:отказываюсь (?:от (?:такого |данного |этого )?решени|принимать|принять)|не принимаю|решени[ея] не (?:принимаю|устраивает|подходит|помогло)|отклоняю|не (?:соглас[а-я]+) с (?:решени|ответ|предложен)[а-я]*|(?:мне |нам )?(?:это |так и |все равно |ничего )?не помогло|не решил[оа]? (?:проблем|вопрос)[а-я]*|(?:проблема|вопрос)(?: [а-я]+){0,2} (?:осталась|остался|не решен[аы]?|не исчезла|сохраняется|не устранена)|меня (?:это |такое |такой |ваш )?(?:[а-я]+ )?не устраивает|по-прежнему не (?:работает|могу|открывается|заходит)|все еще не работает|все равно (?:ошибка|не|пишет|выдает)|ничего не (?:решен|реши|изменил|исправ)[а-я]*|так и не (?:работает|заработал[оа]?)|верните в работу|вернуть в работу))/u;
const ACCEPT =
  /(?:^\s*(?:принять|принимаю|принято|согласен|согласна|подтверждаю)(?![а-я])|(?:^|[^а-я])(?:принимаю (?:ваше |данное |это |предложенное )?решени|решени[ея] (?:принимаю|принято|принял[аи]?|меня устраивает|устраивает|подходит|помогло)|(?:ваше |с )решени[а-я]{1,2} соглас|(?:проблема|вопрос|ошибка)(?: [а-я]+){0,2} (?:закрыт|решен[аы]?|решил[а-я]+|устранен[аы]?|исчезл[аи]|снят)(?![а-я])|все (?:получилось|заработало|работает|в порядке|открылось|решилось|отлично|исправили)|(?:теперь |уже |спасибо,? )(?:все )?работает|заработал[оаи]?(?![а-я])|(?:это |мне |все )?помогло|меня устраивает|претензий нет|удалось войти|смогл?а? войти|спасибо[а-я ,]{0,20}(?:помогли|решили|исправили)))/u;
const OPENING = 1500;

/** The wish of a letter: the named word first, then the kind of what is written, then whether it continues a thread. */
export function intentOf(letter: Asking, { leading }: KindReading = kindOf(letter)): Intent {
  const subject = keyText(letter.subject);
  const said = keyText(letter.split.fresh).slice(0, OPENING);
  const wish = said.replace(/^[\s,!.]*(?:здравствуйте|добрый день|добрый вечер|доброе утро|доброго дня)[\s,!.]*/u, '');
  const known = letter.ticketRef !== null || letter.isReply;
  if (leading === 'обжалование' && (known || /обжал/u.test(subject))) return 'appeal';
  if (known && !NOT_CLOSE.test(said) && (CLOSE.test(wish) || CLOSE.test(subject))) return 'close';
  if (letter.isReply && REFUSE.test(wish)) return 'refuse';
  if (letter.isReply && leading !== 'повторное' && leading !== 'статус' && ACCEPT.test(wish) && !hasNegation(wish))
    return 'accept';
  if (leading === 'обжалование') return 'appeal';
  if (leading === 'повторное') return 'repeat';
  if (leading === 'статус') return 'status';
  return known ? 'reply' : 'new';
}

/** «Не принимаю», «не всё работает»: agreement that is taken back in the same breath. */
function hasNegation(said: string): boolean {
  return /(?:^|[^а-я])не (?:все |до конца |полностью |совсем )?(?:принимаю|принять|согласен|согласна|помогло|работает|заработал|получилось|решен|устраивает|удалось|смог)/u.test(
    said,
  );
}

function keyText(text: string): string {
  return fold(text)
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/^(?:\s*(?:re|fw|fwd|отв|ответ)\s*(?:\[\d+\])?:)+/u, '');
}
