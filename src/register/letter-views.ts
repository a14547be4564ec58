/** Letters as `letter list` shows them (contract.md), streamed so that memory stays flat. Reading only. */
import type { Register } from './register.ts';
import type { LetterRow, LetterState } from './schema.ts';

export interface LetterView {
  id: number;
  account: string;
  folder: string;
  uid: number;
  messageId: string | null;
  from: string | null;
  subject: string | null;
  receivedAt: string;
  class: string | null;
  state: LetterState;
  ticket: string | null;
  attempts: number;
  error: string | null;
}

const PAGE = 200;

/** Letters, oldest first. @param state null for all */
export async function* listLetters(register: Register, state: LetterState | null): AsyncGenerator<LetterView> {
  for (let after = 0; ; ) {
    const rows = await register.db
      .selectFrom('letters')
      .leftJoin('tickets', 'tickets.id', 'letters.ticket_id')
      .selectAll('letters')
      .select('tickets.number')
      .where('letters.id', '>', after)
      .$if(state !== null, (query) => query.where('letters.state', '=', state!))
      .orderBy('letters.id')
      .limit(PAGE)
      .execute();
    for (const row of rows) yield letterView(row);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.id;
  }
}

function letterView(row: LetterRow & { number: string | null }): LetterView {
  return {
    id: row.id,
    account: row.account,
    folder: row.folder,
    uid: row.uid,
    messageId: row.message_id,
    from: row.from_address,
    subject: row.subject,
    receivedAt: new Date(row.received_at).toISOString(),
    class: row.class,
    state: row.state,
    ticket: row.number,
    attempts: row.tries,
    error: row.error,
  };
}
