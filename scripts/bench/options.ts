/** What a person may type for an option of a measurement. */
import { InvalidArgumentError } from 'commander';

/** A whole number from 1. */
export function whole(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError('a whole number from 1 is wanted');
  return Number(value);
}
