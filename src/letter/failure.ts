/**
 * How mail systems speak of a letter that could not be delivered: subjects and sentences, in Russian, English and a few
 * more languages. A weak sign by itself: people write so too.
 * In: a subject or running text. Out: the phrase, or whether it says so. Never fails.
 */

const SUBJECT = new RegExp(
  [
    'processing error|undeliver|non-?deliver|nondeliver|unzustellbar|non remis',
    'returned (?:mail|to sender)|returning (?:message |to )|failure notice|failure delivery|failed mail|mail failed|mail system error',
    'deliver(?:y|ies|ed|ing)? (?:status notification|failure|has failed|failed|incomplete|delayed|problem|error|warning|unsuccessful)',
    '(?:mail|message|e-?mail)s? (?:delivery |you sent )?(?:has |have |was |is |could )?(?:not (?:be )?delivered|failed|failure|system|status|problem|warning|rejected|blocked|delayed)',
    '(?:could|can) ?not be delivered|delivery status notification|delivery notification|warning: (?:could not send|message)',
    'не ?достав|доставка не|не уда(?:лось|[её]тся) (?:выполнить )?(?:достав|отправ)|доставка (?:задерж|отлож)|(?:ошибка|отказ|сбой|сбоя|проблема|неудача) (?:в |при )?доставк|задержк[аи] доставки|возвращ[её]нное (?:письмо|сообщение)|mail failure|уведомление о (?:недоставке|состоянии доставки)',
  ].join('|'),
  'i',
);

const FAILURE = new RegExp(
  [
    // It did not arrive.
    "(?:could|can|was|were|has|have|did|is|are|be)(?: ?not|n[o']?t|n ?'t)(?: yet)?(?: be(?:en)?)?(?: successfully)? (?:delivered|sent|reach|relayed|forwarded|accepted|deliverable)",
    "not delivered|could not deliver|has been returned|undeliver|non-?deliver|nondeliver|cannot be reached|(?:unable|failed|n[o']t able|trouble|problems?|errors?)(?: \\w{1,30}){0,4} (?:to )?(?:deliver|delivery|sending)",
    'deli?e?very (?:of (?:your|the|email|mail|message)|to (?:the following|this|these)|has failed|failed|failure|errors?|problems?|attempts)|delivery has been delayed|following (?:error|address|recipient)[^.]{0,60}(?:fail|occurred|error)',
    'fatal errors?|permanent (?:error|failure)|failure reasons|failed (?:address|recipient)|no valid recipients|message has been delayed|rejected recipient|was (?:automatically )?rejected',
    // Why it did not.
    "user (?:is )?unknown|unknown (?:user|recipient|host|domain|mailbox)|host unknown|no such (?:user|mailbox|recipient|address)|address not found|user not found|invalid (?:final delivery )?user|mailbox (?:is )?(?:full|unavailable|exceeds|disabled)|exceeds allowed size|wasn't able to establish an SMTP connection|does ?n[o']t have a [\\w.-]{1,80} account",
    // Russian
    'сбой доставки|доставк[аи][^.]{0,60} (?:задерживается|отложена)|не (?:может быть|могло быть|был[оаи]?|удалось|уда[её]тся|доставлен[оаы]?)[^.]{0,60}(?:достав|отправ)|не доставлен|невозможно доставить|не (?:можем|смогли|смог|получилось) доставить|недостав|отложена|доставка [^.]{0,60}(?:не удалась|невозможна|не выполнена)|возвращ(?:ено|аем) (?:ваше )?(?:письмо|сообщение|отправител)|(?:письмо|сообщение) (?:было )?(?:отклонено|заблокировано)|адрес(?:ат)? не найден|ящик[^.]{0,40}переполнен|пользовател[ья][^.]{0,30} не (?:найден|существует)',
    // German, French, Spanish, Portuguese, Polish, Japanese, Chinese
    "nicht zugestellt|n'a pas (?:pu|été)|no se (?:ha )?p(?:udo|odido)|não (?:pôde|foi)|nie (?:może|mogła|została)[^.]{0,30} dostarcz|送信できませんでした|配信できません|配送できません|エラー|无法(?:送达|投递)|退信",
  ].join('|'),
  'i',
);

const SUBJECT_CHARS = 1000;
const BLOCKS_WITHIN = 20_000;

const DELAY =
  /warning:|delay|postponed|will (?:be )?retr|will (?:try|continue)|attempts will|no action is required|still being (?:retried|attempted)|not yet been delivered|will keep trying|будет повторена|попытки доставки (?:будут )?продолж|отложен|задерж|временн(?:ая|ый|о) (?:ошибк|сбой|недоступ)|попыт(?:ка|ки)[^.]{0,60}(?:повтор|продолж)/i;

/** How reports open; people open with a greeting or their matter. */
const OPENING =
  /^[\s*=|–—-]{0,200}(?:your (?:message|mail|e-?mail)\b|a message (?:that )?you (?:have )?sent|this (?:message was created automatically|is an automatically generated|is the (?:mail|postfix)|report relates|is a delivery)|the following message|message from \S|delivery (?:of|to) |(?:unable to|could not) deliver|failed recipients|undeliver|non-?delivery|votre message|ihre nachricht|это (?:письмо|сообщение) (?:создано|отправлено|сформировано) (?:автоматически|почтовым сервером)|(?:ваше )?(?:письмо|сообщение)[^.\n]{0,60} не (?:доставлен|может быть доставлен|удалось))/i;

/** The subject of a failure report. */
export function bounceSubject(subject: string): string | null {
  return SUBJECT.exec(subject.slice(0, SUBJECT_CHARS))?.[0] ?? null;
}

/** Does running text tell of a failed delivery? */
export function saysFailure(text: string): boolean {
  return FAILURE.test(text);
}

/** Does a text open as a mail system's report on a failed delivery? */
export function opensAsReport(text: string): boolean {
  const opening = text.slice(0, 2000);
  return OPENING.test(opening) && FAILURE.test(opening.replace(/\s+/g, ' '));
}

/** RFC 3464 §2: Amazon WorkMail makes no frame for its blocks, they stand in the text. */
const BLOCKS = [/^reporting-mta:/im, /^final-recipient:/im, /^action:\s{0,20}(?:failed|delayed)/im];

/** Do the blocks of a delivery report stand in a text? People quote them too. */
export function holdsBlocks(text: string): boolean {
  const start = text.slice(0, BLOCKS_WITHIN);
  return BLOCKS.every((field) => field.test(start));
}

/** Does it tell of one that will be tried again? */
export function saysDelay(text: string): boolean {
  return DELAY.test(text);
}
