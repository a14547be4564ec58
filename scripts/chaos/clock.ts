/**
 * Loaded before the program (`--import`) in a process of the chaos run: shifts its clock by as many milliseconds as stand in
 * the file CHAOS_CLOCK, looked at ten times a second. Only the time of day jumps, as on a machine whose clock is set.
 */
import { readFileSync } from 'node:fs';

const LOOK_MS = 100;

const Real = Date;
let shift = 0;

const look = () => {
  try {
    shift = Number(readFileSync(process.env.CHAOS_CLOCK ?? '', 'utf8')) || 0;
  } catch {
    // being written at this moment: the next look will do
  }
};
look();
setInterval(look, LOOK_MS).unref();

const now = () => Real.now() + shift;

globalThis.Date = new Proxy(Real, {
  construct: (date, given, as) => Reflect.construct(date, given.length > 0 ? given : [now()], as),
  apply: () => new Real(now()).toString(),
  get: (date, name) => (name === 'now' ? now : Reflect.get(date, name)),
});
