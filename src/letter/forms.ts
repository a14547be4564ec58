/**
 * The forms that one text comes in (RFC 2046 §5.1.4): plain and HTML should say the same, and often do not. In: their texts.
 * Out: the one that says more. Never fails. Of equal ones the plain form is taken, for there its writer's lines are kept.
 */

import { plausibility } from './plausibility.ts';
import { lacking, ownLines, type Said, saidIn } from './said.ts';

/** What plain forms say that only point to the other one. */
const PLACEHOLDERS = [
  'не (?:поддержива|отобража|показыва|умеет)',
  'не (?:может|удается|удаётся|удалось) (?:отобразить|показать|прочитать)',
  '(?:does not|doesn.t|not|cannot|can.t|unable to) (?:support|display|show|view|read)',
  'html[- ]?(?:верси|почт|письм|сообщ|формат|format|e-?mail|message|version|capable|compatible|enabled|only|viewer)',
  '(?:формате|версии|в виде|поддержк\\p{L}{1,3}|просмотр\\p{L}{0,3}|отображени\\p{L}{1,3}|in|view|enable|enabled|supports?) html',
  '(?:открыть|откройте|посмотреть|просмотреть|просмотра|читать|смотреть|view|see|read|open)[^.\\n]{0,60}(?:браузер|browser|online|онлайн|веб-верси|на сайте)',
  'view (?:this|the) (?:e-?mail|message)',
  'если (?:вы видите|вы читаете|это (?:письмо|сообщение)|письмо|сообщение)[^.\\n]{0,60}(?:текст|не отображ|некорректн|неправильн)',
  'if (?:you (?:can(?:not|.t)|are unable|are reading|see this)|this (?:e-?mail|message))',
  '(?:нет|отсутствует|без) текстов\\p{L}{2,4} (?:верси|част)|текстовая (?:версия|часть)[^.\\n]{0,30}(?:отсутствует|недоступна|пуст)',
  'no (?:plain[- ])?text (?:version|part|body)',
  'multi-?part message',
];
const PLACEHOLDER = new RegExp(PLACEHOLDERS.join('|'), 'iu');
/** Who writes more speaks of his matter. */
const PLACEHOLDER_CHARS = 700;

/** The signature of a program that we do not know, alone. */
const PROGRAM =
  /^[^\p{L}\n]{0,5}(?:отправлено|отправлен|послано|написано|создано|sent|get|written) (?:с|со|из|через|при помощи|from|with|via|using|by)(?!\p{L})[^\n]{2,60}$/iu;

/** So many words more, or such a share of them, are something said. */
const MATTERS = 3;
const SHARE = 0.3;
/** Of a quote more may be lost before it matters. */
const QUOTE_MATTERS = 10;

const matters = (words: number, said: Said) => words >= MATTERS || words > said.total * SHARE;

function isPlaceholder(text: string): boolean {
  return text.length <= PLACEHOLDER_CHARS && (PLACEHOLDER.test(text) || PROGRAM.test(text.trim()));
}

/** Letters of a wrong charset, where the other form has words. */
const isGarbled = (text: string, other: string) => plausibility(text).score < 0 && plausibility(other).score > 0.2;

/** Of the plain and the HTML form of a text the one that says more. */
export function richer(plain: string, rich: string): string {
  const plainLines = ownLines(plain);
  const richLines = ownLines(rich);
  const inPlain = saidIn(plainLines);
  const inRich = saidIn(richLines);
  if (inRich.total === 0) return inPlain.total > 0 || plain.trim() !== '' ? plain : rich;
  if (inPlain.total === 0) return rich;
  const more = lacking(inRich, inPlain);
  if (more > 0 && isPlaceholder(plain)) return rich;
  if (isGarbled(plain, rich)) return rich;
  // What only the quote has more of was said by others, unless it is much: a letter that is sent on looks so.
  const own = saidIn(richLines.filter((line) => !line.startsWith('>')));
  const isMore = matters(lacking(own, inPlain), own) || (more >= QUOTE_MATTERS && more > inRich.total * SHARE);
  return isMore && more > lacking(inPlain, inRich) ? rich : plain;
}

/** Texts that stand one below the other, without those that say word for word what one above says. */
export function withoutRepeats(texts: readonly string[]): string[] {
  if (texts.length < 2) return [...texts];
  const kept: { text: string; said: Said }[] = [];
  for (const text of new Set(texts)) {
    const said = saidIn(ownLines(text));
    const { total } = said;
    if (total < MATTERS || !kept.some((one) => one.said.total === total && lacking(said, one.said) === 0))
      kept.push({ text, said });
  }
  return kept.map(({ text }) => text);
}

/** The forms of one text of the same type, where some programs put parts that belong together: those that differ. */
export function together(one: string, other: string): string {
  const first = saidIn(ownLines(one));
  const second = saidIn(ownLines(other));
  if (lacking(second, first) === 0) return first.total > 0 || second.total === 0 ? one || other : other;
  return lacking(first, second) === 0 ? other : `${one}\n\n${other}`;
}
