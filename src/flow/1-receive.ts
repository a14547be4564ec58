/**
 * Step 1: a letter from the mailbox becomes a row of the register and a job on the queue.
 * The mailbox is told only after `store` has resolved, and by then the letter is durable (conviction 2). A job that the
 * queue loses is offered again by the sweep, so nothing here waits for the queue.
 */
import type { Letterbox } from '../imap/letterbox.ts';
import { heldUids, storeLetters } from '../register/letters.ts';
import type { Desk } from './desk.ts';

/** The slot through which intake hands letters to the register. */
export function letterbox(desk: Desk): Letterbox {
  return {
    known: (place, uids) => heldUids(desk.register, place, uids),
    async store(letters) {
      const started = performance.now();
      const incoming = letters.map((letter) => ({ ...letter, silent: false }));
      const ids = await storeLetters(desk.register, incoming, desk.clock().getTime());
      desk.meter.time('store', performance.now() - started);
      for (const id of ids) {
        desk.crossed('stored', id);
        void desk.queue.offer('letter', id);
      }
    },
    async acknowledged(_place, uids) {
      for (const uid of uids) desk.crossed('acknowledged', uid);
    },
  };
}
