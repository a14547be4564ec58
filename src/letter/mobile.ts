/**
 * «Отправлено с iPhone» and the like: lines that a mail program adds by itself.
 * In: a line. Out: whether it is one. Never fails.
 */

const DEVICE =
  /iphone|ipad|айфон|android|андроид|samsung|galaxy|huawei|honor|xiaomi|redmi|poco|realme|nokia|oppo|vivo|tecno|infinix|motorola|oneplus|pixel|meizu|alcatel|htc|zte|ipod|blackberry|смартфон|телефон|планшет|мобильн|устройств|mobile|phone|cell|device|почт|mail|outlook|яндекс|yandex|рамблер|rambler|windows|spark|thunderbird|the bat/i;
/** «Отправлено с вашей почты» tells the reader something, and so does «с телефона дочери». */
const PERSON =
  /(?<!\p{L})(?:ваш|наш|эт(?:ой|ого)|жен|муж|доч|сын|мам|мат|пап|отц|внук|внуч|брат|сестр|тёт|тет|дяд|сосед|друг|подруг|знаком|коллег|чуж|родствен|бабуш|дедуш|невест|зят|опекун|работ)/iu;
const RUSSIAN =
  /^(?:(?:это )?(?:письмо|сообщение) )?(?:отправлено|отправлен|написано|послано|создано)\s+(?:с|со|из|через|при помощи|с помощью|в|от)\s+(.{2,70})$/i;
const ENGLISH = /^(?:sent (?:from|via|using|with|by)|from my|get)\s+(.{2,70})$/i;
/** These only advertise a program. */
const GET = /^(?:get|получите|получить|скачать|скачайте|загрузить|установите)\s+(.{2,70})$/i;
const PROGRAM = /outlook|mail|почт|spark|bluemail/i;
const FOREIGN =
  /^(?:надіслано|відправлено|адпраўлена|адаслана) (?:з|із|зі|через) .{2,50}$|^von meinem .{2,40} gesendet$|^gesendet (?:von|mit) .{2,40}$|^envoyé (?:de|depuis) .{2,40}$|^(?:enviado|inviato) (?:desde|do|da) .{2,40}$|^.{2,40} (?:құрылғысынан|арқылы) жіберілді$/i;
/** K-9 and others excuse themselves, Yahoo goes on to advertise. */
const EXCUSE =
  /[.,;]?\s*(?:пожалуйста,? )?(?:извините|простите|приношу извинения|please excuse|excuse|sorry for|получите|скачайте|загрузите)\s[^.!]{0,60}[.!]?$/i;
const LINK = /<?\(?(?:https?:\/\/|www\.)[^\s<>()]{1,300}[>)]?/gi;

/** The line without links, invisible signs, marks of type and the full stop. */
const bare = (line: string) =>
  line
    .replace(LINK, '')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/^[*_(<[«"-]{1,3}\s?|[*_)>\]»"]{1,3}$/g, '')
    .replace(/[.!:]$/, '')
    .trim();

/** Is this whole line the signature of a phone or of a mail program? */
export function isMobileSignature(line: string): boolean {
  if (line.length > 500) return false;
  const whole = bare(line);
  const text = bare(whole.replace(EXCUSE, '')) || whole;
  if (text.length > 110 || text.length < 8) return false;
  if (FOREIGN.test(text)) return DEVICE.test(text);
  const advertised = GET.exec(text)?.[1];
  if (advertised !== undefined) return PROGRAM.test(advertised);
  const device = (RUSSIAN.exec(text) ?? ENGLISH.exec(text))?.[1];
  if (/^(?:sent )?from my /i.test(text)) return true;
  return device !== undefined && DEVICE.test(device) && !PERSON.test(device) && !/[.!?] \p{Lu}\p{Ll}/u.test(device);
}
