/**
 * An SMTP listener that takes everything, in a process of its own, so that its CPU is nobody else's.
 * Enters: letters by SMTP; from the parent how many answers to expect, and the wish for a report. Leaves: to the parent its
 * port, the moment when the last expected answer was taken, and what came.
 */
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** One letter that came. */
export interface Answer {
  to: string[];
  /** Message-ID of the letter that is answered. */
  inReplyTo: string | null;
  /** RFC 3834 §5: says of itself that it is automatic. */
  automatic: boolean;
}

export type ToSink = { ask: 'expect'; count: number } | { ask: 'count' } | { ask: 'report' };
export type FromSink =
  | { tell: 'listening'; port: number }
  | { tell: 'ready' }
  | { tell: 'complete'; at: number }
  | { tell: 'count'; count: number }
  | { tell: 'report'; answers: Answer[] };

// The library holds every greeting back for 100 ms, to catch clients that talk too early. A client that connects anew for
// each letter would be measured by that timer.
const later = globalThis.setTimeout;
globalThis.setTimeout = ((run: () => void, delay?: number) => later(run, delay === 100 ? 0 : delay)) as typeof later;

let answers: Answer[] = [];
let expected = 0;

const server = new SMTPServer({
  authOptional: true,
  allowInsecureAuth: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  onData(stream, session, done) {
    buffer(stream).then((raw) => {
      const end = raw.indexOf('\r\n\r\n');
      const head = raw.toString('latin1', 0, end < 0 ? raw.length : end);
      answers.push({
        to: session.envelope.rcptTo.map(({ address }) => address),
        inReplyTo: /^In-Reply-To:\s*(\S+)/im.exec(head)?.[1] ?? null,
        automatic: /^Auto-Submitted:\s*auto-/im.test(head),
      });
      if (answers.length === expected) tell({ tell: 'complete', at: Date.now() });
      done();
    }, done);
  },
});
server.on('error', () => {}); // clients that are killed leave without a word
const listener = server.listen(0, '127.0.0.1', () => {
  tell({ tell: 'listening', port: (listener.address() as AddressInfo).port });
});

process.on('message', (message: ToSink) => {
  if (message.ask === 'report') return tell({ tell: 'report', answers });
  if (message.ask === 'count') return tell({ tell: 'count', count: answers.length });
  answers = [];
  expected = message.count;
  tell({ tell: 'ready' });
});
process.on('disconnect', () => process.exit());

function tell(message: FromSink): void {
  process.send?.(message);
}
