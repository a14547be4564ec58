/**
 * What a letter means: one pure function from what was found in it and what the register knows to one decision.
 * Flow carries the decision out; nowhere else is the meaning of a letter weighed.
 */
import type { Findings } from '../examiner/examine.ts';
import type { Item } from '../identity/missing.ts';
import type { MatchRule } from '../register/match.ts';
import type { Flood } from '../register/schema.ts';
import type { HeldReason } from '../template/held.ts';
import type { ListedFile } from '../template/listed-files.ts';
import type { Intent } from '../ticket/intent.ts';
import type { Kind } from '../ticket/kind.ts';
import { type Lack, lackAfterAnswer, lackAtFirst } from '../ticket/lack.ts';
import { type Obstacle, type Outcome, wishOutcome } from '../ticket/passage.ts';
import type { Status } from '../ticket/status.ts';
import { type Confirmation, toldOf } from './confirmation.ts';
import type { StaffMember } from './desk.ts';
import { doubtOf } from './doubt.ts';
import type { Objection, Plan } from './plan.ts';
import { type Reply, type ReplyContext, replyTo } from './reply.ts';
import type { StaffLetter } from './staff-letter.ts';
import { isOld, provesItself, standingOf, type Ties } from './standing.ts';

/** A ticket that the letter may belong to, and how it was found. */
export interface KnownTicket extends Ties {
  id: number;
  /** Its data key. */
  keyId: number;
  number: string;
  status: Status;
  closedAt: Date | null;
  missing: Item[];
  lacks: Lack | null;
  /** Another office passed it on: nobody there is addressed by the citizen's name. */
  byOffice: boolean;
  dueAt: Date;
  rule: MatchRule;
  /** Is the sender's address the ticket's own: that it was opened from, or where its answers go? */
  own: boolean;
}

/** The letter of ours that came back. */
export interface Bounced {
  delivery: { id: number; ticketId: number; recipient: string; purpose: string };
  permanent: boolean;
  status: string | null;
}

/** What the register knows about a letter of staff. */
export interface StaffContext extends StaffLetter {
  /** What others of the staff wrote to the citizen since the letter that is answered. */
  answeredBy: { name: string; at: Date; text: string }[];
  /** The orders of the letter held against its ticket; null when it is about none. */
  plan: Plan | Objection[] | null;
  /** Files of the letter that we do not send on. */
  refused: readonly ListedFile[];
  /** Lines of our own letter in what he wrote. */
  echo: readonly string[];
}

export interface Context extends ReplyContext {
  /** The same letter, settled before; its ticket, or null when it was set aside. */
  same: { letterId: number; ticketId: number | null } | null;
  ticket: KnownTicket | null;
  bounced: Bounced | null;
  /** Null when the letter is not from one of the staff. */
  staff: StaffContext | null;
  /** Somebody of the office says that a person wrote it. */
  byHand: boolean;
  /** So many days after closing, a letter opens a ticket again. */
  reopenDays: number;
}

/** Why a new ticket is linked with another one. */
export type Link = 'names the number' | 'repeated' | 'appeal' | 'late';

export type { Reply };

