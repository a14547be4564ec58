/**
 * The raw limit: the least that any such service must do, on one thread and with nothing else. All letters in one pipelined
 * FETCH, each parsed, one answer of 2 KB each through five connections. No register, no queue, no rules.
 * Enters: addresses as JSON in the first argument. Leaves: on stdout, as JSON, when the first letter came.
 */
import { ImapFlow } from 'imapflow';
import { type ParsedMail, simpleParser } from 'mailparser';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { OFFICE } from './letters/letter.ts';
import type { Servers } from './servers.ts';

/** What stands in the first argument. */
export type RawTask = Pick<Servers, 'imap' | 'smtp'>;

const CONNECTIONS = 5;
/** Answers in hand; more of them only wait in the pool and take memory. */
const IN_HAND = 10;

const { imap, smtp }: RawTask = JSON.parse(process.argv[2] ?? '{}');
const { host, port, user, password } = imap;
const client = new ImapFlow({
  ...{ host, port, auth: { user, pass: password } },
  ...{ secure: false, doSTARTTLS: false, logger: false },
});
const pool = createTransport({ ...smtp, secure: false, ignoreTLS: true, pool: true, maxConnections: CONNECTIONS });

await client.connect();
await client.mailboxOpen('INBOX');
const sending = new Set<Promise<unknown>>();
let firstLetterAt: number | null = null;
for await (const { source } of client.fetch('1:*', { uid: true, source: true })) {
  firstLetterAt ??= Date.now();
  const mail = await simpleParser(source ?? Buffer.alloc(0));
  while (sending.size >= IN_HAND) await Promise.race(sending);
  const sent = pool.sendMail(answerTo(mail)).finally(() => sending.delete(sent));
  sending.add(sent);
}
await Promise.all(sending);
pool.close();
await client.logout();
console.log(JSON.stringify({ firstLetterAt }));

function answerTo({ from, subject, messageId }: ParsedMail): SendMailOptions {
  const writer = from?.value[0];
  return {
    from: { name: 'Служба поддержки', address: OFFICE },
    to: writer?.address ?? OFFICE,
    subject: `Re: ${subject}`,
    inReplyTo: messageId ?? '',
    references: messageId ?? '',
    headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' },
    textEncoding: 'base64',
    text: `Здравствуйте, ${writer?.name}!

Ваше обращение «${subject}» получено и зарегистрировано. Номер обращения: ${messageId?.replace(/\D/g, '')}.

Срок рассмотрения составляет до тридцати дней со дня регистрации. О принятом решении мы сообщим на этот адрес электронной почты. \
Если у вас есть дополнительные документы, отправьте их ответом на это письмо, не меняя тему: тогда они попадут в то же обращение. \
Пожалуйста, не создавайте повторных обращений по тому же вопросу.

Это автоматическое подтверждение, отвечать на него не нужно.

С уважением,
служба поддержки
`,
  };
}
