/** Sample receipts: of new tickets and of additions to one. Pure; the people are invented. */
import type { Advice, RefusalReason } from '../../attachment/verdict.ts';
import { STATUS_TITLES, type Status } from '../../ticket/status.ts';
import type { AnsweredFile } from '../answered-files.ts';
import { arrivalLetter } from '../arrival.ts';
import type { Filled } from '../letterhead.ts';
import { type AdditionFacts, additionLetter, type ReceiptFacts, receiptLetter } from '../receipt.ts';
import { type WishFacts, wishLetter } from '../wish.ts';
import type { Sample } from './sample.ts';

const MIB = 2 ** 20;

const LIMITS = { types: ['pdf', 'jpg', 'png'], maxFile: 5 * MIB, maxTotal: 5 * MIB, maxCount: 10, maxText: 5000 };

/** The barest: nobody known, nothing sent. */
export const BARE: ReceiptFacts = {
  office: { name: 'Служба поддержки', address: 'support@example.org' },
  timeZone: 'Europe/Moscow',
  number: 'ТП-2026-000123',
  receivedAt: new Date('2026-11-22T11:05:00Z'),
  status: 'registered',
  dueAt: new Date('2026-11-27T15:00:00Z'),
  applicant: null,
  files: [],
  missing: [],
  snilsInvalid: false,
  textTooLong: false,
  limits: LIMITS,
};

const accepted = (name: string, type: string, bytes: number, ...advice: Advice[]): AnsweredFile => {
  return { id: null, name, type, bytes, verdict: 'accepted', reason: null, advice };
};
const refused = (name: string, type: string | null, reason: RefusalReason, bytes = 120_000): AnsweredFile => {
  return { id: null, name, type, bytes, verdict: 'refused', reason, advice: [] };
};

/** One file for every way to be refused but for its type. */
const EVERY_REASON: AnsweredFile[] = [
  refused('документы.zip', 'zip', 'archive'),
  refused('скан.pdf', 'exe', 'name-mismatch'),
  refused('скан2.pdf', null, 'name-mismatch'),
  refused('скан3.pdf', 'jpg', 'name-mismatch'),
  refused('скан4.pdf', 'rar', 'name-mismatch'),
  refused('скан5.pdf', 'docx', 'name-mismatch'),
  refused('справка.jpg', 'jpg', 'damaged'),
  refused('пустой.pdf', null, 'empty', 0),
  refused('выписка.pdf', 'pdf', 'encrypted'),
  refused('анкета.pdf', 'pdf', 'active-content'),
  refused('паспорт.pdf', 'pdf', 'too-large', 6.2 * MIB),
  refused('договор.pdf', 'pdf', 'total-too-large', 3 * MIB),
  refused('фото11.jpg', 'jpg', 'too-many'),
  refused('фото12.jpg', 'jpg', 'too-many'),
  refused('карта.png', 'png', 'too-many-pixels'),
  refused('Текст письма', null, 'withheld'),
  refused('счёт.pdf', 'pdf', 'infected'),
];

/** One file of each kind that templates have an advice for. */
const EVERY_TYPE: AnsweredFile[] = [
  'heic webp dng tif docx xlsx pptx cfb txt html eml p7s vcf ics epub zip exe mp4 mp3 wasm'
    .split(' ')
    .map((type) => refused(`файл.${type}`, type, 'type')),
  refused('без имени', null, 'type'),
].flat();

/** Accepted, and could be better in every way. */
const ADVISED: AnsweredFile[] = [
  { ...accepted('паспорт.jpg', 'jpg', 2.9 * MIB, 'large-image', 'unreadable'), id: 'F-1A2B3C4D5E' },
  { ...accepted('справка.pdf', 'pdf', 310_000, 'low-resolution', 'blank-page'), id: 'F-2B3C4D5E6F' },
  { ...accepted('чек.jpg', 'jpg', 90_000, 'low-resolution'), id: 'F-3C4D5E6F7A' },
];

/** Everything as it should be. */
const WELL: ReceiptFacts = {
  ...BARE,
  applicant: { given: 'Мария', patronymic: 'Петровна' },
  files: [accepted('заявление.pdf', 'pdf', 1.2 * MIB), accepted('снимок экрана.png', 'png', 310_000)],
};

/** Everything that can be wrong at once. */
const FULL: ReceiptFacts = {
  ...WELL,
  status: 'awaiting_info',
  files: [
    { ...accepted('заявление.pdf', 'pdf', 1.2 * MIB), id: '123-1' },
    accepted('снимок экрана.png', 'png', 310_000),
    ...EVERY_REASON,
  ],
  missing: ['fio', 'snils'],
  textTooLong: true,
  limits: { ...LIMITS, maxTotal: 20 * MIB },
};

const EARLIER = { number: 'ТП-2026-000098', reopenDays: 14 };

