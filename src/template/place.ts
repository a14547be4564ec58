/** Says in which template and line liquidjs failed. Enters: sources by path, a step. Fails with Fault TEMPLATE_BROKEN. */
import { LiquidError, type Token } from 'liquidjs';
import { Fault } from '../fault.ts';

/** Runs a step of liquidjs and says in which file, within the templates' directory, and which line it failed. */
export function named<T>(sources: Readonly<Record<string, string>>, file: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const place = `${placeOf(cause, sources) ?? file}.liquid`;
    const told = message.replace(/, file:[^,]*/, '');
    throw new Fault('TEMPLATE_BROKEN', `${place}: ${told}`, { permanent: true, cause });
  }
}

/** liquidjs forgets the file of an unknown variable, but keeps the whole source that it stands in. */
function placeOf(cause: unknown, sources: Readonly<Record<string, string>>): string | undefined {
  const token = LiquidError.is(cause) ? (cause as LiquidError & { token?: Token }).token : undefined;
  return Object.keys(sources).find((path) => sources[path] === token?.input);
}
