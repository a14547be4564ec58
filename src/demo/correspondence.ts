/**
 * The conversation of the demo, drawn: who writes to whom, the subject, the new words; at the end how the ticket's status
 * went, from its journal. Text out; nothing is printed here.
 */
import { type Look, painter, stack, wrap } from '../console/grid.ts';
import { safeLine, safeText } from '../console/safe.ts';
import type { TicketDetails } from '../register/views.ts';
import { STATUS_TITLES, type Status } from '../ticket/status.ts';
import type { Entry, Party } from './conversation.ts';

/** A letter reads badly in lines longer than this. */
const WIDEST = 90;
const INDENT = '   ';
const MARGIN = `${INDENT}│ `;
/** What is longer is cut: the whole is in the mailbox. The first lines of a letter tell what it is. */
const MOST_LINES = { weighty: 40, other: 8 };
/** In our letters the rest is the office's name and address. */
const FOOTER = /\n—\n[\s\S]*$/;

/** One letter. @param number counts the letters of the conversation */
export function drawEntry(entry: Entry, number: number, look: Look): string {
  const paint = painter(look);
  const width = Math.min(look.width, WIDEST);
  const text = safeText(entry.text).replace(FOOTER, '').trim();
  const lines = wrap(text, width - MARGIN.length).split('\n');
  const shown = cut(lines, entry.weighty ? MOST_LINES.weighty : MOST_LINES.other);
  const left = shown.length < lines.length && leftOut(lines.length - shown.length, headingsBelow(text, shown, entry));
  const files = entry.files.length > 0 && `with ${entry.files.map(safeLine).join(', ')}`;
  const quoted = entry.quotes && 'below it, quoted: the whole letter that this one answers';
  return stack(
    wrap(paint('bold', `${number}. ${nameOf(entry.from)} → ${nameOf(entry.to)}`), width),
    indent(wrap(paint('cyan', safeLine(entry.subject)), width - INDENT.length)),
    shown.map((line) => `${MARGIN}${line}`.trimEnd()).join('\n'),
    ...[left, files, quoted].map((note) => note && indent(wrap(paint('gray', `(${note})`), width - INDENT.length))),
  );
}

/** The first lines, without an empty one at the end; all of them when only one would be left out. */
function cut(lines: string[], most: number): string[] {
  if (lines.length <= most + 1) return lines;
  return lines.slice(0, lines[most - 1] === '' ? most - 1 : most);
}

function leftOut(count: number, headings: string[]): string {
  return headings.length > 0 ? `${count} more lines: ${headings.join(', ')}` : `${count} more lines`;
}

/** What our letters head their parts by, a few words that stand alone, as far as it is not shown. */
function headingsBelow(text: string, shown: string[], { from }: Entry): string[] {
  if (from.role !== 'office') return [];
  const headings = text.split(/\n{2,}/).filter((block) => /^\p{L}[^\n]{2,38}[\p{L}\d]$/u.test(block));
  return headings.filter((heading) => !shown.includes(heading));
}

function nameOf({ role, name }: Party): string {
  return role === 'office' ? 'The office' : `${safeLine(name)}, ${role}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, INDENT);
}

/** The changes of status in the ticket's journal: when, to what, by whom. */
export function drawHistory({ number, events }: TicketDetails, look: Look): string {
  const paint = painter(look);
  const steps = events.flatMap(({ at, who, what, after }) => {
    const { status } = (after ?? {}) as { status?: Status };
    if (!status || !['registered', 'status changed'].includes(what)) return [];
    const time = new Date(at).toLocaleTimeString('ru-RU', { timeZone: 'Europe/Moscow' });
    return [`${INDENT}${time}  ${paint('green', STATUS_TITLES[status].padEnd(8))}  ${actorOf(who)}`];
  });
  return stack(`${paint('bold', number)} in its journal:`, ...steps);
}

/** Staff stand in the journal by their names. */
function actorOf(who: string): string {
  return who === 'service' || who === 'citizen' ? `by the ${who}` : `by ${safeLine(who)}`;
}
