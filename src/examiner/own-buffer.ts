/** Bytes → the buffer that holds them and nothing else, which may be moved to another thread; null where others share it. Pure. */
export function ownBuffer({ buffer, byteLength }: Uint8Array): ArrayBuffer | null {
  return buffer instanceof ArrayBuffer && byteLength > 0 && buffer.byteLength === byteLength ? buffer : null;
}
