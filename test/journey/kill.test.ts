/**
 * The process is killed with SIGKILL at every border between the steps, and started again: one ticket and one answer for
 * each letter, whatever was half done. Between the server's acceptance and our note of it nobody can know: there the answer
 * may come twice, under one Message-ID: at most as often as letters were on their way.
 */
import { expect, test } from 'vitest';
import { needs } from '../services/services.ts';
import { letter, letterStates, openOffice } from './office.ts';

const LETTERS = 5;
/** Letters on their way at once over one connection: the one that it carries, and one whose acceptance is being noted. */
const ON_THEIR_WAY = 2;

needs('dovecot')('killed at a border', () => {
  test.each([
    ['stored', 1],
    ['stored', 4],
    ['acknowledged', 1],
    ['examined', 1],
    ['examined', 3],
    ['registered', 1],
    ['registered', 4],
    ['accepted', 1],
    ['accepted', 3],
    ['settled', 2],
  ])('%s, the %i. time', async (border, times) => {
    const office = await openOffice({ SMTP__CONNECTIONS: '1' });
    for (let n = 1; n <= LETTERS; n += 1) office.dovecot.deliver(office.dovecot.user, letter(`citizen${n}`));

    expect(await office.run(`${border}:${times}`)).toEqual({ code: null, signal: 'SIGKILL' });
    expect(await office.cli('run', '--once')).toMatchObject({ code: 0 });

    const tickets = await office.tickets();
    expect(tickets.map(({ from }) => from).sort()).toEqual(
      Array.from({ length: LETTERS }, (_, n) => `citizen${n + 1}@example.ru`),
    );
    expect(tickets.map(({ number }) => Number(number.slice(-6))).sort()).toEqual([1, 2, 3, 4, 5]);
    expect(await letterStates(await office.register())).toEqual(Array(LETTERS).fill('registered'));
    for (const { deliveries } of tickets) {
      expect(deliveries).toMatchObject([{ purpose: 'receipt', state: 'accepted' }]);
    }

    const ids = office.sink.letters.map(({ raw }) => /^Message-ID: (\S+)/im.exec(raw.toString())?.[1]);
    expect(new Set(ids).size).toBe(LETTERS);
    expect(ids.length - LETTERS).toBeLessThanOrEqual(border === 'accepted' ? ON_THEIR_WAY : 0);

    expect(await office.dovecot.list(office.dovecot.user, 'INBOX')).toEqual([]);
    expect(await office.dovecot.list(office.dovecot.user, 'Processed')).toHaveLength(LETTERS);
  });
});