export type Decision =
  /** A redelivery of a letter that is settled: nothing new. */
  | { do: 'recognise'; letterId: number; ticketId: number | null }
  /** Machine mail of no ticket. */
  | { do: 'set-aside' }
  /** Machine mail of a ticket: stands in its thread, changes nothing. */
  | { do: 'attach'; ticketId: number; bounced: Bounced | null; matchedBy: MatchRule | null }
  /** A new ticket. */
  | {
      do: 'open';
      status: 'registered' | 'awaiting_info';
      /** What neither this letter nor the ticket it goes on with tells. */
      missing: Item[];
      /** Why an operator gets it all the same. */
      lacks: Lack | null;
      kind: Kind;
      linked: { ticket: KnownTicket; why: Link } | null;
      /** Does it go on with a ticket of the sender's own: with his data, his thread? */
      inherits: boolean;
      /** Where answers go from now on; null when nowhere. */
      answerTo: string | null;
      /** Do those whom it was copied to belong to the ticket? */
      admits: boolean;
      /** Of a flood: goes to no operator. */
      heldBack: Flood | null;
      reply: Reply;
    }
  /** One more entry of a ticket. `status` is the one it has afterwards. */
  | {
      do: 'append';
      ticket: KnownTicket;
      status: Status;
      missing: Item[];
      /** Why it goes on although something is missing. */
      lacks: Lack | null;
      repeated: boolean;
      /** Do those whom it was copied to belong to the ticket from now on? */
      admits: boolean;
      /** Asks how it stands, too. */
      asksStatus: boolean;
      reply: Reply;
    }
  /** One more entry, by somebody who holds a letter of ours and is not shown to be of the ticket. Brings what was asked for. */
  | { do: 'append-from-elsewhere'; ticket: KnownTicket; status: Status; missing: Item[]; reply: Reply }
  /** Thanks: one more entry, and nothing else. */
  | { do: 'note'; ticket: KnownTicket }
  /** One more entry of a ticket, of a flood: nobody is told, nothing else changes. */
  | { do: 'keep'; ticket: KnownTicket; heldBack: Flood }
  /** «Статус обращения». */
  | { do: 'tell-status'; ticket: KnownTicket; reply: Reply }
  /** «Принять», «Отказать», «Закрыть обращение»; `status` stays the same where the wish cannot be met. */
  | {
      do: 'wish';
      ticket: KnownTicket;
      wish: 'accept' | 'refuse' | 'close';
      status: Status;
      why: Obstacle | null;
      reply: Reply;
    }
  /** Staff: the plan is carried out. `confirmed`: the notice about a held letter was answered. */
  | {
      do: 'act';
      ticketId: number;
      member: StaffMember;
      plan: Plan;
      confirmed: Confirmation | null;
      matchedBy: MatchRule;
    }
  /** Staff: not proven, or better seen once more. `waited`: the held letter that it confirms, and is held on, or takes the place of. */
  | {
      do: 'hold';
      ticket: { id: number };
      member: StaffMember;
      reason: HeldReason;
      waited: Confirmation | null;
      matchedBy: MatchRule;
    }
  /** Staff: wrong commands, nothing is applied. */
  | { do: 'object'; ticket: { id: number }; member: StaffMember; objections: Objection[] };

/** Weighs a letter (domain.md §2, §7, §8, §10). Total: every letter gets exactly one decision. */
export function decide(findings: Findings, context: Context): Decision {
  if (context.same && !(context.byHand && context.same.ticketId === null)) return { do: 'recognise', ...context.same };
  if (!context.byHand && !isPersonal(findings, context)) return machineMail(findings, context);
  const ordered = context.staff && staffMail(context.staff, context);
  return ordered && !(context.flood && complains(ordered)) ? ordered : citizenMail(findings, context);
}

/** A filter's mark is outweighed by a token of ours: whoever holds it got our letter, and no sender of spam did. */
function isPersonal({ classification }: Findings, { ticket }: Context): boolean {
  return classification.class === 'human' || (classification.spam && ticket !== null && !isLoose(ticket));
}

/** Found without a token, or by one that is too old, or of a key too old, to count. */
function isLoose(ticket: KnownTicket): boolean {
  return ticket.token === null || isOld(ticket);
}

/** A letter that goes out for each that somebody sends in the name of one of the staff would bury him. */
function complains(decision: Decision): boolean {
  return decision.do === 'hold' || decision.do === 'object';
}

/** Belongs to a ticket by what it answers, or by the letter that came back. */
function machineMail({ authorship }: Findings, { bounced, ticket }: Context): Decision {
  const matchedBy = ticket?.rule ?? null;
  if (bounced) return { do: 'attach', ticketId: bounced.delivery.ticketId, bounced, matchedBy };
  const near = ticket !== null && (ticket.token !== null || (ticket.belongs && authorship.doubt === null));
  return near ? { do: 'attach', ticketId: ticket.id, bounced: null, matchedBy } : { do: 'set-aside' };
}

