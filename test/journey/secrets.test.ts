/** Secrets and what citizens wrote stand in no output, whatever is typed and however it ends; and files are the owner's alone. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, type Ended, environment } from '../commands/cli.ts';
import { temporaryFolder } from '../register/fixture.ts';
import { needs } from '../services/services.ts';
import { letter, type Office, openOffice } from './office.ts';

const TEXT =
  'Здравствуйте! Меня зовут Звонарёва Аглая Тихоновна, СНИЛС 112-233-445 95, живу на улице Кривоколенной, +7 916 123-45-67.';
/** Also as base64 and as Latin bytes would show them. */
const WRITTEN =
  /звонар|аглая|тихоновн|112-?233-?445|11223344595|123-?45-?67|79161234567|кривоколен|шнурок|planted|0JfQstC+0L3|Ð/i;
const SECRET = /hush|open-sesame/;

needs('dovecot')('output', () => {
  async function withTicket(): Promise<{ office: Office; number: string }> {
    const office = await openOffice({
      LOG__LEVEL: 'trace',
      SMTP__USER: 'office-smtp',
      SMTP__PASSWORD: 'hush-smtp',
      STAFF: JSON.stringify([
        { name: 'Орлова Ирина Павловна', email: 'orlova@staff.example', position: null, department: null, role: 'operator' },
      ]), // biome-ignore format: a table
    });
    office.dovecot.deliver(office.dovecot.user, letter('planted.ticket', { text: TEXT, subject: 'Шнурок порвался' }));
    expect(await office.cli('run', '--once')).toMatchObject({ code: 0 });
    return { office, number: (await office.tickets())[0]!.number };
  }

  /** Keys as they stand in the key file. */
  const keysOf = ({ config }: Office) =>
    Object.values<string[]>(JSON.parse(readFileSync(config.keys.file, 'utf8'))).flat().filter((key) => key.length > 20); // biome-ignore format: one thought

  function holdsNothing(office: Office, { stdout, stderr }: Ended): void {
    expect(stderr).not.toMatch(WRITTEN);
    for (const said of [stdout, stderr]) {
      expect(said).not.toMatch(SECRET);
      for (const key of keysOf(office)) expect(said).not.toContain(key);
    }
  }

  test('of every command holds no secret, and on stderr no word of a citizen', { timeout: 120_000 }, async () => {
    const { office, number } = await withTicket();
    expect(keysOf(office).length).toBeGreaterThan(0);
    const reason = 'Звонарёва А. Т., улица Кривоколенная';
    const as = ['--as', 'Орлова'];
    for (const [args, code] of [
      [['check'], 0],
      [['config'], 0],
      [['ticket', 'list', '--json'], 0],
      [['ticket', 'show', number], 0],
      [['ticket', 'search', 'Звонарёва'], 0],
      [['ticket', 'note', number, reason, ...as], 0],
      [['ticket', 'answer', number, reason, ...as], 0],
      [['ticket', 'set', number, 'rejected', '--reason', reason, ...as], 0],
      [['ticket', 'set', number, 'registered', '--reason', reason, ...as], 2],
      [['letter', 'list'], 0],
      [['keys', 'rotate'], 0],
      [['run', '--once'], 0],
    ] as [string[], number][]) {
      const ended = await office.cli(...args);
      expect([args, ended.code]).toEqual([args, code]);
      holdsNothing(office, ended);
    }
  });

  test('of what cannot work holds none either', { timeout: 120_000 }, async () => {
    const { office } = await withTicket();
    const wrong: Record<string, string>[] = [
      { IMAP__PASSWORD: 'hush-wrong' },
      { SMTP__USER: '' },
      { QUEUE__URL: 'hush://user:hush@nowhere' },
      { QUEUE__URL: 'redis://:hush-redis@127.0.0.1:1/0' },
      { IMAP__ACCESS_TOKEN_COMMAND: 'echo hush-token; false', IMAP__PASSWORD: '' },
      { STAFF: '[{"password": "hush"}' },
    ];
    for (const more of wrong) {
      const ended = await cli({ ...office.env, ...environment(more) }, ['check']);
      expect(ended.code).not.toBe(0);
      holdsNothing(office, ended);
    }
  });

  test.each([['run'], ['check']])('of a crash of `%s` holds none', { timeout: 60_000 }, async (command) => {
    const { office } = await withTicket();
    const crash =
      "setInterval(()=>{if(process.listenerCount('uncaughtException')>0)throw new Error(process.env.SAID)},1)";
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(crash)}`;
    const ended = await cli({ ...office.env, NODE_OPTIONS, SAID: `${TEXT} hush` }, [command]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('Error');
    holdsNothing(office, ended);
  });

  test('no secret stands in the arguments of a process', async () => {
    const { office } = await withTicket();
    const running = office.startCli('run');
    await running.says('service started');
    expect(execFileSync('ps', ['-eo', 'args', '--no-headers'], { encoding: 'utf8' })).not.toMatch(
      /hush-smtp|open-sesame/,
    );
    running.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 0 });
  });
});

needs('dovecot')('files', () => {
  test.each([0o000, 0o022])('are readable by their owner alone, umask %o', { timeout: 60_000 }, async (umask) => {
    const folder = join(temporaryFolder(), 'new');
    const office = await openOffice({
      REGISTER__URL: `sqlite:${join(folder, 'register.db')}`,
      KEYS__FILE: join(folder, 'keys', 'keys.json'),
      LOG__LEVEL: 'info',
    });
    const set = `import{isMainThread}from'node:worker_threads';isMainThread&&process.umask(${umask})`;
    Object.assign(office.env, { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(set)}` });
    office.dovecot.deliver(office.dovecot.user, letter('planted.modes'));
    const running = office.startCli('run');
    await running.says('letter registered');
    const entries = readdirSync(dirname(folder), { recursive: true, encoding: 'utf8' });
    expect(entries).toEqual(expect.arrayContaining(['new/register.db', 'new/register.db-wal', 'new/register.db-shm']));
    const modes = entries.map((entry) => [entry, (statSync(join(dirname(folder), entry)).mode & 0o077).toString(8)]);
    expect(modes).toEqual(entries.map((entry) => [entry, '0']));
    running.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 0 });
  });
});
