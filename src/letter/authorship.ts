/**
 * Is a letter the word of the person whom its From names? In: raw bytes, its author as read, the names of our mail servers. Out:
 * a proof by one of them, or a doubt; most letters have neither. Never fails, asks nobody.
 * Who belongs to a ticket hangs on it (contract.md, «Tickets and people»): only a proof lets a letter bring others in, and a
 * letter in doubt belongs to nothing.
 */
import type { MethodResult } from './authentication-results.ts';
import type { Denial, Disowned } from './disowned.ts';
import { domainOf, isAligned } from './domain.ts';
import type { FromDoubt, Letter } from './letter.ts';
import type { OwnVerdicts } from './own-verdicts.ts';
import { provenByServer } from './server-proof.ts';

export type Doubt = FromDoubt | Disowned | 'a verdict about another domain' | 'typed into a form';

export interface Authorship {
  /** By dmarc=pass or an aligned dkim=pass of our own server. Never together with a doubt. */
  proven: boolean;
  /** Null when nothing speaks against From. */
  doubt: Doubt | null;
}

/** Anybody may type any address into a form of a web site; what is proven of the site says nothing of the person. */
export const BY_FORM: Authorship = { proven: false, doubt: 'typed into a form' };

/** Weighs what our servers found for and against the author. */
export function authorshipOf(
  raw: Buffer,
  { from, fromDoubt }: Pick<Letter, 'from' | 'fromDoubt'>,
  verdicts: OwnVerdicts,
  denial: Denial | null,
): Authorship {
  const domain = domainOf(from?.address ?? '');
  const doubt = fromDoubt ?? denial?.by ?? (isAboutAnother(verdicts.all, domain) ? ANOTHER : null);
  return { proven: doubt === null && domain !== '' && provenByServer(raw, verdicts, domain), doubt };
}

const ANOTHER = 'a verdict about another domain';

/**
 * The server saw another From than we read, or found a signature of somebody else and nothing of the author. Who delivers for
 * others signs too; where nothing vouches for the author, that is no reason to take the letter for his.
 */
function isAboutAnother(results: readonly MethodResult[], domain: string): boolean {
  const seen = results
    .filter(({ method }) => method === 'dmarc')
    .map(({ properties }) => properties.get('header.from'));
  if (seen.some((other) => other && domainOf(other) !== domain)) return true;
  const passed = results.filter(({ result }) => result === 'pass');
  const vouches = ({ method, properties }: MethodResult) =>
    method === 'dmarc' || DOMAINS[method]?.some((name) => isAligned(properties.get(name) ?? '', domain));
  return passed.some(({ method }) => method === 'dkim') && !passed.some(vouches);
}

/** Where a method tells whose domain it found. */
const DOMAINS: Readonly<Record<string, string[]>> = {
  dkim: ['header.d', 'header.i'],
  spf: ['smtp.mailfrom', 'smtp.mail', 'envelope-from'],
};
