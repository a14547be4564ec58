/**
 * The gate of tests that need a real server. Enters: names of services. Leaves: whether the suite can run here.
 * Missing program: the suite is skipped with the reason in its name, printed once more at the end (skipped.ts); with REQUIRE_SERVICES=1 it fails.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, test } from 'vitest';

export type Service = keyof typeof services;

/** What each service is called on the PATH, and the Debian package that brings it. */
export const services = {
  dovecot: { program: 'dovecot', package: 'dovecot-imapd' },
  redis: { program: 'redis-server', package: 'redis-server' },
  clamd: { program: 'clamd', package: 'clamav-daemon' },
  postfix: { program: 'postfix', package: 'postfix' },
  qpdf: { program: 'qpdf', package: 'qpdf' },
  poppler: { program: 'pdfinfo', package: 'poppler-utils' },
} as const;

/** Where the program of a service is; null when it is not installed. Debian keeps servers out of a user's PATH. */
export function findService(service: Service): string | null {
  const places = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin'];
  for (const place of places) {
    const file = join(place || '.', services[service].program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not here: look in the next place
    }
  }
  return null;
}

/** Where the program is, for the code that starts it. Throws when it is not installed. */
export function requireService(service: Service): string {
  const file = findService(service);
  if (file === null)
    throw new Error(`${services[service].package} is not installed; run scripts/test-services as root`);
  return file;
}

/**
 * `needs('dovecot', 'redis')('the journey', () => { … })`: `describe` where all of them are installed, else a skipped suite,
 * or a failing one when REQUIRE_SERVICES=1 (CI, where a silent skip would pass for a proof).
 */
export function needs(...wanted: Service[]): (name: string, suite: () => void) => void {
  const missing = wanted.filter((service) => findService(service) === null);
  if (missing.length === 0) return (name, suite) => describe(name, suite);
  const packages = missing.map((service) => services[service].package).join(', ');
  if (process.env.REQUIRE_SERVICES === '1') {
    return (name) =>
      describe(name, () => {
        test(`needs ${packages}`, () => {
          throw new Error(`REQUIRE_SERVICES=1, but not installed: ${packages}; run scripts/test-services as root`);
        });
      });
  }
  return (name, suite) => describe.skip(`${name} (needs ${packages})`, suite);
}
