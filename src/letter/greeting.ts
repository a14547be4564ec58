/** The greeting of a letter. In: a line. Out: whether it greets and says nothing else. Never fails. */
import { fold } from '../identity/fold.ts';

const GREETING =
  /^(?:здравствуй(?:те)?|добр(?:ый|ого|ое|ая) (?:день|дня|вечер|вечера|утро|утра)|доброго времени суток|приветствую|уважаем(?:ый|ая|ые)|hello|hi|good (?:morning|afternoon|day|evening)|dear)(?![\p{L}])/iu;
const LONGEST = 80;

/** «Здравствуйте, Мария Петровна!»: one sentence, with a name or without. */
export function isGreeting(line: string): boolean {
  const text = fold(line).trim();
  if (text.length > LONGEST || !GREETING.test(text)) return false;
  return !/[.!?:]\s*[\p{L}\d]/u.test(text.replace(/(?:^|[\s.])\p{Lu}\.(?=\s|\p{Lu}|$)/gu, ' '));
}
