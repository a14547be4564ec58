/**
 * Whose name is it? In: a name mention and the text around it. Out: a role and points for being the applicant. Never fails.
 * Every rule looks at a window of bounded length, so hostile letters cost no more than long ones.
 */
import {
  ACCUSED,
  ADDRESSED,
  ANSWER_TO,
  BY_STATUS,
  CALLED,
  CLOSING,
  CONTACT_NEXT,
  DELEGATE,
  DEPUTY_LABEL,
  DID,
  DOES_THEN,
  ENTITLED,
  EXECUTED_BY,
  FORMER,
  FORMER_LIFE,
  FOUND_THING,
  FROM,
  FROM_ANYWHERE,
  FROM_INSIDE,
  FROM_OFFICE,
  GREETING,
  HEADED,
  HELLO,
  I_AM,
  I_AM_ONE,
  I_THEN,
  IN_FORCE,
  INTRODUCED,
  IT_IS,
  LABEL,
  LABEL_OF_OTHER,
  LEADING_OFFICE,
  ME_KIN,
  MINE_REGISTERED_TO,
  NO_PATRONYMIC,
  NUMBER_NEXT,
  OF_ME,
  OF_THEM,
  OPENING_ADDRESS,
  PETITIONS_THEN,
  PLACE,
  REGISTERED_TO,
  REPRESENTED,
  REPRESENTED_THEN,
  RETIRED,
  SAYS_IT_IS_ME,
  SENT_ON,
  SIGNED,
  SIGNS_THEN,
  SNILS_NEXT,
  STAFF_OF_HIS,
  STANDS_FOR_THEN,
  THANKED,
  THAT_IS_ME,
  THEIR_NAME,
  TOLD_OF,
  TYPES_THEN,
  WRITES_FOR,
  WRITES_YOU,
  WRONG_RECORD,
  YOURS,
} from './cues.ts';
import { KIN, OFFICIAL } from './lexicon.ts';
import type { Mention } from './mention.ts';
import { labelAbove, lastLine, officeBefore, relationBefore, relationIn } from './relation.ts';

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
  /** Does it stand at the end as a sentence of its own, as signatures do? */
  signs: boolean;
  /** Does a sentence go on about its bearer, in the nominative? */
  told: boolean;
  /** Does a СНИЛС, ИНН or the word follow at once? */
  numbered: boolean;
}

/**
 * Judges each name of a text.
 * @param text folded text
 */
export function judge(text: string, mentions: readonly Mention[]): Judged[] {
  const key = text.toLowerCase().replaceAll('ё', 'е');
  const closingFrom = closingStart(key);
  return mentions.map((mention) => {
    const small = text.charAt(mention.start) === key.charAt(mention.start);
    return judgeOne(key, mention, mentions, closingFrom, small);
  });
}

/** Where the closing block begins: at the last «С уважением», «--», or the last four lines that are not blank. */
function closingStart(key: string): number {
  const marks = [key.lastIndexOf('с уважением'), key.lastIndexOf('\n--'), key.lastIndexOf('regards')];
  const trimmed = key.trimEnd();
  let place = trimmed.length;
  for (let lines = 0; lines < 4 && place > 0; lines++) place = trimmed.slice(0, place).trimEnd().lastIndexOf('\n');
  return Math.max(0, Math.min(Math.max(...marks, place), trimmed.length));
}

/** A number beside the name makes it a statement of data, whatever follows. */
function leadsLineWithNumber(key: string, mention: Mention): boolean {
  return NUMBER_NEXT.test(key.slice(mention.end, mention.end + 40));
}

