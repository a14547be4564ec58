/**
 * What a PDF does by itself when it is opened, and what it fetches from elsewhere (ISO 32000 §12.6.3, §7.11). Values out of the
 * file in, yes or no out; pure, bounded. What runs or carries something else is told by its name alone, see pdf.ts.
 */
import type { Bodies } from './pdf-bodies.ts';
import { Dictionary, Name, Reference, type Value } from './pdf-value.ts';

/** Actions that stay within the document (§12.6.4). */
const PASSIVE = new Set(['GoTo', 'Named', 'Hide', 'SetOCGState', 'Trans', 'ResetForm', 'Thread']);
/** Under these a file is named, for one system or for all (§7.11.3). */
const FILE_KEYS = new Set(['F', 'UF', 'DOS', 'Unix', 'Mac']);
/** Where something may begin by itself, or lead elsewhere. */
export const OPENING_KEYS = new Set([...FILE_KEYS, 'OpenAction', 'AA']);
/** A folder on somebody's server: to look for the file there tells that server who reads. */
const ELSEWHERE = /^[\s\0]*(?:[\\/]{2}|(?:smb|file|dav|davs|nfs):)/i;
const MOST_STEPS = 200_000;
const DEEPEST = 50;
/** Of a kind that nobody knows. */
const ACTING = new Dictionary([['S', undefined]]);

/** Does anything begin by itself, or lie on somebody's server? */
export function opensByItself(bodies: Bodies): boolean {
  const opening = new Opening(bodies);
  for (const { value, stream } of bodies.wanted) {
    if (opening.isMeant(value, stream)) return true;
  }
  return false;
}

class Opening {
  readonly #bodies: Bodies;
  #left = MOST_STEPS;

  constructor(bodies: Bodies) {
    this.#bodies = bodies;
  }

  /** Looks through a value and all that stands in it. */
  isMeant(value: Value, stream: boolean): boolean {
    if (Array.isArray(value)) return value.some((one) => this.isMeant(one, false));
    if (!(value instanceof Dictionary)) return false;
    return value.entries.some(([key, entry]) => {
      if (key === 'OpenAction' && this.#acts(entry)) return true;
      if (key === 'AA' && this.#actsOnEvents(entry)) return true;
      if (stream && key === 'F' && this.#liesElsewhere(entry)) return true;
      if (FILE_KEYS.has(key) && this.#all(entry).some((one) => typeof one === 'string' && isElsewhere(one)))
        return true;
      return this.isMeant(entry, false);
    });
  }

  /** An action that leaves the document, at once or after others (§12.6.2). An array is a place to show. */
  #acts(action: Value, depth = 0): boolean {
    if (depth > DEEPEST) return true;
    return this.#all(action).some((one) => {
      if (!(one instanceof Dictionary)) return false;
      const kinds = one.all('S').flatMap((kind) => this.#all(kind));
      if (kinds.some((kind) => !(kind instanceof Name && PASSIVE.has(kind.text)))) return true;
      const next = one.all('Next').flatMap((then) => this.#all(then));
      return next.flat().some((then) => this.#acts(then as Value, depth + 1));
    });
  }

  /** One action for each event: a page is opened, a field is left. */
  #actsOnEvents(events: Value): boolean {
    const tables = this.#all(events).filter((one) => one instanceof Dictionary);
    return tables.some(({ entries }) => entries.some(([, action]) => this.#acts(action)));
  }

  /** Data of a stream in another file (§7.3.8.2); a name there is the short way to write a filter. */
  #liesElsewhere(file: Value): boolean {
    return this.#all(file)
      .flat()
      .some((one) => !(one instanceof Name));
  }

  /** What a value is, or everything that it may refer to. A file that leads in circles is not followed for ever: it acts. */
  #all(value: Value, depth = 0): Value[] {
    this.#left -= 1;
    if (this.#left < 0 || depth > DEEPEST) return [ACTING];
    if (!(value instanceof Reference)) return [value];
    return [...this.#bodies.numbered(value.number)].flatMap((one) =>
      one instanceof Reference ? this.#all(one, depth + 1) : [one],
    );
  }
}

/** Text of a PDF may be UTF-16 or UTF-8 (§7.9.2.2). */
function isElsewhere(text: string): boolean {
  const bytes = Buffer.from(text, 'latin1');
  const plain = text.startsWith('\xfe\xff')
    ? Buffer.from(bytes.subarray(2, bytes.length & ~1))
        .swap16()
        .toString('utf16le')
    : text.startsWith('\xff\xfe')
      ? bytes.toString('utf16le', 2)
      : text.replace(/^\xef\xbb\xbf/, '');
  return ELSEWHERE.test(plain) || ELSEWHERE.test(plain.replaceAll('\0', ''));
}
