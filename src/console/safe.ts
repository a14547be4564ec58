/**
 * Makes a stranger's text safe to print. A letter may hold escape sequences that move the cursor, set the window's title
 * or hide text, and direction marks that turn a file name around: on an operator's terminal they are shown, not obeyed.
 */

/** C0 and C1 controls but tab and line feed, DEL, and the bidirectional controls (Unicode UAX #9). */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const LONGEST_LINE = 1000;

/** Text of several lines. */
export function safeText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROLS, '\uFFFD');
}

/** A subject, a name, an address: what must stay on one line. What is absurdly long is cut: nobody reads it there. */
export function safeLine(text: string): string {
  const line = safeText(text.slice(0, LONGEST_LINE)).replace(/[\t\n\u2028\u2029]+/g, ' ');
  return text.length > LONGEST_LINE ? `${line}…` : line;
}
