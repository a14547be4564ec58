/**
 * Raw bytes → Letter: the one reader of the house.
 * In: a letter as received, any bytes at all. Out: a usable Letter, with what was wrong in `defects`.
 * Never throws and never hangs: every bound is stated where it holds, and a fault of our own ends in `salvage`.
 */

import { readAddresses } from './address.ts';
import { readAuthor } from './author.ts';
import { type Body, readBody } from './body.ts';
import { decodeText } from './charset.ts';
import { hasOwnMatter } from './covering.ts';
import { readDate } from './date.ts';
import { holdsBlocks } from './failure.ts';
import { readHeaders, valuesOf } from './header.ts';
import { readAddress } from './inner.ts';
import type { Address, ForwardedText, Header, Letter } from './letter.ts';
import { messageId, messageIds } from './message-ids.ts';
import { readParts } from './mime.ts';
import { placePictures } from './picture-place.ts';
import { splitText } from './quote.ts';
import { isDaemon } from './sender.ts';

/** Letters inside letters are opened this deep, and so many of them. */
const MAX_EMBEDDED_DEPTH = 10;
const MAX_EMBEDDED = 20;
const MAX_FILES = 500;
/** A letter has one Date (RFC 5322 §3.6); of several the first that is one counts. */
const MAX_DATES = 10;

/** Of several Subjects the first that says something. */
function subjectOf(headers: readonly Header[]): string {
  const subjects = valuesOf(headers, 'subject').map((value) => value.replace(/\s+/g, ' ').trim());
  return subjects.find((subject) => /[\p{L}\p{N}]/u.test(subject)) ?? subjects.find((subject) => subject !== '') ?? '';
}

/** What a person would see of an embedded letter: its sender and subject over its text. */
function embeddedText(inner: Letter): string {
  const from =
    inner.from === null
      ? null
      : `От: ${[inner.from.name, inner.from.address && `<${inner.from.address}>`].filter(Boolean).join(' ')}`;
  const lines = [
    '-------- Пересланное сообщение --------',
    from,
    inner.subject === '' ? null : `Тема: ${inner.subject}`,
  ];
  return `${lines.filter((line) => line !== null).join('\n')}\n\n${inner.text}`;
}

function readEmbedded(body: Body, defects: Set<string>, depth: number): Letter[] {
  const letters: Letter[] = [];
  for (const bytes of body.letters) {
    if (depth >= MAX_EMBEDDED_DEPTH || letters.length >= MAX_EMBEDDED) {
      defects.add('mime: further embedded letters not opened');
      break;
    }
    letters.push(readAt(bytes, depth + 1));
  }
  return letters;
}

/** What a mail system encloses beside a report, or sends from its own name or none (RFC 5321 §4.5.5), is the letter that bounced. */
function returned(
  { letters: [first], report, text }: Body,
  inner: Letter | undefined,
  from: readonly Address[],
  returnPath: string,
): Letter['report'] {
  const system =
    from.some(({ address }) => isDaemon(address)) ||
    holdsBlocks(text) ||
    /^\s*<\s*(?:mailer-daemon[^>]{0,255})?>\s*$/i.test(returnPath);
  if (first === undefined || report?.original || !(system || report !== null)) return report;
  // A gateway reports a report: what the inner one says counts.
  if (report === null && inner?.report?.type === 'delivery-status') return inner.report;
  const original = decodeText(first.subarray(0, 64 * 1024), null).text.replace(/\r\n?/g, '\n');
  return { ...(report ?? { type: 'embedded', status: '' }), original };
}

/** The first embedded letter is the matter that was sent on. */
function forwarded(inner: Letter): ForwardedText {
  return { from: inner.from, subject: inner.subject, text: inner.split.fresh };
}

