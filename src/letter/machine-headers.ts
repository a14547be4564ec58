/**
 * Header fields by which programs say that they are programs (RFC 3834 and the customs before it).
 * In: all header instances of a letter. Out: signals `name: value`, in the letter's order. Never fails.
 */

import type { Header } from './letter.ts';

const NEGATIVE = /^(?:no|false|0|none|off)?$/i;

/** Fields whose presence, unless it says no, marks an automatic answer or notice. */
const AUTOMATIC =
  /^x-(?:[a-z\d]{1,20}-){0,3}(?:auto-?(?:reply|respon[ds][a-z]{0,4}|answer|generated)|vacation|out-?of-?office|machine-?generated)(?:-|$)|^x-(?:cron-env|facebook-notify|linkedin-class|mdautoresponder|amz-sns-message-id)$/;

/** Other ticket systems and trackers. Answering them makes two robots talk. */
const SYSTEM =
  /^x-(?:zendesk|otrs|znuny|jira|freescout|osticket|redmine|glpi|zammad|freshdesk|fd|gitlab|bugzilla|omnidesk|usedesk|helpscout|help-?scout|intercom|happyfox|kayako|servicenow|zohodesk|zoho-desk|okdesk|planfix|pyrus|hde|helpdeskeddy|simpleone|naumen|itsm365|bitrix24|youtrack|rt|liveagent|uvdesk|deskpro|sdp|manageengine)(?:-|$)|^(?:rt-ticket|rt-originator)$|^x-github-(?:reason|recipient|sender)$|^x-(?:[a-z\d]{1,20}-){0,3}(?:ticket|helpdesk|servicedesk)(?:-|$)/;
const SYSTEM_MAILER =
  /\b(?:zendesk|otrs|znuny|osticket|freescout|request tracker|redmine|glpi|zammad|freshdesk|kayako|omnidesk|usedesk|servicenow|jira|help ?scout|intercom|happyfox|okdesk|planfix|helpdeskeddy|naumen|simpleone|bitrix24|service ?desk|help ?desk|vacation|auto-?respon\w{1,8})\b/i;
/** Programs that only mass mailings are sent with. */
const MASS_MAILER =
  /unisender|sendpulse|sendsay|mindbox|mailchimp|dashamail|notisend|rusender|getresponse|esputnik|expertsender|carrot ?quest|retail ?rocket|altcraft|emarsys|klaviyo|brevo|sendinblue|mailerlite|phplist|acymailing|mailganer|pechkin/i;

const MAILING =
  /^(?:list-[a-z-]{1,40}|mailing-list|x-mailing-list|x-beenthere|x-mailman-version|x-ml-?(?:server|name|count|info)|x-list-?name|x-mailinglist|x-campaign(?:-?id)?|x-mc-user|x-(?:mailchimp|unisender|sendpulse|sendsay|getresponse|mindbox|dashamail|notisend|rusender|esputnik|sib|mj|mandrill|mailganer|emarsys|klaviyo)-[a-z-]{1,40}|x-csa-complaints|x-mailgun-(?:sid|batch)|feedback-id|x-report-abuse-to|x-(?:mailru|postmaster)-msgtype)$/;
/** The ways in which a list names itself, rather than a mailer the way out of it. */
const NAMES_LIST = /^(?:list-(?:id|post|owner|subscribe|help)|mailing-list|x-mailing-list|x-beenthere)$/;

/** Programs in which people write letters. */
const CLIENT =
  /outlook|thunderbird|mozilla|iphone mail|ipad mail|apple mail|the bat|yamail|mail\.ru mailer|evolution|zimbra|k-9|roundcube|rambler|kmail|claws|mutt|alpine|samsung|nine|bluemail|spark|airmail|horde|squirrelmail|communigate|lotus|sylpheed|em ?client|mailspring|aquamail/i;

export interface MachineSigns {
  automatic: string[];
  list: string[];
  /** Says little by itself. */
  weak: string[];
  /** A person's mail program, or a person who passed the letter on. */
  human: string[];
}

