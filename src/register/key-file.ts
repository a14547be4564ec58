/**
 * The key file (`keys.file`): JSON, mode 0600, made at the first start. Whoever has it and the register can read every
 * letter whose key was not destroyed; who loses it can read none.
 *
 *   { "version": 1, "office": [{ "id": "12 hex digits", "nodes": { "": "base64 of 32 bytes" } }, …],
 *     "index": ["base64 of 32 bytes", …], "token": […] }   current key first; nodes by their path, see key-tree.ts
 *
 * Written to a temporary file, synced, then put in place: there is never half a key file, and of two processes that
 * start together both use the same one. Fails with KEYS_EXPOSED, KEYS_UNREADABLE, KEYS_BUSY.
 */
import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Fault } from '../fault.ts';
import { diskFault } from './disk-fault.ts';
import { withoutLeaves } from './key-tree.ts';
import { type DataKeyPlace, Keyring, type Keys, nameKey, newKey, newOfficeKey, type OfficeKey } from './keys.ts';

const KEY_BYTES = 32;
const EXPOSED = 0o027;

const keyList = z.tuple([z.base64()], z.base64());
const officeKey = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{12}$/),
  nodes: z.record(z.string().regex(/^[01]{0,32}$/), z.base64()),
});
const officeKeys = z.tuple([officeKey], officeKey);
const shape = z.strictObject({ version: z.literal(1), office: officeKeys, index: keyList, token: keyList });

/** Opens the office's keys, making them when there is no file yet. @throws Fault KEYS_EXPOSED, KEYS_UNREADABLE */
export function openKeys(file: string): Keyring {
  const keys = readIfPresent(file) ?? create(file);
  return new Keyring(keys, () => read(file));
}

/**
 * Adds a new current key of each purpose. The older ones still open what they sealed, find what was indexed with them, and
 * read their tokens, which now let in only those who belong (flow/decide.ts). A running service takes the new keys within a
 * minute.
 * @throws Fault KEYS_BUSY, KEYS_EXPOSED, KEYS_UNREADABLE
 */
export function rotate(file: string): Keyring {
  return change(file, ({ office, index, token }) => ({
    office: [newOfficeKey(), ...office],
    index: [newKey(), ...index],
    token: [newKey(), ...token],
  }));
}

/** Adds a new office key only: the numbers of data keys begin again. @throws Fault as `rotate` */
export function rotateOffice(file: string): Keyring {
  return change(file, (keys) => ({ ...keys, office: [newOfficeKey(), ...keys.office] }));
}

/**
 * Destroys data keys: what they sealed opens no more, neither in the register nor in any copy of it. Copies of the key file
 * made before still open it: they have to be replaced.
 * @throws Fault KEYS_BUSY, KEYS_EXPOSED, KEYS_UNREADABLE
 */
export function destroyDataKeys(file: string, places: readonly DataKeyPlace[]): Keyring {
  return change(file, (keys) => {
    const [current, ...older] = keys.office;
    const without = ({ id, tree }: OfficeKey): OfficeKey => {
      const numbers = places.filter(({ office }) => office === id).map(({ number }) => number);
      return { id, tree: withoutLeaves(tree, numbers) };
    };
    return { ...keys, office: [without(current), ...older.map(without)] };
  });
}

/** Puts a changed key file in the place of the old one, whose bytes are overwritten as far as the disk allows. */
function change(file: string, step: (keys: Keys) => Keys): Keyring {
  const lock = `${file}.lock`;
  read(file); // said plainly when there is none, before a lock is made beside it
  takeLock(lock);
  try {
    const temporary = writeTemporary(file, step(read(file)));
    const old = fs.openSync(file, 'r+');
    fs.renameSync(temporary, file);
    syncDirectory(file);
    blank(old);
  } finally {
    fs.rmSync(lock);
  }
  return openKeys(file);
}

/** A file that nobody can name any more may still be read from the disk. */
function blank(descriptor: number): void {
  const { size } = fs.fstatSync(descriptor);
  fs.writeSync(descriptor, Buffer.alloc(size), 0, size, 0);
  fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
}

