/** The journal and its anchors: whoever can write to the database, but has no key file, is noticed, and never signed for. */
import { copyFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openOfficeRegister } from '../../src/open-register.ts';
import { acceptJournal } from '../../src/register/accept.ts';
import { testify } from '../../src/register/anchored.ts';
import { backUp } from '../../src/register/backup.ts';
import { newDataKey } from '../../src/register/data-key.ts';
import { hashAfter, NO_EVENT, recordEvents } from '../../src/register/events.ts';
import { rotate } from '../../src/register/key-file.ts';
import type { Register } from '../../src/register/register.ts';
import { restoreBackup } from '../../src/register/restore.ts';
import type { EventRow } from '../../src/register/schema.ts';
import { nextSequence } from '../../src/register/tickets.ts';
import { verifyRegister } from '../../src/register/verify.ts';
import { witnessFile } from '../../src/register/witness.ts';
import { temporaryFolder } from './fixture.ts';
import { newTicketRow } from './ticket-row.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');

interface Office {
  folder: string;
  db: string;
  keys: string;
  witness: string;
}

function officeIn(folder: string): Office {
  const keys = join(folder, 'keys.json');
  return { folder, db: join(folder, 'register.db'), keys, witness: witnessFile(keys) };
}

const settings = ({ db, keys }: Office) => ({ register: { url: `sqlite:${db}` }, keys: { file: keys } });

async function working<T>(office: Office, steps: (register: Register) => Promise<T>): Promise<T> {
  const register = await openOfficeRegister(settings(office) as never);
  try {
    return await steps(register);
  } finally {
    await register.close();
  }
}

/** A ticket with the first line of its journal. */
function register(office: Office): Promise<void> {
  return working(office, (opened) =>
    opened.transaction(async (tx) => {
      const key = await newDataKey(tx, opened);
      const sequence = await nextSequence(tx, 2026);
      const row = newTicketRow(`ТП-2026-${String(sequence).padStart(6, '0')}`, key.id, NOW);
      const { id } = await tx.insertInto('tickets').values(row).returning('id').executeTakeFirstOrThrow();
      await recordEvents(tx, [{ ticketId: id, at: NOW, who: 'service', what: 'registered', after: { n: sequence } }]);
    }),
  );
}

function note(office: Office, ticketId = 1): Promise<void> {
  return working(office, (opened) =>
    opened.transaction((tx) => recordEvents(tx, [{ ticketId, at: NOW, who: 'Орлова', what: 'note', after: 'слово' }])),
  );
}

const problemsOf = (opened: Register) =>
  Array.fromAsync(verifyRegister(opened, { events: 0, tickets: 0, letters: 0, deliveries: 0 }));
const verify = (office: Office) => working(office, problemsOf);

/** What the running service does each minute. */
const minute = (office: Office) => working(office, ({ db, keys, witness }) => testify(db, keys, witness!));

let origin: string;
let older: string;
beforeAll(async () => {
  const folders: (() => void)[] = [];
  [origin, older] = [temporaryFolder((gone) => folders.push(gone)), temporaryFolder((gone) => folders.push(gone))];
  const office = officeIn(origin);
  await register(office);
  await register(office);
  await note(office);
  cpSync(origin, older, { recursive: true });
  await note(office, 2);
  await note(office, 1);
  expect(await verify(office)).toEqual([]);
  return () => {
    for (const gone of folders) gone();
  };
});

/** The same office once more, for an attack. */
function copyOf(folder: string): Office {
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  return officeIn(copy);
}

function attack(office: Office, steps: (db: Database.Database) => void): void {
  const db = new Database(office.db);
  onTestFinished(() => void db.close());
  db.pragma('foreign_keys = off');
  db.exec('drop trigger events_stay; drop trigger events_keep');
  steps(db);
  db.close();
}

/** Every line as somebody would have it, the hashes following from one another. */
function writeAnew(db: Database.Database, change: (event: EventRow) => EventRow): void {
  let previous = NO_EVENT;
  for (const event of db.prepare('select * from events order by id').all() as EventRow[]) {
    const changed = change(event);
    previous = hashAfter(previous, changed);
    db.prepare('update events set who = ?, hash = ? where id = ?').run(changed.who, previous, event.id);
  }
}

