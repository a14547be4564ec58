/** Which addresses are the office's own. Mail from them is machine mail, and nothing is ever answered to them. Pure. */
import { spelled } from './mailbox.ts';

/** Is this one of ours, however it is spelled, with or without a token (`support+TOKEN@…`, RFC 5233)? */
export function isOurs(address: string, own: readonly string[]): boolean {
  const plain = spelled(address);
  const bare = plain.replace(/\+[^@]*@/, '@');
  return own.map(spelled).some((one) => one === plain || one === bare);
}
