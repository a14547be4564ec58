/** The source as the house rules see it: each file with what it imports and its code without comments. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
const IMPORTS = [
  /^(?:import|export)\s[^;'"]*?\bfrom\s+'([^']+)'/gm,
  /^import\s+'([^']+)'/gm,
  /\bimport\(\s*'([^']+)'\s*\)/g,
];

export interface SourceFile {
  /** Below `src/`, e.g. `letter/read.ts`. */
  path: string;
  /** `letter` for a file in a room, its own name for a file at the root. */
  room: string;
  /** Files below `src/` that it imports, types too. */
  imports: string[];
  /** Packages and `node:` modules. */
  packages: string[];
  code: string;
}

/** Reads all TypeScript files of the house. */
export function readSource(): SourceFile[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => {
      const code = withoutComments(readFileSync(join(SRC, path), 'utf8'));
      const named = IMPORTS.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] as string));
      const own = named.filter((name) => name.startsWith('.'));
      return {
        path,
        room: path.split('/')[0] as string,
        imports: own.map((name) => relative(SRC, join(SRC, dirname(path), name))),
        packages: named.filter((name) => !name.startsWith('.')),
        code,
      };
    });
}

/** Comments may speak of clocks and files. Good enough for code that the formatter has been over. */
function withoutComments(code: string): string {
  return code.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/(^|\s)\/\/.*$/gm, '');
}