/** Of two changes at once the later would undo the earlier, and with a new key of it lose what was sealed meanwhile. */
function takeLock(lock: string): void {
  try {
    fs.closeSync(fs.openSync(lock, 'wx', 0o600));
  } catch (error) {
    const message = `another change of the key file is under way (${codeOf(error)}); if none is, remove ${lock}`;
    throw new Fault('KEYS_BUSY', message, { permanent: true, cause: error });
  }
}

/** Makes the file unless another process was first; what stands in the file counts. */
function create(file: string): Keys {
  const temporary = writeTemporary(file, { office: [newOfficeKey()], index: [newKey()], token: [newKey()] });
  try {
    fs.linkSync(temporary, file); // unlike rename, never replaces a file that is there
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') {
      throw diskFault(error, `the key file ${file}`) ?? unreadable(file, `cannot be made (${codeOf(error)})`, error);
    }
  } finally {
    fs.unlinkSync(temporary);
  }
  syncDirectory(file);
  return read(file);
}

function readIfPresent(file: string): Keys | null {
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, fs.constants.O_RDONLY);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw unreadable(file, `cannot be opened (${codeOf(error)})`, error);
  }
  try {
    const mode = fs.fstatSync(descriptor).mode & 0o777;
    if (mode & EXPOSED) {
      const message = `the key file ${file} is open to other users (mode ${mode.toString(8)}); run: chmod 600 ${file}`;
      throw new Fault('KEYS_EXPOSED', message, { permanent: true });
    }
    return parse(file, fs.readFileSync(descriptor, 'utf8'));
  } finally {
    fs.closeSync(descriptor);
  }
}

function read(file: string): Keys {
  const keys = readIfPresent(file);
  if (!keys) throw unreadable(file, 'is gone');
  return keys;
}

/** No part of the file is ever quoted in a message. */
function parse(file: string, text: string): Keys {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unreadable(file, 'is not JSON');
  }
  const found = shape.safeParse(json);
  if (!found.success) throw unreadable(file, 'does not have the form of a key file');
  const { office, index, token } = found.data;
  type List = Keys['index'];
  return {
    office: office.map(({ id, nodes }) => ({ id, tree: treeOf(file, id, nodes) })) as unknown as Keys['office'],
    index: index.map((key) => nameKey(decodeKey(file, key))) as unknown as List,
    token: token.map((key) => nameKey(decodeKey(file, key))) as unknown as List,
  };
}

function treeOf(file: string, id: string, nodes: Record<string, string>): OfficeKey['tree'] {
  const tree = new Map(Object.entries(nodes).map(([path, node]) => [path, decodeKey(file, node)]));
  const root = tree.get('');
  if (root && nameKey(root).id !== id) throw unreadable(file, 'holds an office key under the id of another');
  return tree;
}

function decodeKey(file: string, base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== KEY_BYTES) throw unreadable(file, `holds a key that is not ${KEY_BYTES} bytes long`);
  return bytes;
}

/** Writes the keys beside the file, exclusively and durably. */
function writeTemporary(file: string, keys: Keys): string {
  const temporary = `${file}.${newKey().id}.tmp`;
  const encode = (purpose: 'index' | 'token') => keys[purpose].map((key) => key.bytes.toString('base64'));
  const office = keys.office.map(({ id, tree }) => ({
    id,
    nodes: Object.fromEntries([...tree].map(([path, node]) => [path, node.toString('base64')])),
  }));
  const json = { version: 1, office, index: encode('index'), token: encode('token') };
  try {
    fs.mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(temporary, `${JSON.stringify(json, null, 2)}\n`, { flag: 'wx', mode: 0o600, flush: true });
    fs.chmodSync(temporary, 0o600); // whatever the umask
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw diskFault(error, `the key file ${file}`) ?? unreadable(file, `cannot be written (${codeOf(error)})`, error);
  }
  return temporary;
}

/** Makes the new name itself durable. */
function syncDirectory(file: string): void {
  const descriptor = fs.openSync(dirname(file), fs.constants.O_RDONLY);
  fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
}

function unreadable(file: string, what: string, cause?: unknown): Fault {
  return new Fault('KEYS_UNREADABLE', `the key file ${file} ${what}`, { permanent: true, cause });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
