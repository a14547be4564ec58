/**
 * What automatic answers usually say, in Russian and English. The weakest sign of all: it decides
 * only where headers say nothing and nothing speaks for a person.
 * In: subject and new text. Out: the phrase found, or null. Never fails.
 */

/** Subjects that Exchange, Outlook, Gmail, Yandex and Mail.ru put on absence notices and receipts. */
const AWAY_SUBJECT =
  /^(?:автоматический ответ|автоответ|автоматическое уведомление|вне офиса|нет на месте|отсутствую|отсутствие на работе|я в отпуске|automatic reply|auto[- ]?reply|autoreply|auto[- ]?response|out of (?:the )?office|away from (?:the )?office|on vacation|vacation)(?:\s*[:.!(]|$)/i;
const READ_SUBJECT =
  /^(?:прочитано|прочтено|не прочитано|не прочтено|доставлено|read|not read|delivered|read receipt|уведомление о (?:прочтении|доставке))\s*(?::|$)/i;

/** First lines of absence notices. */
const AWAY_TEXT = [
  /(?:нахожусь|буду(?: находиться)?|ушла?|ухожу|сейчас|я)\s+в\s+(?:ежегодном\s+|очередном\s+|декретном\s+)?отпуске?/i,
  /(?:буду|нахожусь) (?:в командировке|вне офиса|на больничном)/i,
  /отсутствую (?:на рабочем месте|в офисе|на работе)|меня (?:не будет|нет) (?:на рабочем месте|в офисе)/i,
  /не (?:имею|буду иметь) (?:возможности (?:ответить|отвечать)|доступа к (?:почте|электронной почте))/i,
  /(?:это|данное) (?:письмо|сообщение) (?:сформировано|отправлено|создано) автоматически|автоматический ответ на ваше (?:письмо|сообщение)/i,
  /отвечу (?:вам )?(?:после возвращения|по возвращени[ию]|как только вернусь)/i,
  /i(?:'m| am| will be)(?: currently)? (?:out of (?:the )?office|on (?:annual |maternity |sick )?(?:leave|vacation|holiday)|away)/i,
  /(?:limited|no) access to (?:my )?e-?mail/i,
];

/** What somebody with a matter of his own writes. */
const MATTER =
  /снилс|прошу(?!\s+(?:вас\s+)?(?:обращаться|обратиться|писать|звонить|связ|направлять))|помогите|подскажите|не могу(?!\s+(?:сейчас\s+)?отве)|не получается|у меня|меня зовут/i;
/** Said in letters with a matter rather than in absence notices. */
const QUESTION = /\?|жалоб|не работает|почему/i;

/** Automatic notices are short. */
const NOTICE_CHARS = 1500;
const OPENING_CHARS = 500;
const MATTER_CHARS = 20_000;

/** The subject of an absence notice or receipt. */
export function awaySubject(subject: string): string | null {
  return AWAY_SUBJECT.exec(subject)?.[0] ?? READ_SUBJECT.exec(subject)?.[0] ?? null;
}

/** Words of somebody with a matter of his own. */
export function hasMatter(text: string): boolean {
  return MATTER.test(text.slice(0, MATTER_CHARS));
}

/** The opening of an absence notice, where the text has no matter of its own. */
export function awayText(text: string): string | null {
  if (text.length > NOTICE_CHARS || hasMatter(text) || QUESTION.test(text)) return null;
  const opening = text.slice(0, OPENING_CHARS);
  for (const pattern of AWAY_TEXT) {
    const found = pattern.exec(opening);
    if (found !== null) return found[0];
  }
  return null;
}
