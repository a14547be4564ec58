/**
 * What somebody means who writes another word than a command has (domain.md §8). In: the word as typed. Out: the command, or
 * null. Never fails. By its root and meaning, never by letters alone: «#продлить» is near «#запросить» in letters and far from it in sense.
 */
import { stems } from './stems.ts';

/** Words in any form, slips of the pen among them, by the command that they mean. */
const MEANT = {
  resolve: `
    решенно решон готово выполнено сделано исполнено завершено завершить решить решен ответ ответить отвечено
    done solved resolve fixed complete completed answer finished
  `,
  ask: `
    запрос запросить спросить уточнить уточнение попросить просить дослать донести требуется нужно
    request clarify question need
  `,
  reject: `
    отказ отказать отклонить отклонено нельзя невозможно
    refuse refused deny decline declined rejected
  `,
  close: `
    закрыто закрыть снять прекратить архив
    closed end stop archive
  `,
  note: `
    комментарий коммент примечание пометка записать запись памятка внутреннее внутренний служебное скрыто тихо заметить заметки
    comment internal private remark memo notes
  `,
  assign: `
    передать назначение назначаю исполнитель ответственный поручить отдать перевести переназначить коллеге
    give pass reassign owner transfer responsible
  `,
  department: `
    подразделение управление служба отделу маршрут
    team group dept unit
  `,
  due: `
    продлить продление продлен отложить отсрочить отсрочка перенести дедлайн дата сроки подождать
    extend deadline postpone until date delay
  `,
  senior: `
    старший начальник начальству руководитель руководителю эскалация эскалировать наверх помогите
    escalate escalation manager supervisor boss chief
  `,
  template: `
    заготовка образец типовой шаблоны бланк текст
    canned snippet macro reply
  `,
} as const;

type Meant = keyof typeof MEANT;

const STEMS = Object.entries(MEANT).map(([verb, words]) => [verb as Meant, stems(words)] as const);

/** The command that this word means. @param wordsOf the words that a command has */
export function meantBy(word: string, wordsOf: (verb: Meant) => readonly string[]): Meant | null {
  const said = stems(word.replaceAll(/[_-]/g, ' '));
  const found = STEMS.find(([verb, listed]) => {
    const own = stems(wordsOf(verb).join(' '));
    return said.some((one) => listed.includes(one) || own.includes(one));
  });
  return found?.[0] ?? null;
}
