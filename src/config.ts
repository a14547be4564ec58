/**
 * Loads the configuration: config/default.yaml, over it the office's own file (`--config` or PRIEMNAYA_CONFIG), over that
 * environment variables. Enters: arguments, environment, working directory. Leaves: a Config that is right as a whole.
 * Fails with ConfigFault, which lists every problem there is.
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, type Setting, shape } from './config/config.ts';
import { override } from './config/environment.ts';
import { withFreshSecrets } from './config/fresh.ts';
import { type Origins, readLayer } from './config/layer.ts';
import { standIn } from './config/nowhere.ts';
import { ConfigFault, type Problem, problemsOf } from './config/problems.ts';
import { schema } from './config/schema.ts';
import { senseOf } from './config/sense.ts';
import { merge, type Tree, visitLeaves } from './config/tree.ts';

export type { Config } from './config/config.ts';
export { ConfigFault } from './config/problems.ts';

/** The file with every key, its default and its explanation. */
export const DEFAULTS = fileURLToPath(new URL('../config/default.yaml', import.meta.url));

export interface Surroundings {
  /** The value of `--config`. */
  argvConfig?: string | undefined;
  env: Record<string, string | undefined>;
  cwd: string;
  /** False for commands that sign in nowhere: servers, passwords, their files and the office's address may be missing. */
  signsIn?: boolean;
  /** True for those of them that write letters all the same, for the service to send: the office's address is needed. */
  writes?: boolean;
}

/** Loads and checks everything. @throws ConfigFault with all problems together */
export function loadConfig(around: Surroundings): Config {
  return withFreshSecrets(read(around), () => read(around));
}

function read({ argvConfig, env, cwd, signsIn = true, writes = false }: Surroundings): Config {
  const problems: Problem[] = [];
  const collected = { problems, unread: signsIn ? problems : [] };
  const origins: Origins = new Map();
  const defaults = readLayer(DEFAULTS, schema, origins, collected);
  origins.forEach((_, key) => {
    origins.set(key, 'default');
  });
  const own = argvConfig ?? env.PRIEMNAYA_CONFIG;
  const file = own ? readLayer(resolve(cwd, own), schema, origins, collected) : {};
  const tree = structuredClone(merge(defaults, file)) as Tree;
  override(tree, schema, env, { cwd, origins, ...collected });

  const single = !Array.isArray(tree.imap);
  const accounts = [tree.imap].flat();
  tree.imap = accounts.map((account) => merge(defaults.imap, account));
  if (!signsIn) standIn(tree, writes);
  const parsed = schema.safeParse(tree);
  const wrong = [...problemsOf(parsed.error?.issues ?? [], schema, tree), ...senseOf(tree)];
  const found = [...problems, ...wrong.map((problem) => withVariable(problem, origins))];
  const settings = settingsOf(tree, origins);
  if (found.length > 0 || !parsed.success) throw new ConfigFault(single ? found.map(unnumbered) : found, settings);
  return shape(parsed.data, settings);
}

/** The configuration in force, a line a key: value and where it came from. Secrets are masked. */
export function explain({ settings }: { settings: readonly Setting[] }): string {
  const width = Math.max(...settings.map(({ key, shown }) => key.length + shown.length + 2));
  const lines = settings.map(({ key, shown, origin }) => {
    return `${`${key}: ${shown}`.padEnd(Math.min(width, 80))}  # ${origin}`;
  });
  return `${lines.join('\n')}\n`;
}

function settingsOf(tree: Tree, origins: Origins): Setting[] {
  const settings: Setting[] = [];
  visitLeaves(schema, tree, (key, meta, parent, name) => {
    const value = parent[name];
    const hidden = meta.secret || meta.path === 'contents';
    const masked = typeof value === 'string' && meta.mask ? meta.mask(value) : '***';
    const shown = hidden && value !== null && value !== undefined ? masked : JSON.stringify(value ?? null);
    settings.push({ key, shown, origin: originOf(key, origins) });
  });
  return settings;
}

/** A list given as a whole has one origin; a key left out of an account has that of the defaults. */
function originOf(key: string, origins: Origins): string {
  const within = [
    key,
    key.replace(/\.\d+(?=\.)/, ''),
    ...key.split('.').map((_, i, all) => all.slice(0, -i).join('.')),
  ];
  const known = within.find((candidate) => origins.has(candidate));
  return (known && origins.get(known)) ?? 'default';
}

/** A value that came from the environment is nowhere to be seen in the files. */
function withVariable({ key, message }: Problem, origins: Origins): Problem {
  const origin = originOf(key, origins);
  return { key, message: origin.startsWith('PRIEMNAYA__') ? `${message} (set by ${origin})` : message };
}

/** An office with one account wrote `imap.host`, not `imap.0.host`. */
function unnumbered({ key, message }: Problem): Problem {
  return { key: key.replace(/^imap\.0(?=\.|$)/, 'imap'), message };
}
