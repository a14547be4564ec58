/**
 * What the demo says around its table: one automatic reply as the citizen sees it, the meaning of the marks, and how to
 * send a letter of one's own. Text out; nothing is printed here.
 */
import Table from 'cli-table3';
import { wrap } from '../console/grid.ts';
import { safeText } from '../console/safe.ts';
import type { Received } from './received.ts';

/** A letter reads badly in lines longer than this. */
const WIDEST = 90;
const HEAD_FRAME = { mid: '', 'left-mid': '', 'right-mid': '', bottom: '', 'bottom-left': '', 'bottom-right': '' };
const BODY_FRAME = { mid: '', 'left-mid': '', 'right-mid': '', 'top-left': '├', 'top-right': '┤' };

/** One letter of ours in a frame: From, To, Subject, Date, and the text part. */
export function showReply(receipt: Received, width: number): string {
  const outer = Math.min(width, WIDEST);
  const date = receipt.date.toLocaleString('ru-RU', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Moscow',
  });
  const head = [
    `From:    ${receipt.from}`,
    `To:      ${receipt.to}`,
    `Subject: ${receipt.subject}`,
    `Date:    ${date} (Moscow)`,
  ];
  return [frame(head.join('\n'), outer, HEAD_FRAME), frame(receipt.text.trimEnd(), outer, BODY_FRAME)].join('\n');
}

/** Each line is a row of its own, without a rule between: cli-table3 takes cubic time over a cell of many lines. */
function frame(text: string, width: number, chars: Record<string, string>): string {
  const table = new Table({ chars, style: { head: [], border: [] }, colWidths: [width - 2] });
  for (const line of wrap(safeText(text), width - 4).split('\n')) table.push([line]);
  return table.toString();
}

/** The Russian words of the table. */
export const LEGEND = 'В работе: the operator named has it.\nОжидает уточнения: the citizen must send something.';

/** Before the conversation. */
export const CONVERSATION = [
  'How it went on. Citizen and operator only answer letters in their mail programs.',
  "Two proofs make a letter the operator's: a token in the address that it answers",
  'to, and the word of the post office (Authentication-Results) that she signed in.',
  'There is no DNS here to ask for DKIM keys.',
].join('\n');

export interface Ways {
  smtpPort: number;
  imapPort: number;
  user: string;
  password: string;
  officeAddress: string;
  /** Address of an operator. */
  operator: string;
}

/** How to send a letter of one's own, and where any mail program finds the mailbox. */
export function closingWords(ways: Ways): string {
  return [
    'The demo keeps running. In another terminal, send it a letter of your own:',
    '',
    `  npm run -s priemnaya -- demo-letter --port ${ways.smtpPort} "Не приходит код из СМС"`,
    '',
    'with --file photo.jpg to attach one, or --eml letter.eml for a whole letter.',
    '',
    'Any mail program works too, without encryption:',
    `  user ${ways.user}, password ${ways.password}`,
    `  SMTP 127.0.0.1:${ways.smtpPort}   write to ${ways.officeAddress}`,
    `  IMAP 127.0.0.1:${ways.imapPort}   Processed; Citizens and Staff: what each of them got`,
    '',
    'To answer a citizen, answer a letter in Staff as its operator:',
    `  user ${ways.operator}, password ${ways.password}`,
    '',
    'Ctrl-C ends it.',
  ].join('\n');
}
