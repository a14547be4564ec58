/** Can the service do its work now? Each part is asked; the first thing to look at when letters do not come or go. */
import { setTimeout as wait } from 'node:timers/promises';
import { tellOf } from './fault.ts';
import type { Desk } from './flow/desk.ts';
import { remembered } from './http/remembered.ts';
import type { Readiness } from './http/server.ts';
import type { Mailboxes } from './mailboxes.ts';
import type { Vigil } from './queue/vigil.ts';
import { askJournal } from './register/anchored.ts';
import { beat } from './register/instances.ts';
import { keysFit } from './register/keys-fit.ts';
import { type Roles, tasksOf } from './roles.ts';

type Part = Readiness['parts'][string];

/** Signing in to the mail server costs it something; that it is back should be seen sooner. */
const SMTP_WELL_MS = 30_000;
const SMTP_UNWELL_MS = 5_000;
/** Less than the patience of whoever asks: one part that hangs must not hide the others. */
const PATIENCE_MS = 3_000;

/**
 * A probe of what these roles need: the register, its keys, the queue, the mail server, the antivirus scanner if there is one, every
 * folder that this process watches.
 * @param mailboxes null while they are not opened yet
 */
export function openReadiness(
  desk: Desk,
  roles: Roles,
  vigil: Vigil,
  mailboxes: () => Mailboxes | null,
): () => Promise<Readiness> {
  const queued = roles.has('receive') || tasksOf(roles).length > 0;
  const smtp = remembered(
    () => smtpPart(desk),
    ({ ok }) => (ok ? SMTP_WELL_MS : SMTP_UNWELL_MS),
  );
  return async () => {
    const parts: Record<string, Part> = Object.fromEntries(
      await Promise.all([
        named('register', registerPart(desk)),
        named('keys', keysPart(desk)),
        ...(queued ? [named('queue', queuePart(desk, vigil))] : []),
        ...(roles.has('send') ? [named('smtp', smtp())] : []),
        ...(roles.has('examine') && desk.scanner !== null ? [named('antivirus', antivirusPart(desk))] : []),
        ...(roles.has('receive') ? folderParts(mailboxes()) : []),
      ]),
    );
    return { ok: Object.values(parts).every(({ ok }) => ok), parts };
  };
}

async function named(name: string, answer: Promise<Part>): Promise<[string, Part]> {
  const late = new AbortController();
  const patience = wait<Part>(PATIENCE_MS, { ok: false, note: 'no answer in time' }, { signal: late.signal });
  patience.catch(() => {});
  const part = await Promise.race([answer, patience]);
  late.abort();
  return [name, part];
}

/** Reading would do on a full disk: what counts is that a letter could be written down. */
async function registerPart(desk: Desk): Promise<Part> {
  const { register } = desk;
  try {
    await beat(register, desk.instance);
    const { trouble } = await askJournal(register.db, register.keys, register.witness);
    return trouble === null ? { ok: true } : { ok: true, note: 'JOURNAL_BROKEN' }; // letters are taken all the same
  } catch (error) {
    return { ok: false, note: String(tellOf(error).code ?? 'takes nothing') };
  }
}

/** Without the right key file nothing that is taken now could be opened after the next start. */
async function keysPart({ register }: Desk): Promise<Part> {
  try {
    register.keys.refresh();
    await keysFit(register.db, register.keys);
    return { ok: true };
  } catch (error) {
    return { ok: false, note: String(tellOf(error).code ?? 'cannot be read') };
  }
}

/** What may lose work but does it now is a note, no reason to be taken out of service. */
async function queuePart({ queue }: Desk, vigil: Vigil): Promise<Part> {
  if (!(await queue.reachable())) return { ok: false, note: 'unreachable: working without it' };
  const { trouble, warnings } = await vigil.found();
  if (trouble !== null && trouble !== 'unreachable') return { ok: false, note: `${trouble}; working without it` };
  return { ok: true, ...(warnings.length > 0 && { note: warnings.join('; ') }) };
}

async function smtpPart(desk: Desk): Promise<Part> {
  const answer = await desk.postman.verify();
  return answer.ok ? { ok: true } : { ok: false, note: answer.code };
}

async function antivirusPart({ gate }: Desk): Promise<Part> {
  return (await gate.ask()) ? { ok: true } : { ok: false, note: gate.trouble ?? 'does not answer' };
}

/** A folder that another process watches is that one's to tell of. */
function folderParts(mailboxes: Mailboxes | null): [string, Part][] {
  if (mailboxes === null) return [['imap', { ok: false, note: 'starting' }]];
  return mailboxes.states().map(({ account, folder, trouble, means }) => {
    const note = trouble ?? (means === null ? 'connecting' : null);
    return [`imap ${account} ${folder}`, note === null ? { ok: true } : { ok: false, note }];
  });
}
