/**
 * Does a letter only pass another one on, or does it speak for its own writer? (letters/README, «Who is the applicant» 3.)
 * Enters: the text above or beside the other letter. Leaves: a verdict. Never fails.
 */

/** A covering note says that it passes a letter on. */
const PASSES_ON =
  /пере(?:сыла|слать|шлите|направля|слан|даю)|направля(?:ю|ем)|см\.? ниже|ниже письмо|письмо ниже|fyi|forward/i;
/** A СНИЛС, called so or in its own shape. */
const SNILS = /снилс[^\d\n]{0,30}(?:\d[ -]?){10}\d(?!\d)|(?<!\d)\d{3}-\d{3}-\d{3}[ -]\d{2}(?!\d)/iu;
/** «Меня зовут …», «Я, Котова …», «мой СНИЛС»: a first person with a name or a number. */
const FIRST_PERSON =
  /меня зовут|зовут меня|(?:пишет|обращается) вам|мо[йи] (?:снилс|данные|фио)|(?:^|[.!?,\n])\s*[Яя],? [А-ЯЁ]/u;

const FORWARD_SUBJECT = /^\s*\[?(?:fwd?|пересл(?:ано|ать)?|пер|tr|wg|rv|enc|pd)\s*(?:\[\d+\])?\s*:/i;
const REPLY_SUBJECT = /^\s*(?:re|ha|отв|ответ|на|ре|aw|sv|odp)\s*(?:\[\d+\])?\s*:/i;

/** Does the subject begin with «Fwd:», «Пересл:»? */
export function isForwardSubject(subject: string | null): boolean {
  return subject !== null && FORWARD_SUBJECT.test(subject);
}

/** Does the subject begin with «Re:», «Отв:»? */
export function isReplySubject(subject: string | null): boolean {
  return subject !== null && REPLY_SUBJECT.test(subject);
}

/** Says the text that it passes a letter on? */
export function passesOn(text: string): boolean {
  return PASSES_ON.test(text);
}

/**
 * Has the writer a matter of his own, so that the other letter is only an enclosure? He has when he gives a СНИЛС and does
 * not speak of passing on; an office's note gives the citizen's, so beside such words it must be a first person's.
 */
export function hasOwnMatter(text: string): boolean {
  return SNILS.test(text) && (!passesOn(text) || FIRST_PERSON.test(text));
}
