/**
 * What automatic answers usually say, in Russian and English. Words never set a letter aside: they withhold the automatic
 * answer, and only where nothing speaks for a person.
 * In: subject and new text. Out: the phrase found, or null. Never fails.
 */

/** One of these phrases at the start of a word. */
const anyOf = (...phrases: readonly string[]) => new RegExp(`(?<![\\p{L}])(?:${phrases.join('|')})`, 'iu');

/** «: …», «(до 15 марта)» behind such a subject, or nothing. */
const AFTER = '(?:\\s*[:.!(\\]–—-]|\\s*$)';
/** Subjects that Exchange, Outlook, Gmail, Yandex, Mail.ru, Zimbra and Lotus put on absence notices. */
const AWAY_SUBJECT = new RegExp(
  [
    `^\\[?(?:автоматический ответ|автоответ|автоматическое (?:уведомление|сообщение)|auto(?:matic)?[- ]?(?:reply|response|responder|answer)|out of (?:the )?office(?: (?:auto ?reply|automatic reply|assistant|notification|message|reply|response|re))?|ooo|away from (?:the |my )?(?:office|mail|desk)|(?:vacation|annual leave|holiday) (?:reply|response|message|notice)|automatische antwort|abwesenheitsnotiz|réponse automatique|respuesta automática|risposta automatica|automatyczna odpowiedź|автоматична відповідь|аўтаматычны адказ|автоматты жауап)${AFTER}`,
    '^(?:вне офиса|нет на (?:рабочем )?месте|отсутствует|отсутствие на (?:работе|рабочем месте)|в отпуске)\\s*:',
    // Lotus; AOL
    '^auto: |\\bis out of (?:the )?office\\b|\\(automatic (?:response|reply)\\)$',
  ].join('|'),
  'i',
);
/** What absence notices are headed with, but letters about leave and illness too. */
const STATE_SUBJECT =
  /^(?:[^\s:]{1,40} ){2,4}(?:сейчас )?(?:отсутствует|вне офиса|находится в отпуске|в отпуске)(?: (?:в офисе|на работе|на (?:рабочем )?месте))?(?=\s*[(.]|$)|^(?:(?:я |нахожусь |буду )?(?:в (?:ежегодном |очередном )?отпуске?|на больничном|в командировке|вне офиса)|(?:меня )?(?:не будет|нет) (?:на (?:рабочем )?месте|в офисе|на работе)|отсутствую|отпуск|(?:i am |i'm )?on (?:vacation|annual leave|holiday|leave))(?=[\s:.!(–—-]|$)/i;

/** Subjects of receipts (RFC 8098) and of answers to invitations. */
const READ_SUBJECT =
  /^(?:прочитано|прочтено|не прочитано|не прочтено|удалено без прочтения|доставлено|read|not read|delivered|displayed|подтверждение (?:прочтения|получения)|gelesen|lu|принято|отклонено|под вопросом|предварительно|accepted|declined|tentative|tentatively accepted)\s*:|^(?:(?:уведомление|отч[её]т) о (?:прочтении|доставке)|read receipt|return receipt)\s*(?::|$)/i;
/** What their text says, where they have one. */
const READ_TEXT =
  /(?:ваше (?:сообщение|письмо)|your message|сообщение|message)[^?]{0,900}(?:прочитан|прочтен|удален[оа]? без прочтения|получатель прочитал|was (?:read|displayed|deleted)|displayed on|это (?:уведомление|подтверждение))/i;

/** First lines of absence notices. */
const AWAY_TEXT = [
  /^\s*(?:[^\n]{0,60}[\n.!,]\s*)?(?:я\s+)?(?:вернусь|выйду на работу)\s+(?:\d|после\s+\d)/i,
  /(?:нахожусь|буду(?: находиться)?|ушла?|ухожу|сейчас|я)\s+в\s+(?:[а-яё]{3,20}м\s+){0,3}отпуске?/i,
  /(?:буду|нахожусь|сейчас)\s+(?:в командировке|вне офиса|на больничном|в отъезде)/i,
  /отсутствую\s+(?:на рабочем месте|в офисе|на работе)|меня\s+(?:не будет|нет)\s+(?:на рабочем месте|в офисе|на работе|на месте)|(?:буду|по) отсутствовать|на рабочем месте (?:меня )?не будет/i,
  /не\s+(?:имею|буду иметь)\s+(?:возможности\s+(?:ответить|отвечать|читать)|доступа\s+к\s+(?:почте|электронной почте))|(?:ограничен(?:ный|а)?|нет|без)\s+доступа?\s+к\s+(?:почте|электронной)/i,
  /отвечу\s+(?:вам\s+|на (?:ваше|него|письмо)\s*(?:письмо)?\s*)?(?:после возвращения|по возвращени[июя]|как только (?:вернусь|смогу|выйду))/i,
  /i(?:'m| am| will be)(?: currently)? (?:out of (?:the )?office|on (?:annual |maternity |sick |parental )?(?:leave|vacation|holiday)|away)/i,
  /(?:limited|no) access to (?:my )?e-?mail|(?:will|shall) (?:reply|respond|answer)[^.\n]{0,40}(?:when i (?:return|am back)|upon my return|on my return)/i,
];

/** Said only by programs of themselves. */
const NOTICE_TEXT =
  /(?:письмо|сообщение|уведомление)\s+(?:было\s+)?(?:сформирован|отправлен|создан|сгенерирован|формируется|отправляется)[а-я]{0,3}\s+(?:(?!не\s)\S{1,20}\s+){0,3}автоматически|это автоматическое (?:сообщение|уведомление|письмо)|(?:это|данный) автоматический ответ|автоматический ответ на ваше|(?:просьба|просим|пожалуйста,?)(?: вас)? не отвеча(?:йте|ть)|не отвечайте на (?:это|данное)|отвечать на (?:него|это письмо) не (?:нужно|надо|требуется)|this is an auto(?:mated|matic|matically)|(?:please )?do not reply to this|automated response to your/i;

/** Receipts of other ticket systems. */
const RECEIPT_TEXT =
  /ваш(?:е|а|ей|ему)?\s+(?:обращени|заявк|запрос)[а-я]{0,2}(?:\s+[№#n(]\s?\S{1,30})?\s+(?:успешно\s+|был[оа]?\s+)?(?:принят|зарегистрирован|получен|создан|поступил|присвоен|передан)|(?:обращение|заявка|запрос|тикет)\s+[№#n]\s?\S{1,30}\s+(?:принят|зарегистрирован|создан)[оа]?(?=\s*(?:[.,!\n]|$|в\s+систем|в\s+работу|к\s+рассмотр|и\s))|ваше\s+(?:письмо|сообщение)[^.?]{0,60}(?:принято|получено|зарегистрировано)[^?]{0,80}(?:будет|ответ)|присвоен[оа]?\s+(?:регистрационный\s+)?(?:номер|идентификатор)|your (?:request|ticket|message|case|inquiry|e-?mail)[^.\n]{0,40} (?:has been|was) (?:received|created|registered|logged)|(?:we have|we've) received your/i;

/** What people say too; with another sign it speaks for a program. */
const THANKS_TEXT =
  /^\s*(?:[^\n]{0,60}\n\s*)?(?:спасибо|благодар(?:им|ю)(?: вас)?)\s+за\s+(?:ваше\s+)?(?:письмо|обращение|сообщение)|^\s*(?:[^\n]{0,60}\n\s*)?(?:thank you for (?:your|you|contacting)|thanks for (?:your|contacting))/i;

/** What somebody with a matter of his own writes. */
const MATTER =
  /снилс|прошу(?!\s+(?:вас\s+)?(?:прощени|извин|по срочным|все вопросы|вопросы|дублир|не отвеч|учесть|переадрес|пересыл|обращаться|обратиться|адресов|писать|звонить|связ|направлять))|помогите|подскажите|пришл(?:ите|ю)|вышлю|направлю|соберу|привезу|принесу|пишу сам|прикладываю|прилагаю|верните|хочу|не соглас|примите меры|разберитесь|мо[её] (?:заявление|обращение)|моя заявка|обращаюсь|требую|не пришл|не приход|не могу(?!\s+(?:сейчас\s+|сразу\s+|оперативно\s+)?(?:отве|чита|проверя))|не получается|у меня(?!\s+(?:нет|не будет|ограничен|отпуск|выходн))|меня зовут/i;
/** What the office's work is about; absence notices speak of colleagues and dates. */
const SERVICE = /кабинет|пособи|пенси|выплат|справк|субсиди|штраф|налог|заявлени|документ/i;
/** Said in letters with a matter rather than in notices. */
const QUESTION = /\?|жалоб|не работает|почему/i;
/** How people complain of the receipts that they got: nobody has answered, time goes by. */
const COMPLAINT = anyOf(
  'больше (?:недели|месяца|двух|тр[её]х|года)',
  'вместо ответа',
  'волокит',
  'до сих пор',
  'до сего дня',
  'и вс[её](?=[.,!\\s]|$)',
  'как долго',
  'кормите',
  'на этом вс[её]',
  'надоел',
  'никак(?:ого|ой|их) (?:ответ|реакци|результат|движени)',
  'никто не',
  'ничего не (?:сделан|изменил|происход|решен|ответ)',
  'ни ответа',
  'не (?:ответили|отвечают|отвечаете|рассмотрен|реш[её]н|решают|принят[оаы] мер|помогл)',
  'нет (?:ни )?(?:ответа|результата|реакции|решения)',
  'отписк',
  'ответа (?:нет|не|так|до|я)',
  'результата (?:нет|не)',
  'сколько (?:можно|ещ[её]|ждать)',
  'с тех пор',
  'срок(?:и)? (?:давно |уже )?(?:ист[её]к|прош[её]?л|вышел|нарушен)',
  'так и не',
  'тишин',
  'три (?:недели|месяца)',
  'это вс[её]',
  'хотелось бы',
  'не (?:движется|приш[её]л|вижу|устраивает)',
  'разобраться',
  'разъясните',
  'продлите',
  'уже (?:(?:втор|трет|четв[её]рт|пят)[а-яё]{1,4}|\\d|два|две|три|полгода|год|месяц|неделю)',
  'прош(?:[её]л|ла|ло|ли) (?:уже )?(?:год|месяц|неделя|дв|тр|\\d|больше|полгода)',
  'жд(?:у|[её]м)(?! вас)',
  'а (?:толку|воз|дело|ответ|решени|результат|деньг|денег)',
  'но (?:ответ|решени|результат|никто|ничего|до|так|вс[её]|деньг|денег|прош)',
);
/** The way out of a mailing. */
const WAY_OUT = anyOf(
  'отпис(?:аться|ка от)',
  'отказаться от (?:рассылки|подписки)',
  'unsubscribe',
  'вы получили это письмо, потому что',
  'вы подписаны',
);

/** Automatic notices are short. */
const NOTICE_CHARS = 1500;
const OPENING_CHARS = 500;
const MATTER_CHARS = 20_000;
const SUBJECT_CHARS = 500;

/** The subject of an absence notice, or of a receipt whose text asks nothing. */
export function awaySubject(subject: string, text: string): string | null {
  const start = subject.slice(0, SUBJECT_CHARS);
  const receipt = asks(text.slice(0, NOTICE_CHARS)) ? null : READ_SUBJECT.exec(start);
  return (AWAY_SUBJECT.exec(start) ?? receipt)?.[0] ?? null;
}

/** A subject that tells of absence, as people's letters about it do; with another sign it speaks for a program. */
export function stateSubject(subject: string): string | null {
  return STATE_SUBJECT.exec(subject.slice(0, SUBJECT_CHARS))?.[0] ?? null;
}

/** Words of somebody with a matter of his own. */
export function hasMatter(text: string): boolean {
  return MATTER.test(text.slice(0, MATTER_CHARS));
}

/** Does it ask or complain, as somebody does who wants an answer? */
export function asks(text: string): boolean {
  const start = text.slice(0, MATTER_CHARS);
  return QUESTION.test(start) || COMPLAINT.test(start);
}

/** The words by which a mailing lets its readers go. */
export function wayOut(text: string): string | null {
  return WAY_OUT.exec(text.slice(-MATTER_CHARS))?.[0] ?? null;
}

/** The words of an absence notice, a receipt or a program's notice, where the text has no matter of its own. */
export function awayText(text: string): string | null {
  if (text.length > NOTICE_CHARS || hasMatter(text) || asks(text.replace(/https?:\S+/g, ''))) return null;
  const plain = NOTICE_TEXT.exec(text) ?? RECEIPT_TEXT.exec(text) ?? READ_TEXT.exec(text);
  if (plain !== null) return plain[0];
  if (SERVICE.test(text)) return null;
  const opening = text.slice(0, OPENING_CHARS);
  for (const pattern of AWAY_TEXT) {
    const found = pattern.exec(opening);
    if (found !== null) return found[0];
  }
  return null;
}

/** Thanks for a letter, the opening of many receipts; people thank too. */
export function thanksText(text: string): string | null {
  return text.length > NOTICE_CHARS ? null : (THANKS_TEXT.exec(text.slice(0, OPENING_CHARS))?.[0].trim() ?? null);
}
