/** The codes of the register in the words that operators read. Statuses have theirs in ticket/status.ts. */

import type { Advice, RefusalReason } from '../attachment/verdict.ts';
import type { Fio } from '../identity/identity.ts';
import type { Doubt } from '../letter/authorship.ts';
import type { LetterClass } from '../letter/class.ts';
import type { MatchRule } from '../register/match.ts';
import type { DeliveryState, LetterState } from '../register/schema.ts';
import type { HeldReason } from '../template/held.ts';
import type { Intent } from '../ticket/intent.ts';
import type { Purpose } from '../ticket/message-id.ts';

export const REFUSAL_TITLES: Record<RefusalReason, string> = {
  type: 'тип не принимается',
  'name-mismatch': 'имя не соответствует содержимому',
  archive: 'архив',
  damaged: 'повреждён',
  empty: 'пустой',
  encrypted: 'защищён паролем',
  'active-content': 'активное содержимое',
  'too-large': 'слишком большой',
  'total-too-large': 'вместе больше допустимого',
  'too-many': 'слишком много файлов',
  'too-many-pixels': 'слишком много точек',
  withheld: 'почтовый сервер не отдаёт',
  infected: 'заражён',
};

export const ADVICE_TITLES: Record<Advice, string> = {
  'large-image': 'большая картинка',
  'low-resolution': 'низкое разрешение',
  'blank-page': 'пустая страница',
  unreadable: 'плохо читается',
};

export const LETTER_STATE_TITLES: Record<LetterState, string> = {
  stored: 'получено',
  registered: 'зарегистрировано',
  'set-aside': 'отложено',
  quarantined: 'карантин',
};

export const CLASS_TITLES: Record<LetterClass, string> = {
  human: 'от человека',
  automatic: 'автоответ',
  bounce: 'отказ в доставке',
  list: 'рассылка',
};

export const INTENT_TITLES: Record<Intent, string> = {
  new: 'новое обращение',
  reply: 'продолжение переписки',
  status: 'вопрос о статусе',
  repeat: 'повторное',
  appeal: 'обжалование',
  accept: 'принимает решение',
  refuse: 'не принимает решение',
  close: 'просит закрыть',
};

export const PURPOSE_TITLES: Record<Purpose, string> = {
  receipt: 'подтверждение',
  status: 'о статусе',
  answer: 'ответ',
  request: 'запрос сведений',
  assignment: 'назначение',
  notice: 'уведомление',
  'command-receipt': 'отчёт о команде',
};

export const DELIVERY_TITLES: Record<DeliveryState, string> = {
  queued: 'в очереди',
  accepted: 'передано почтовому серверу',
  delayed: 'отложено, повторим',
  failed: 'не доставлено',
  bounced: 'вернулось',
  suppressed: 'не отправлялось',
  unknown: 'неизвестно',
};

/** The fixed phrases of the journal. */
export const EVENT_TITLES: Record<string, string> = {
  registered: 'зарегистрировано',
  wrote: 'новое письмо',
  'wrote from elsewhere': 'новое письмо с другого адреса',
  'staff wrote': 'письмо специалиста',
  'answer held back': 'автоматический ответ не отправлен',
  'asked for status': 'спрашивает о статусе',
  thanked: 'благодарит',
  'citizen reminded': 'заявителю напомнили',
  'wished to accept': 'принимает решение',
  'wished to refuse': 'не принимает решение',
  'wished to close': 'просит закрыть',
  'data changed': 'изменены данные заявителя',
  assigned: 'назначен специалист',
  'department changed': 'изменён отдел',
  'status changed': 'изменён статус',
  'due changed': 'изменён срок ответа',
  'held back': 'придержано: слишком много писем от одного отправителя',
  note: 'заметка',
  'staff letter held': 'письмо специалиста задержано',
  'staff letter confirmed': 'задержанное письмо подтверждено',
  'commands not understood': 'команды не поняты, ничего не выполнено',
  'machine mail attached': 'приложено автоматическое письмо',
  'letter came again': 'то же письмо пришло ещё раз',
  quarantined: 'письмо в карантине',
  'handed over after all': 'почтовый сервер отдал письмо',
  'taken up by hand': 'письмо зарегистрировал сотрудник',
  archived: 'перенесено в архив',
  'brought back from the archive': 'возвращено из архива',
  erased: 'данные удалены',
  'restored from a backup': 'журнал восстановлен из резервной копии',
  'journal accepted as it is': 'журнал принят как есть',
  'staff not reached': 'письмо специалисту не доставлено',
  'virus found': 'антивирус нашёл опасное',
  'not scanned': 'антивирус не смог проверить целиком',
  'cannot be reached': 'письмо не доставлено, адрес не принимает почту',
  'delivery queued': 'письмо ждёт отправки',
  'delivery accepted': 'письмо передано почтовому серверу',
  'delivery delayed': 'письмо отложено почтовым сервером, повторим',
  'delivery delayed by others': 'письмо задерживается в пути',
  'delivery failed': 'письмо отправить не удалось',
  'delivery bounced': 'письмо вернулось',
  'delivery suppressed': 'письмо не отправлялось',
  'delivery unknown': 'неизвестно, передано ли письмо почтовому серверу',
};

/** Why a letter got no automatic answer, and why nobody can tell who sent it. */
export const DENIED_TITLES: Record<Doubt | 'daily cap', string> = {
  'daily cap': 'на этот адрес сегодня ответов уже достаточно',
  'dmarc=fail': 'отправитель не подтверждён (DMARC)',
  'spf=fail': 'отправитель не подтверждён (SPF)',
  'a verdict about another domain': 'отправитель не подтверждён (сервер проверил другой домен)',
  'typed into a form': 'отправитель не подтверждён (письмо из формы на сайте)',
  'several From fields': 'отправитель не подтверждён (несколько строк «От кого»)',
  'several authors': 'отправитель не подтверждён (несколько отправителей)',
  'a From that others may not see': 'отправитель не подтверждён (строка «От кого» записана не по правилам)',
  'an unclear From': 'отправитель не подтверждён (адрес записан не по правилам)',
};

/** Why a letter of the staff was not trusted, or came too late. */
export const HELD_TITLES: Record<HeldReason['why'], string> = {
  'no-token': 'в письме нет метки обращения',
  'foreign-token': 'метка выдана другому специалисту',
  'expired-token': 'метка устарела',
  'not-authenticated': 'отправитель не подтверждён',
  collision: 'за это время ответил другой специалист',
  'command-below': 'ниже текста стоит команда',
  'refused-files': 'файл, который нельзя отправить',
  echo: 'в тексте строки служебного письма',
};

/** How a letter was found to belong to its ticket. */
export const MATCH_TITLES: Record<MatchRule, string> = {
  'address-token': 'ответ на наше письмо',
  'our-message-id': 'ответ на наше письмо',
  'earlier-letter': 'ответ на прежнее письмо',
  number: 'назван номер обращения',
};

/** Who did it, where it was not a member of staff. */
export const WHO_TITLES: Record<string, string> = { service: 'служба', citizen: 'заявитель' };

/** The words for what is missing: `fio` → `ФИО`. */
export const MISSING_TITLES: Record<string, string> = { fio: 'ФИО', snils: 'СНИЛС' };

/** The title of a code, or the code itself where it is new. */
export function titleOf(titles: Record<string, string>, code: string): string {
  return Object.hasOwn(titles, code) ? (titles[code] ?? code) : code;
}

/** The parts of a name that are known, in the Russian order. */
export function fullName(fio: Fio): string {
  return [fio.surname, fio.given, fio.patronymic].filter((part) => part !== null).join(' ');
}