/** The token of a structured field, without comments and parameters; the length bound keeps hostile fields cheap. */
const token = (value: string) =>
  value
    .slice(0, 500)
    .replace(/\([^()]*\)/g, ' ')
    .split(';')[0]
    ?.trim()
    .toLowerCase() ?? '';

const signal = ({ name, value }: Header) => `${name}: ${value.slice(0, 80)}`;

/** Does a List-* field (RFC 2369, RFC 2919) name one of our own addresses? A group that only distributes our mail is no list. */
function isOwnList(value: string, ownAddresses: readonly string[]): boolean {
  const text = value.toLowerCase();
  return ownAddresses.some(
    (own) => text.includes(own.toLowerCase()) || text.includes(`<${own.toLowerCase().replace('@', '.')}>`),
  );
}

/** Sorts the header fields of a letter by what they say about its sender. Every instance is looked at. */
export function machineSigns(headers: readonly Header[], ownAddresses: readonly string[]): MachineSigns {
  const signs: MachineSigns = { automatic: [], list: [], weak: [], human: [] };
  const ours = headers.some(({ name, value }) => NAMES_LIST.test(name) && isOwnList(value, ownAddresses));
  for (const header of headers) {
    // What our own group adds on the way says nothing of who wrote.
    if (ours && (MAILING.test(header.name) || header.name === 'precedence')) continue;
    const kind = kindOf(header);
    if (kind !== null) signs[kind].push(signal(header));
  }
  return signs;
}

function kindOf(header: Header): keyof MachineSigns | null {
  const { name, value } = header;
  switch (name) {
    case 'auto-submitted':
      // RFC 3834 §5.2: everything but `no` was sent without a person.
      return token(value) === 'no' || token(value) === '' ? null : 'automatic';
    case 'precedence':
      if (/^auto[_-]?reply/i.test(value.trim())) return 'automatic';
      return /^(?:bulk|list|junk)$/.test(token(value)) ? 'weak' : null;
    case 'return-path':
      // RFC 5321 §4.5.5 wants `<>`; some systems put their daemon's name there.
      return /^<(?:mailer-daemon(?:@[^>]{0,255})?)?>$/i.test(value.replace(/\s/g, '')) ? 'weak' : null;
    case 'x-auto-response-suppress':
      // RFC 3834 does not know it: Exchange puts it on letters of people too ([MS-OXCMAIL] §2.1.3.2.17).
      return NEGATIVE.test(value.trim()) ? null : 'weak';
    case 'x-ms-exchange-generated-message-source':
      return 'automatic';
    case 'x-post-messageclass':
      return /autoresponder/i.test(value) ? 'automatic' : null;
    case 'content-class':
      // [MS-OXCMAIL] §2.1.3.2.1: reports and receipts; people's letters are `message`.
      return /:(?:mdn|dsn)$/i.test(value.trim()) ? 'automatic' : null;
    case 'x-mailer':
    case 'user-agent':
    case 'x-powered-by':
    case 'x-managed-by':
      if (SYSTEM_MAILER.test(value)) return 'automatic';
      if (MASS_MAILER.test(value)) return 'list';
      return CLIENT.test(value) ? 'human' : null;
    case 'x-mimeole':
      // Its server version stands on people's letters and on reports alike.
      return /microsoft exchange/i.test(value) ? null : 'human';
    case 'x-gm-message-state':
    // RFC 5322 §3.6.6: a person, or a rule of his, sent it on.
    case 'resent-from':
    case 'resent-sender':
    case 'resent-to':
    case 'resent-date':
    case 'x-forwarded-for':
    case 'x-forwarded-to':
    case 'x-sieve-redirected-from':
    case 'x-yandex-forward':
    case 'x-ms-exchange-inbox-rules-loop':
      return 'human';
  }
  if (AUTOMATIC.test(name)) return NEGATIVE.test(value.trim()) ? null : 'automatic';
  if (SYSTEM.test(name)) return 'automatic';
  return MAILING.test(name) ? 'list' : null;
}