const forged = (event: EventRow): EventRow => ({ ...event, who: event.who === 'Орлова' ? 'Жданов' : event.who });
const noAnchor = "delete from facts where name = 'journal'";
function oldAnchor(db: Database.Database): void {
  db.exec(`attach '${join(older, 'register.db')}' as older;
    update facts set value = (select value from older.facts where name = 'journal') where name = 'journal'`);
}
function goOn(db: Database.Database): void {
  const last = db.prepare('select * from events order by id desc limit 1').get() as EventRow;
  const line = { ...last, who: 'Жданов' };
  db.prepare(
    `insert into events (ticket_id, letter_id, at, who, what, before, after, nonce, digest, hash)
    values (@ticket_id, @letter_id, @at, @who, @what, @before, @after, @nonce, @digest, @hash)`,
  ).run({ ...line, hash: hashAfter(last.hash, line) });
}
const cut = 'delete from events where id = (select max(id) from events)';
const EMPTY = ['events', 'tickets', 'data_keys', 'sequences', 'facts'].map((name) => `delete from ${name};`).join('');

const ATTACKS: Record<string, (db: Database.Database) => void> = {
  'written anew': (db) => writeAnew(db, forged),
  'written anew, its anchor taken away': (db) => {
    writeAnew(db, forged);
    db.exec(noAnchor);
  },
  'written anew, an older anchor put back': (db) => {
    writeAnew(db, forged);
    oldAnchor(db);
  },
  'written anew up to the older anchor': (db) => {
    db.exec(`${cut};${cut}`);
    writeAnew(db, forged);
    oldAnchor(db);
  },
  'its anchor taken away': (db) => db.exec(noAnchor),
  'an older anchor put back': oldAnchor,
  'its last line cut off': (db) => db.exec(cut),
  'its last line cut off, its anchor taken away': (db) => db.exec(`${cut};${noAnchor}`),
  'cut off at an older anchor that is put back': (db) => {
    db.exec(`${cut};${cut}`);
    oldAnchor(db);
  },
  emptied: (db) => db.exec('delete from events'),
  'emptied, its anchor taken away': (db) => db.exec(`delete from events; ${noAnchor}`),
  'emptied with all the register': (db) => db.exec(EMPTY),
  'gone on with by somebody else': goOn,
  'an anchor made up': (db) => db.exec(`update facts set value = replace(value, '1.', '2.') where name = 'journal'`),
};

describe.each(Object.entries(ATTACKS))('a journal that is %s', (name, steps) => {
  test('is told, is never signed, and letters go on', async () => {
    const office = copyOf(origin);
    const known = readFileSync(office.witness, 'utf8');
    attack(office, steps);
    expect(await verify(office)).toContainEqual(expect.stringMatching(/^journal: /));
    expect(await minute(office)).not.toBeNull();
    await register(office);
    expect(await minute(office)).not.toBeNull();
    expect(await verify(office)).toContainEqual(expect.stringMatching(/^journal: /));
    expect(readFileSync(office.witness, 'utf8')).toBe(known);
  });

  test('is told without the anchor beside the key file too', async () => {
    const office = copyOf(origin);
    attack(office, steps);
    rmSync(office.witness);
    if (name === 'emptied with all the register') return; // nothing is left that could tell it from a new one
    expect(await verify(office)).toContainEqual(expect.stringMatching(/^journal: /));
    await register(office);
    expect(await minute(office)).not.toBeNull();
    expect(existsSync(office.witness)).toBe(false);
  });
});

test('a line changed or taken out in the middle is told where it stood', async () => {
  const changed = copyOf(origin);
  attack(changed, (db) => db.exec(`update events set who = 'Жданов' where id = 3`));
  expect(await verify(changed)).toEqual(['event 3: does not follow from the one before']);
  const cutOff = copyOf(origin);
  attack(cutOff, (db) => db.exec('delete from events where id = 1'));
  expect(await verify(cutOff)).toContain('event 2: does not follow from the one before');
});

test('an older register, or none, in the place of the newer is told', async () => {
  const put = copyOf(origin);
  copyFileSync(join(older, 'register.db'), put.db);
  expect(await verify(put)).toEqual([expect.stringContaining('an older one was put back')]);
  await register(put);
  expect(await minute(put)).toBe('older');
  for (const ending of ['', '-wal', '-shm']) rmSync(put.db + ending, { force: true });
  await register(put);
  expect(await verify(put)).toEqual([expect.stringContaining('an older one was put back')]);
});

