/**
 * One YAML file of the configuration: read, with the paths in it made absolute and the files of its secrets read.
 * What is wrong is collected, never thrown: all problems of a configuration are told together.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import type { LeafMeta } from './leaf.ts';
import type { Problem } from './problems.ts';
import { isTree, type Tree, visitLeaves } from './tree.ts';

/** Where each value came from, by its key. */
export type Origins = Map<string, string>;

/** Where problems are collected. */
export interface Collected {
  problems: Problem[];
  /** Those of files that are read for signing in: secrets and certificates. The same list, where that is to be done. */
  unread: Problem[];
}

/** Reads a YAML file and settles its paths and secrets. A broken file gives an empty tree. */
export function readLayer(file: string, schema: z.ZodType, origins: Origins, { problems, unread }: Collected): Tree {
  const tree = readYaml(file, problems);
  visitLeaves(schema, tree, (key, meta, parent, name) => {
    const fileName = `${name}File`;
    const secretFile = meta.secret ? parent[fileName] : undefined;
    if (secretFile !== undefined) delete parent[fileName];
    if (isGiven(secretFile)) {
      if (isGiven(parent[name])) problems.push({ key, message: `give either ${name} or ${fileName}, not both` });
      parent[name] = readSecret(`${key}File`, secretFile, dirname(file), unread);
    } else if (name in parent) {
      parent[name] = settle(key, meta, parent[name], dirname(file), unread);
    }
    if (name in parent) origins.set(key, isGiven(secretFile) ? `${file}, ${fileName}` : file);
  });
  return tree;
}

/** Makes a path absolute, or reads the file that it names. Other values stay as they are. */
export function settle(key: string, meta: LeafMeta, value: unknown, base: string, unread: Problem[]): unknown {
  if (typeof value !== 'string' || value === '') return value;
  if (meta.path === 'path') return resolve(base, value);
  if (meta.path === 'sqlite')
    return value.replace(/^sqlite:(?=[^:])(.+)$/s, (_, path) => `sqlite:${resolve(base, path)}`);
  return meta.path === 'contents' ? readText(key, resolve(base, value), unread) : value;
}

/** The secret in a file, without the line break that editors add. */
export function readSecret(key: string, file: unknown, base: string, unread: Problem[]): string | null {
  if (typeof file !== 'string') {
    unread.push({ key, message: 'must be the path of a file' });
    return null;
  }
  const secret = readText(key, resolve(base, file), unread)?.replace(/\r?\n$/, '');
  if (secret === '') unread.push({ key, message: 'the file is empty' });
  return secret || null;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function readYaml(file: string, problems: Problem[]): Tree {
  const text = readText(file, file, problems);
  // Messages of the parser quote the file, and a secret may stand there: only its code and place are told.
  const document = parseDocument(text ?? '', { prettyErrors: false, logLevel: 'silent' });
  for (const { code, pos } of document.errors) {
    const line = (text ?? '').slice(0, pos[0]).split('\n').length;
    problems.push({ key: file, message: `line ${line} is not valid YAML (${code})` });
  }
  const tree: unknown = document.errors.length > 0 ? {} : (document.toJS() ?? {});
  if (isTree(tree)) return tree;
  problems.push({ key: file, message: 'must be a map of keys' });
  return {};
}

function readText(key: string, file: string, problems: Problem[]): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    problems.push({
      key,
      message: code === 'ENOENT' ? `there is no file ${file}` : `${file} cannot be read (${code})`,
    });
    return null;
  }
}
