/** A day as an operator writes it: `15.12.2026`, `15.12.26`, `2026-12-15`. Out: the day, or null for one that does not exist. */
import { fold } from '../identity/fold.ts';
import type { Day } from './zone.ts';

const RUSSIAN = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})г?\.?$/u;
const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads a written day. Two digits of a year are of this century. */
export function readDay(written: string): Day | null {
  const text = fold(written).trim();
  const russian = RUSSIAN.exec(text);
  if (russian) {
    const [, day, , month, year] = russian;
    return existing(
      Number(year) % 100 === Number(year) ? 2000 + Number(year) : Number(year),
      Number(month),
      Number(day),
    );
  }
  const iso = ISO.exec(text);
  return iso && existing(Number(iso[1]), Number(iso[2]), Number(iso[3]));
}

function existing(year: number, month: number, day: number): Day | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  if (year < 2000 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return null;
  return at.toISOString().slice(0, 10);
}
