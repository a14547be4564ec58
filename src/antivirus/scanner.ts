/**
 * ClamAV's clamd (clamd(8), INSTREAM). Enters: bytes. Leaves: clean, or the name of what was found; nothing else ever counts
 * as clean. Fails with a Fault when there is no such answer: ANTIVIRUS_UNREACHABLE, ANTIVIRUS_DROPPED (it hung up),
 * ANTIVIRUS_TIMEOUT, ANTIVIRUS_SIZE (more than it takes, its StreamMaxLength), ANTIVIRUS_FAILED (it said something else).
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { Fault } from '../fault.ts';
import { readScannerAddress, type ScannerAddress } from './address.ts';
import { converse, type Say } from './conversation.ts';

/** What the scanner says of one file. */
export type ScanVerdict = { clean: true } | { clean: false; signature: string };

/** The scanner's own account of itself. */
export interface ScannerVersion {
  /** `ClamAV 1.4.3`. */
  program: string;
  /** Of the official signatures; null when it uses none. */
  signaturesFrom: Date | null;
}

export interface Scanner {
  /** As the configuration names it. */
  url: string;
  /** @param signal gives up early: with ANTIVIRUS_TIMEOUT when it is a timeout, else with STOPPING */
  scan(bytes: Uint8Array, signal?: AbortSignal): Promise<ScanVerdict>;
  /** Does it scan? A few harmless bytes are shown to it, so that a full line of waiting files is noticed too. */
  probe(): Promise<void>;
  version(): Promise<ScannerVersion>;
}

/** Small enough that an answer amid the sending is mostly read before more is sent. */
const CHUNK = 64 * 1024;
/** A scanner that lets a few bytes wait so long would let letters wait as well. */
const PROBE_MS = 5_000;
/** A length that clamd does not mind is followed by its waiting for the bytes. */
const LENGTH_MS = 1_000;

/**
 * One connection a file, as clamd wants it; nothing is kept open.
 * @param timeout longest time for one file, ms
 */
export function createScanner({ url, timeout }: { url: string; timeout: number }): Scanner {
  const address = readScannerAddress(url);
  if (address === null) {
    throw new Fault('ANTIVIRUS_URL', 'attachments.antivirus must be clamd://host:port or clamd:///path', {
      permanent: true,
    });
  }
  const scan = async (bytes: Uint8Array, ms: number, signal?: AbortSignal) => {
    let whole = false;
    const ask = (say: Say) =>
      stream(say, bytes, () => {
        whole = true;
      });
    const verdict = await converse(address, ask, ms, signal).then(verdictOf, async (error) => {
      throw (await isTooLong(address, bytes.length, error)) ? tooLarge() : error;
    });
    // Of what it has not seen to the end, it can say nothing.
    if (verdict.clean && !whole) throw unknown('stream: OK, too early');
    return verdict;
  };
  return {
    url,
    scan: (bytes, signal) => scan(bytes, timeout, signal),
    async probe() {
      await scan(Buffer.from('harmless'), Math.min(timeout, PROBE_MS));
    },
    async version() {
      return versionOf(await converse(address, (say) => say(Buffer.from('zVERSION\0')), PROBE_MS));
    },
  };
}

/** Chunks with their lengths before them, then one of none. @param atEnd called before that one */
async function stream(say: Say, bytes: Uint8Array, atEnd: () => void): Promise<void> {
  await say(Buffer.from('zINSTREAM\0'));
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const chunk = bytes.subarray(at, at + CHUNK);
    await say(Buffer.concat([lengthOf(chunk.length), chunk]));
    await breathe();
  }
  atEnd();
  await say(lengthOf(0));
}

function lengthOf(bytes: number): Buffer {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(bytes);
  return prefix;
}

const TOO_LONG = 'INSTREAM size limit exceeded. ERROR';

/**
 * At too many bytes clamd answers and hangs up at once; while we still send, the answer can be lost with the connection. So
 * it is asked again, with the length alone.
 */
async function isTooLong(address: ScannerAddress, bytes: number, error: unknown): Promise<boolean> {
  if (!(error instanceof Fault) || error.code !== 'ANTIVIRUS_DROPPED') return false;
  const ask = (say: Say) => say(Buffer.concat([Buffer.from('zINSTREAM\0'), lengthOf(bytes)]));
  return converse(address, ask, LENGTH_MS).then(
    (answer) => answer === TOO_LONG,
    () => false,
  );
}

function tooLarge(): Fault {
  return new Fault('ANTIVIRUS_SIZE', 'larger than the scanner takes: raise StreamMaxLength in clamd.conf');
}

function verdictOf(answer: string): ScanVerdict {
  if (answer === 'stream: OK') return { clean: true };
  const signature = /^stream: (.{1,300}) FOUND$/.exec(answer)?.[1];
  if (signature !== undefined) return { clean: false, signature };
  if (answer === TOO_LONG) throw tooLarge();
  if (answer === 'COMMAND READ TIMED OUT') throw new Fault('ANTIVIRUS_TIMEOUT', 'the scanner waited too long for us');
  throw unknown(answer);
}

/** `ClamAV 1.4.3/27485/Tue Dec 10 09:38:46 2024`: the day is told without its zone. */
function versionOf(answer: string): ScannerVersion {
  const found = /^(ClamAV [^/]{1,40})(?:\/\d{1,9}\/(.{1,60}))?$/.exec(answer);
  if (!found) throw unknown(answer);
  const from = new Date(`${found[2] ?? ''} UTC`);
  return { program: found[1] as string, signaturesFrom: Number.isNaN(from.getTime()) ? null : from };
}

function unknown(answer: string): Fault {
  return new Fault('ANTIVIRUS_FAILED', `the scanner gave no verdict: ${JSON.stringify(answer.slice(0, 100))}`);
}
