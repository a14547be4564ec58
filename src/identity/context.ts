/**
 * Whose name is it? In: a name mention and the text around it. Out: a role and points for being the applicant. Never fails.
 * Every rule looks at a window of bounded length, so hostile letters cost no more than long ones.
 */
import { KIN, OFFICIAL } from './lexicon.ts';
import type { Mention } from './mention.ts';
import { keyOf } from './words.ts';

/** `own`: something says that it is the author; `plain`: nothing said. The others are not the author. */
export type Role =
  | 'own' | 'plain' | 'kin' | 'represented' | 'official' | 'accused' | 'addressee' | 'former' | 'place' | 'quoted'; // biome-ignore format: one list

export interface Judged extends Mention {
  role: Role;
  points: number;
  /** The word of kin or office that decided, for `kin` and `represented`. */
  relation: string | null;
  /** Does it stand in the closing block? */
  closing: boolean;
  /** Does its line begin with it, as signatures do? */
  leadsLine: boolean;
  /** Does a СНИЛС, ИНН or the word follow at once? */
  numbered: boolean;
}

const PLACE =
  /(?:^|[^а-я])(?:(?:ул|просп|пр-т|пр-кт|пр|пер|пл|б-р|наб|мкр|им|ст|пос)\.? ?|(?:улиц[а-я]*|проспект[а-я]*|переул[а-я]*|площад[а-я]*|бульвар[а-я]*|набережн[а-я]*|шоссе|проезд[а-я]*|аллея|аллее|тракт|тупик|микрорайон[а-я]*|имени|памяти|станци[а-я]*|метро|музе[а-я]*|театр[а-я]*|школ[аыеу]|больниц[а-я]*|фонд[а-я]*|корабл[а-я]*|теплоход[а-я]*|премии|сквер[а-я]*|парк[а-я]?|памятник[а-я]*) )(?:(?:маршала|генерала|академика|героя|адмирала|летчика|космонавта|профессора|святого|поэта|писателя|братьев|дважды|советского|союза)\.? ?)*["«]?$/u;
const FORMER_LIFE = /(?:раньше|ранее|прежде)[^,.;!?\n]{0,40} (?:как|под именем|под фамилией|звал[а-я]+|писал[а-я]+) $/u;
const FORMER =
  /(?:прежн[а-я]{2,3}|бывш[а-я]{2,3}|девич[а-я]{2,3}|стар[а-я]{2,3}|добрачн[а-я]{2,3}|ранее|раньше|до брака|до замужества|до развода|урожд[а-я]*\.?|вместо|(?:^|[^а-я])был[аи]?)[ :,(—-]*(?:(?:я|меня|по|звали|носила|носил|фамили[а-я]*|имя|данные|паспорту|как|на|в|девичестве|фио) ?[:—-]? ?){0,4}$/u;
const INTRODUCED =
  /(?:меня зовут|зовут меня|звать меня|меня звать|мо[еи] (?:полное )?имя|мои (?:фио|данные)[а-я ]{0,20}|мо[еия] фио|(?:вам )?(?:пишет|обращается|беспокоит)(?: к)?(?: вам| вас)?|обращаюсь(?: к вам)? я|пишу(?: вам)? я|составил[аи]?|заполнил[аи]?|подписал[аи]?сь|подпись|заявитель(?:ница)?|автор(?: обращения| письма)?|отправитель|от кого|искренне ваш[аи]?|теперь|сейчас|ныне|новая фамилия|новые данные|(?:^|[^а-я])(?:я|мною|мной|мне|меня|мы|нами))[ ,:.—(-]*(?:это |то есть |же |нижеподписавш[а-я]+[ ,]*|гражданин[а-я]{0,3} |гражданк[а-я]{1,2} |гр\. ?|пенсионер[а-я]{0,3}[ ,]*|ветеран[а-я]?( труда)?[ ,]*|инвалид[а-я]?[ ,]*(?:\d группы)?[ ,]*|жител[а-я]+ (?:[а-я-]+ ){0,3}|мать-одиночка[ ,]*|ваш[аеи]? |абонент |клиент |пользователь |студент[а-я]{0,2} |заявитель[ ,]*|по паспорту |полностью |снова |опять ){0,3}$/u;
/** «Я его жена, …», «я, мать ребёнка …», «я являюсь представителем …» */
const I_AM =
  /(?:^|[^а-я])(?:я|пишу|пишет|обращаюсь|обращается|звонит)[ ,—-]*(?:вам )?(?:являюсь |как )?(?:его |ее |их |родн[а-я]{2} |законн[а-я]{2,3} |старш[а-я]{2} |младш[а-я]{2} )?(?:жена|муж|мать|мама|отец|папа|дочь|дочка|сын|внук|внучка|брат|сестра|племянник|племянница|бабушка|дедушка|супруга?|опекун|представител[а-я]{1,2}|адвокат|юрист|невестка|зять|директор|бухгалтер|руководитель|родитель|соцработник|социальный работник|председатель)(?: [а-я]{3,20}){0,2}[ ,:—(-]*$/u;
const LABEL =
  /(?:ф\.? ?и\.? ?о\.?|фамилия,? имя[а-я ,()]{0,30}|имя,? (?:и )?фамилия|заявитель|отправитель|полностью|расшифровка|фамилия)(?: (?:заявителя|мои|мое|моя|полностью|владельца|пользователя))*[ :=—|(\n-]*$/u;
const LABEL_OF_OTHER =
  /(?:ф\.? ?и\.? ?о\.?|данные|имя|фамилия)[.,]? (?:ребенка|сына|дочери|мужа|жены|матери|отца|мамы|папы|бабушки|дедушки|супруга|супруги|доверителя|подопечного|опекаемого|сотрудника|специалиста|оператора|врача|руководителя|работника|пациента)[ :=—|(\n-]*$/u;
const FROM =
  /(?:^|\n)[ ]*(?:заявление |обращение |жалоба |запрос |предложение |претензия )?от(?: гр\.| граждан[а-я]{2,3}| пенсионер[а-я]{1,2}| жител[а-я]{1,5}| заявителя| ветерана труда| инвалида [а-я \d]{0,12}| ип)?:?[ \n]*$/u;
const FROM_INSIDE =
  /(?:заявлени[а-я]*|обращени[а-я]*|жалоб[а-я]*)[^.!?\n]{0,40} от (?:имени )?(?:граждан[а-я]{2,3} |гр\. ?)?$/u;
const REGISTERED_TO =
  /(?:зарегистрирован[а-я]*|оформлен[а-я]*|выдан[а-я]*|записан[а-я]*|числится|открыт[а-я]*|прислан[а-я]*|отправлен[а-я]*)(?: на| на имя| за| для)? ?(?:меня[ ,(—-]*)?$|(?:^|[^а-я])(?:на имя|на мое имя|граждан[а-я]{2,3}|ип|самозанят[а-я]{2,3}|для|(?:у|на) меня)[ ,:(—-]*$|записано:? ?$/u;
const THAT_IS_ME =
  /^[ ,]*[(—-]?[ ]*(?:это )?(?:я|то есть я|мое имя|мои данные|это мое|так в паспорте|заявитель)(?![а-я])/u;
const NO_PATRONYMIC = /^[ ,.(—-]*(?:отчеств[а-я]* (?:нет|не|отсутству)|без отчества|нет отчества)/u;
const NUMBER_NEXT =
  /^[ ,;:.()|—-]{0,4}(?:\n[ ]*)?(?:(?:мой |номер |№ ?)*снилс|страхов|инн|\d{3}[ .-]?\d{3}[ .-]?\d{3})/u;
const CONTACT_NEXT =
  /^[ ,;:.()|—-]{0,4}(?:\n[ ]*)?(?:тел|моб|конт|\+7|8[ (-]?\d{3}|паспорт|прожива|адрес|г\.|\d{4} ?г|род\.|дата|д\.р|г\.р|e-?mail|почта|\d{1,2}\.\d{2}\.\d{4})/u;
const GREETING =
  /(?:^|[^а-я])(?:уважаем[а-я]{2,3}|дорог(?:ой|ая|ие)|многоуважаем[а-я]{2,3}|глубокоуважаем[а-я]{2,3}|милая|господин[а-я]?|госпож[а-я])[ ,]*$/u;
const HELLO =
  /(?:здравствуй(?:те)?|добр(?:ый|ое|ого) (?:день|утро|вечер|дня)|доброго времени суток|привет(?:ствую)?|спасибо(?: вам)?(?: большое)?|благодарю(?: вас)?|прошу вас|прошу)[ ,!]*$/u;
const ACCUSED =
  /(?:жалоб[а-я]* на|жалуюсь на|на действия|действи[а-я]{1,4}|бездействи[а-я]*|в отношении|претензи[а-я]* к|виноват[а-я]*|нахамил[а-я]*|нагрубил[а-я]*|общал[а-я]*|разговаривал[а-я]*|консультировал[а-я]*|принимал[а-я]*|обслуживал[а-я]*|ответил[а-я]*|отвечал[а-я]*|сказал[а-я]*|представил[а-я]*|отказал[а-я]*|за подписью|подписал[а-я]*|направил[а-я]*|звонил[а-я]*|позвонил[а-я]*|дал[а-я]?|вел[аи]?|рассматривал[а-я]*|готовил[а-я]*|(?:ответ|письмо|звонок|сообщение|отписк[а-я]|инструкци[а-я])[а-я ]{0,12} от|по имени|благодар[а-я]* (?:вашу|вашего|вашей|за помощь)?|поблагодарить|передайте|собственник[а-я]*|должник[а-я]*|однофамил[а-я]*|друг[а-я]{2,3} (?:человек|гражданин|лицо|фамили)[а-я]*|подписи?[а-я]* на|мошенник[а-я]*)[ ,:(—-]*(?:мне |нам |с |со |как |некая |некий |некто |вчера |сегодня |по телефону |вашей |вашего |вашу |ваша |ваш )*$/u;
const DOES_THEN =
  /^[ ,]*(?:(?:мне|нам|меня|опять|снова|вчера|сегодня|не|уже|так и|потом|из вашей службы|по телефону) )*(?:(?:сказа|ответи|нахами|нагруби|отказа|заяви|пообеща|положи|броси|уверя|утвержда|объясни|сообщи|принима|обслужи|обслужива|груби|молча|говори|обеща|помога|посоветова|рекомендова|попроси|потребова|направи|присла|позвони|проси|игнорирова|хами|разговарива|поясни|разъясни|оформля|оформи|перепута|смог|захоте)(?:л|ла|ли|лся|лась)|ошиб(?:ся|лась)|помог(?:ла)?|смогла?|молчит|говорит|груб(?:ит|о)|хамит|игнорирует|утверждает|обещает|отказывает(?:ся)?|требует)(?![а-я])/u;
const REPRESENTED =
  /(?:в интересах|от имени|по доверенности(?: от)?|представля[а-я]* интересы|интересы|в защиту|доверител[а-я]*|клиент(?:а|у|ки|ке|ом|кой)|подзащитн[а-я]*|подопечн[а-я]*|(?:наш[а-я]{0,3}|моего|моей|моему) (?:сотрудни[а-я]*|работни[а-я]*)|(?:по поручению|по просьбе)[^.!?\n]{0,50}|(?:пишу|прошу|обращаюсь|заявление|хлопочу) за)[ ,:(—-]*(?:мо[а-я]{1,3} |свое[а-я]{1,2} |наше[а-я]{1,2} |гр\.? |граждан[а-я]{2,3} )*$/u;
const OPENING_ADDRESS = /^[ ]*[,!]/;
const CLOSING =
  /(?:с уважением|с почтением|искренне|заранее (?:спасибо|благодар)|благодарю|всего (?:доброго|хорошего)|best regards|regards|с благодарностью|с наилучшими|с приветом|ваш[аи]?,)[^\n]{0,60}$/u;
const FROM_OFFICE =
  /(?:^|[^а-я])(?:зам\.?|начальнику|руководителю|директору|министру|главе|прокурору|президенту|председателю|в адрес|кому|на имя (?:начальника|директора|руководителя))[^.!?\n]{0,60}$/u;

/**
 * Judges each name of a text.
 * @param text folded text
 */
export function judge(text: string, mentions: readonly Mention[]): Judged[] {
  const key = text.toLowerCase().replaceAll('ё', 'е');
  const closingFrom = closingStart(key);
  return mentions.map((mention) => judgeOne(key, mention, mentions, closingFrom));
}

/** The sentence goes on about somebody. */
const TOLD_OF = /^ (?!просит|прошу|обращаюсь|из |г\.|пишу|я |мой |моя |мои |снилс|тел|тут|здесь|на связи|с уважением)[а-я]{1,}/u;
const SIGNED =
  /(?:с (?:глубоким )?уважением(?: к вам)?|с почтением|regards|sincerely|с благодарностью|с наилучшими пожеланиями|всего доброго|всего хорошего)[\s,.:!—-]{0,8}$/u;
const CALLED = /(?:^|[,.;(\n]) ?(?:а )?зовут[ :—-]*$/u;

/** Where the closing block begins: at the last «С уважением», «--», or the last three lines of a longer letter. */
function closingStart(key: string): number {
  const marks = [key.lastIndexOf('с уважением'), key.lastIndexOf('\n--'), key.lastIndexOf('regards')];
  const trimmed = key.trimEnd();
  let place = trimmed.length;
  for (let lines = 0; lines < 4 && place > 0; lines++) place = trimmed.lastIndexOf('\n', place - 1);
  return Math.max(0, Math.min(Math.max(...marks, place), trimmed.length));
}

/** A number beside the name makes it a statement of data, whatever follows. */
function leadsLineWithNumber(key: string, mention: Mention): boolean {
  return NUMBER_NEXT.test(key.slice(mention.end, mention.end + 40));
}

function judgeOne(key: string, mention: Mention, all: readonly Mention[], closingFrom: number): Judged {
  const before = key.slice(Math.max(0, mention.start - 110), mention.start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const after = key.slice(mention.end, mention.end + 90);
  const closing = mention.start >= closingFrom;
  const opening = key.slice(0, mention.start).trim() === '' || HELLO.test(line);
  const lineOfItsOwn = /^[ >|"(*-]*$/.test(line) && /^[ ,.;)|*]*(?:\n|$)/.test(after);
  const leadsLine = /^[ >|"(*-]*$/.test(line);
  const { role, relation } = roleOf({ mention, before, line, after, closing, opening, leadsLine, lineOfItsOwn, all });
  let points = POINTS[role];
  if (role === 'plain' && mention.bent && relation === null) points -= 5;
  if (role === 'plain' && TOLD_OF.test(after) && !leadsLineWithNumber(key, mention)) points -= 4;
  if (NUMBER_NEXT.test(after)) points += 4;
  if (CONTACT_NEXT.test(after)) points += 2;
  if (lineOfItsOwn) points += 3;
  else if (leadsLine && /^[ ]*[,.;|(\n-]/.test(after)) points += 2;
  if (closing) points += 2;
  if (CLOSING.test(before)) points += 4;
  if (mention.anchor === 'label') points += 3;
  if (mention.fio.surname && mention.fio.given) points += mention.fio.patronymic ? 2 : 1;
  if (!mention.fio.surname) points -= 4;
  if (mention.anchor === 'initials') points -= 1;
  return { ...mention, role, points, relation, closing, leadsLine, numbered: NUMBER_NEXT.test(after) };
}

const POINTS: Record<Role, number> = {
  own: 10, plain: 0, kin: -9, represented: -8, official: -14, accused: -14, addressee: -20, former: -20, place: -30, quoted: -20,
}; // biome-ignore format: a table

interface Around {
  mention: Mention;
  before: string;
  line: string;
  after: string;
  closing: boolean;
  opening: boolean;
  leadsLine: boolean;
  lineOfItsOwn: boolean;
  all: readonly Mention[];
}

function roleOf(around: Around): { role: Role; relation: string | null } {
  const { mention, before, line, after, leadsLine } = around;
  const is = (role: Role, relation: string | null = null) => ({ role, relation });
  const named = before.replace(/\n\s*$/u, ' ');
  if (PLACE.test(named.slice(-60)) && !/от имени $/u.test(named)) return is('place');
  if (THAT_IS_ME.test(after)) return is('own');
  if (isQuoted(line, after)) return is('quoted');
  if (FORMER.test(line) || FORMER_LIFE.test(line)) return is('former');
  if (GREETING.test(line) || isGreeted(around)) return is('addressee');
  if (LABEL_OF_OTHER.test(before)) return is('kin', relationIn(before.slice(-40)) ?? 'ребенок');
  if (SIGNED.test(before.slice(-60)) || CALLED.test(line)) return is('own');
  if (I_AM.test(line)) return iAm(line, mention.bent);
  if (INTRODUCED.test(before.replace(/\s*\n\s*$/u, ' ')) && !startsNewLine(before)) return is('own');
  if (LABEL.test(before) || FROM.test(before) || FROM_INSIDE.test(before)) return is('own');
  if (NO_PATRONYMIC.test(after)) return is('own');
  if (REPRESENTED.test(line)) return is('represented', relationIn(line.slice(-40)) ?? 'доверитель');
  const relation = relationBefore(line);
  if (relation) return is('kin', relation);
  const office = officeBefore(line) || (leadsLine && line === '' && officeBefore(lastLine(before)) && mention.bent);
  if (office || FROM_OFFICE.test(line)) return officeRole(around);
  if (ACCUSED.test(line) || DOES_THEN.test(after)) return is('accused');
  if (/^[ ,]*\(? ?(?:оператор|специалист|сотрудни|менеджер|врач)/u.test(after)) return is('official');
  const kinAfter = /^[ ,(—-]+(?:это )?(?:мо[йяеи]|наш[аеи]?) ([а-я]+)/u.exec(after);
  if (kinAfter?.[1] && KIN.test(kinAfter[1])) return is('kin', kinAfter[1]);
  return REGISTERED_TO.test(line) ? { ...is('plain'), relation: 'registered' } : is('plain');
}

/** «Я его жена, Барсукова …» is the author; «Я опекун Чижова …» names the other one. */
function iAm(line: string, bent: boolean): { role: Role; relation: string | null } {
  const parent = /(?:мать|мама|отец|папа|родитель)[^а-я]*(?:[а-я]+ ){0,2}$/u.test(line);
  return bent
    ? { role: 'represented', relation: parent ? 'ребенок' : 'доверитель' }
    : { role: 'own', relation: relationIn(line.slice(-50)) };
}

/** A line that opens with an office: a signature, not a sentence about its holder. */
const LEADING_OFFICE =
  /^[ -]*(?:и\. ?о\.? |врио |зам\.? |генеральн[а-я]+ |исполнительн[а-я]+ |старш[а-я]+ |ведущ[а-я]+ |главн[а-я]+ |перв[а-я]+ |с уважением,? ){0,3}(?:директор|начальник|руководител|заведующ|завуч|консультант|инженер|бухгалтер|юрист|юрисконсульт|адвокат|учител|педагог|воспитател|врач|секретар|администратор|менеджер|специалист|председател|глава|заместител|методист|психолог|инспектор|управляющ|работник|кадровик|экономист|мастер|капитан|майор|полковник|подполковник|профессор|академик|представител|нотариус|эксперт|программист)[^.!?;:]{0,70}$/u;

/** A director who signs is the applicant; one who is written to, or did something, is not. */
function officeRole({ mention, line, after, closing, all }: Around): { role: Role; relation: null } {
  const signs = !mention.bent && closing && /^[ ,.;|]*(?:\n|$|снилс|тел)/u.test(after) && LEADING_OFFICE.test(line);
  if (signs && !all.some((other) => other !== mention && other.start > mention.start && other.anchor === 'patronymic'))
    return { role: 'plain', relation: null };
  return { role: mention.bent && closing === false ? 'addressee' : 'official', relation: null };
}

function lastLine(before: string): string {
  return before.trimEnd().split('\n').at(-1) ?? '';
}

/** «Меня зовут» on the line before reaches over the break; «спасибо, я» at the end of a paragraph does not. */
function startsNewLine(before: string): boolean {
  return (
    /\n\s*$/u.test(before) &&
    !/(?:зовут|звать|заявитель|данные|фио|имя|подпись|я|мы|пишет|обращается|составил[аи]?)[ ,:—-]*\n\s*$/u.test(before)
  );
}

/** Between quotation marks: a title, a template, somebody's words. */
function isQuoted(line: string, after: string): boolean {
  const open = line.lastIndexOf('«');
  return (
    (open >= 0 && line.indexOf('»', open) < 0 && /»/.test(after)) ||
    (/["“][^"”]{0,40}$/u.test(line) && (line.match(/["“”]/g)?.length ?? 0) % 2 === 1 && /["”]/.test(after.slice(0, 30)))
  );
}

/** «Ирина Викторовна, спасибо …», «Здравствуйте, Ольга!»: no surname, at the opening, then a comma or a cry. */
function isGreeted({ mention, line, after, opening, leadsLine }: Around): boolean {
  if (mention.fio.surname && mention.anchor !== 'given')
    return HELLO.test(line) && /^[ ]*!/.test(after) && !/^[ ]*!?[ ]*снилс/u.test(after);
  if (mention.anchor === 'label') return false;
  if (mention.fio.surname) return HELLO.test(line) && /^[ ]*[!]/.test(after);
  return (
    (opening ||
      (leadsLine &&
        /^[ ]*,[ ]*(?:спасибо|благодар|вы |вам |добр|здрав|прошу|подскаж|помог|нет|да|попроб|ваш|пожалуйста)/u.test(
          after,
        ))) &&
    OPENING_ADDRESS.test(after)
  );
}

/** The word of kin within three words before a name, if the sentence does not end between. */
function relationBefore(line: string): string | null {
  const clause =
    line
      .slice(-60)
      .split(/[.!?;]/u)
      .at(-1) ?? '';
  const words = clause.match(/[а-я-]+/gu)?.slice(-3) ?? [];
  const word = words.findLast((candidate) => KIN.test(candidate));
  if (!word) return null;
  const between = clause.slice(clause.lastIndexOf(word) + word.length);
  return /^[ ,:(—-]*(?:(?:по|моя|мой|мою|моего|моей|нашей|наш|зовут|звать|имени|фамилии|это|его|ее|снилс|-) ?[ ,:(—-]*){0,3}$/u.test(
    between,
  )
    ? word
    : null;
}

function relationIn(text: string): string | null {
  return text.match(/[а-я]+/gu)?.findLast((word) => KIN.test(word)) ?? null;
}

function officeBefore(line: string): boolean {
  const clause =
    line
      .slice(-80)
      .split(/[.!?;:]/u)
      .at(-1) ?? '';
  if (/,[ ]*$/.test(clause) && !/,[^,]*,[ ]*$/.test(clause) && clause.length > 60) return false;
  const words = clause.match(/[а-я-]+/gu)?.slice(-6) ?? [];
  return words.some((word) => OFFICIAL.test(word));
}

/** The key of a name's part, for comparing. */
export function partKey(part: string | null): string {
  return part === null ? '' : keyOf(part).replace(/[.\s-]/g, '');
}