test('without the key file nothing opens; with another it is not taken for the right one', async () => {
  const office = copyOf(origin);
  rmSync(office.keys);
  await expect(verify(office)).rejects.toMatchObject({ code: 'KEYS_MISSING' });
  const stranger = officeIn(temporaryFolder());
  await register(stranger);
  copyFileSync(stranger.keys, office.keys);
  await expect(verify(office)).rejects.toMatchObject({ code: 'KEYS_DO_NOT_FIT' });
  attack(office, (db) => db.exec("delete from facts where name in ('keys', 'journal')"));
  await expect(verify(office)).rejects.toMatchObject({ code: 'KEYS_DO_NOT_FIT' });
});

test('a line that tells of no ticket, and a ticket that no line tells of, are named', async () => {
  const lost = copyOf(origin);
  attack(lost, (db) => db.exec('delete from tickets where id = 2'));
  expect(await verify(lost)).toContain('ticket in row 2: the journal tells of it, and it is not there');
  const office = copyOf(origin);
  await working(office, (opened) =>
    opened.db
      .insertInto('tickets')
      .values(newTicketRow('ТП-2026-000003', 1, NOW))
      .execute(),
  );
  expect(await verify(office)).toContain('ticket ТП-2026-000003: the journal does not tell of its registration');
});

test('several processes, a kill before the anchor outside moved, and new keys are no attack', async () => {
  const office = copyOf(origin);
  const before = readFileSync(office.witness, 'utf8');
  await working(office, async (one) => {
    await note(office);
    await working(office, async (other) => {
      for (const opened of [one, other, one]) {
        await opened.transaction((tx) => recordEvents(tx, [{ ticketId: 1, at: NOW, who: 'x', what: 'note' }]));
        expect(await problemsOf(opened)).toEqual([]);
      }
    });
  });
  writeFileSync(office.witness, before); // as a kill leaves it
  expect(await verify(office)).toEqual([]);
  rotate(office.keys);
  expect(await verify(office)).toEqual([]);
  await note(office);
  expect(await minute(office)).toBeNull();
  expect(await verify(office)).toEqual([]);
});

test('a restored register begins a new life: no anchor of the old one fits it, and other machines take it', async () => {
  const office = copyOf(origin);
  const backup = join(office.folder, 'a.backup');
  await working(office, (opened) => backUp(opened, backup, NOW));
  await note(office);
  const elsewhere = readFileSync(office.witness, 'utf8');
  rmSync(office.db);
  const options = { sendWaiting: false, lastNumber: null, at: NOW };
  await restoreBackup(backup, `sqlite:${office.db}`, office.keys, options);
  expect(await verify(office)).toEqual([]);
  writeFileSync(office.witness, elsewhere); // the machine that did not restore
  expect(await verify(office)).toEqual([]);
  expect(await minute(office)).toBeNull();
  await note(office);
  attack(office, oldAnchor);
  expect(await verify(office)).toContainEqual(expect.stringMatching(/^journal: /));
});

test('a journal that was not whole when it was saved is not signed when it is restored', async () => {
  const office = copyOf(origin);
  attack(office, goOn);
  const backup = join(office.folder, 'a.backup');
  await working(office, (opened) => backUp(opened, backup, NOW));
  rmSync(office.db);
  const options = { sendWaiting: false, lastNumber: null, at: NOW };
  await restoreBackup(backup, `sqlite:${office.db}`, office.keys, options);
  expect(await verify(office)).toContainEqual(expect.stringContaining('was not written by this program'));
});

test('a person may take it as it is, and that stands in it', async () => {
  const office = copyOf(origin);
  const accept = () =>
    working(office, (opened) => acceptJournal(opened, { who: 'Орлова', reason: 'перенос', at: NOW }));
  expect(await accept()).toBeNull();
  copyFileSync(join(older, 'register.db'), office.db);
  expect(await accept()).toBe('older');
  expect(await verify(office)).toEqual([]);
  const last = await working(office, ({ db }) =>
    db.selectFrom('events').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow(),
  );
  expect(last).toMatchObject({ who: 'Орлова', what: 'journal accepted as it is' });
  rmSync(office.witness);
  expect(await verify(office)).toHaveLength(1);
  expect(await accept()).toBe('unwitnessed');
  expect(await verify(office)).toEqual([]);
});
