/**
 * Step 1: a letter from the mailbox becomes a row of the register and a job on the queue.
 * The mailbox is told only after `store` has resolved, and by then the letter is durable (conviction 2). A job that the
 * queue loses is offered again by the sweep, so nothing here waits for the queue. Letters of a flood are left to the sweep,
 * which takes them on a few at a time, behind everybody else's.
 */
import freeMailDomains from 'free-email-domains';
import type { Letterbox } from '../imap/letterbox.ts';
import { readAuthor } from '../letter/author.ts';
import { claimedSender } from '../letter/claimed-sender.ts';
import { isAligned } from '../letter/domain.ts';
import { readRootHeaders } from '../letter/mime.ts';
import { type Arrival, countArrivals } from '../register/arrivals.ts';
import { floodsAmong, heldUids, storeLetters } from '../register/letters.ts';
import { noteWithheld } from '../register/withheld.ts';
import type { Desk } from './desk.ts';

/** Whoever has a mailbox there has nothing to do with the others. */
const SHARED = new Set(freeMailDomains);

/** The slot through which intake hands letters to the register. */
export function letterbox(desk: Desk): Letterbox {
  return {
    known: (place, uids) => heldUids(desk.register, place, uids, desk.clock().getTime()),
    async store(letters) {
      const started = performance.now();
      const now = desk.clock();
      const arrivals = letters.map(({ raw, receivedAt }) => arrivalOf(desk, raw, receivedAt < now ? receivedAt : now));
      const floods = await countArrivals(desk.register, arrivals, desk.flood);
      const incoming = letters.map((letter, index) => ({ ...letter, silent: false, flood: floods[index]! }));
      const ids = await storeLetters(desk.register, incoming, now.getTime());
      desk.meter.time('store', performance.now() - started);
      const late = floods.some((flood) => flood !== null) ? await floodsAmong(desk.register.db, ids) : [];
      for (const id of ids) {
        desk.crossed('stored', id);
        if (!late.includes(id)) void desk.queue.offer('letter', id);
      }
    },
    async withhold(letter) {
      const from = readAuthor(letter.header, readRootHeaders(letter.header), new Set()).from?.address ?? null;
      await noteWithheld(desk.register, { ...letter, raw: letter.header, from }, desk.clock().getTime());
    },
    async acknowledged(_place, uids) {
      for (const uid of uids) desk.crossed('acknowledged', uid);
    },
  };
}

/** To whom a letter counts: its sender, and his organisation where it is no provider of mailboxes for all. */
function arrivalOf({ flood, office, staff, rules }: Desk, raw: Uint8Array, at: Date): Arrival {
  const sender = claimedSender(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), rules.ownAddresses);
  // People have addresses; all letters without one count to one sender.
  if (!sender) return { sender: '', domain: null, at };
  const own = [office.address, ...staff.map(({ email }) => email)].some((address) => isAligned(address, sender.domain));
  const shared = own || SHARED.has(sender.domain) || flood.sharedDomains.includes(sender.domain);
  return { sender: sender.mailbox, domain: shared ? null : sender.domain, at };
}
