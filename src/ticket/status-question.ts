/**
 * Does a letter that asks how a ticket stands bring anything else (contract.md, «Tickets and people»)? In: its text. Out: yes or no.
 * Never fails. A few words more, a name, a town are part of asking; what is left over is news, and a person has to read it.
 */
import type { SplitText } from '../letter/letter.ts';
import { oneOfWhole } from './any-of.ts';
import { isPolite } from './attitude.ts';
import { clausesOf } from './clauses.ts';
import { readOwnDetails } from './own-details.ts';
import { asksStatus } from './phrases.ts';

/** Of these words such a question is made. Beginnings of words. */
const ASKING = `
  статус обращени заявк заявлени тикет запрос письм жалоб вопрос номер рассм рассматр отве жд ожида долго давно сколько когда какого каков како каки где
  этап стади состояни ход работ дел узна сообщ подскаж скаж напиш напомн прошу прось просим пожалуйста интерес хотел хочу хотим можно уточн провер
  новост результат реш приня взя получ зарегистр переда специалист операт сотрудник срок дат[аыу] день$ дня$ дней$ недел месяц числ час(?:а|ов)?$ год(?:а|у)?$ прош ране вчера сегодня
  январ феврал март апрел мая июн июл август сентябр октябр ноябр декабр понедельник вторник сред четверг пятниц
  писал отправ подав пода обраща обрати направ присла дош идет идут происход наход слышно движ продвиг обсто судьб
  ускор молч тишин обеща уведом известн информац сведени данн посмотр вид понял поня знать зна ситуац очень срочно
  откликн реакц отклик позабыли забыли помощ помог поддержк служб портал госуслуг канцеляри
`;
const SMALL = `
  я мы мне меня нам нас мной вы вас вам ваш ваша ваше вашего мой моя мое мои моего моему моей мою моем моих наш наша наше нашего он она оно его ее их им ним ней них
  и а но или ли же бы то что чего чему чем кто кому кем как так там тут уже еще все вот это этот эта этого этому этой эту том той тот та те
  в во на по с со о об от до из за для у к ко при про под через не нет ни да есть был была было были будет будут буду быть бывает
  сих пор пока сейчас теперь тоже также раз два две три четыре пять шесть семь десять второй вторая третья третий первый первая целый целая более больше назад тп tp г гор город номером
  именно вообще хоть хотя опять снова чтобы если никто никакого никаких никакой ничего нибудь либо какой какая какое каком какие рабочих рабочие рабочий календарных
  the my is of what status ticket please tell me
`;
const list = (words: string) => words.trim().split(/\s+/u);
const WORDS = new Set(list(SMALL));
const PART = new RegExp(`^(?:${list(ASKING).join('|')})`, 'u');
/** «По поводу перерасчёта пенсии»: which ticket it is. */
const TOPIC =
  /(?<![а-я])(?:по поводу|по вопросу|насчет|на тему|касательно|относительно|по|о|об|про) (?:[а-я]+ ?){1,4}/u;
/** «Г. Тверь», «пенсионерка»: who asks. */
const ASKER = oneOfWhole(
  '(?:г|гор|город|с|село|деревня|пос|поселок|ул|улица|обл|область|край|район)(?: [а-я0-9]+){1,4}',
  '(?:пенсионер|пенсионерка|инвалид|ветеран|ваш заявитель|заявитель)(?: [а-я0-9]+){0,4}',
);

/** «Мой новый номер»: a word of news counts twice. */
const NEWS = /^(?:нов|смен|измен|исправ|появил|исчез)/u;

const CLAUSE_SPARE = 1;
const LETTER_SPARE = 3;

/** Is there more in it than the question? */
export function saysMoreThanStatus({ fresh, forwarded }: SplitText): boolean {
  if (forwarded !== null) return true;
  const left = clausesOf(fresh)
    .filter((clause) => !isPolite(clause) && !ASKER.test(clause.words))
    .map(({ words }) => leftover(readOwnDetails(words).rest));
  return left.some((spare) => spare > CLAUSE_SPARE) || left.reduce((sum, spare) => sum + spare, 0) > LETTER_SPARE;
}

/** How many words are no part of asking. */
function leftover(words: string): number {
  const asked = asksStatus(words) || words.includes('статус') ? words.replace(TOPIC, ' ') : words;
  const spare = asked.split(' ').filter((word) => /[а-яa-z]/.test(word) && !WORDS.has(word) && !PART.test(word));
  return spare.length + spare.filter((word) => NEWS.test(word)).length;
}
