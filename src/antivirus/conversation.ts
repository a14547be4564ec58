/**
 * One question to clamd and its answer, over a connection of their own, bounded in time and length. Whatever keeps the answer
 * from coming is a Fault.
 */
import { connect, type Socket } from 'node:net';
import { Fault } from '../fault.ts';
import type { ScannerAddress } from './address.ts';

/** Sends bytes; resolves when there is room for more, or when there is nobody to send them to any more. */
export type Say = (bytes: Uint8Array) => Promise<void>;

const MAX_ANSWER = 4096;

/**
 * @param ask says the question; it may be answered before all of it was said
 * @param ms longest time for everything together
 * @returns the answer without the NUL at its end
 */
export function converse(
  address: ScannerAddress,
  ask: (say: Say) => Promise<void>,
  ms: number,
  signal?: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(cutShort(signal));
    const socket = connect(address);
    let connected = false;
    let heard = '';
    const timer = setTimeout(() => end(new Fault('ANTIVIRUS_TIMEOUT', `no answer from the scanner in ${ms} ms`)), ms);
    const stop = () => end(cutShort(signal));
    signal?.addEventListener('abort', stop);
    const end = (outcome: string | Fault) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      socket.destroy();
      if (typeof outcome === 'string') resolve(outcome);
      else reject(outcome);
    };
    const broken = (cause?: NodeJS.ErrnoException) => {
      if (connected) return end(new Fault('ANTIVIRUS_DROPPED', 'the scanner hung up without an answer', { cause }));
      const why = cause?.code ?? 'no connection';
      end(new Fault('ANTIVIRUS_UNREACHABLE', `the scanner cannot be reached (${why})`, { cause }));
    };
    socket.setEncoding('latin1').on('data', (text: string) => {
      heard += text;
      const length = heard.indexOf('\0');
      if (length >= 0) end(heard.slice(0, length));
      else if (heard.length > MAX_ANSWER) end(new Fault('ANTIVIRUS_FAILED', 'the scanner answers without end'));
    });
    socket.on('error', broken).on('close', () => broken());
    socket.once('connect', () => {
      connected = true;
      ask((bytes) => say(socket, bytes)).catch(broken);
    });
  });
}

function say(socket: Socket, bytes: Uint8Array): Promise<void> {
  if (socket.destroyed || socket.write(bytes)) return Promise.resolve();
  return new Promise((resolve) => {
    const go = () => {
      socket.off('drain', go).off('close', go);
      resolve();
    };
    socket.on('drain', go).on('close', go);
  });
}

function cutShort(signal?: AbortSignal): Fault {
  const late = signal?.reason instanceof DOMException && signal.reason.name === 'TimeoutError';
  return late
    ? new Fault('ANTIVIRUS_TIMEOUT', 'all of it together takes the scanner too long')
    : new Fault('STOPPING', 'the service stops');
}