/** @returns null when one of the staff writes as a citizen: about a matter of his own, or about nothing that we know */
function staffMail(staff: StaffContext, { ticket }: Context): Decision | null {
  const { member, proof, confirms } = staff;
  const waits = confirms !== null && confirms.held.settled_at === null;
  if (waits && !proof.proven) {
    return { do: 'object', ticket: { id: confirms.held.ticket_id }, member, objections: [unproven(proof, member)] };
  }
  if (waits) return carriedOut(staff, confirms.held.ticket_id, 'our-message-id', confirms);
  // A second «Подтверждаю» must not go to the citizen as an answer.
  if (confirms?.said) {
    return { do: 'object', ticket: { id: confirms.held.ticket_id }, member, objections: [SETTLED] };
  }
  if (!ticket || writesForHimself(ticket)) return null;
  const hold = (reason: HeldReason): Decision => ({
    do: 'hold',
    ticket: { id: ticket.id },
    member,
    reason,
    waited: null,
    matchedBy: ticket.rule,
  });
  if (ticket.token === null) return hold({ why: 'no-token' });
  if (ticket.token !== 'of the sender') return hold({ why: 'foreign-token' });
  if (ticket.expired) return hold({ why: 'expired-token' });
  // A token of an old key is what everybody may make: it takes his own mail server's word besides.
  if (ticket.superseded && proof.how === null) return hold({ why: 'expired-token' });
  if (!proof.proven) {
    // What was checked stands in the log in the words of the check; a person is told only what it means.
    return hold({ why: 'not-authenticated', domain: proof.domain ?? member.email, checks: null });
  }
  return carriedOut(staff, ticket.id, ticket.rule, null);
}

/** What was held for want of a proof cannot be let go without one. */
function unproven({ domain }: StaffContext['proof'], { email }: StaffMember): Objection {
  return {
    line: '',
    why:
      `Почта ${domain ?? email} не подтвердила, что это письмо отправили вы, поэтому задержанное письмо по-прежнему ждёт. ` +
      'Ответьте ещё раз из рабочей почты или попросите администратора ответить командой ticket answer.',
    allowed: [],
    understood: true,
  };
}

/** One of the staff who belongs to a ticket as a citizen answers as staff only what we wrote to him as staff. */
function writesForHimself({ belongs, token, audience }: KnownTicket): boolean {
  return belongs && !(token === 'of the sender' && audience === 'staff');
}

const SETTLED: Objection = {
  line: '',
  why: 'Задержанное письмо, о котором вы пишете, уже не ждёт: вы подтвердили его раньше или отправили вместо него другое.',
  allowed: [],
  understood: true,
};

function carriedOut(
  { member, plan, ...beside }: StaffContext,
  ticketId: number,
  matchedBy: MatchRule,
  confirmed: Confirmation | null,
): Decision | null {
  if (plan === null) return null;
  if (Array.isArray(plan)) return { do: 'object', ticket: { id: ticketId }, member, objections: plan };
  const reason = doubtOf({ plan, ...beside }, toldOf(confirmed));
  if (reason) return { do: 'hold', ticket: { id: ticketId }, member, reason, waited: confirmed, matchedBy };
  return { do: 'act', ticketId, member, plan, confirmed, matchedBy };
}

