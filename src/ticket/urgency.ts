/**
 * «Неотложно»: the subject has the noun «сбой», «недоступность» or «отказ» in any case or number (domain.md §5).
 * In: the subject. Out: yes or no. Other words of the root (недоступен, отказали, сбоит) and the body do not count.
 */
import { fold } from '../identity/fold.ts';

const NOUNS =
  /(?<![а-яё])(?:сбо(?:й|я|ю|ем|е|и|ев|ям|ями|ях)|недоступност(?:ь|и|ью|ей|ям|ями|ях)|отказ(?:а|у|ом|е|ы|ов|ам|ами|ах)?)(?![а-яё])/iu;

/** Does the subject speak of a failure, an outage or a refusal? */
export function isUrgent(subject: string): boolean {
  return NOUNS.test(fold(subject));
}
