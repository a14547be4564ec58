/**
 * Category of a ticket and the two alarms that overrule it (domain.md §5). In: subject, new text and the office's word
 * lists. Out: a category; suspicion of a break-in; confidential material. Never fails.
 */
import { fold } from '../identity/fold.ts';
import type { SplitText } from '../letter/letter.ts';
import { readOwnDetails } from './own-details.ts';

export type Category =
  | 'технические проблемы'
  | 'личный кабинет'
  | 'услуги и заявления'
  | 'платежи'
  | 'персональные данные'
  | 'общие вопросы';

/** Beginnings of words, lower case, ё as е; several words with a space. A word in the subject counts double. */
export type CategoryWords = Record<Exclude<Category, 'общие вопросы'>, readonly string[]>;

export const CATEGORY_WORDS: CategoryWords = {
  'технические проблемы': [
    'ошибк', 'не работает', 'не открыва', 'не загруж', 'не груз', 'сбой', 'сбо', 'недоступн', 'зависа', 'вылета', 'белый экран', 'пустой экран',
    'пустая страниц', 'тормоз', 'браузер', 'плагин', 'скриншот', 'приложени', 'кэш', 'обновлени', '502', '404', '500', '503', 'не отобража', 'не прикрепля', 'не приход',
    'крутится', 'терминал', 'электронная подпис', 'подпис', 'укэп', 'кодировк', 'файл',
  ],
  'личный кабинет': [
    'личный кабинет', 'личного кабинет', 'личном кабинет', 'в кабинет', 'кабинет', 'учетн', 'учетк', 'аккаунт', 'войти', 'вход', 'зайти', 'пароль', 'пароля', 'логин',
    'авторизац', 'регистрац', 'зарегистрир', 'подтвержд', 'код подтвержден', 'смс', 'заблокир', 'восстанов', 'доступ', 'профил', 'есиа', 'биометр',
  ],
  'услуги и заявления': [
    'заявлени', 'услуг', 'пособи', 'выплат', 'справк', 'записат', 'запис', 'паспорт', 'загран', 'детский сад', 'садик', 'школ', 'врач', 'пенси', 'стаж',
    'очеред', 'регистрация тс', 'удостоверен', 'патент', 'субсиди', 'льгот', 'выписк', 'егэ', 'полис', 'больничн', 'ведомств', 'доплат',
  ],
  платежи: [
    'оплат', 'платеж', 'списал', 'списан', 'штраф', 'пошлин', 'квитанц', 'деньги', 'денег', 'вернуть деньг', 'верните', 'возврат', 'налог', 'задолженност', 'карт', 'чек',
    'начислен', 'перерасчет', 'комисси', 'двойное', 'реквизит', 'банк',
  ],
  'персональные данные': [
    'персональн', 'изменить данн', 'исправить данн', 'ошибка в данн', 'удалить мою учет', 'удалить учет', 'удалить данн', 'удалите', 'согласи',
    'отзыв соглас', 'отозвать соглас', 'задвоен', 'объединить', 'чуж',
  ],
}; // biome-ignore format: lists of words

/** A letter about its writer's own name or number is about that, whatever else it names. */
const OWN_MATTER = 3;

/**
 * The category whose words weigh most; «общие вопросы» when none is there. Ties go to the one listed first. What only tells who
 * writes does not vote: nearly every letter gives a СНИЛС, because we ask for it.
 * @param words the office's lists, else the default ones
 */
export function categoryOf(
  letter: { subject: string; split: SplitText },
  words: CategoryWords = CATEGORY_WORDS,
): Category {
  const about = readOwnDetails(lowered(letter.subject).slice(0, 1000));
  const said = readOwnDetails(lowered(letter.split.fresh).slice(0, 6000));
  const subject = ` ${keyText(about.rest)}`;
  const body = ` ${keyText(said.rest)}`;
  const ownMatter = (about.isMatter ? 2 * OWN_MATTER : 0) + (said.isMatter ? OWN_MATTER : 0);
  let best: Category = 'общие вопросы';
  let most = 0;
  for (const [category, stems] of Object.entries(words) as [keyof CategoryWords, readonly string[]][]) {
    let weight = category === 'персональные данные' ? ownMatter : 0;
    for (const stem of stems) {
      if (startsWord(subject, stem)) weight += 2;
      if (startsWord(body, stem)) weight += 1;
    }
    if (weight > most) {
      best = category;
      most = weight;
    }
  }
  return best;
}

function startsWord(text: string, stem: string): boolean {
  return text.includes(` ${stem}`);
}

function lowered(text: string): string {
  return fold(text).toLowerCase().replaceAll('ё', 'е');
}

/** One space between words, nothing else: so that a word begins after a space. */
function keyText(text: string): string {
  return lowered(text).replace(/[^а-яa-z0-9]+/gu, ' ');
}

export type Alarm = 'security' | 'confidential';

const BREAK_IN =
  /(?:взлом(?:а|ал|али|ан|ана|ано)[а-я]*|взлом (?:[а-я]+ ){0,2}(?:кабинет|аккаунт|учетн|страниц|госуслуг)|(?:кто то|неизвестн[а-я]+|посторонн[а-я]+|мошенник[а-я]*|злоумышленник[а-я]*|чужо[а-я]+)(?: [а-я]+){0,5} (?:вошел|вошла|вошли|зашел|зашла|зашли|получил[аи]? доступ|оформил[аи]?|сменил[аи]?|поменял[аи]?|изменил[аи]?|подал[аи]?|завладел[аи]?|пользу[а-я]+)|вход (?:[а-я]+ ){0,2}(?:с чужого|с неизвестного|из другого|с другого|посторонн)|подозрительн[а-я]+ (?:вход|активност)|(?:украли|угнали|увели) (?:[а-я]+ ){0,3}(?:аккаунт|кабинет|учетн|пароль|данные)|(?:продиктовал|назвал|сообщил)[а-я]* (?:[а-я]+ ){0,3}код|без моего ведома|я (?:этого )?не (?:подавал|оформлял|менял|совершал)[а-я]* |кредит[а-я]* (?:[а-я]+ ){0,4}мошенник|смени[лт][а-я]* (?:пароль|номер|почту) (?:не я|без))/u;
const CONFIDENTIAL =
  /(?:конфиденциальн[а-я]+|для служебного пользования|(?:^| )дсп(?: |$)|государственн[а-я]+ тайн[а-я]+|врачебн[а-я]+ тайн[а-я]+|коммерческ[а-я]+ тайн[а-я]+|тайн[а-я]+ усыновлени[а-я]+|совершенно секретно|секретно|защит[аеыу] свидетел[а-я]+|не подлежит разглашению|не разглаша[а-я]+)/u;
/** Boilerplate under business letters names confidentiality and means nothing by it. */
const FOOTER =
  /(?:данное|это|настоящее) (?:электронное )?(?:сообщение|письмо)[^\n]{0,300}(?:конфиденциальн|предназначен)/u;

/** Does the letter tell of a break-in into an account, or bring confidential material? A break-in comes first. */
export function alarmOf(letter: { subject: string; split: SplitText }): Alarm | null {
  const raw = `${letter.subject}\n${letter.split.fresh.slice(0, 8000)}`;
  const text = keyText(raw);
  if (BREAK_IN.test(text)) return 'security';
  const said = lowered(raw)
    .split('\n')
    .filter((line) => !FOOTER.test(line))
    .join('\n');
  return CONFIDENTIAL.test(said) ? 'confidential' : null;
}
