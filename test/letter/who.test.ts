/** Who is a machine (contract.md): only structure sets a letter aside; words and addresses withhold the automatic answer. */
import { describe, expect, test } from 'vitest';
import { classify } from '../../src/letter/class.ts';
import { readLetter } from '../../src/letter/read.ts';

const OURS = 'support@desk.example';
/** Says nothing by which a person could be told. */
const BLAND = 'Приём на Ленина, 5 по вторникам.';
const MATTER = 'Не могу войти, помогите. СНИЛС 112-233-445 95';

/** What becomes of a letter with these header fields. */
async function who(head: string, text: string, from = 'vera@post.example') {
  const fields = [
    /^From:/m.test(head) ? '' : `From: ${from}`,
    `To: ${OURS}`,
    head,
    'Content-Type: text/plain; charset=utf-8',
  ];
  const raw = `${fields.filter((field) => field !== '').join('\n')}\n\n${text}\n`;
  const found = classify(await readLetter(Buffer.from(raw)), {
    ownAddresses: [OURS],
    spamHeaders: ['X-Spam-Flag', 'x-office-verdict'],
  });
  if (found.class !== 'human') return found.class;
  if (found.doubtful) return 'doubted';
  return found.answerable ? 'answered' : 'not answered';
}

describe('what relays and providers write on the way is no sign', () => {
  test.each([
    'Feedback-ID: 1:user:proton',
    'Feedback-ID: ::1.eu-west-1.abc=:AmazonSES\nX-SES-Outgoing: 2026.11.27-54.240.7.1',
    'X-Mailgun-Sid: WyIx\nX-Mailgun-Sending-Ip: 192.0.2.1\nX-Mailgun-Variables: {}',
    'X-Mailgun-Tag: office\nX-Mailgun-Batch-Id: 1',
    'X-MJ-Mid: AWkAA\nX-CSA-Complaints: csa-complaints@eco.example\nX-Mailjet-TrackOpen: 0',
    'X-MC-Relay: Neutral\nX-MailChannels-SenderId: a|x-authuser|vera\nX-MailChannels-Auth-Id: a\nX-MC-Loop-Signature: 1',
    'X-MC-User: 1\nX-Mandrill-User: md_1',
    'X-SG-EID: u001\nX-SG-ID: u001\nX-Entity-ID: u001',
    'X-PM-Message-Id: 1\nX-PM-Tag: office',
    'X-SIB-ID: 1\nX-Mailin-EID: 1',
    'X-Report-Abuse: <https://relay.example/abuse>\nX-Report-Abuse-To: abuse@relay.example',
    'X-MailRu-Msgtype: office\nX-Postmaster-Msgtype: office',
    'X-Campaign-ID: 1\nX-Campaign: office',
    'X-UNISENDER-UID: 1\nX-Unione-Sid: 2',
    'List-Unsubscribe: <mailto:u@relay.example>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click',
    'List-Unsubscribe: <mailto:u@relay.example>\nFeedback-ID: 1:2:3\nX-Mailgun-Sid: 1\nX-CSA-Complaints: c@eco.example',
    'List-Help: <https://relay.example/help>\nList-Unsubscribe: <https://relay.example/u>',
    'X-Mailer: Unisender',
    'X-Auto-Response-Suppress: All',
    'X-Auto-Response-Suppress: DR, OOF, AutoReply\nX-MS-Exchange-Organization-AuthAs: Internal',
    'X-Mailer: Amazon WorkMail\nX-Original-Mailer: Amazon WorkMail\nX-SES-Outgoing: 1\nFeedback-ID: 1:2:AmazonSES',
  ])('%s', async (head) => {
    expect(await who(head, MATTER)).toBe('answered');
    expect(await who(head, BLAND)).toBe('answered');
  });

  test('unless a letter without a matter has the words of a mailing, too', async () => {
    const relay = 'List-Unsubscribe: <https://shop.example/u>\nFeedback-ID: 1:2:3\nX-Mailgun-Sid: 1';
    const advertising = 'Скидки до воскресенья! Отписаться от рассылки';
    expect(await who(relay, advertising)).toBe('doubted');
    expect(await who('Feedback-ID: 1:2:3', advertising)).toBe('doubted');
    expect(await who('', advertising)).toBe('answered');
    expect(await who(relay, 'Не могу отписаться от рассылки.')).toBe('answered');
    expect(await who(`${relay}\nIn-Reply-To: <t1@desk.example>`, advertising)).toBe('answered');
  });
});