const addition = (facts: Partial<AdditionFacts>): Filled =>
  additionLetter({ ...WELL, status: 'in_progress', completed: false, ...facts });

/** Letters of every make, about a new ticket. */
export function receiptSamples(): Sample[] {
  const manyFiles = Array.from({ length: 40 }, (_, i) => accepted(`скан ${i + 1}.pdf`, 'pdf', MIB));
  const everyType = { ...FULL, missing: ['snils' as const], snilsInvalid: true, files: EVERY_TYPE, textTooLong: false };
  return [
    { name: 'receipt', ...receiptLetter(WELL) },
    { name: 'receipt-of-a-stranger', ...receiptLetter(BARE) },
    { name: 'receipt-nothing-right', ...receiptLetter(FULL) },
    { name: 'receipt-wrong-snils-every-type', ...receiptLetter(everyType) },
    {
      name: 'receipt-has-no-snils',
      ...receiptLetter({ ...WELL, status: 'in_progress', without: { items: ['snils'], because: 'says-none' } }),
    },
    { name: 'receipt-advice', ...receiptLetter({ ...WELL, files: ADVISED }) },
    { name: 'receipt-many-files', ...receiptLetter({ ...WELL, files: manyFiles }) },
    {
      name: 'receipt-infected',
      ...receiptLetter({ ...WELL, files: [...WELL.files, refused('счёт.pdf', 'pdf', 'infected')] }),
    },
    { name: 'receipt-infected-beyond-files', ...receiptLetter({ ...WELL, infectedBeyondFiles: true }) },
    {
      name: 'receipt-after-closing',
      ...receiptLetter({ ...WELL, files: [], origin: { ...EARLIER, because: 'closed-long-ago' } }),
    },
    {
      name: 'receipt-repeat',
      ...receiptLetter({ ...WELL, status: 'in_progress', files: [], origin: { ...EARLIER, because: 'repeat' } }),
    },
    {
      name: 'receipt-appeal',
      ...receiptLetter({ ...WELL, status: 'in_progress', files: [], origin: { ...EARLIER, because: 'appeal' } }),
    },
  ];
}

/** Letters of every make, about a letter that joined a ticket. */
export function additionSamples(): Sample[] {
  return [
    { name: 'addition', ...addition({ operatorTold: true }) },
    {
      name: 'addition-completed',
      ...addition({ before: 'awaiting_info', completed: true, corrected: ['snils', 'fio', 'inn', 'phone'] }),
    },
    { name: 'addition-still-missing', ...additionLetter({ ...FULL, files: [], missing: ['snils'], completed: false }) },
    {
      name: 'addition-asked-once',
      ...addition({
        before: 'awaiting_info',
        handedOver: true,
        operatorTold: true,
        without: { items: ['fio', 'snils'], because: 'asked-once' },
      }),
    },
    { name: 'addition-reopened', ...addition({ before: 'closed', operatorTold: true, files: [] }) },
    { name: 'addition-repeated', ...addition({ repeated: true, operatorTold: true, files: [] }) },
    { name: 'addition-after-solution', ...addition({ status: 'resolved', operatorTold: true, files: [] }) },
    { name: 'arrival', ...arrivalLetter(BARE) },
    { name: 'addition-after-rejection', ...addition({ status: 'rejected', operatorTold: true, files: [] }) },
  ];
}

const wish = (facts: Pick<WishFacts, 'wish' | 'before' | 'status'> & Partial<WishFacts>): Filled =>
  wishLetter({ ...WELL, files: [], reasonGiven: true, reopenDays: 14, ...facts });

/** What became of wishes, fulfilled and not. */
export function wishSamples(): Sample[] {
  return [
    { name: 'wish-accepted', ...wish({ wish: 'accept', before: 'resolved', status: 'closed' }) },
    {
      name: 'wish-refused-without-reason',
      ...wish({ wish: 'refuse', before: 'resolved', status: 'in_progress', reasonGiven: false }),
    },
    {
      name: 'wish-refused-with-files',
      ...wish({ wish: 'refuse', before: 'resolved', status: 'in_progress', files: WELL.files, textTooLong: true }),
    },
    { name: 'wish-closed', ...wish({ wish: 'close', before: 'awaiting_info', status: 'closed' }) },
    { name: 'wish-nothing-to-accept', ...wish({ wish: 'accept', before: 'in_progress', status: 'in_progress' }) },
    { name: 'wish-already-closed', ...wish({ wish: 'close', before: 'closed', status: 'closed' }) },
  ];
}

/** The letters about a ticket in each status; they differ by a sentence. */
export function statusReceipts(): Filled[] {
  return (Object.keys(STATUS_TITLES) as Status[]).flatMap((status) => [
    receiptLetter({ ...BARE, status }),
    additionLetter({ ...BARE, status, completed: false }),
    ...(['accept', 'refuse', 'close'] as const).map((one) => wish({ wish: one, before: status, status })),
  ]);
}
