/** `inspect` for people: what the service would make of a letter. */
import type { Fio } from '../identity/identity.ts';
import type { LetterClass } from '../letter/class.ts';
import type { Intent } from '../ticket/intent.ts';
import { fileLine, type ListedFile } from './files.ts';
import { type Look, painter, stack, wrap } from './grid.ts';
import { safeLine, safeText } from './safe.ts';
import { measure, sheet } from './sheet.ts';
import { CLASS_TITLES, fullName, INTENT_TITLES, MISSING_TITLES, titleOf } from './titles.ts';

/** What of the object of `inspect --json` (contract.md) the sheet shows. */
export interface ReadLetter {
  file: string;
  from: { address: string; name: string } | null;
  subject: string;
  class: LetterClass;
  answerable: boolean;
  signals: string[];
  ticketRef: string | null;
  intent: Intent;
  kind: string;
  urgent: boolean;
  identity: {
    fio: Fio | null;
    snils: string | null;
    snilsValid: boolean | null;
    otherSnils: string[];
    inn: string | null;
    phone: string | null;
  };
  missing: string[];
  text: string;
  quoted: string;
  attachments: ListedFile[];
  bounce: { recipient: string | null; status: string | null; permanent: boolean } | null;
  defects: string[];
}

/** The sheet of one letter, with the new text in full below it. */
export function readingSheet(reading: ReadLetter, look: Look): string {
  const paint = painter(look);
  const { identity, from, bounce } = reading;
  const snils =
    identity.snils && identity.snils + (identity.snilsValid ? '' : paint('yellow', ', контрольные цифры неверны'));
  const quoted = reading.quoted.trim();
  const facts = sheet(
    [
      ['От кого', from && safeLine(`${from.name} <${from.address}>`.trim())],
      ['Тема', safeLine(reading.subject) || 'без темы'],
      ['Письмо', stack(classOf(reading), ...reading.signals.map((signal) => paint('gray', safeLine(signal))))],
      ['Просит', stack(titleOf(INTENT_TITLES, reading.intent), reading.ticketRef)],
      ['Вид', reading.kind + (reading.urgent ? paint('red', ', неотложно') : '')],
      ['Заявитель', identity.fio ? safeLine(fullName(identity.fio)) : 'не найден'],
      ['СНИЛС', snils ?? 'не найден'],
      ['Другие СНИЛС', identity.otherSnils.join(', ')],
      ['ИНН', identity.inn],
      ['Телефон', identity.phone],
      ['Не хватает', reading.missing.map((item) => titleOf(MISSING_TITLES, item)).join(', ')],
      ['Файлы', reading.attachments.map((file) => fileLine(file, paint)).join('\n')],
      ['Не доставлено', bounce && bounceOf(bounce)],
      ['Недостатки', reading.defects.map(safeLine).join('\n')],
    ],
    look,
  );
  return stack(
    paint('bold', safeLine(reading.file)),
    facts,
    `\n${wrap(safeText(reading.text).trimEnd(), measure(look))}`,
    quoted !== '' && paint('gray', `\n${wrap(safeText(quoted), measure(look))}`),
  );
}

function classOf(reading: ReadLetter): string {
  return titleOf(CLASS_TITLES, reading.class) + (reading.answerable ? '' : ', автоматически не отвечаем');
}

function bounceOf(bounce: NonNullable<ReadLetter['bounce']>): string {
  const lasting = bounce.permanent ? 'окончательно' : 'временно';
  return safeLine([bounce.recipient ?? 'адрес неизвестен', bounce.status, lasting].filter(Boolean).join(', '));
}
