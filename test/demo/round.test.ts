/** The postman's round: what is delivered, in what order, and how letters are made that answer ours. */
import { ImapFlow } from 'imapflow';
import { type ParsedMail, simpleParser } from 'mailparser';
import nodemailer, { type Transporter } from 'nodemailer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PostOffice, startPostOffice } from '../../src/demo/post-office.ts';
import { startRound } from '../../src/demo/round.ts';
import { OFFICE_ADDRESS, SAMPLES } from '../../src/demo/samples.ts';

const SIGN = { user: 'support', password: 'secret' };

let office: PostOffice;
let smtp: Transporter;
beforeEach(async () => {
  office = await startPostOffice({ ...SIGN, officeAddress: OFFICE_ADDRESS, staff: ['orlova@staff.example.ru'] });
  const auth = { user: SIGN.user, pass: SIGN.password };
  smtp = nodemailer.createTransport({ host: '127.0.0.1', port: office.smtpPort, ignoreTLS: true, pool: true, auth });
});
afterEach(async () => {
  smtp.close();
  await office.stop();
});

/** Everything in INBOX but the letter of 6 MB, oldest first. */
async function inbox(): Promise<ParsedMail[]> {
  const auth = { user: SIGN.user, pass: SIGN.password };
  const imap = new ImapFlow({ host: '127.0.0.1', port: office.imapPort, secure: false, auth, logger: false });
  await imap.connect();
  await imap.mailboxOpen('INBOX');
  const small = await imap.search({ smaller: 2 ** 20 });
  const letters = await imap.fetchAll(small || [], { source: true });
  await imap.logout();
  return Promise.all(letters.map((letter) => simpleParser(letter.source ?? '')));
}

/** Answers a letter as the service would, once its ticket is given to an operator. */
async function answer(letter: { messageId: string | null }, number: string): Promise<void> {
  await smtp.sendMail({
    from: `Служба поддержки <${OFFICE_ADDRESS}>`,
    to: 'orlova@staff.example.ru',
    subject: `[${number}] Новое обращение`,
    text: 'У вас новое обращение.',
  });
  await smtp.sendMail({
    from: `Служба поддержки <${OFFICE_ADDRESS}>`,
    to: 'citizen@example.org',
    subject: `[${number}] Ваше обращение зарегистрировано`,
    messageId: `<receipt-${number.slice(3)}@example.ru>`,
    inReplyTo: letter.messageId ?? '',
    references: letter.messageId ?? '',
    text: `Здравствуйте!\nНомер обращения: ${number}.`,
  });
}

test('at once: all letters but those that answer one of ours, the statement twice and byte for byte the same', async () => {
  const { errands } = await startRound(office);
  expect(errands.filter((one) => one.messageId === null).map((one) => one.sample.file)).toEqual([
    '17-follow-up.eml',
    '18-strangers-number.eml',
  ]);
  const letters = await inbox();
  expect(letters).toHaveLength(SAMPLES.length - 3);
  const [first, second] = letters.filter((one) => one.subject === 'Заявление о внесении изменений в учётную запись');
  expect(second?.headerLines).toEqual(first?.headerLines);
  expect(second?.attachments[0]?.checksum).toBe(first?.attachments[0]?.checksum);
});

test('after the receipts: the follow-up answers its receipt and quotes it, the stranger names the real number', async () => {
  const round = await startRound(office);
  for (const [i, errand] of round.errands.entries()) {
    if (errand.sample.answered && errand.messageId) await answer(errand, `ТП-2031-00${1000 + i}`);
  }
  await expect.poll(() => round.errands.every((one) => one.messageId), { timeout: 20_000 }).toBe(true);

  const receipt = round.errands.find((one) => one.sample.file === '03-no-snils.eml')?.answer?.receipt;
  expect(receipt).toMatchObject({ subject: '[ТП-2031-001002] Ваше обращение зарегистрировано' });
  const letters = await inbox();
  const followUp = letters.find((one) => one.subject?.startsWith('Re:'));
  expect(followUp).toMatchObject({
    inReplyTo: receipt?.messageId,
    references: [round.errands[2]?.messageId, receipt?.messageId],
    subject: 'Re: [ТП-2031-001002] Ваше обращение зарегистрировано',
  });
  expect(followUp?.text).toMatch(/^Добрый день, забыл указать\. СНИЛС 118-402-937 44\./);
  expect(followUp?.text).toContain('\n> Номер обращения: ТП-2031-001002.');

  const stranger = letters.find((one) => one.subject?.startsWith('Статус'));
  expect(stranger?.subject).toBe('Статус обращения TP-2031-001000');
  expect(stranger?.text).toContain('с обращением TP-2031-001000,');

  for (const late of round.errands.slice(-2)) await answer(late, 'ТП-2031-009999');
  await round.answered;
  expect(round.errands.filter((one) => one.answer).length).toBe(SAMPLES.filter((one) => one.answered).length);
}, 30_000);