function readAt(raw: Uint8Array, depth: number): Letter {
  const defects = new Set<string>();
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const root = readParts(bytes, defects);
  const body = readBody(root, defects);
  const embedded = readEmbedded(body, defects, depth);
  const lines = root.headers;
  const addresses = (name: string): Address[] =>
    valuesOf(lines, name).flatMap((value) => readAddresses(value, defects));
  const headers = readHeaders(lines, defects);
  const subject = subjectOf(headers);
  const own = splitText(body.text, subject);
  // Beside a matter of the writer's own, letters attached are enclosures: what they say is not his.
  const enclosed = hasOwnMatter(own.fresh);
  const parts = embedded.map(embeddedText);
  const placed = body.marked === null ? body.files : placePictures(body.files, body.marked, subject);
  const files = [placed, ...embedded.map((inner) => inner.files)].flat();
  if (files.length > MAX_FILES) defects.add(`files: only the first ${MAX_FILES} of ${files.length} read`);
  for (const inner of embedded) {
    for (const defect of inner.defects) if (!defect.endsWith(': missing')) defects.add(`embedded letter: ${defect}`);
  }
  const dates = valuesOf(headers, 'date');
  const date =
    dates
      .slice(0, MAX_DATES)
      .map(readDate)
      .find((one) => one !== null) ?? null;
  if (date === null) defects.add(dates.length === 0 ? 'date: missing' : 'date: unreadable');
  const { from, doubt } = readAuthor(bytes, lines, defects);
  if (from === null) defects.add('from: missing');
  const join = (...texts: string[]) => texts.filter((text) => text.trim() !== '').join('\n\n');
  return {
    messageId: messageId(valuesOf(headers, 'message-id')),
    from,
    fromDoubt: doubt,
    replyTo: addresses('reply-to'),
    to: addresses('to'),
    cc: addresses('cc'),
    subject,
    date,
    inReplyTo: messageIds(valuesOf(headers, 'in-reply-to')),
    references: messageIds(valuesOf(headers, 'references')),
    headers,
    text: join(body.text, ...parts),
    split: {
      fresh: enclosed
        ? own.fresh
        : join(own.fresh, ...embedded.map((inner) => embeddedText({ ...inner, text: inner.split.fresh }))),
      quoted: join(own.quoted, ...(enclosed ? parts : embedded.map((inner) => inner.split.quoted))),
      forwarded: own.forwarded ?? (embedded[0] && !enclosed ? forwarded(embedded[0]) : null),
    },
    files: files.slice(0, MAX_FILES),
    report: returned(body, embedded[0], addresses('from'), valuesOf(headers, 'return-path')[0] ?? ''),
    defects: [...defects],
  };
}

/** Our own fault, not the letter's: header lines and text as they stand, so that a person can see to it. */
function salvage(raw: Uint8Array, error: unknown): Letter {
  const { text } = decodeText(Buffer.from(raw.subarray(0, 1024 * 1024)), null);
  const gap = /\r?\n\r?\n/.exec(text);
  const head = text.slice(0, gap?.index ?? 0);
  const field = (name: string) => new RegExp(`^${name}:[ \\t]*([^\\r\\n]{0,900})`, 'im').exec(head)?.[1]?.trim() ?? '';
  const body = text.slice(gap === null ? 0 : gap.index + gap[0].length).replaceAll('\0', '');
  return {
    messageId: messageId([field('message-id')]),
    from: readAddress(field('from')),
    fromDoubt: 'an unclear From',
    replyTo: [],
    to: [],
    cc: [],
    subject: field('subject'),
    date: readDate(field('date')),
    inReplyTo: [],
    references: [],
    headers: [],
    text: body,
    split: { fresh: body, quoted: '', forwarded: null },
    files: [],
    report: null,
    defects: [`unreadable: ${error instanceof Error ? error.name : 'error'}`],
  };
}

/** Reads a letter. Any byte sequence gives a Letter; `defects` tells what was wrong and how it was read all the same. */
export async function readLetter(raw: Uint8Array): Promise<Letter> {
  try {
    return readAt(raw, 0);
  } catch (error) {
    return salvage(raw, error);
  }
}
