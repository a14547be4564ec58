/** The row of a ticket that nobody reads. */
import type { NewTicket } from '../../src/register/schema.ts';

export function newTicketRow(number: string, keyId: number, at: number): NewTicket {
  return {
    number,
    key_id: keyId,
    status: 'registered',
    subject: 'Пропали уведомления',
    kind: 'запрос',
    category: 'general',
    urgent: 0,
    repeated: 0,
    missing: '[]',
    received_at: at,
    registered_at: at,
    due_at: at,
    changed_at: at,
  } as NewTicket;
}
