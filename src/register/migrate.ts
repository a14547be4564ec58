/**
 * Brings a register to the schema of this program. Each step is one transaction with its version row first, so two
 * processes cannot take the same step, and a kill leaves the step done or not begun.
 */
import type { Kysely } from 'kysely';
import { Fault } from '../fault.ts';
import type { RegisterDialect } from './dialect.ts';
import * as first from './migrations/001-first.ts';
import type { Schema } from './schema.ts';

/** In order, append-only. */
const STEPS = [first];

/**
 * @throws Fault REGISTER_NEWER when a newer program wrote the register: it is left untouched
 */
export async function migrate(db: Kysely<Schema>, { types, words, guardJournal }: RegisterDialect): Promise<void> {
  const versions = versionsOf(db);
  await db.schema
    .createTable('schema_version')
    .ifNotExists()
    .addColumn('version', 'integer', (column) => column.primaryKey())
    .execute();
  const current = await versionOf(db);
  for (const [index, step] of STEPS.entries()) {
    const version = index + 1;
    if (version <= current) continue;
    await versions.transaction().execute(async (tx) => {
      await tx.insertInto('schema_version').values({ version }).execute();
      await step.up(tx as unknown as Kysely<unknown>, types);
    });
  }
  await words.create(db);
  await guardJournal(db);
}

/** Has the register the schema of this program? Writes nothing. @throws Fault REGISTER_NEWER */
export async function isMigrated(db: Kysely<Schema>): Promise<boolean> {
  const tables = await db.introspection.getTables();
  return tables.some(({ name }) => name === 'schema_version') && (await versionOf(db)) === STEPS.length;
}

/** @throws Fault REGISTER_NEWER */
async function versionOf(db: Kysely<Schema>): Promise<number> {
  const row = await versionsOf(db)
    .selectFrom('schema_version')
    .select(({ fn }) => fn.max('version').as('version'))
    .executeTakeFirst();
  const current = row?.version ?? 0;
  if (current <= STEPS.length) return current;
  throw new Fault(
    'REGISTER_NEWER',
    `the register has version ${current}, this program knows up to ${STEPS.length}: use the newer program`,
    { permanent: true },
  );
}

function versionsOf(db: Kysely<Schema>) {
  return db.withTables<{ schema_version: { version: number } }>();
}
