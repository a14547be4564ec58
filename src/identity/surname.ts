/**
 * How much a word looks like a surname, in any case. In: a word. Out: yes or no. Never fails.
 * Suffixes prove; without one any capitalised word next to a given name may be a surname (Мороз, Ким, Брандт).
 */

const SLAVIC = /(?:[оеё]в|[иы]н|[сц]к)(?:а|у|ым|им|ой|ою|е|ом|ы|ых|ыми|ий|ого|ому|ая|ую|ие)?$/u;
const OTHER =
  /(?:енко|[а-я]{2}ко|(?:чук|[аи]йчук|щук|юк|ук|ик|чик|як|ак|ич|ович|евич|ец|ян|янц|унц|ман|берг|штейн|сон|ер|ир|ев|бай|бек|хан|дт|рт|тц|нд|[аи]нь)(?:а|у|ом|ем|е)?|швили|дзе|[аи]ани|ия|[аеу]ва|уа|ели|аури|[иы]х|ене|[аи]йте|[иа]с|заде|лы|ли|[иа]ди|пур|ба|ипа|[ое]ва|о)$/u;

/** Has the word a surname's suffix? */
export function hasSurnameSuffix(key: string): boolean {
  return key.length > 3 && (SLAVIC.test(key) || OTHER.test(key));
}

/** The suffixes that hardly any ordinary word has: enough without a capital letter. */
export function isSurelySurname(key: string): boolean {
  return key.length > 4 && (SLAVIC.test(key) || /(?:енко|чук|швили|янц?|дзе|заде|ович|евич|ман|ко|[иы]х)$/u.test(key));
}

/** «Роговы» for a family: the surname of one of its men; null when the word is no such plural. */
export function singularOf(word: string): string | null {
  const plural = /^(.{2,}(?:ов|ев|ёв|ин|ын))ы$/u.exec(word) ?? /^(.{2,}[сц]ки)е$/u.exec(word);
  return plural ? plural[1]! + (word.endsWith('е') ? 'й' : '') : null;
}
