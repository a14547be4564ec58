/**
 * Renders the letters that go out: `letters/NAME.liquid` twice, as text and as HTML, and `letters/NAME.subject.liquid` once.
 * Enters: template sources by path without `.liquid`, and variables. Leaves: subject, text, HTML. Values are only ever shown:
 * never read as Liquid, always escaped in HTML, never a second line in the subject. Fails with Fault TEMPLATE_BROKEN, which
 * names the template and the line.
 */
import { type Liquid, LiquidError, type Template, type Token } from 'liquidjs';
import { Fault } from '../fault.ts';
import { createMedium } from './medium.ts';

export interface RenderedLetter {
  /** One line. */
  subject: string;
  /** Lines end with `\n`. */
  text: string;
  html: string;
}

export interface Renderer {
  /** Names of the letters there are templates for. */
  letters: readonly string[];
  /** @throws Fault TEMPLATE_BROKEN */
  render(name: string, variables: object): RenderedLetter;
}

interface Compiled {
  subject: Template[];
  text: Template[];
  html: Template[];
}

/**
 * Compiles every letter. Synchronous, as rendering is: a letter is written inside the transaction that registers its ticket.
 * @param sources e.g. `letters/receipt`, `letters/receipt.subject`, `parts/files`, `forms/html/paragraph`
 * @throws Fault TEMPLATE_BROKEN for a template that cannot be read
 */
export function createRenderer(sources: Readonly<Record<string, string>>): Renderer {
  const text = named(sources, 'forms/text', () => createMedium('text', sources));
  const html = named(sources, 'forms/html', () => createMedium('html', sources));
  const letters = new Map<string, Compiled>();
  for (const path of Object.keys(sources)) {
    const name = /^letters\/([^/]+)\.subject$/.exec(path)?.[1];
    if (name === undefined) continue;
    const parse = (engine: Liquid, file: string) => named(sources, file, () => engine.parseFileSync(file));
    letters.set(name, {
      subject: parse(text, path),
      text: parse(text, `letters/${name}`),
      html: parse(html, `letters/${name}`),
    });
  }
  return {
    letters: [...letters.keys()],
    render(name, variables) {
      const letter = letters.get(name);
      if (letter === undefined) {
        throw new Fault('TEMPLATE_BROKEN', `there is no template letters/${name}.subject.liquid`, { permanent: true });
      }
      // As globals they reach every part and form; the outermost form needs the subject for the title of the page.
      const write = (engine: Liquid, templates: Template[], globals: object): string =>
        named(sources, `letters/${name}`, () => engine.renderSync(templates, {}, { globals }));
      const subject = write(text, letter.subject, variables)
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim();
      const globals = { ...variables, subject };
      return { subject, text: tidy(write(text, letter.text, globals)), html: tidy(write(html, letter.html, globals)) };
    },
  };
}

/** The tags of a template leave blank lines behind: one between paragraphs is enough, and none at either end. */
function tidy(written: string): string {
  const lines = written.split('\n').map((line) => line.trim());
  return `${lines
    .filter((line, at) => line !== '' || lines[at - 1] !== '')
    .join('\n')
    .trim()}\n`;
}

/** Runs a step of liquidjs and says in which file and line it failed. */
function named<T>(sources: Readonly<Record<string, string>>, file: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const place = `templates/${placeOf(cause, sources) ?? file}.liquid`;
    const told = message.replace(/, file:[^,]*/, '');
    throw new Fault('TEMPLATE_BROKEN', `${place}: ${told}`, { permanent: true, cause });
  }
}

/** liquidjs forgets the file of an unknown variable, but keeps the whole source that it stands in. */
function placeOf(cause: unknown, sources: Readonly<Record<string, string>>): string | undefined {
  const token = LiquidError.is(cause) ? (cause as LiquidError & { token?: Token }).token : undefined;
  return Object.keys(sources).find((path) => sources[path] === token?.input);
}
