/** Which addresses are the office's own. Mail from them is machine mail, and nothing is ever answered to them. Pure. */

/**
 * Is this one of ours, with or without a token (`support+TOKEN@…`, RFC 5233)?
 * @param own in lower case
 */
export function isOurs(address: string, own: readonly string[]): boolean {
  const plain = address.trim().toLowerCase();
  return own.includes(plain) || own.includes(plain.replace(/\+[^@]*@/, '@'));
}
