/**
 * One of the two shapes of a letter: plain text or HTML. Both are written by the same templates; what differs are the forms
 * (paragraph, list, heading …), small templates of their own under `forms/text/` and `forms/html/`. Every form is a block
 * tag: `{% paragraph %}…{% endparagraph %}` puts what stands between into its form as `content`.
 * Enters: template sources by name. Fails with liquidjs's errors; render.ts names them.
 */

import type { Parser, TagToken } from 'liquidjs';
import { type Context, type Emitter, Hash, Liquid, Tag, type Template, type TopLevelToken } from 'liquidjs';

export type MediumName = 'text' | 'html';

/** What a form has made is finished: it is not escaped a second time. Nothing else can be put into HTML unescaped. */
class Finished {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

/** Makes the engine of a medium. Unknown variables, filters, tags and partials are errors, never empty strings. */
export function createMedium(name: MediumName, sources: Readonly<Record<string, string>>): Liquid {
  const engine = new Liquid({
    templates: { ...sources },
    cache: true,
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    outputEscape: name === 'html' ? escapeHtml : asIs,
  });
  // Liquid's own way around escaping is closed.
  engine.registerFilter('raw', (value) => value);
  engine.registerFilter('oneline', oneLine);
  engine.registerFilter('lines', lines);
  const prefix = `forms/${name}/`;
  const paths = Object.keys(sources).filter((path) => path.startsWith(prefix));
  const forms = new Map<string, Template[]>();
  for (const path of paths) engine.registerTag(path.slice(prefix.length), formTag(path, forms));
  // Read after all are known, for a form may stand in another.
  for (const path of paths) forms.set(path, engine.parse(sources[path] as string, path));
  return engine;
}

/** The block tag of a form. Arguments of the tag are variables of the form. */
function formTag(path: string, forms: ReadonlyMap<string, Template[]>) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return class Form extends Tag {
    readonly #inner: Template[] = [];
    readonly #arguments: Hash;

    constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid, parser: Parser) {
      super(token, rest, liquid);
      this.#arguments = new Hash(this.tokenizer);
      const stream = parser
        .parseStream(rest)
        .on(`tag:end${name}`, () => void stream.stop())
        .on('template', (template: Template) => void this.#inner.push(template))
        .on('end', () => {
          throw new Error(`tag ${token.getText()} is not closed`);
        });
      stream.start();
    }

    *render(context: Context, emitter: Emitter): Generator<unknown, void, never> {
      const content: string = yield this.liquid.renderer.renderTemplates(this.#inner, context);
      const values: Record<string, unknown> = yield this.#arguments.render(context);
      const form = forms.get(path) as Template[];
      yield this.liquid.renderer.renderTemplates(
        form,
        context.spawn({ ...values, content: new Finished(content) }),
        emitter,
      );
    }
  };
}

/** White space of a template file means nothing; a value can start no line of its own. */
function oneLine(value: unknown): Finished | string {
  const line = (text: string) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return value instanceof Finished ? new Finished(line(value.markup)) : line(String(value ?? ''));
}

/** The lines of a list without the blank ones that its tags leave behind. */
function lines(value: unknown): Finished {
  const kept = (value as Finished).markup.split('\n').map((line) => line.trim());
  return new Finished(kept.filter((line) => line !== '').join('\n'));
}

function asIs(value: unknown): string {
  return value instanceof Finished ? value.markup : String(value ?? '');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(value: unknown): string {
  return value instanceof Finished
    ? value.markup
    : String(value ?? '').replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);
}