function citizenMail(findings: Findings, context: Context): Decision {
  const { ticket } = context;
  const reply = replyTo(findings, context);
  const fresh = (linked: Linked | null) => opened(findings, context, reply, linked);
  const standing = ticket ? standingOf(ticket, findings.authorship) : 'stranger';
  if (!ticket || standing === 'stranger') return fresh(ticket && { ticket, why: 'names the number' });
  if (context.flood) return { do: 'keep', ticket, heldBack: context.flood };
  const missing = ticket.missing.filter((item) => findings.missing.includes(item));
  if (standing === 'elsewhere') return fromElsewhere(findings, ticket, missing, reply);
  const brings = findings.files.length > 0 || missing.length < ticket.missing.length;
  const outcome = wishOutcome({ ...findings, ...findings.wish, brings }, ticket, context.now, context.reopenDays);
  const admits = provesItself(ticket, findings.authorship);
  const append = (status: Status, repeated = false, asksStatus = false): Decision => {
    const answered = ticket.status === 'awaiting_info' && status !== 'awaiting_info';
    const lacks = answered ? lackAfterAnswer(missing, findings.hasNone) : missing.length > 0 ? ticket.lacks : null;
    return { do: 'append', ticket, status, missing, lacks, repeated, admits, asksStatus, reply };
  };
  if (findings.classification.doubtful && outcome.do !== 'note' && !asksAnew(outcome)) {
    return append(broughtStatus(findings, ticket, missing));
  }
  switch (outcome.do) {
    case 'append':
      return append(outcome.status, outcome.repeated, outcome.asksStatus);
    case 'note':
      return { do: 'note', ticket };
    case 'answer-status':
      return { do: 'tell-status', ticket, reply };
    case 'close':
      return wish(ticket, outcome.why === 'accepted' ? 'accept' : 'close', 'closed', reply);
    case 'reopen':
      return outcome.why === 'refused' ? wish(ticket, 'refuse', 'in_progress', reply) : append('in_progress');
    case 'cannot':
      return { do: 'wish', ticket, wish: outcome.wish, status: ticket.status, why: outcome.why, reply };
    case 'open-linked':
      return fresh({ ticket, why: outcome.why });
  }
}

/** A ticket of its own changes none that stands; no program appeals or asks again in so many words. */
function asksAnew(outcome: Outcome): boolean {
  return outcome.do === 'open-linked' && outcome.why !== 'late';
}

/** What reads like an automatic answer wishes nothing: it moves a ticket on only by what was asked for. */
function broughtStatus({ files }: Findings, ticket: KnownTicket, missing: readonly string[]): Status {
  const brought =
    ticket.missing.length > 0 ? missing.length === 0 : files.some(({ verdict }) => verdict === 'accepted');
  return ticket.status === 'awaiting_info' && brought ? 'in_progress' : ticket.status;
}

function wish(ticket: KnownTicket, what: 'accept' | 'refuse' | 'close', status: Status, reply: Reply): Decision {
  return { do: 'wish', ticket, wish: what, status, why: null, reply };
}

/** Wishes for the ticket itself; whoever is not shown to be of it has none. */
const WISHES: readonly Intent[] = ['status', 'repeat', 'appeal', 'close'];

function fromElsewhere(
  findings: Findings,
  ticket: KnownTicket,
  missing: KnownTicket['missing'],
  reply: Reply,
): Decision {
  const brings = missing.length < ticket.missing.length || !WISHES.includes(findings.intent);
  const completed = ticket.status === 'awaiting_info' && missing.length === 0 && brings;
  const { doubtful } = findings.classification;
  const status = completed && !doubtful ? 'in_progress' : broughtStatus(findings, ticket, missing);
  return { do: 'append-from-elsewhere', ticket, status, missing, reply };
}

type Linked = { ticket: KnownTicket; why: Link };

function opened(
  findings: Findings,
  { flood, answerTo }: Pick<Context, 'flood' | 'answerTo'>,
  reply: Reply,
  linked: Linked | null,
): Decision {
  const goesOn = linked !== null && linked.why !== 'names the number' ? linked.ticket : null;
  const inherits = goesOn?.own ?? false;
  const missing = findings.missing.filter((item) => !goesOn || !inherits || goesOn.missing.includes(item));
  // What he was asked for in vain about the same matter he is not asked for again.
  const inVain = goesOn && inherits ? goesOn.lacks : null;
  const lacks = missing.length > 0 ? (inVain ?? lackAtFirst({ ...findings, missing }, mayBeAsked(reply))) : null;
  return {
    do: 'open',
    status: missing.length > 0 && lacks === null ? 'awaiting_info' : 'registered',
    missing,
    lacks,
    kind: linked?.why === 'appeal' ? 'обжалование' : findings.kind,
    linked,
    inherits,
    answerTo,
    admits: provesItself(goesOn, findings.authorship),
    heldBack: flood,
    reply,
  };
}

/** Who gets no answer is asked for nothing: an operator has to see to what is missing. Nobody is told of imports and floods. */
function mayBeAsked(reply: Reply): boolean {
  return reply.do === 'send' || (reply.do === 'none' && (reply.why === 'import' || reply.why === 'flood'));
}
