/** An answer to the notice about a held letter: does it say yes to it, or come in its place? Pure. */
import type { Findings } from '../examiner/examine.ts';
import { isGreeting } from '../letter/greeting.ts';
import type { HeldRow } from '../register/held.ts';
import type { LetterRow } from '../register/schema.ts';
import { isValediction, namesPerson, speaks } from '../ticket/contact-line.ts';
import { textForCitizen } from '../ticket/staff-text.ts';
import type { StaffMember } from './desk.ts';

export interface Confirmation {
  held: HeldRow;
  /** What was held, when the answer says yes to it; null: other words come in its place. */
  said: { letter: LetterRow; findings: Findings } | null;
}

/** Why the letter that is confirmed was held; null where none is. */
export function toldOf(confirmed: Confirmation | null): string | null {
  return confirmed?.said ? confirmed.held.reason : null;
}

/** «Подтверждаю», «Да, отправьте, пожалуйста»: a yes in so many words. «Да, деньги вернули» is an answer to the citizen. */
const YES =
  /^(?:да|подтверждаю|подтвердить|отправить|отправляйте|отправьте|верно|yes|confirm|confirmed|ok|ок)(?![\p{L}])[\s,.!»"]*(?:(?:подтверждаю|отправьте|отправляйте|отправить|спасибо|пожалуйста|это|моё|мое|письмо|написал|написала|писал|писала|я|send|it|please)(?![\p{L}])[\s,.!»"]*){0,5}$/iu;

/** Says yes and nothing else, under his name or not? @param office the office's address */
export function saysYes(text: string, member: StaffMember, office: string): boolean {
  const [said = '', ...below] = textForCitizen(text, member, office)
    .split('\n')
    .map((line) => line.trim().replace(/^[«"]/, ''))
    .filter((line) => line !== '' && !isGreeting(line));
  const [first] = below;
  const signed = first === undefined || isValediction(first) || namesPerson(first, member.name);
  return YES.test(said) && signed && !below.some(speaks);
}
