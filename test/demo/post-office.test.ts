/** The embedded post office must serve the same libraries that the service uses: imapflow and nodemailer. */
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { ImapFlow } from 'imapflow';
import nodemailer from 'nodemailer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { imapDate } from '../../src/demo/imap-host.ts';
import { type PostOffice, startPostOffice } from '../../src/demo/post-office.ts';

const OFFICE = 'support@example.ru';
const STAFF = ['orlova@staff.example.ru', 'zimin@staff.example.ru'];
const LETTER = Buffer.from(
  'From: anna@example.org\r\nTo: support@example.ru\r\nSubject: =?utf-8?B?0J/QsNGA0L7Qu9GM?=\r\n' +
    'Message-ID: <1@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nЗабыла пароль.\r\n',
);

let office: PostOffice;
let imap: ImapFlow;

function imapClient(password = 'secret'): ImapFlow {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: office.imapPort,
    secure: false,
    doSTARTTLS: false,
    auth: { user: 'support', pass: password },
    logger: false,
  });
  client.on('error', () => {});
  return client;
}

function smtpClient(user: string | null) {
  return nodemailer.createTransport({
    host: '127.0.0.1',
    port: office.smtpPort,
    secure: false,
    ignoreTLS: true,
    ...(user ? { auth: { user, pass: 'secret' } } : {}),
  });
}

beforeEach(async () => {
  office = await startPostOffice({ user: 'support', password: 'secret', officeAddress: OFFICE, staff: STAFF });
  imap = imapClient();
});

afterEach(async () => {
  imap.close();
  await office.stop();
});

describe('imapflow against the mailbox', () => {
  test('finds, fetches by BODY.PEEK[] and moves a letter byte for byte', async () => {
    office.deliver(LETTER);
    await imap.connect();
    expect(await imap.mailboxCreate('Processed')).toMatchObject({ path: 'Processed', created: true });
    const box = await imap.mailboxOpen('INBOX');
    expect(box.uidValidity).toBeGreaterThan(1_000_000n);
    expect(await imap.search({ uid: '1:*' }, { uid: true })).toEqual([1]);

    const fetched = await imap.fetchOne(
      '1',
      { source: true, internalDate: true, flags: true, size: true },
      { uid: true },
    );
    if (!fetched) throw new Error('not fetched');
    expect(fetched.source).toEqual(LETTER);
    expect(fetched.size).toBe(LETTER.length);
    expect(fetched.flags?.has('\\Seen')).toBe(false);
    expect(Math.abs(Date.now() - new Date(fetched.internalDate ?? 0).getTime())).toBeLessThan(60_000);

    const moved = await imap.messageMove('1', 'Processed', { uid: true });
    expect(moved).toMatchObject({ uidMap: new Map([[1, 1]]) });
    expect(await imap.search({ all: true }, { uid: true })).toEqual([]);
    expect(await imap.status('Processed', { messages: true })).toMatchObject({ messages: 1 });
    await imap.logout();
  });

  test('fetches a batch, only headers, and a part of a letter', async () => {
    for (let n = 0; n < 3; n++) office.deliver(LETTER);
    await imap.connect();
    await imap.mailboxOpen('INBOX');
    const all = await imap.fetchAll(
      '1:3',
      { uid: true, source: { start: 0, maxLength: 10 }, headers: ['subject'] },
      { uid: true },
    );
    expect(all.map((one) => one.uid)).toEqual([1, 2, 3]);
    expect(all.map((one) => one.source?.toString())).toEqual(Array(3).fill('From: anna'));
    expect(all[2]?.headers?.toString()).toContain('Subject:');
  });

  test('reads the structure of a letter and downloads its text', async () => {
    office.deliver(LETTER);
    await imap.connect();
    await imap.mailboxOpen('INBOX');
    const one = await imap.fetchOne('1', { bodyStructure: true, envelope: true }, { uid: true });
    expect(one).toMatchObject({ bodyStructure: { type: 'text/plain' }, envelope: { subject: 'Пароль' } });
    const { content } = await imap.download('1', '1', { uid: true });
    if (!content) throw new Error('not downloaded');
    expect(await text(content)).toContain('Забыла пароль');
  });

  test('marks by a keyword and searches by it, copies, appends, deletes', async () => {
    office.deliver(LETTER);
    await imap.connect();
    await imap.mailboxCreate('Failed');
    await imap.mailboxOpen('INBOX');
    expect(await imap.messageFlagsAdd('1', ['$Registered'], { uid: true })).toBe(true);
    expect(await imap.search({ keyword: '$Registered' }, { uid: true })).toEqual([1]);
    expect(await imap.search({ not: { keyword: '$Registered' } }, { uid: true })).toEqual([]);
    expect(await imap.messageCopy('1', 'Failed', { uid: true })).toMatchObject({ destination: 'Failed' });
    expect(await imap.append('INBOX', LETTER)).toMatchObject({ uid: 2 });
    expect(await imap.messageDelete('1', { uid: true })).toBe(true);
    expect(await imap.search({ all: true }, { uid: true })).toEqual([2]);
  });

  test('a client in IDLE hears of a new letter', async () => {
    await imap.connect();
    await imap.mailboxOpen('INBOX');
    const idling = imap.idle();
    const heard = once(imap, 'exists');
    office.deliver(LETTER);
    expect((await heard)[0]).toMatchObject({ path: 'INBOX', count: 1, prevCount: 0 });
    expect(await imap.search({ all: true }, { uid: true })).toEqual([1]);
    await idling;
  });

  test('a wrong password is refused', async () => {
    const stranger = imapClient('wrong');
    await expect(stranger.connect()).rejects.toMatchObject({ authenticationFailed: true });
  });
});

