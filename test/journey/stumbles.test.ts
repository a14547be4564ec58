/** A mail server that stumbles over a letter, seen from outside: `run --once` answers the others and says what became of this one. */
import { expect, onTestFinished, test } from 'vitest';
import { objects } from '../commands/cli.ts';
import { type Manners, type ScriptedLetter, type Stumble, startScriptedImap } from '../services/scripted-imap.ts';
import { needs } from '../services/services.ts';
import { letter, type Office, openOffice } from './office.ts';

async function officeAt(letters: ScriptedLetter[], manners?: Manners) {
  const server = await startScriptedImap(letters, manners);
  onTestFinished(() => server.stop());
  const office = await openOffice({
    IMAP__HOST: server.host,
    IMAP__PORT: String(server.port),
    IMAP__USER: server.user,
    IMAP__PASSWORD: server.password,
    IMAP__LETTER_TIMEOUT: '1s',
    AUTO_REPLY__IGNORE_OLDER_THAN_HOURS: '100000',
  });
  return { server, office };
}

const good = (name: string): ScriptedLetter => ({ raw: letter(name) });
const answered = ({ sink }: Office) => sink.letters.flatMap(({ to }) => to).toSorted();

needs('dovecot')('a letter over which the mail server stumbles', () => {
  test.each<Stumble>(['drop', 'hang', 'no', 'cut'])(
    '«%s»: everybody is answered, the letter is registered by its headers',
    {
      timeout: 60_000,
    },
    async (how) => {
      const culprit = { raw: letter('kira'), stumbles: { whole: how, outline: how, text: how } };
      const { server, office } = await officeAt([good('vera'), culprit, good('oleg')]);
      expect(await office.cli('run', '--once')).toMatchObject({ code: 0 });
      expect(answered(office)).toEqual(['kira@example.ru', 'oleg@example.ru', 'vera@example.ru']);
      expect(server.inbox()).toEqual([]);
      const ticket = (await office.tickets()).find(({ from }) => from === 'kira@example.ru');
      expect(ticket).toMatchObject({
        subject: 'Вопрос kira',
        status: 'awaiting_info',
        attachments: [{ name: 'Текст письма', verdict: 'refused', reason: 'withheld' }],
      });
    },
  );

  test('of which nothing comes: noted, left, not asked for at every round, and taken when it comes', {
    timeout: 60_000,
  }, async () => {
    const all = { whole: 'drop', outline: 'drop', text: 'drop', header: 'drop' } as const;
    const { server, office } = await officeAt([{ raw: letter('kira'), stumbles: all }, good('oleg')]);
    expect(await office.cli('run', '--once')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('letter list'),
    });
    expect(answered(office)).toEqual(['oleg@example.ru']);
    const noted = async () => objects((await office.cli('letter', 'list', '--state', 'quarantined', '--json')).stdout);
    expect(await noted()).toMatchObject([{ uid: 1, attempts: 1, error: expect.stringContaining('IMAP_WITHHELD') }]);
    expect(server.inbox()).toEqual([1]);

    const before = server.signIns();
    expect(await office.cli('run', '--once')).toMatchObject({ code: 0 });
    expect(server.signIns()).toBe(before + 1);

    server.letter(1).stumbles = {};
    const id = String((await noted())[0]?.id);
    expect(await office.cli('letter', 'replay', id)).toMatchObject({ code: 0, stdout: '' });
    expect(await office.cli('run', '--once')).toMatchObject({ code: 0 });
    expect(answered(office)).toEqual(['kira@example.ru', 'oleg@example.ru']);
    expect(await noted()).toEqual([]);
  });

  test('a broken index: SEARCH finds nothing, INTERNALDATE is NIL; all are answered', { timeout: 60_000 }, async () => {
    const { office } = await officeAt([{ ...good('vera'), date: null }, good('oleg')], { search: 'nothing' });
    expect(await office.cli('run', '--once')).toMatchObject({ code: 0 });
    expect(answered(office)).toEqual(['oleg@example.ru', 'vera@example.ru']);
  });
});