describe('structure sets aside, whatever the words', () => {
  test.each([
    ['automatic', 'Auto-Submitted: auto-replied'],
    ['automatic', 'Auto-Submitted: auto-generated'],
    ['automatic', 'Auto-Submitted: auto-notified; owner-email="a@b.example"'],
    ['list', 'Precedence: bulk'],
    ['list', 'Precedence: list'],
    ['list', 'Precedence: junk'],
    ['list', 'List-Id: <news.shop.example>'],
    ['list', 'List-Post: <mailto:news@shop.example>'],
    ['automatic', 'X-Autoreply: yes'],
    ['automatic', 'X-Mailer: OTRS Mail Service (6.0)'],
    ['automatic', 'RT-Ticket: help #1'],
    ['automatic', 'X-Zammad-Ticket-Id: 1'],
    ['automatic', 'From: noreply@shop.example'],
    ['automatic', 'From: no-reply@shop.example'],
    ['automatic', 'From: no_reply@shop.example'],
    ['automatic', 'From: No.Reply@shop.example'],
    ['automatic', 'From: do-not-reply@shop.example'],
    ['automatic', 'From: donotreply@shop.example'],
    ['automatic', 'From: noreply+7f3a@shop.example'],
    ['automatic', 'From: mailer-daemon@shop.example'],
    ['automatic', 'From: noreply@shop.example\nReply-To: noreply@shop.example'],
    ['automatic', 'From: noreply@shop.example\nReply-To: no-reply@other.example'],
    ['automatic', 'From: noreply@shop.example\nReply-To: support@shop.example'],
    ['automatic', `From: noreply@shop.example\nReply-To: ${OURS}`],
    ['automatic', `From: ${OURS}`],
    ['automatic', 'From: support+token@desk.example'],
    ['automatic', `From: ${OURS}\nReply-To: support+token@desk.example`],
    ['automatic', 'X-Spam-Flag: YES'],
    ['automatic', 'X-Spam-Flag: Yes, score=7.1 required=5.0'],
    ['automatic', 'X-Office-Verdict: true'],
  ])('%s: %s', async (kind, head) => {
    expect(await who(head, MATTER)).toBe(kind);
  });

  test('the postmaster with nothing to say', async () => {
    expect(await who('From: postmaster@shop.example', BLAND)).toBe('automatic');
  });

  test.each([
    'Auto-Submitted: no',
    'Precedence: normal',
    'Precedence: first-class',
    'X-Spam-Flag: NO',
    'X-Spam-Flag: No, score=-1.2',
    'X-Spam-Flag:',
    'X-Spam-Status: Yes, score=9',
    'X-Office-Verdict: 0',
    'X-Office-Verdict: 1.5',
    'X-Autoreply: no',
  ])('what says no is none: %s', async (head) => {
    expect(await who(head, BLAND)).toBe('answered');
  });
});

describe('an address that sounds like a machine’s withholds the automatic answer, and no more', () => {
  test.each([
    ...[
      'bot_vasya',
      'news1985',
      'alerts',
      'alert.ivanov',
      'robot.petya',
      'notify',
      'notifications',
      'news',
      'newsletter',
    ],
    ...[
      'noreplyivanov',
      'shop-noreply',
      'noreply-bank',
      'info-robot',
      'root',
      'www-data',
      'cron',
      'scanner',
      'bounces',
    ],
    ...['ne-otvechat', 'no-answer', 'mailing', 'dom-request', 'owner-dom', 'wordpress', 'monitoring', 'bounce+7'],
  ])('%s@', async (name) => {
    expect(await who('', MATTER, `${name}@post.example`)).toBe('doubted');
  });

  test.each([
    'botova.m',
    'newton',
    'robotova',
    'alertov',
    'noreen',
    'owner',
    'owens',
    'rootsky',
    'cronin',
    'norepin',
    'infobot.ivan',
  ])('a person’s: %s@', async (name) => {
    expect(await who('', BLAND, `${name}@post.example`)).toBe('answered');
  });
});

