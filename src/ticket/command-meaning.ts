/**
 * What somebody means who writes another word than a command has (domain.md §8). In: the word as typed. Out: the command, or
 * null. Never fails. By its meaning, never by letters alone: «#продлить» is near «#запросить» in letters and far from it in sense.
 */

/** Beginnings of words, ё as е, by the command that they mean; of two that fit the longer one counts. */
const MEANT = {
  resolve: `
    решен решон решил решит решить решу решаю решай готов выполн сделан сделал сделат исполнен исполнил исполнит заверш
    ответ отвеча отвечу помогл разобрал успешн урегулир устранен reshen gotovo
    resolv done solv fix complet answer repl finish ready success
  `,
  ask: `
    запрос запраш запрош спроси спрош вопрос уточн доуточн попрос проси прось прошу дослат дошли прислат пришли требуе требую потреб
    нужн надо документ недоста zapros
    request clarif question query need requir inquir
  `,
  reject: `
    отказ откаж отклон отверг отвергн нельзя невозможн необоснован неправомер otkaz
    refus deny denie declin reject dismiss
  `,
  close: `
    закры закро снят снима прекрат прекращ архив конец законч окончен zakry
    clos end stop archiv
  `,
  note: `
    заметк заметит замеч коммент примеч пометк помет запис записк памятк внутр служебн скрыт тихо коллег себе нам свои
    непублич приват ремарк черновик zametk komment
    comment intern private remark memo note hidden annotat draft
  `,
  assign: `
    назнач передат передай передав передач передаю передал перепоруч поруч исполнител ответственн отдат отдай отдаю перевести переведи
    перевод перевожу переназн перенаправ специалист оператор сотрудник другому перекин naznach peredat
    give pass assign reassign owner transfer hand responsib delegat redirect
  `,
  department: `
    отдел подраздел управлен служба службе службу департам групп команд маршрут направлен сектор otdel
    department team group dept unit division queue rout
  `,
  due: `
    срок продл продлев пролонг отлож отклад отсроч перенес перенос переношу дедлайн дата дату датой подожд позже напомн удлин
    увелич srok prodl
    due extend extens deadline postpon until date delay defer later term snooz remind prolong
  `,
  senior: `
    старш начальн руковод шеф босс эскал наверх вверх помогите поднят подним главному заведующ директор starsh
    senior escalat manager supervis boss chief lead superior
  `,
  template: `
    шаблон заготов образец образц типов бланк текст стандарт макрос shablon
    templat canned snippet macro boilerplat blank
  `,
} as const;

type Meant = keyof typeof MEANT;

const BEGINNINGS = Object.entries(MEANT)
  .flatMap(([verb, words]) => words.match(/\S+/gu)!.map((beginning) => ({ verb: verb as Meant, beginning })))
  .toSorted((one, other) => other.beginning.length - one.beginning.length);

/** The command that this word means. @param word lower case, ё as е */
export function meantBy(word: string): Meant | null {
  for (const part of word.split(/[^\p{L}]+/u)) {
    const found = BEGINNINGS.find(({ beginning }) => part.startsWith(beginning));
    if (found) return found.verb;
  }
  return null;
}
