/**
 * New text apart from the quoted tail, and a forwarded letter recognised.
 * In: the whole text of a letter, its subject where known. Out: SplitText; every line stands in `fresh` or `quoted`.
 * Never fails; time is linear in the text. What cannot be told to be a quote is fresh.
 */

import { attributedTo, attributionLength } from './attribution.ts';
import { passesOn } from './covering.ts';
import { type HeaderBlock, headerBlock, separator } from './inner.ts';
import type { SplitText } from './letter.ts';
import { isMobileSignature } from './mobile.ts';

const QUOTE_MARK = /^\s{0,3}>/;
const RULE = /^\s*[_-]{5,}\s*$/;
const FORWARD_SUBJECT = /^\s*(?:fwd?|пересл|пер|tr|wg)\s*(?:\[\d+\])?\s*:/i;
const REPLY_SUBJECT = /^\s*(?:re|ha|отв|на|aw)\s*(?:\[\d+\])?\s*:/i;
const NOTE_CHARS = 600;

/** Letters inside letters inside letters are unfolded this deep. */
const MAX_INNER = 3;

const isQuoted = (line: string | undefined) => line !== undefined && QUOTE_MARK.test(line);
const unquote = (line: string) => line.replace(/^\s{0,3}> ?/, '');

/** What stands where, while the lines are read from top to bottom. */
class Halves {
  fresh: string[] = [];
  quoted: string[] = [];

  /** Anything of the sender's own so far? */
  get empty(): boolean {
    return this.fresh.every((line) => line.trim() === '');
  }

  get note(): string {
    return this.fresh.join('\n').trim();
  }
}

/** The line from `at` on that is not blank. */
function nextFilled(lines: readonly string[], at: number): string | undefined {
  for (let index = at; index < lines.length && index < at + 4; index++) {
    if (lines[index]?.trim() !== '') return lines[index];
  }
  return undefined;
}

/** Is the letter below a block of header lines sent on, or what this letter answers? */
function sendsOn(note: string, subject: string | null): boolean {
  if (note === '') return true;
  if (subject !== null && FORWARD_SUBJECT.test(subject)) return true;
  if (subject !== null && REPLY_SUBJECT.test(subject)) return false;
  return note.length <= NOTE_CHARS && passesOn(note);
}

/** Takes signatures of phones off the end of the new text: nobody wrote them. */
function dropMobileSignature(halves: Halves): void {
  const { fresh } = halves;
  let end = fresh.length;
  while (end > 0 && fresh[end - 1]?.trim() === '') end--;
  if (end === 0 || !isMobileSignature(fresh[end - 1] ?? '')) return;
  let start = end - 1;
  while (start > 0 && fresh[start - 1]?.trim() === '') start--;
  if (/^\s*--?\s*$/.test(fresh[start - 1] ?? '')) start--;
  halves.quoted.push(...fresh.splice(start));
}

/** Puts the inner letter into the new text: it is the matter sent on. */
function takeInner(halves: Halves, head: string[], rest: string[], depth: number): SplitText {
  const marked = rest.every((line) => isQuoted(line) || line.trim() === '');
  let body = marked ? rest.map(unquote) : rest;
  let skipped = 0;
  while (skipped < body.length && body[skipped]?.trim() === '') skipped++;
  const block: HeaderBlock | null = headerBlock(body, skipped);
  // Yandex heads what it sends on by an attribution instead.
  const attribution = block === null ? attributionLength(body, skipped) : 0;
  const lead = body.slice(skipped, skipped + (block?.length ?? attribution));
  body = body.slice(skipped + lead.length);
  // «Конец пересылаемого сообщения»: what follows is the sender's own again.
  const stop = body.findIndex((line) => separator(line) === 'forward-end');
  const after = stop < 0 ? [] : body.splice(stop);
  const inner = split(body, block?.subject ?? null, depth + 1);
  return {
    fresh: tidy([...halves.fresh, ...head, ...lead, '', inner.fresh, ...after]),
    quoted: tidy([...halves.quoted, inner.quoted]),
    forwarded: inner.forwarded ?? {
      from: block?.from ?? attributedTo(lead.join(' ')),
      subject: block?.subject ?? null,
      text: inner.fresh,
    },
  };
}

/** Without empty lines around, and with one where several stood. */
const tidy = (lines: readonly string[]) =>
  lines
    .join('\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
    .replace(/\n(?:[ \t]*\n){2,}/g, '\n\n');

function split(lines: string[], subject: string | null, depth: number): SplitText {
  const halves = new Halves();
  let attributed = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (isQuoted(line)) {
      attributed ||= attributionLength([unquote(line), ...lines.slice(at + 1, at + 5).map(unquote)], 0) > 0;
      if (halves.quoted.length === 0 || !isQuoted(lines[at - 1])) dropMobileSignature(halves);
      halves.quoted.push(line);
      continue;
    }
    if (line.trim() === '') {
      halves.fresh.push(line);
      continue;
    }
    const length = attributionLength(lines, at);
    if (length > 0) {
      const introduced = isQuoted(nextFilled(lines, at + length));
      if (introduced) {
        attributed = true;
        dropMobileSignature(halves);
        halves.quoted.push(...lines.slice(at, at + length));
        at += length - 1;
        continue;
      }
      // Without quote marks all that follows is the older letter; if nothing stands before, we cannot know, and keep it.
      if (!halves.empty) return closed(halves, lines.slice(at));
    }
    const mark = separator(line);
    if (mark === 'reply-above' && !halves.empty) return closed(halves, lines.slice(at));
    if (depth < MAX_INNER && mark === 'forwarded') return takeInner(halves, [line], lines.slice(at + 1), depth);
    const ruled = mark === 'original' || RULE.test(line);
    const start = ruled ? at + 1 : at;
    const block = mark === null || mark === 'original' ? headerBlock(lines, start) : null;
    if (block !== null || mark === 'original') {
      if (depth < MAX_INNER && sendsOn(halves.note, subject)) {
        return takeInner(halves, ruled ? [line] : [], lines.slice(start), depth);
      }
      if (!halves.empty) return closed(halves, lines.slice(at));
    }
    halves.fresh.push(line);
  }
  dropMobileSignature(halves);
  // Nothing new: a quote under its attribution was sent back without a word; anything else is the sender's own text.
  if (halves.empty && !attributed) return { fresh: tidy(lines), quoted: '', forwarded: null };
  return { fresh: tidy(halves.fresh), quoted: tidy(halves.quoted), forwarded: null };
}

/** The letter ends here: what follows is older. */
function closed(halves: Halves, tail: string[]): SplitText {
  dropMobileSignature(halves);
  if (halves.empty) return { fresh: tidy([...halves.fresh, ...halves.quoted, ...tail]), quoted: '', forwarded: null };
  return { fresh: tidy(halves.fresh), quoted: tidy([...halves.quoted, ...tail]), forwarded: null };
}

/**
 * Splits a letter's text into what the sender wrote now and what is quoted; answers between and below quotes are new.
 * `subject` helps to tell a forwarded letter («Fwd:») from an answered one where Outlook marks both alike.
 */
export function splitText(text: string, subject: string | null = null): SplitText {
  return split(text.split(/\r\n|\r|\n/), subject, 0);
}