describe('letters by SMTP', () => {
  test('to the office and its subaddresses: into INBOX, stamped with the envelope', async () => {
    const envelope = { from: 'anna@example.org', to: ['support+t1@example.ru'] };
    await smtpClient(null).sendMail({ envelope, raw: LETTER });
    await imap.connect();
    await imap.mailboxOpen('INBOX');
    const one = await imap.fetchOne('*', { source: true });
    const received = one ? one.source?.toString() : '';
    expect(received).toMatch(/^Return-Path: <anna@example.org>\r\nDelivered-To: support\+t1@example.ru\r\n/);
    expect(received).toMatch(/^Received: by post\.example\.ru /m);
    expect(received?.endsWith(LETTER.toString())).toBe(true);
    expect(office.sent()).toEqual([]);
  });

  test('to a citizen: kept, told of, and readable in Citizens', async () => {
    const heard: string[][] = [];
    office.onSent((letter) => heard.push(letter.to));
    await smtpClient('support').sendMail({ envelope: { from: OFFICE, to: ['anna@example.org'] }, raw: LETTER });
    expect(heard).toEqual([['anna@example.org']]);
    expect(office.sent()).toMatchObject([{ from: OFFICE, to: ['anna@example.org'] }]);
    await imap.connect();
    expect(await imap.status('Citizens', { messages: true })).toMatchObject({ messages: 1 });
  });

  test('to an operator: kept in Staff, not in Citizens', async () => {
    await smtpClient('support').sendMail({ envelope: { from: OFFICE, to: STAFF }, raw: LETTER });
    expect(office.sent()).toMatchObject([{ to: STAFF, folder: 'Staff' }]);
    await imap.connect();
    expect(await imap.status('Staff', { messages: true })).toMatchObject({ messages: 1 });
    expect(await imap.status('Citizens', { messages: true })).toMatchObject({ messages: 0 });
  });

  test('to a citizen without signing in: refused', async () => {
    const envelope = { from: OFFICE, to: ['anna@example.org'] };
    await expect(smtpClient(null).sendMail({ envelope, raw: LETTER })).rejects.toMatchObject({ responseCode: 550 });
  });
});

describe('what the post office vouches for', () => {
  /** The topmost result on a letter with this From that this user sent. */
  async function resultFor(from: string, user: string | null): Promise<string | undefined> {
    const claim = 'Authentication-Results: post.example.ru; dmarc=pass header.from=staff.example.ru';
    const raw = `${claim}\r\nFrom: ${from}\r\nTo: ${OFFICE}\r\n\r\n#решено\r\n`;
    await smtpClient(user).sendMail({ envelope: { from: STAFF[0], to: [OFFICE] }, raw });
    await imap.connect();
    await imap.mailboxOpen('INBOX');
    const one = await imap.fetchOne('*', { source: true });
    const results = one ? one.source?.toString().match(/^Authentication-Results: .*$/gm) : null;
    return results?.[0];
  }

  test.each([
    { who: 'an operator who signed in', from: STAFF[0]!, user: STAFF[0]!, result: 'dmarc=pass' },
    { who: 'an operator under the name of another', from: STAFF[1]!, user: STAFF[0]!, result: 'dmarc=fail' },
    { who: 'nobody, as an operator', from: STAFF[0]!, user: null, result: 'dmarc=fail' },
    {
      who: 'nobody, as somebody of the staff who is not there',
      from: 'x@staff.example.ru',
      user: null,
      result: 'dmarc=fail',
    },
  ])('$who: $result', async ({ from, user, result }) => {
    const expected = `Authentication-Results: post.example.ru; ${result} header.from=staff.example.ru`;
    expect(await resultFor(from, user)).toBe(expected);
  });
  test('a citizen: nothing, and his own claim stands below', async () => {
    expect(await resultFor('anna@example.org', null)).toBe('Authentication-Results: post.example.ru; none');
  });
});

test('the internal date is told in UTC, whatever the zone of the machine', () => {
  expect(imapDate(new Date('2026-03-05T23:59:58.700Z'))).toBe('05-Mar-2026 23:59:58 +0000');
});
