/**
 * The labels of header lines as mail programs write them over an older letter: «От:», «Отправлено:», «Subject:».
 * In: a line. Out: which label it bears and its value, or null. Never fails.
 */

export type Label = 'from' | 'date' | 'to' | 'subject' | 'other';

/** Russian and English, then the languages of those who write to Russian offices from abroad. */
const WORDS: Record<Label, string> = {
  from: 'от|от кого|отправитель|от имени|автор|from|від|від кого|ад|кімнен|von|de|de la|da|van|från|fra|od|kimden|lähettäjä|feladó|šalje|expeditorul|saatja|gönderen|expéditeur|mittente|nadawca|发件人',
  date: 'дата|дата отправки|отправлено|отправлен|отправленные|отправлены|послано|получено|дата и время|date|sent|sent on|надіслано|дата надсилання|күні|жіберілді|gesendet|datum|envoyé|fecha|enviado|enviada em|enviado el|data|inviato|verzonden|skickat|sendt|wysłano|dato|odesláno|gönderildi|tarih|lähetetty|päiväys|dátum|elküldve|trimis|poslano|发送时间',
  to: 'кому|получатель|получатели|адресат|to|кімге|каму|an|à|a|para|aan|till|til|do|komu|kime|vastaanottaja|címzett|destinatarul|prima|pre|destinataire|收件人',
  subject:
    'тема|тема письма|тема сообщения|предмет|subject|тақырып|тэма|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|předmět|predmet|konu|aihe|tárgy|subiectul|subiect|sujet|naslov|主题',
  other:
    'копия|копии|скрытая копия|скрытая|cc|bcc|к|копія|kopie|kopia|kopi|reply-to|reply to|ответить|ответить кому|обратный адрес|вложения|вложение|attachments|attachment|важность|приоритет|importance|priority|sensitivity|organization|организация|user-agent|message-id|in-reply-to|mailed-by|signed-by|категория|конфиденциальность|идентификатор сообщения',
};

const LABELS = new Map<string, Label>(
  Object.entries(WORDS).flatMap(([label, words]) => words.split('|').map((word) => [word, label as Label] as const)),
);

/** `От:`, `*От:*`, `**От**:`, `От : `; marks of bold type stand on either side of the colon. */
const LABELLED = /^[\s*_]{0,12}([\p{L}][\p{L} -]{0,22}?)[\s*_]{0,4}:[\s*_]{0,4}(.*)$/u;
/** eM Client writes them without colons. */
const BARE = /^\s{0,8}(От|Кому|Дата|Отправлено|Тема|Копия|From|To|Date|Sent|Subject|Cc)\s+(\S.*)$/;
const MAX_CHARS = 2000;

/** The label of a line and what follows it. @param bare also without a colon, where only such lines can stand */
export function labelOf(line: string, bare = false): { label: Label; value: string } | null {
  if (line.length > MAX_CHARS) return null;
  for (const pattern of bare ? [LABELLED, BARE] : [LABELLED]) {
    const [, word = '', value = ''] = pattern.exec(line) ?? [];
    const label = LABELS.get(word.toLowerCase().trim());
    if (label !== undefined) return { label, value: value.replace(/[\s*_]+$/, '').trim() };
  }
  return null;
}

/** Programs that flatten HTML put the whole block on one line. */
const ON_ONE_LINE = /(?<=[\s>\d])\*{0,2}(Отправлено|Дата|Кому|Тема|Копия|Sent|Date|To|Subject|Cc)\s?:\*{0,2}(?=\s)/gu;

/** The labelled lines that a line would be, were it not flattened. */
export function unflatten(line: string): string[] {
  return line.length > MAX_CHARS ? [line] : line.replace(ON_ONE_LINE, '\n$1:').split('\n');
}
