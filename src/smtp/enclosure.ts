/**
 * Files in an outgoing letter: what each takes there, and how they are put behind the text. A letter that was composed for files
 * to follow ends with the closing line of its boundary (RFC 2046 §5.1.1); they are written before that line. Equal files
 * give equal bytes. Enters: a letter's bytes, files. Leaves: the letter's bytes with the files. Pure.
 */
import MimeNode from 'nodemailer/lib/mime-node';

export interface Enclosure {
  /** Safe name, shown to the reader. */
  name: string;
  /** Content-Type, e.g. `application/pdf`; not `message/*`, which may not be encoded (RFC 2046 §5.2.1). */
  contentType: string;
  content: Uint8Array;
}

/** RFC 2045 §6.8: 57 bytes make a line of 76 characters. */
const LINE = 57;
const ENCODED_LINE = 78;
/** So many lines are encoded at once: what is made on the way stays small beside the file. */
const PIECE = LINE * 4096;

/** How many bytes of a letter a file takes. @param length of its content */
export function enclosedSize(file: Omit<Enclosure, 'content'>, length: number): number {
  return headOf(file).length + Math.ceil(length / LINE) * ENCODED_LINE + BOUNDARY_ROOM;
}

/** The line of the boundary before it, and the line ends around. */
const BOUNDARY_ROOM = 128;

/** The letter with its files. @param letter of composeLetter(), composed for files to follow */
export function withFiles(letter: Buffer, files: readonly Enclosure[]): Buffer {
  const at = letter.lastIndexOf('\r\n--', letter.length - 3) + 2;
  const closing = letter.subarray(at);
  const boundary = `${closing.toString('latin1').trimEnd().slice(0, -2)}\r\n`;
  const parts = files.flatMap((file) => [Buffer.from(boundary + headOf(file)), encoded(file.content), LINE_END]);
  return Buffer.concat([letter.subarray(0, at), ...parts, closing]);
}

const LINE_END = Buffer.from('\r\n');

/** Header lines of the file's part, with the empty line below them. */
function headOf({ name, contentType }: Omit<Enclosure, 'content'>): string {
  // The root of a tree would get a Date and a Message-ID.
  const part = new MimeNode('multipart/mixed', { textEncoding: 'B' }).createChild(contentType, { filename: name });
  part.setHeader('Content-Transfer-Encoding', 'base64');
  part.setHeader('Content-Disposition', 'attachment');
  return `${part.buildHeaders()}\r\n\r\n`;
}

/** Base64 in lines, into one buffer made for it. */
function encoded(content: Uint8Array): Buffer {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const lines = Buffer.alloc(Math.ceil(bytes.length / LINE) * ENCODED_LINE);
  let end = 0;
  for (let from = 0; from < bytes.length; from += PIECE) {
    const piece = bytes.toString('base64', from, from + PIECE).replace(/.{76}(?=.)/g, '$&\r\n');
    end += lines.write(`${piece}\r\n`, end, 'latin1');
  }
  return lines.subarray(0, Math.max(0, end - LINE_END.length));
}
