/** Can the service do its work now? Each part is asked; the first thing to look at when letters do not come or go. */
import { tellOf } from './fault.ts';
import type { Desk } from './flow/desk.ts';
import type { Readiness } from './http/server.ts';
import type { Watch } from './imap/watch.ts';

type Part = Readiness['parts'][string];

/** Asks the register, the queue, the mail server's last word, and every watched folder. */
export async function readiness(desk: Desk, watches: readonly Watch[]): Promise<Readiness> {
  const parts: Record<string, Part> = {
    register: await registerPart(desk),
    queue: (await desk.queue.reachable()) ? { ok: true } : { ok: false, note: 'unreachable: working without it' },
    smtp: smtpPart(await desk.postman.verify()),
  };
  for (const watch of watches) {
    const { account, folder, trouble } = watch.state();
    parts[`imap ${account} ${folder}`] = trouble === null ? { ok: true } : { ok: false, note: trouble };
  }
  return { ok: Object.values(parts).every(({ ok }) => ok), parts };
}

async function registerPart(desk: Desk): Promise<Part> {
  try {
    await desk.register.db.selectFrom('facts').select('name').limit(1).execute();
    return { ok: true };
  } catch (error) {
    return { ok: false, note: String(tellOf(error).code ?? 'unreadable') };
  }
}

function smtpPart(answer: Awaited<ReturnType<Desk['postman']['verify']>>): Part {
  return answer.ok ? { ok: true } : { ok: false, note: answer.code };
}
