/** Names in the bytes of a PDF (ISO 32000 §7.3.5), plain or escaped as `#xx`. Pure, linear. */

const SLASH = 0x2f;
/** White space and delimiters (§7.2.3): where a name ends. */
const ENDS_NAME = new Uint8Array(256);
for (const byte of Buffer.from('\0\t\n\f\r ()<>[]{}/%', 'latin1')) ENDS_NAME[byte] = 1;
/** Longest wanted name with every character escaped. */
const LONGEST = 3 * 24;
/** How far before a slash the beginning of a web address is looked for. */
const LONGEST_ADDRESS = 1024;

/** Does one of the names stand anywhere in these bytes? @param entered places where a reader may begin, strings or not */
export function holdsName(
  bytes: Buffer,
  wanted: ReadonlySet<string>,
  entered: ReadonlySet<number> = new Set(),
): boolean {
  const first = new Set([...wanted].map((name) => name.charCodeAt(0)).concat('#'.charCodeAt(0)));
  for (let at = bytes.indexOf(SLASH); at !== -1; at = bytes.indexOf(SLASH, at + 1)) {
    if (first.has(bytes[at + 1] ?? 0) && wanted.has(nameAt(bytes, at)) && !insideAddress(bytes, at, entered))
      return true;
  }
  return false;
}

function nameAt(bytes: Buffer, slash: number): string {
  let end = slash + 1;
  while (end < bytes.length && end - slash <= LONGEST && ENDS_NAME[bytes[end] as number] === 0) end += 1;
  const name = bytes.toString('latin1', slash + 1, end);
  return name.includes('#') ? decodeEscapes(name) : name;
}

/** `/J#61va` is `/Java`. */
export function decodeEscapes(text: string): string {
  return text.replace(/#([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** `(https://example.ru/Launch)` is a link to a page of that name: a string that opens with an address and has no gap. */
function insideAddress(bytes: Buffer, slash: number, entered: ReadonlySet<number>): boolean {
  const from = Math.max(0, slash - LONGEST_ADDRESS);
  let start = slash;
  while (start > from && (bytes[start - 1] === SLASH || ENDS_NAME[bytes[start - 1] as number] === 0)) start -= 1;
  if (bytes[start - 1] !== '('.charCodeAt(0)) return false;
  for (let at = start; at <= slash; at += 1) if (entered.has(at)) return false;
  return /^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(bytes.toString('latin1', start, slash + 1));
}
