/**
 * What `inspect` says of a letter: the object of contract.md. Absent things are null or empty, never left out, and a
 * letter that could not be examined gives the same object with its defect.
 */
import type { Findings } from '../examiner/examine.ts';

export type Reading = ReturnType<typeof readingOf>;

/** A letter that was examined. @param file name as shown */
export function readingOf(file: string, findings: Findings) {
  const { letter, classification, identity } = findings;
  return {
    file,
    messageId: letter.messageId,
    from: letter.from && { address: letter.from.address, name: letter.from.name },
    subject: letter.subject,
    date: letter.date?.toISOString() ?? null,
    class: classification.class,
    answerable: classification.answerable,
    signals: classification.signals,
    ticketRef: findings.ticketRef,
    intent: findings.intent,
    kind: findings.kind,
    urgent: findings.urgent,
    category: findings.category,
    identity: {
      fio: identity.fio,
      fioSource: identity.fioSource,
      fioConfidence: identity.fioConfidence,
      onBehalfOf: identity.onBehalfOf,
      snils: identity.snils,
      snilsValid: identity.snilsValid,
      otherSnils: identity.otherSnils,
      inn: identity.inn,
      innValid: identity.innValid,
      phone: identity.phone,
    },
    missing: findings.missing as string[],
    hasNone: findings.hasNone as string[],
    byOffice: findings.byOffice,
    text: findings.text,
    quoted: findings.quoted,
    attachments: findings.files.map(({ name, declared, type, bytes, verdict, reason, advice }) => ({
      name,
      declared,
      type,
      bytes,
      verdict,
      reason,
      advice,
    })),
    bounce: findings.bounce,
    defects: letter.defects,
  };
}

/** A letter that could not be examined at all. */
export function unreadable(file: string, defect: string): Reading {
  return {
    file,
    messageId: null,
    from: null,
    subject: '',
    date: null,
    class: 'human',
    answerable: false,
    signals: [],
    ticketRef: null,
    intent: 'new',
    kind: 'запрос',
    urgent: false,
    category: 'общие вопросы',
    identity: {
      fio: null,
      fioSource: null,
      fioConfidence: 0,
      onBehalfOf: null,
      snils: null,
      snilsValid: null,
      otherSnils: [],
      inn: null,
      innValid: null,
      phone: null,
    },
    missing: ['fio', 'snils'],
    hasNone: [],
    byOffice: false,
    text: '',
    quoted: '',
    attachments: [],
    bounce: null,
    defects: [defect],
  };
}