describe('a letter that a rule of a mailbox has sent on is its writer’s', () => {
  const RULE = 'X-MS-Exchange-Inbox-Rules-Loop';
  const AGENT = 'X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent';
  test.each([
    `Auto-Submitted: auto-generated\n${RULE}: info@desk.example\nResent-From: info@desk.example`,
    `Auto-Submitted: auto-generated\n${RULE}: info@desk.example`,
    'Auto-Submitted: auto-generated\nResent-From: <info@desk.example>',
    `Auto-Submitted: auto-generated\n${AGENT}\nX-Auto-Response-Suppress: All\n${RULE}: info@desk.example`,
    `${AGENT}\nResent-From: info@desk.example\nResent-To: ${OURS}`,
    'Auto-Submitted: auto-generated (rule)\nResent-Sender: info@desk.example\nReturn-Path: <>',
    'Auto-Submitted: auto-forwarded\nX-Forwarded-To: support@desk.example',
    `Auto-Submitted: auto-generated\n${RULE}: info@desk.example\n${RULE}: second@desk.example`,
    'Auto-Submitted: auto-generated\nX-Forwarded-For: info@desk.example support@desk.example',
  ])('%s', async (head) => {
    expect(await who(head, MATTER)).toBe('answered');
  });

  test('also from the mailbox whose rule forwards it', async () => {
    const head = `Subject: FW: Вход\nAuto-Submitted: auto-generated\n${AGENT}\n${RULE}: vera@post.example`;
    expect(await who(head, MATTER)).toBe('answered');
  });

  test.each([
    `Auto-Submitted: auto-generated\n${AGENT}\n${RULE}: vera@post.example`,
    `Auto-Submitted: auto-generated\n${RULE}: Vera@post.example\n${RULE}: info@desk.example\nResent-From: info@desk.example`,
    'Auto-Submitted: auto-replied\nResent-From: info@desk.example',
    'Auto-Submitted: auto-replied\nX-Forwarded-To: support@desk.example',
    `Auto-Submitted: auto-generated\nFrom: ${OURS}\nResent-From: info@post.example`,
    `${AGENT}\nAuto-Submitted: auto-generated`,
  ])('a rule that answers is a machine: %s', async (head) => {
    expect(await who(head, BLAND)).toBe('automatic');
  });

  test('a notice that was sent on is no person’s for that', async () => {
    expect(await who('Auto-Submitted: auto-generated\nX-Forwarded-To: support@desk.example', BLAND)).toBe('automatic');
  });
});

describe('a form of a web site is the letter of the person in Reply-To', () => {
  test.each([
    'From: noreply@site.example\nReply-To: vera@post.example',
    'From: "Сайт" <no-reply@site.example>\nReply-To: "Вера" <vera@post.example>',
    `From: ${OURS}\nReply-To: vera@post.example`,
    `From: Форма сайта <support+form@desk.example>\nReply-To: vera@post.example`,
    'From: wordpress@site.example\nReply-To: vera@post.example\nX-Mailer: PHPMailer 6.9',
    'From: www-data@host.site.example\nReply-To: vera@post.example\nReturn-Path: <>',
    'From: noreply@site.example\nReply-To: vera@site.example',
    'From: noreply@site.example\nReply-To: noreply@site.example, vera@post.example',
    'From: noreply@site.example\nReply-To: vera@post.example\nFeedback-ID: 1:x:AmazonSES\nX-SES-Outgoing: 1',
    'From: form@site.example\nReply-To: vera@post.example\nX-Mailgun-Sid: 1\nList-Unsubscribe: <mailto:u@mailgun.example>',
    'From: a@b.example\nReply-To: c@d.example\nFeedback-ID: 1:x:AmazonSES',
    'From: noreply@site.example\nReply-To: info@firma.example',
  ])('%s', async (head) => {
    for (const text of [MATTER, BLAND, `${BLAND}\n\nЭто письмо отправлено автоматически с сайта site.example.`]) {
      expect(await who(head, text)).toBe('answered');
    }
  });

  test.each([
    ['doubted', 'From: noreply@site.example\nReply-To: bot_vasya@post.example'],
    ['automatic', 'From: noreply@site.example\nReply-To: vera@post.example\nAuto-Submitted: auto-generated'],
    ['list', 'From: noreply@site.example\nReply-To: vera@post.example\nList-Id: <x.site.example>'],
    ['automatic', 'From: noreply@site.example\nReply-To: vera@post.example\nX-Spam-Flag: YES'],
  ])('%s: %s', async (expected, head) => {
    expect(await who(head, MATTER)).toBe(expected);
  });
});

describe('a report on a failed delivery', () => {
  const REPORT = 'Your message could not be delivered to klavdia@post.example: 550 5.1.1 user unknown';
  const head = (more: string) => `${more}\nSubject: Mail delivery failed`;
  test.each([
    ['bounce', 'From: mailer-daemon@mx.example\nSubject: Mail delivery failed', REPORT],
    ['bounce', 'From: gate@mx.example\nReturn-Path: <>\nSubject: Mail delivery failed', REPORT],
    ['doubted', head('From: gate@mx.example'), REPORT],
    [
      'answered',
      head('From: vera@post.example'),
      `Здравствуйте, пишу вам, а приходит вот что: ${REPORT} Прошу помочь.`,
    ],
    [
      'answered',
      'From: oper@desk.example\nSubject: Re: x',
      'Здравствуйте! Наше письмо не доставлено: ящик переполнен.',
    ],
  ])('%s: %s', async (expected, fields, text) => {
    expect(await who(fields, text)).toBe(expected);
  });
});