function judgeOne(key: string, mention: Mention, all: readonly Mention[], closingFrom: number, small: boolean): Judged {
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
  const told = !mention.bent && TOLD_OF.test(after) && !leadsLineWithNumber(key, mention);
  if (role === 'plain' && !small && TOLD_OF.test(after) && !leadsLineWithNumber(key, mention)) points -= 4;
  if (NUMBER_NEXT.test(after)) points += 4;
  if (CONTACT_NEXT.test(after)) points += 2;
  if (lineOfItsOwn) points += 3;
  else if (leadsLine && (small || /^[ ]*[,.;|(\n-]/.test(after))) points += 2;
  if (closing) points += 2;
  if (CLOSING.test(before)) points += 4;
  if (mention.anchor === 'label') points += 3;
  if (mention.fio.surname && mention.fio.given) points += mention.fio.patronymic ? 2 : 1;
  if (!mention.fio.surname) points -= 4;
  if (mention.anchor === 'initials') points -= 1;
  const ends = key.length - mention.end < 40 && key.slice(mention.end).trim().length < 2;
  const alone = /(?:^|[\n.!?)…])[ >|"(*-]*$/.test(before) || (ends && /[,;\d] (?:[а-я]{2,12} )?$/.test(before));
  const signs =
    (closing && alone && /^[ ,.;)!|*]*(?:\n|$)/.test(after)) ||
    (role === 'kin' && /(?:^|[\n.!?] ?)(?:я )?[а-я]+ $/.test(before) && /^ ?[.!\n]/.test(after));
  return { ...mention, role, points, relation, closing, leadsLine, signs, told, numbered: NUMBER_NEXT.test(after) };
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
  const { mention, before, line, after, leadsLine, lineOfItsOwn, closing, all } = around;
  const is = (role: Role, relation: string | null = null) => ({ role, relation });
  const named = before.replace(/\n\s*$/u, ' ');
  if (
    PLACE.test(named.slice(-60)) &&
    !/от имени $/u.test(named) &&
    (mention.bent || !mention.fio.patronymic || !officeBefore(line))
  )
    return is('place');
  if (THAT_IS_ME.test(after) || SAYS_IT_IS_ME.test(after)) return is('own');
  if (isQuoted(line, after)) return is('quoted');
  if (WRONG_RECORD.test(line) || FORMER_LIFE.test(line)) return is('former');
  if (mention.fio.surname && FORMER.test(line)) return is('former');
  if (GREETING.test(line) || isGreeted(around)) return is('addressee');
  if (LABEL_OF_OTHER.test(before)) return is('kin', relationIn(before.slice(-40)) ?? 'ребенок');
  if (
    !mention.bent &&
    IT_IS.test(line) &&
    (mention.fio.surname !== null || /^[ ]*(?:[.,!(;:—-]|снилс|из |$)/.test(after)) &&
    !DOES_THEN.test(after)
  )
    return is('own');
  if (SIGNED.test(before.slice(-60)) || CALLED.test(line)) return is('own');
  if (closing && YOURS.test(before) && /^[ .!)]*(?:\n|$)/.test(after)) return is('own');
  if ((!mention.bent && (IN_FORCE.test(line) || RETIRED.test(line))) || BY_STATUS.test(line)) return is('own');
  if (ME_KIN.test(line) || (!mention.bent && OF_THEM.test(line) && !TOLD_OF.test(after))) return is('own');
  if (TYPES_THEN.test(after)) return is('kin', relationIn(line.slice(-40)) ?? 'помощник');
  if (!mention.bent && WRITES_FOR.test(line)) return is('own', relationIn(line.slice(-40)));
  if (mention.bent && OF_ME.test(line)) return is('own');
  if (THEIR_NAME.test(line)) return is('represented', relationIn(before) ?? 'доверитель');
  if (I_AM.test(line)) return iAm(line, mention.bent);
  if (INTRODUCED.test(before.replace(/\s*\n\s*$/u, ' ')) && !startsNewLine(before)) return is('own');
  if (!mention.bent && DEPUTY_LABEL.test(before)) return is('own', 'представитель');
  if (REPRESENTED_THEN.test(after)) return is('represented', 'доверитель');
  if ((mention.anchor === 'label' || LABEL.test(before)) && STAFF_LABEL.test(line)) return is('official');
  if (LABEL.test(before) || FROM.test(before) || FROM_INSIDE.test(before) || HEADED.test(before)) return is('own');
  if (EXECUTED_BY.test(before) && !NUMBER_NEXT.test(after)) return is('official');
  if (mention.bent ? ENTITLED.test(before) : (leadsLine || LEADING_OFFICE.test(line)) && STANDS_FOR_THEN.test(after))
    return is('own');
  if (NO_PATRONYMIC.test(after)) return is('own');
  if (DELEGATE.test(line) && !mention.bent) return is('own');
  if (REPRESENTED.test(line)) return is('represented', relationIn(line.slice(-40)) ?? 'доверитель');
  if (!mention.bent && mention.fio.surname && (I_AM_ONE.test(line) || WRITES_YOU.test(line))) return is('own');
  const relation = relationBefore(line === '' && leadsLine ? labelAbove(before) : line);
  if (relation) return is('kin', relation);
  if (leadsLine && line === '' && ADDRESSED.test(lastLine(before))) {
    const above = mention.start - before.trimStart().length;
    const named = all.some(({ start, end }) => end <= mention.start && start >= above && end > mention.start - 60);
    if (!named) return is('addressee');
    if (mention.bent && lineOfItsOwn) return is('own');
  }
  const office = officeBefore(line) || (leadsLine && line === '' && officeBefore(lastLine(before)) && mention.bent);
  if (office || FROM_OFFICE.test(line)) return officeRole(around);
  if (mention.bent ? THANKED.test(line) : mention.fio.surname && DID.test(line)) return is('accused');
  if (ACCUSED.test(line) || FOUND_THING.test(line) || DOES_THEN.test(after)) return is('accused');
  if (/^[ ,]*\(? ?(?:оператор|специалист|сотрудни|менеджер|врач)/u.test(after)) return is('official');
  const kinAfter = /^[ ,(—-]+(?:это )?(?:мо[йяеи]|наш[аеи]?) ([а-я]+)/u.exec(after);
  if (kinAfter?.[1] && KIN.test(kinAfter[1])) return is('kin', kinAfter[1]);
  if (mention.fio.surname && (mention.bent ? bentOwn(line, mention) : I_THEN.test(after))) return is('own');
  if (mention.anchor === 'label' && !mention.bent) return is('own');
  return REGISTERED_TO.test(line) ? { ...is('plain'), relation: 'registered' } : is('plain');
}

/** «мой кабинет на имя …», «письмо это от …», «направляем обращение …» */
function bentOwn(line: string, { fio }: Mention): boolean {
  return (
    MINE_REGISTERED_TO.test(line) ||
    (fio.patronymic !== null && (FROM_ANYWHERE.test(line) || SENT_ON.test(line) || ANSWER_TO.test(line)))
  );
}

/** «Я его жена, Барсукова …» is the author; «Я опекун Чижова …» names the other one. */
function iAm(line: string, bent: boolean): { role: Role; relation: string | null } {
  const parent = /(?:мать|мама|отец|папа|родитель)[^а-я]*(?:[а-я]+ ){0,2}$/u.test(line);
  return bent
    ? { role: 'represented', relation: parent ? 'ребенок' : 'доверитель' }
    : { role: 'own', relation: relationIn(line.slice(-50)) };
}

/**
 * A director who signs, opens the letter or gives a СНИЛС is the applicant; one who is written to, or did something, is not.
 */
function officeRole({ mention, before, line, after, closing, all }: Around): { role: Role; relation: null } {
  const official: Role = mention.bent && !closing ? 'addressee' : 'official';
  if (mention.bent) return { role: official, relation: null };
  const { surname } = mention.fio;
  if (surname && SNILS_NEXT.test(after) && !STAFF_OF_HIS.test(line)) return { role: 'plain', relation: null };
  const clause = line.split(/[.!?] /u).at(-1)!;
  const lead = before.slice(0, before.length - clause.length).trim();
  const isLed = LEADING_OFFICE.test(clause) || OFFICIAL.test(/[а-я-]+/u.exec(clause)?.[0] ?? '');
  const opens = surname !== null && isLed && (lead === '' || GREETED.test(lead));
  if (opens && PETITIONS_THEN.test(after)) return { role: 'own', relation: null };
  if (opens && /^ ?[.:\n]/.test(after)) return { role: 'plain', relation: null };
  const others = all.some((other) => other.start > mention.start && other.anchor === 'patronymic');
  return { role: closing && isLed && SIGNS_THEN.test(after) && !others ? 'plain' : official, relation: null };
}

/** Only a greeting stands before. */
const GREETED =
  /^(?:здравствуй(?:те)?|добр(?:ый|ое|ого) [а-я]+|доброго времени суток|приветствую|уважаем[а-я ,]{3,40})[ ,.!]*$/u;
/** «… сотрудница (настоящее имя: …»: a label within a sentence about staff */
const STAFF_LABEL =
  /(?:сотрудни|специалист|оператор|инспектор|менеджер|консультант|девушк|врач|начальни)[а-я]* ?[^.!?\n]{0,40}$/u;

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
