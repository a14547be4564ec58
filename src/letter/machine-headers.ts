/**
 * Header fields by which programs say that they are programs (RFC 3834 and the customs before it).
 * In: a letter, the office's addresses. Out: signals `name: value`, in the letter's order. Never fails.
 */

import { isOfRelay } from './form.ts';
import type { Header, Letter } from './letter.ts';
import { sentOn } from './sent-on.ts';

const NEGATIVE = /^(?:no|false|0|none|off)?$/i;

/** Any of these, at a place that the pattern names. */
const oneOf = (...words: readonly string[]) => `(?:${words.join('|')})`;

/** A maker's name or two before the word that counts: `x-acme-auto-reply`. */
const MAKERS = '(?:[a-z\\d]{1,20}-){0,3}';

/** Fields whose presence, unless it says no, marks an automatic answer or notice. */
const AUTOMATIC = new RegExp(
  [
    `^x-${MAKERS}${oneOf('auto-?(?:reply|respon[ds][a-z]{0,4}|answer|generated)', 'vacation', 'out-?of-?office', 'machine-?generated')}(?:-|$)`,
    '^x-(?:cron-env|facebook-notify|linkedin-class|mdautoresponder|amz-sns-message-id)$',
  ].join('|'),
);

/** Other ticket systems and trackers. Answering them makes two robots talk. */
const SYSTEMS = [
  ...['bitrix24', 'bugzilla', 'deskpro', 'fd', 'freescout', 'freshdesk', 'gitlab', 'glpi', 'happyfox', 'hde'],
  ...['helpdeskeddy', 'help-?scout', 'intercom', 'itsm365', 'jira', 'kayako', 'liveagent', 'manageengine', 'naumen'],
  ...['okdesk', 'omnidesk', 'osticket', 'otrs', 'planfix', 'pyrus', 'redmine', 'rt', 'sdp', 'servicenow', 'simpleone'],
  ...['usedesk', 'uvdesk', 'youtrack', 'zammad', 'zendesk', 'znuny', 'zoho-?desk'],
];
const SYSTEM = new RegExp(
  [
    `^x-${oneOf(...SYSTEMS)}(?:-|$)`,
    '^rt-(?:ticket|originator)$|^x-github-(?:reason|recipient|sender)$',
    `^x-${MAKERS}(?:ticket|helpdesk|servicedesk)(?:-|$)`,
  ].join('|'),
);
const SYSTEM_MAILERS = [
  ...['auto-?respon\\w{1,8}', 'bitrix24', 'freescout', 'freshdesk', 'glpi', 'happyfox', 'help ?desk', 'help ?scout'],
  ...['helpdeskeddy', 'intercom', 'jira', 'kayako', 'naumen', 'okdesk', 'omnidesk', 'osticket', 'otrs', 'planfix'],
  ...['redmine', 'request tracker', 'service ?desk', 'servicenow', 'simpleone', 'usedesk', 'vacation', 'zammad'],
  ...['zendesk', 'znuny'],
];
const SYSTEM_MAILER = new RegExp(`\\b${oneOf(...SYSTEM_MAILERS)}\\b`, 'i');
/** Programs that write to lists and to nobody else. */
const LIST_MAILER = /\b(?:phplist|acymailing|mailman|sympa|ezmlm)\b/i;
/** RFC 2919, RFC 2369, and list programs of old. A way out of a mailing alone is no list: relays add it to everything. */
const LIST = new RegExp(
  `^${oneOf(
    'list-(?:id|post|archive|owner|subscribe)',
    '(?:x-)?mailing-?list',
    'x-beenthere',
    'x-list-?name',
    'x-mailman-version',
    'x-ml-?(?:server|name|count|info)',
  )}$`,
);
/** The ways in which a list names itself. */
const NAMES_LIST = /^(?:list-(?:id|post|owner|subscribe|help)|mailing-list|x-mailing-list|x-beenthere)$/;
/** What mailings carry beside the mark of the service that sent them. */
const MASS =
  /^x-(?:[a-z\d]{1,20}-)?campaign(?:-?id)?$|^x-(?:mailru|postmaster)-msgtype$|^x-csa-complaints$|^x-report-abuse/;

