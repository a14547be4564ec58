import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { schema } from '../../src/config/schema.ts';
import { allKeys } from '../../src/config/tree.ts';
import { DEFAULTS } from '../../src/config.ts';
import { NEEDED, useOffice } from './office.ts';

const office = useOffice();
const source = readFileSync(DEFAULTS, 'utf8');

/** The keys of a YAML tree in dots, items of lists of maps as `[]`. */
function keysOf(tree: unknown, at: string[] = []): string[] {
  const isMap = typeof tree === 'object' && tree !== null && !Array.isArray(tree);
  if (isMap) return Object.entries(tree).flatMap(([name, value]) => keysOf(value, [...at, name]));
  const items = Array.isArray(tree) ? tree.filter((item) => typeof item === 'object') : [];
  return items.length > 0 ? items.flatMap((item) => keysOf(item, [...at, '[]'])) : [at.join('.')];
}

describe('config/default.yaml', () => {
  test('has every key that is understood, and no other', () => {
    const withExamples = source
      .replace(/^(staff|departments): \[\]$/gm, '$1:')
      .replace(/^#( {2}(?:- | {2}).*)$/gm, '$1');
    const documented = keysOf(parse(withExamples));
    const understood = allKeys(schema).map((key) => key.replace(/^imap\.\[\]/, 'imap'));
    expect(documented.toSorted()).toEqual(understood.toSorted());
  });

  test('explains every part of itself', () => {
    const lines = source.split('\n');
    const parts = lines.flatMap((line, i) => (/^[a-z]\w*:/i.test(line) ? [[line, lines[i - 1]] as const] : []));
    for (const [part, above] of parts) expect([part, above]).toEqual([part, expect.stringMatching(/^# /)]);
  });

  test('needs only an address, a mailbox and a server to send by', () => {
    const config = office.load(NEEDED);
    const root = join(DEFAULTS, '..', '..');
    expect(config).toMatchObject({
      office: { timeZone: 'Europe/Moscow', ticketPrefix: 'ТП', ticketDigits: 6, subaddress: true },
      imap: [{ port: 993, tls: 'implicit', folders: ['INBOX'], done: 'Processed', failed: 'Failed', pollMs: 60_000 }],
      smtp: { port: 465, tls: 'implicit', from: null, connections: 5, perMinute: 0, giveUpAfter: 72 * 3_600_000 },
      register: { url: `sqlite:${join(root, 'var/register.db')}` },
      queue: { url: 'local:' },
      keys: { file: join(root, 'var/keys.json') },
      attachments: {
        types: ['pdf', 'jpg', 'png'],
        maxFile: 5 * 2 ** 20,
        maxTotal: 5 * 2 ** 20,
        maxCount: 10,
        antivirus: null,
        scanTimeout: 60_000,
      },
      flood: { perSender: 100, perDomain: 10_000, sharedDomains: ['gosuslugi.ru', 'internet.ru', 'vk.com'] },
      autoReply: { maxPerSenderPerDay: 5, ignoreOlderThan: 72 * 3_600_000, answerUnauthenticated: false },
      deadlines: {
        opens: 540,
        closes: 1080,
        firstAnswer: { hours: 24 },
        answer: { workingDays: 5 },
        complex: { workingDays: 15 },
        breakIn: { workingHours: 12 },
      },
      staff: [],
      departments: [],
      spam: { headers: ['X-Spam-Flag'] },
      mailAuth: { trustedAuthservIds: [], requireForStaff: true, tokenDays: 180 },
      http: { host: '127.0.0.1', port: null },
    });
  });
});
