/**
 * Reads the office's templates and proves them. Enters: a directory. Leaves: a renderer that has rendered every letter once.
 * Fails with Fault TEMPLATES_UNREADABLE or TEMPLATE_BROKEN.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from './fault.ts';
import { createRenderer, type Renderer } from './template/render.ts';
import { verifyTemplates } from './template/verify.ts';

/** The templates that come with the product. */
export const OWN_TEMPLATES = fileURLToPath(new URL('../templates', import.meta.url));

const EXTENSION = '.liquid';

/** @throws Fault when a template is missing or would fail in a citizen's letter */
export function openTemplates(directory: string): Renderer {
  const sources = readTemplates(directory);
  try {
    const renderer = createRenderer(sources);
    verifyTemplates(renderer);
    return renderer;
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    const message = `the letter templates in ${directory} are broken:\n${cause.message}`;
    throw new Fault(cause.code, message, { permanent: true, cause });
  }
}

/**
 * Reads every `.liquid` file under the directory.
 * @returns sources by path without `.liquid`, as `template/` takes them
 * @throws Fault TEMPLATES_UNREADABLE
 */
export function readTemplates(directory: string): Record<string, string> {
  try {
    const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith(EXTENSION),
    );
    return Object.fromEntries(paths.sort().map((path) => [nameOf(path), readTemplate(join(directory, path))]));
  } catch (cause) {
    throw new Fault('TEMPLATES_UNREADABLE', `cannot read the templates: ${(cause as Error).message}`, {
      permanent: true,
      cause,
    });
  }
}

function nameOf(path: string): string {
  return path.slice(0, -EXTENSION.length).replaceAll('\\', '/');
}

/** The line end that closes a file is none of its text: a part can stand inside a sentence. */
function readTemplate(file: string): string {
  return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
}