/** Programs in which people write letters. */
const CLIENTS = [
  ...[
    'airmail',
    'alpine',
    'amazon workmail',
    'apple mail',
    'aquamail',
    'bluemail',
    'claws',
    'communigate',
    'em ?client',
  ],
  ...['evolution', 'horde', 'ipad mail', 'iphone mail', 'k-9', 'kmail', 'lotus', 'mail\\.ru mailer', 'mailspring'],
  ...['mozilla', 'mutt', 'nine', 'outlook', 'rambler', 'roundcube', 'samsung', 'spark', 'squirrelmail', 'sylpheed'],
  ...['the bat', 'thunderbird', 'yamail', 'zimbra'],
];
const CLIENT = new RegExp(oneOf(...CLIENTS), 'i');

export interface MachineSigns {
  /** Structure: a program wrote it. */
  automatic: string[];
  /** Structure: it goes to a list. */
  list: string[];
  /** Of mailings, and of the services that send them for people too. */
  mass: string[];
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

/** Does a List-* field name one of our own addresses? A group that only distributes our mail is no list. */
function isOwnList(value: string, ownAddresses: readonly string[]): boolean {
  const text = value.toLowerCase();
  return ownAddresses.some((own) => text.includes(own) || text.includes(`<${own.replace('@', '.')}>`));
}

/** Sorts the header fields of a letter by what they say about its sender. Every instance is looked at. */
export function machineSigns(letter: Letter, ownAddresses: readonly string[]): MachineSigns {
  const { headers } = letter;
  const signs: MachineSigns = { automatic: [], list: [], mass: [], weak: [], human: [] };
  const ours = headers.some(({ name, value }) => NAMES_LIST.test(name) && isOwnList(value, ownAddresses));
  const passedOn = sentOn(letter);
  for (const header of headers) {
    // What our own group adds on the way says nothing of who wrote.
    if (ours && (LIST.test(header.name) || header.name.startsWith('list-') || header.name === 'precedence')) continue;
    if (passedOn !== null && isOfRule(header)) continue;
    const kind = passedOn === header.name ? 'human' : kindOf(header);
    if (kind !== null) signs[kind].push(signal(header));
  }
  return signs;
}

/** What a rule that sends letters on writes, as programs do that answer. */
function isOfRule({ name, value }: Header): boolean {
  return (
    (name === 'auto-submitted' && token(value) === 'auto-generated') ||
    name === 'x-ms-exchange-generated-message-source'
  );
}

function kindOf(header: Header): keyof MachineSigns | null {
  const { name, value } = header;
  switch (name) {
    case 'auto-submitted':
      // RFC 3834 §5.2: everything but `no` was sent without a person. The last is what some forwarders say of themselves.
      return /^(?:no|auto-forwarded|)$/.test(token(value)) ? null : 'automatic';
    case 'precedence':
      if (/^auto[_-]?reply/i.test(value.trim())) return 'automatic';
      return /^(?:bulk|list|junk)$/.test(token(value)) ? 'list' : null;
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
      if (LIST_MAILER.test(value)) return 'list';
      return CLIENT.test(value) ? 'human' : null;
    case 'x-mimeole':
      // Its server version stands on people's letters and on reports alike.
      return /microsoft exchange/i.test(value) ? null : 'human';
    case 'x-gm-message-state':
    case 'x-forwarded-for':
    case 'x-forwarded-to':
    case 'x-sieve-redirected-from':
    case 'x-yandex-forward':
      return 'human';
    case 'list-unsubscribe':
    case 'list-unsubscribe-post':
      return 'mass';
  }
  if (AUTOMATIC.test(name)) return NEGATIVE.test(value.trim()) ? null : 'automatic';
  if (SYSTEM.test(name)) return 'automatic';
  if (LIST.test(name)) return 'list';
  return MASS.test(name) || isOfRelay(name) ? 'mass' : null;
}
