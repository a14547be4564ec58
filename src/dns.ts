/** Asks the DNS, in bounded time: a name server that is silent must not keep a letter waiting. */
import { Resolver } from 'node:dns/promises';

const resolver = new Resolver({ timeout: 3_000, tries: 2 });

/** @param type `TXT`, `MX`, `A` … @throws as node:dns/promises does: ENOTFOUND, ENODATA, ETIMEOUT */
export function askDns(name: string, type: string): Promise<string[][] | string[]> {
  return resolver.resolve(name, type as 'TXT');
}
