declare module 'mbox-reader' {
  export interface MboxLetter {
    /** Delivery time of the separator line; false when it cannot be read. */
    time: Date | false;
    content: Buffer;
  }
  export function mboxReader(source: NodeJS.ReadableStream): AsyncGenerator<MboxLetter>;
}
