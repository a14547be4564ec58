/** Finds a keyword behind ever later places, looking at each byte once. Bytes in, places out; pure. */
export class Finder {
  readonly #bytes: Buffer;
  readonly #keyword: string;
  #found = -1;

  constructor(bytes: Buffer, keyword: string) {
    this.#bytes = bytes;
    this.#keyword = keyword;
  }

  /** Its place, or the end of the file. */
  after(from: number): number {
    if (this.#found < from) {
      const found = this.#bytes.indexOf(this.#keyword, from);
      this.#found = found === -1 ? this.#bytes.length : found;
    }
    return this.#found;
  }
}
