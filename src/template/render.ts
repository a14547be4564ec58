/**
 * Renders the letters that go out: `letters/NAME.liquid` twice, as text and as HTML, and `letters/NAME.subject.liquid` once.
 * Enters: template sources by path without `.liquid`, and variables. Leaves: subject, text, HTML. Values are only ever shown:
 * never read as Liquid, always escaped in HTML, never a second line in the subject. Fails with Fault TEMPLATE_BROKEN, which
 * names the template and the line.
 */
import type { Liquid, Template } from 'liquidjs';
import { Fault } from '../fault.ts';
import { type CannedAnswers, createCannedAnswers } from './canned.ts';
import { createMedium } from './medium.ts';
import { named } from './place.ts';
import { tidy } from './tidy.ts';
import { plainly } from './unlinked.ts';

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
  /** What `#шаблон имя` puts into an operator's answer. */
  answers: CannedAnswers;
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
    answers: createCannedAnswers(sources, text),
    render(name, variables) {
      const letter = letters.get(name);
      if (letter === undefined) {
        throw new Fault('TEMPLATE_BROKEN', `there is no template letters/${name}.subject.liquid`, { permanent: true });
      }
      // As globals they reach every part and form; the outermost form needs the subject for the title of the page.
      const write = (engine: Liquid, templates: Template[], globals: object): string =>
        named(sources, `letters/${name}`, () => engine.renderSync(templates, {}, { globals }));
      // Subjects are no place for links; there, the words are the stranger's as they were.
      const subject = plainly(write(text, letter.subject, variables))
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim();
      const globals = { ...variables, subject };
      return { subject, text: tidy(write(text, letter.text, globals)), html: tidy(write(html, letter.html, globals)) };
    },
  };
}
