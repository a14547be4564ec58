/**
 * Sample facts for every letter: the fullest that can happen, and the barest. With them all templates are rendered at start
 * and in tests, so that no branch of a template is first seen by a citizen. Pure; the people are invented.
 */
import type { RefusalReason } from '../attachment/verdict.ts';
import { STATUS_TITLES, type Status } from '../ticket/status.ts';
import { type AnsweredFile, additionLetter, type Filled, type ReceiptFacts, receiptLetter } from './receipt.ts';

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

const accepted = (name: string, type: string, bytes: number): AnsweredFile => {
  return { id: null, name, type, bytes, verdict: 'accepted', reason: null };
};
const refused = (name: string, type: string | null, reason: RefusalReason, bytes = 120_000): AnsweredFile => {
  return { id: null, name, type, bytes, verdict: 'refused', reason };
};

/** One file for every way to be refused but for its type. */
const EVERY_REASON: AnsweredFile[] = [
  refused('документы.zip', 'zip', 'archive'),
  refused('скан.pdf', 'exe', 'name-mismatch'),
  refused('скан2.pdf', null, 'name-mismatch'),
  refused('скан3.pdf', 'jpg', 'name-mismatch'),
  refused('скан4.pdf', 'rar', 'name-mismatch'),
  refused('справка.jpg', 'jpg', 'damaged'),
  refused('пустой.pdf', null, 'empty', 0),
  refused('выписка.pdf', 'pdf', 'encrypted'),
  refused('анкета.pdf', 'pdf', 'active-content'),
  refused('паспорт.pdf', 'pdf', 'too-large', 6.2 * MIB),
  refused('договор.pdf', 'pdf', 'total-too-large', 3 * MIB),
  refused('фото11.jpg', 'jpg', 'too-many'),
  refused('фото12.jpg', 'jpg', 'too-many'),
  refused('карта.png', 'png', 'too-many-pixels'),
  refused('счёт.pdf', 'pdf', 'infected'),
];

/** One file of each kind that templates have an advice for. */
const EVERY_TYPE: AnsweredFile[] = [
  'heic webp tif docx xlsx pptx cfb txt html eml zip exe mp4 mp3 wasm'
    .split(' ')
    .map((type) => refused(`файл.${type}`, type, 'type')),
  refused('без имени', null, 'type'),
].flat();

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

export interface Sample extends Filled {
  /** What happened, in words that make a file name. */
  name: string;
}

/** Letters of every make. Together with those of statusLetters() they enter every branch of every template. */
export function sampleLetters(): Sample[] {
  const manyFiles = Array.from({ length: 40 }, (_, i) => accepted(`скан ${i + 1}.pdf`, 'pdf', MIB));
  return [
    { name: 'receipt', ...receiptLetter(WELL) },
    { name: 'receipt-of-a-stranger', ...receiptLetter(BARE) },
    { name: 'receipt-nothing-right', ...receiptLetter(FULL) },
    {
      name: 'receipt-wrong-snils-every-type',
      ...receiptLetter({ ...FULL, missing: ['snils'], snilsInvalid: true, files: EVERY_TYPE, textTooLong: false }),
    },
    { name: 'receipt-many-files', ...receiptLetter({ ...WELL, files: manyFiles }) },
    { name: 'addition-completed', ...additionLetter({ ...WELL, status: 'in_progress', completed: true }) },
    { name: 'addition-still-missing', ...additionLetter({ ...FULL, files: [], missing: ['snils'], completed: false }) },
  ];
}

/** The letters about a ticket in each status; they differ by a sentence. */
export function statusLetters(): Filled[] {
  return (Object.keys(STATUS_TITLES) as Status[]).flatMap((status) => [
    receiptLetter({ ...BARE, status }),
    additionLetter({ ...BARE, status, completed: false }),
  ]);
}
