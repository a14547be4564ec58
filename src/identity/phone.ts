/**
 * The applicant's contact phone, `+7XXXXXXXXXX` (domain.md §3).
 * In: folded text and the spans that are something else (СНИЛС, ИНН). Out: Russian numbers with an area code that are
 * not hot lines, staff's, strangers' or given up. Never fails. libphonenumber judges each candidate.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

export interface PhoneMention {
  phone: string;
  /** 0: said to be the one to call; 1: called a phone; 2: of somebody close; 3: only looks like one. */
  rank: 0 | 1 | 2 | 3;
  start: number;
}

interface Span {
  start: number;
  end: number;
}

const CANDIDATE = /(?<![\d№#*])(?:\+ ?\d|\(\d|\d)(?:(?:[ ()/-]|\.(?! )){0,4}\d){9,14}(?!\d)/g;
const LABEL_BEFORE =
  /(?<![а-яё])(?:тел(?:ефон)?[а-яё]*|домашн[а-яё]*|рабоч[а-яё]*|личн[а-яё]*|т|моб(?:ильн)?[а-яё]*|сот(?:ов)?[а-яё]*|факс|связ[иь]|контакт[а-яё]*|номер[а-яё]*|звон[а-яё]*|перезвон[а-яё]*|whats ?app|ватсап|вотсап|viber|telegram|phone|tel|mob|ph)[\s.:,;№()/—+-]*(?:[а-яё]{2,12}[\s.:,(-]*){0,3}$/iu;
const OTHER_NUMBER_BEFORE =
  /(?:сч[её]т[а-яё]*|чек[а-яё]*|заявлени[а-яё]*|заявк[а-яё]*|договор[а-яё]*|инн|огрн(?:ип)?|снилс|паспорт[а-яё]*|полис[а-яё]*|карт[а-яё]*|кпп|бик|квитанци[а-яё]*|постановлени[а-яё]*|уин|омс|imei|трек[а-яё]*|накладн[а-яё]*|табельн[а-яё]*|обращени[а-яё]*|удостоверени[а-яё]*|кадастров[а-яё]*|лицев[а-яё]*|документ[а-яё]*)[\s.:,№#()—-]*(?:[а-яё]{1,12}[\s.:,№(-]*){0,3}$/iu;
const GIVEN_UP_BEFORE =
  /(?:стар[а-яё]{2,3}|прежн[а-яё]{2,3}|бывш[а-яё]{2,3}|раньше был|потерян[а-яё]*|утерян[а-яё]*|неактивн[а-яё]*|вместо|вместо номера|(?<![а-яё])был[аи]?|мошенник[а-яё]*|не мой|чуж[а-яё]{2,3}|заблокированн[а-яё]*)[\s,:—(-]*(?:[а-яё]{1,12}[\s,.:(-]*){0,3}$/iu;
const STAFF_BEFORE =
  /(?:горяч[а-яё]{2,3} лини[а-яё]*|ваш(?:ему|его|ем|им)? (?:номер[а-яё]*|телефон[а-яё]*)|колл-?центр[а-яё]*|справочн[а-яё]{2,3}|поддержк[а-яё]{1,2}|оператор[а-яё]*|звонил[аи]? (?:мне |нам )?с (?:номера|телефона)?|звонят с(?: номера)?|звонок с(?: номера)?|(?:звонил[аи]?|звоню|дозвони[а-яё]*|дозванива[а-яё]*) (?:вам |к вам )?(?:по(?: номеру| телефону)?|на(?: номер)?)|(?:до)?звони(?!те)[а-яё]+ (?:в|на|до) [а-яё]+|звонил[аи]?(?: (?!с )[а-яё]+){0,2}|сотрудник[а-яё]*|ведомств[а-яё]*|мфц|банк[а-яё]*)[\s,:—(-]*(?:[а-яё]{1,12}[\s,:—(-]*){0,2}$/iu;
const GIVEN_UP_AFTER =
  /^[\s,()—-]*(?:\(?(?:это |по нему |туда |на него |но |он |сейчас |временно )?(?:стар|прежн|раньше|был[аио]? |не мой|больше не|уже не|уже нет|не звон|не действ|не работает|не отвеча|не доступ|недоступ|не актуал|неактуал|отключ|выключ|потерян|потерял|утерян|утрачен|заблокирован|чуж|мошенник|сменил|поменял|продал))/iu;
const MINE =
  /(?:мой|моя|у меня|моего|своего|мне|со своего)(?: (?:номер[а-яё]*|телефон[а-яё]*|новый|сейчас))*[\s:,—-]*$/iu;
/** «Прежний мой номер …» */
const NOT_NOW = /(?:стар|прежн|бывш)[а-яё]{2,3} мо[йяе][^.;!?\d]{0,20}$/iu;
const OWN_CALL =
  /(?:^|[\s,.])(?:я )?(?:звонил[аи]? |звоню )(?:я )?(?:вам )?(?:со? (?:своего |нашего )?(?:номера|телефона|мобильного|городского|домашнего|сотового|рабочего)(?: телефона| номера)?)\s*$/iu;
const LABEL_AFTER =
  /^[\s,(—-]{1,4}(?:это )?(?:мой |моя )?(?:контактн[а-яё]+ |рабоч[а-яё]+ |личн[а-яё]+ |домашн[а-яё]+ |номер )?(?:тел(?:ефон)?|моб(?:ильный)?|сот(?:овый)?|whats ?app|ватсап|вотсап)(?![а-яё])/iu;
const TO_CALL =
  /(?:нов(?:ый|ого|ому|ым|ом)|для связи|жду (?:ваш[а-яё]+ )?звонка|актуальн[а-яё]+|действующ[а-яё]+|рабочий номер сейчас|теперь|сейчас|стал(?![а-яё])|звон(?:ите|ить)|перезвон[а-яё]*|связаться|лучше)[^.!?\n\d]{0,25}$/iu;
const OF_KIN =
  /(?:^|[^а-яё])(?:его|е[её]|муж|жен|сын|доч|мам|мат|отц|пап|внуч|внук|сосед|сестр|брат|подруг|бабушк|дедушк|родствен|знаком|зят|невест|племян|босс|начальник|директор|хозя)[а-яё]{0,6}[^.!?\n\d]{0,15}$/iu;
/** «Исп. Хохлова Р. Ю., тел. …» under an office's letter */
const EXECUTED_BY = /^\s*исп(?:олнитель|олн)?[.:\s]/iu;
const MINE_AFTER = /^[\s,(—-]*(?:мой|это мой|личный)(?![а-яё])(?!\s*(?:номер|телефон)?[\s:—-]*[+\d(])/iu;

/**
 * Contact numbers in a text, best first: labelled before bare, then in order of appearance.
 * @param text folded text
 * @param taken spans of other numbers (СНИЛС, ИНН)
 */
export function findPhones(text: string, taken: readonly Span[] = []): PhoneMention[] {
  const found: PhoneMention[] = [];
  for (const match of blanked(text, taken).matchAll(CANDIDATE)) {
    const start = match.index;
    const end = start + match[0].length;
    const phone = russianNumber(match[0]);
    if (phone === null) continue;
    const before = leadOf(text, start);
    if (EXECUTED_BY.test(lineBefore(text, start))) continue;
    const after = text.slice(end, end + 40).split('\n', 1)[0]!;
    const mine =
      (MINE.test(before) && !GIVEN_UP_AFTER.test(after) && !NOT_NOW.test(before)) ||
      OWN_CALL.test(before) ||
      MINE_AFTER.test(after);
    const labelled = mine || LABEL_BEFORE.test(before) || LABEL_AFTER.test(after);
    if (!mine && isNotContact(before, after)) continue;
    if (labelled || isPhoneShaped(match[0], before))
      found.push({ phone, rank: mine ? 0 : rankOf(before, labelled), start });
  }
  return found.sort((one, other) => one.rank - other.rank || one.start - other.start);
}

function rankOf(before: string, labelled: boolean): PhoneMention['rank'] {
  if (OF_KIN.test(before)) return 2;
  if (TO_CALL.test(before)) return 0;
  return labelled ? 1 : 3;
}

function lineBefore(text: string, start: number): string {
  return text.slice(Math.max(0, start - 120, text.lastIndexOf('\n', start - 1) + 1), start);
}

/** What leads to a number: its line up to it, this sentence only; for a number that begins its line, the label above. */
function leadOf(text: string, start: number): string {
  const before = text.slice(Math.max(0, start - 90), start);
  const lines = before.split('\n');
  const line = lines.pop()!;
  if (line.trim() !== '' || lines.length === 0) return line.slice(-60).replace(/^.*[.!?]\s+(?=[А-ЯЁ])/u, '');
  const above = lines.findLast((one) => one.trim() !== '') ?? '';
  return /^[^.!?\d·]{1,40}\.?[ :—-]*$/u.test(above) ? `${above}\n${line}` : line;
}

/** The text with the spans of other numbers made unreadable, every place kept. */
function blanked(text: string, taken: readonly Span[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end } of [...taken].sort((one, other) => one.start - other.start)) {
    if (start < done) continue;
    pieces.push(text.slice(done, start), '·'.repeat(end - start));
    done = end;
  }
  pieces.push(text.slice(done));
  return pieces.join('');
}

/** The nearest word decides: «СНИЛС нет. Тел.: …» is a phone, «номер заявления …» is none. */
function isNotContact(before: string, after: string): boolean {
  if (GIVEN_UP_AFTER.test(after)) return true;
  if (LABEL_AFTER.test(after)) return false;
  const label = LABEL_BEFORE.exec(before)?.index ?? -1;
  const call = TO_CALL.exec(before)?.index ?? -1;
  if (call > (GIVEN_UP_BEFORE.exec(before)?.index ?? -1) && !STAFF_BEFORE.test(before)) return false;
  return [OTHER_NUMBER_BEFORE, GIVEN_UP_BEFORE, STAFF_BEFORE].some(
    (not) => (not.exec(before)?.index ?? -1) > label || (not !== OTHER_NUMBER_BEFORE && not.test(before)),
  );
}

/** `+7…` of a Russian number with its area code; null for foreign, 8 800 and other service numbers, other lengths. */
function russianNumber(written: string): string | null {
  const digits = written.replace(/\D/g, '');
  const international = written.startsWith('+');
  if (international ? digits[0] !== '7' || digits.length !== 11 : digits.length !== 10 && digits.length !== 11)
    return null;
  if (digits.length === 11 && !/^[78]/.test(digits)) return null;
  const national = digits.slice(-10);
  if (/^80/.test(national)) return null;
  const number = parsePhoneNumberFromString(`+7${national}`);
  return number?.isPossible() && number.country !== 'KZ' && /^[3489]/.test(national) ? number.number : null;
}

/** A number without a label must look like a phone: +7, 8 and an area code, groups, or a mobile number on its own. */
function isPhoneShaped(written: string, before: string): boolean {
  const digits = written.replace(/\D/g, '');
  if (/^\+/.test(written)) return true;
  if (digits.length === 11) return /^[78]9/.test(digits) || /[ ()-]/.test(written);
  if (/^\(\d{3,5}\)/.test(written)) return true;
  return (
    /^9/.test(digits) &&
    (/[ ().-]/.test(written) || /(?:^|\n)\s*$/.test(before)) &&
    !/^\d{2} ?\d{2} ?\d{6}$/.test(written)
  );
}
