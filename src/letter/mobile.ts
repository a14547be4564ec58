/**
 * «Отправлено с iPhone» and the like: lines that a mail program adds by itself.
 * In: a line. Out: whether it is one. Never fails.
 */

const DEVICE =
  /iphone|ipad|android|samsung|galaxy|huawei|honor|xiaomi|redmi|poco|realme|nokia|oppo|vivo|tecno|blackberry|смартфон|телефон|планшет|мобильн|устройств|почт|mail|outlook|яндекс|yandex|рамблер|rambler|windows|spark|mymail/i;
/** «Отправлено с вашей почты» tells the reader something. */
const RUSSIAN = /^(?:отправлено|написано|послано)\s+(?:с|со|из|через|при помощи|с помощью)\s+(?!ваш|наш|эт)(.{2,70})$/i;
const ENGLISH = /^(?:sent (?:from|via|using|with)|get|получите|получить|скачать)\s+(.{2,70})$/i;

/** Is this whole line the signature of a phone or of a mail program? */
export function isMobileSignature(line: string): boolean {
  const text = line
    .replace(/<https?:[^<>\s]*>|\(https?:[^()\s]*\)/g, '')
    .trim()
    .replace(/[.!]$/, '');
  if (text.length > 100) return false;
  const match = RUSSIAN.exec(text) ?? ENGLISH.exec(text);
  if (match === null || !DEVICE.test(match[1] ?? '')) return false;
  // «Get …», «Получить …» only advertise Outlook.
  return !/^(?:get|получ|скач)/i.test(text) || /outlook|mail|почт/i.test(text);
}
