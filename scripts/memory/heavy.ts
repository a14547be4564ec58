/**
 * Letters of 25 MB, the most that a mailbox takes: ordinary ones, and such as make a reader keep much for little.
 * In: how many bytes. Out: the raw letter.
 */

const HEAD = 'From: a@example.ru\r\nSubject: x\r\nDate: Thu, 12 Mar 2026 10:15:30 +0300\r\nMIME-Version: 1.0\r\n';
const SENTENCE = 'Здравствуйте! Я, Петрова Анна Сергеевна, не могу войти в личный кабинет, СНИЛС 112-233-445 95. ';
const PLAIN = 'Content-Type: text/plain; charset=utf-8\r\n\r\n';
const PAGE = 'Content-Type: text/html; charset=utf-8\r\n\r\n';

/** A piece as often as it fits. */
function filled(bytes: number, head: string, piece: string | ((n: number) => string), tail = ''): Buffer {
  const start = Buffer.from(HEAD + head);
  const end = Buffer.from(tail);
  const letter = Buffer.alloc(bytes);
  let at = start.copy(letter);
  for (let n = 0; at < bytes - end.length; n++) {
    const written = letter.write(typeof piece === 'string' ? piece : piece(n), at);
    if (written === 0) break;
    at += written;
  }
  end.copy(letter, at);
  return letter.subarray(0, at + end.length);
}

const folded = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
const LINE_OF_FILE = `${Buffer.from('%PDF-1.4 '.repeat(7).slice(0, 57)).toString('base64')}\r\n`;
const file = (name: string, type: string) =>
  `Content-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n`;
const MIXED = `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n${PLAIN}${SENTENCE}\r\n`;
const UU_LINE = `M${'#0V%T'.repeat(12)}\r\n`;

/** What fills it → the letter. */
export const HEAVY: Record<string, (bytes: number) => Buffer> = {
  'plain text': (bytes) => filled(bytes, PLAIN, `${SENTENCE}\r\n`),
  'plain text in base64': (bytes) =>
    filled(bytes, `Content-Transfer-Encoding: base64\r\n${PLAIN}`, folded(Buffer.from(SENTENCE.repeat(57)))),
  'plain text in quoted-printable': (bytes) =>
    filled(bytes, `Content-Transfer-Encoding: quoted-printable\r\n${PLAIN}`, `${'=D0=B0'.repeat(12)}=\r\n=20`),
  'plain text, no line end': (bytes) => filled(bytes, PLAIN, SENTENCE),
  'words of one letter': (bytes) => filled(bytes, PLAIN, 'я '),
  'capital letters and points': (bytes) => filled(bytes, PLAIN, 'И. О. '),
  'empty lines': (bytes) => filled(bytes, PLAIN, '\n'),
  'bare CR': (bytes) => filled(bytes, PLAIN.replaceAll('\r\n', '\r'), '\r'),
  'lines of one letter': (bytes) => filled(bytes, PLAIN, 'а\n'),
  'quoted lines': (bytes) => filled(bytes, PLAIN, '> а\n'),
  'flowed lines': (bytes) => filled(bytes, 'Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n', 'а \n'),
  numbers: (bytes) => filled(bytes, PLAIN, (n) => `${String(n).padStart(11, '1')} `),
  attributions: (bytes) => filled(bytes, PLAIN, '12 марта 2026 г., в 10:15, А Б <a@example.ru> написал(а):\n'),
  'begun uuencoding': (bytes) => filled(bytes, `${PLAIN}begin 644 a\n`, 'begin 644 a\nM\n'),
  'one endless uuencoding': (bytes) => filled(bytes, `${PLAIN}begin 644 a\n`, UU_LINE),
  'uuencoded files': (bytes) => filled(bytes, PLAIN, `begin 644 a.pdf\r\n${UU_LINE.repeat(20_000)}\`\r\nend\r\n`),
  'an uuencoded part': (bytes) =>
    filled(
      bytes,
      'Content-Type: application/pdf\r\nContent-Transfer-Encoding: uuencode\r\n\r\nbegin 644 a.pdf\r\n',
      UU_LINE.repeat(1000),
      '`\r\nend\r\n',
    ),
  'a page': (bytes) => filled(bytes, PAGE, `<p class="MsoNormal"><span style="color:black">${SENTENCE}</span></p>\r\n`),
  'a page in base64': (bytes) =>
    filled(
      bytes,
      `Content-Transfer-Encoding: base64\r\n${PAGE}`,
      folded(Buffer.from(`<p class="MsoNormal">${SENTENCE}</p>`.repeat(57))),
    ),
  'a page in quoted-printable and windows-1251': (bytes) =>
    filled(
      bytes,
      'Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset=windows-1251\r\n\r\n',
      `<p>${'=EF=F0=E8=E2=E5=F2 '.repeat(4)}=\r\n</p>\r\n`,
    ),
  'a page of nested elements': (bytes) => filled(bytes, PAGE, '<div>а'),
  'a page of nested quotes': (bytes) => filled(bytes, PAGE, '<blockquote>а'),
  'a page of line breaks': (bytes) => filled(bytes, PAGE, 'а<br>'),
  'a page of cells': (bytes) => filled(bytes, `${PAGE}<table>`, '<tr><td>а<td>б'),
  'a page of entities': (bytes) => filled(bytes, PAGE, '&amp;'),
  'a page of attributes': (bytes) => filled(bytes, `${PAGE}<p `, (n) => `a${n}=1 `),
  'a page of pictures': (bytes) =>
    filled(bytes, PAGE, `<img src="data:image/png;base64,${'iVBORw0KGgo'.repeat(40_000)}">\r\n`),
  'a file': (bytes) =>
    filled(bytes, `${MIXED}--b\r\n${file('a.pdf', 'application/pdf')}`, LINE_OF_FILE, '\r\n--b--\r\n'),
  files: (bytes) =>
    filled(
      bytes,
      MIXED,
      (n) => `--b\r\n${file(`${n}.pdf`, 'application/pdf')}${LINE_OF_FILE.repeat(30_000)}\r\n`,
      '\r\n--b--\r\n',
    ),
  'small files': (bytes) =>
    filled(bytes, MIXED, (n) => `--b\r\n${file(`${n}.pdf`, 'application/pdf')}${LINE_OF_FILE.repeat(20)}\r\n`),
  'parts of text': (bytes) => filled(bytes, MIXED, (n) => `--b\r\n${PLAIN}${n} ${SENTENCE.repeat(10)}\r\n`),
  'a letter in the letter': (bytes) =>
    filled(
      bytes,
      `${MIXED}--b\r\nContent-Type: message/rfc822\r\n\r\n${HEAD}${MIXED.replaceAll('=b', '=c').replaceAll('--b', '--c')}--c\r\n${file('a.pdf', 'application/pdf')}`,
      LINE_OF_FILE,
      '\r\n--c--\r\n--b--\r\n',
    ),
  'letters in letters': (bytes) =>
    filled(bytes, 'Content-Type: message/rfc822\r\n\r\n'.repeat(9) + PLAIN, `${SENTENCE}\r\n`),
  'a header': (bytes) => filled(bytes, 'X-Long: ', 'y'),
  'header lines': (bytes) => filled(bytes, '', 'X: y\r\n'),
  'lines of no header': (bytes) => filled(bytes, '', 'а\n'),
  recipients: (bytes) => filled(bytes, 'To: ', 'u@example.ru, '),
  'encoded words': (bytes) => filled(bytes, 'Subject: ', '=?utf-8?B?0JA=?= '),
  zeros: (bytes) => filled(bytes, PLAIN, '\0'),
};
