/**
 * The sample letters of the demo, in the order in which they are delivered: what each is, and what it is there to show.
 * Real `.eml` files in `letters/`; all people in them are invented.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Sample {
  /** File in `letters/`. */
  file: string;
  /** What a newcomer reads in the first column of the table. */
  caption: string;
  /** Is an automatic reply due? Machines are never answered, and the same letter is answered once. */
  answered: boolean;
  /**
   * What must be changed in the bytes when the demo runs (see prepare.ts):
   * `pad`: grows its picture beyond the limit; `reply`: becomes an answer to our receipt of letter `to`;
   * `quote`: names the ticket number given to letter `to`.
   */
  change?: { what: 'pad' } | { what: 'reply' | 'quote'; to: string };
}

/** The address that the sample letters are written to. */
export const OFFICE_ADDRESS = 'support@example.ru';

export const SAMPLES: readonly Sample[] = [
  { file: '01-lost-password.eml', caption: 'Lost password, photo of screen', answered: true },
  { file: '02-official-statement.eml', caption: 'Official statement, PDF', answered: true },
  { file: '03-no-snils.eml', caption: 'No SNILS given', answered: true },
  { file: '04-wrong-snils.eml', caption: 'SNILS with wrong check digits', answered: true },
  { file: '05-exe-named-pdf.eml', caption: 'A good PDF, and an EXE named .pdf', answered: true },
  { file: '06-six-megabytes.eml', caption: 'Scan of 6 MB', answered: true, change: { what: 'pad' } },
  { file: '07-heic-photo.eml', caption: 'Photo in HEIC', answered: true },
  { file: '08-urgent-outage.eml', caption: 'Urgent by its subject, screenshot', answered: true },
  { file: '09-windows-1251.eml', caption: 'Written in windows-1251', answered: true },
  { file: '10-koi8-r.eml', caption: 'Written in koi8-r', answered: true },
  { file: '11-html-only.eml', caption: 'HTML only', answered: true },
  { file: '12-complaint.eml', caption: 'Complaint', answered: true },
  { file: '13-suggestion.eml', caption: 'Suggestion', answered: true },
  { file: '14-out-of-office.eml', caption: 'Out-of-office reply', answered: false },
  { file: '15-bounce.eml', caption: 'Bounce', answered: false },
  { file: '16-newsletter.eml', caption: 'Newsletter', answered: false },
  { file: '02-official-statement.eml', caption: 'The statement, delivered twice', answered: false },
  {
    file: '17-follow-up.eml',
    caption: 'Answers our receipt with SNILS',
    answered: true,
    change: { what: 'reply', to: '03-no-snils.eml' },
  },
  {
    file: '18-strangers-number.eml',
    caption: "Asks about a stranger's ticket",
    answered: true,
    change: { what: 'quote', to: '01-lost-password.eml' },
  },
];

/** The letter as it stands on disk. */
export function bytesOf({ file }: Sample): Promise<Buffer> {
  return readFile(join(import.meta.dirname, 'letters', file));
}
