/**
 * The applicant in the register: his numbers, sealed and with a keyed index for exact search, and what his later letters put
 * right. Enters: values in the clear. Leaves: columns of a ticket. A wrong key fails with SEAL_BROKEN.
 */
import type { Kysely } from 'kysely';
import type { Fio } from '../identity/identity.ts';
import { dataKey, type OpenKey } from './data-key.ts';
import { recordEvents } from './events.ts';
import { exactIndex, type Keyring } from './keys.ts';
import type { Register } from './register.ts';
import type { Schema, TicketRow } from './schema.ts';
import { open, seal } from './seal.ts';

/** The applicant's numbers, as people write them. */
export interface PersonalNumbers {
  snils: string | null;
  inn: string | null;
  phone: string | null;
}

/** Sealed for reading, with a keyed index for exact search. The AAD ties each to its ticket and column. */
export function sealNumbers(keys: Keyring, key: OpenKey, ticketNumber: string, numbers: PersonalNumbers) {
  const sealed = (name: string, value: string | null) =>
    value === null ? null : seal(key.bytes, Buffer.from(value), `ticket:${ticketNumber}:${name}`);
  return {
    snils_sealed: sealed('snils', numbers.snils),
    snils_index: numberIndex(keys, 'snils', numbers.snils),
    inn_sealed: sealed('inn', numbers.inn),
    inn_index: numberIndex(keys, 'inn', numbers.inn),
    phone_sealed: sealed('phone', numbers.phone),
    phone_index: numberIndex(keys, 'phone', numbers.phone),
  };
}

function numberIndex(keys: Keyring, name: keyof PersonalNumbers, value: string | null): string | null {
  return value === null ? null : exactIndex(keys.current('index'), name, canonical(name, value));
}

/** Every index under which a number may stand: keys change, old tickets keep theirs. */
export function numberIndexes(keys: Keyring, name: keyof PersonalNumbers, value: string): string[] {
  return keys.all('index').map((key) => exactIndex(key, name, canonical(name, value)));
}

/** However it was typed, only the digits count; a phone may begin with +7, with 8 or with neither. */
function canonical(name: keyof PersonalNumbers, value: string): string {
  const digits = value.replace(/\D/g, '');
  return name === 'phone' ? `7${digits.slice(-10)}` : digits;
}

/** The applicant's numbers in the clear. */
export function openNumbers(
  key: Buffer,
  ticket: Pick<TicketRow, 'number' | 'snils_sealed' | 'inn_sealed' | 'phone_sealed'>,
): PersonalNumbers {
  const opened = (name: string, blob: Uint8Array | null) =>
    blob === null ? null : open(key, blob, `ticket:${ticket.number}:${name}`).toString();
  return {
    snils: opened('snils', ticket.snils_sealed),
    inn: opened('inn', ticket.inn_sealed),
    phone: opened('phone', ticket.phone_sealed),
  };
}

/**
 * Fills in what a ticket lacked from the citizen's next letter, and puts right what he writes anew. The journal tells which
 * items changed and the old name; old numbers stand there sealed.
 * @param change `missing`: what still lacks afterwards; `rightsName`: the name found is meant to take the place of another
 * @returns the items that the ticket had and that are others now
 */
export async function correctApplicant(
  register: Register,
  tx: Kysely<Schema>,
  ticket: TicketRow,
  change: {
    missing: string[];
    found: PersonalNumbers & { fio: Fio | null; snilsValid: boolean | null };
    rightsName?: boolean;
  },
  now: number,
): Promise<('fio' | 'snils')[]> {
  const { missing, found, rightsName = false } = change;
  const before: string[] = JSON.parse(ticket.missing);
  const key = { id: ticket.key_id, bytes: await dataKey(register, tx, ticket.key_id) };
  const old = openNumbers(key.bytes, ticket);
  const filled = before.filter((item) => !missing.includes(item));
  const otherName = isWhole(found.fio) && !sameName(found.fio, ticket);
  const takesFio = filled.includes('fio') || (otherName && (rightsName || before.includes('fio')));
  const takesSnils = found.snilsValid === true && found.snils !== old.snils;
  const numbers = {
    snils: takesSnils ? found.snils : old.snils,
    inn: old.inn ?? found.inn,
    phone: old.phone ?? found.phone,
  };
  const corrected: ('fio' | 'snils')[] = [
    ...(takesFio && otherName && !before.includes('fio') ? (['fio'] as const) : []),
    ...(takesSnils && old.snils !== null ? (['snils'] as const) : []),
  ];
  const changed = takesFio || takesSnils || numbers.inn !== old.inn || numbers.phone !== old.phone;
  if (!changed && filled.length === 0) return [];
  await tx
    .updateTable('tickets')
    .set({
      missing: JSON.stringify(missing),
      ...(missing.length === 0 && { lacks: null }),
      ...(takesFio &&
        found.fio && {
          ...found.fio,
          patronymic: found.fio.patronymic ?? (sameWord(found.fio.given, ticket.given) ? ticket.patronymic : null),
        }),
      ...sealNumbers(register.keys, key, ticket.number, numbers),
    })
    .where('id', '=', ticket.id)
    .execute();
  await recordEvents(tx, [
    {
      ticketId: ticket.id,
      at: now,
      who: 'citizen',
      what: 'data changed',
      before: {
        missing: before,
        ...(takesFio && { fio: { surname: ticket.surname, given: ticket.given, patronymic: ticket.patronymic } }),
        ...(takesSnils && { snils: sealedValue(key, ticket.number, old.snils) }),
      },
      after: { missing, filled, corrected },
    },
  ]);
  return corrected;
}

/** A personal number as the journal keeps it: `{ sealed: base64 }`; null stays null. */
function sealedValue(key: OpenKey, ticketNumber: string, value: string | null): { sealed: string } | null {
  if (value === null) return null;
  return { sealed: seal(key.bytes, Buffer.from(value), placeOf(ticketNumber)).toString('base64') };
}

/** What an event tells of a ticket, with every sealed value in it opened. @throws Fault SEAL_BROKEN */
export function openValues(key: Buffer, ticketNumber: string, facts: unknown): unknown {
  if (typeof facts !== 'object' || facts === null) return facts;
  if (Array.isArray(facts)) return facts.map((one) => openValues(key, ticketNumber, one));
  const entries = Object.entries(facts);
  const [[name, value] = []] = entries;
  if (entries.length === 1 && name === 'sealed' && typeof value === 'string') {
    return open(key, Buffer.from(value, 'base64'), placeOf(ticketNumber)).toString();
  }
  return Object.fromEntries(entries.map(([part, one]) => [part, openValues(key, ticketNumber, one)]));
}

function placeOf(ticketNumber: string): string {
  return `event:${ticketNumber}`;
}

function isWhole(fio: Fio | null): fio is Fio {
  return fio?.surname != null && fio.given !== null;
}

/** A letter that leaves out the patronymic does not deny it. */
function sameName(said: Fio, known: Fio): boolean {
  return (
    sameWord(said.surname, known.surname) &&
    sameWord(said.given, known.given) &&
    (said.patronymic === null || sameWord(said.patronymic, known.patronymic))
  );
}

function sameWord(one: string | null, other: string | null): boolean {
  const key = (word: string | null) => word?.toLowerCase().replaceAll('ё', 'е');
  return key(one) === key(other);
}
