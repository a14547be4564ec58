import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigFault, explain, loadConfig } from '../../src/config.ts';
import { NEEDED, useOffice } from './office.ts';

const office = useOffice();

describe('the office’s own file', () => {
  test('is merged over the defaults: maps deeply, lists as a whole', () => {
    const config = office.load(`${NEEDED}\nattachments: { types: [pdf, docx], maxCount: 3 }`);
    expect(config.attachments).toMatchObject({ types: ['pdf', 'docx'], maxCount: 3, maxFile: 5 * 2 ** 20 });
  });

  test('may be named by PRIEMNAYA_CONFIG, but --config goes before it', () => {
    const one = office.write('one.yaml', `${NEEDED}\nlog: { level: warn }`);
    const two = office.write('two.yaml', `${NEEDED}\nlog: { level: error }`);
    const from = (argvConfig: string | undefined) =>
      loadConfig({ argvConfig, env: { PRIEMNAYA_CONFIG: one }, cwd: '/' }).log.level;
    expect(from(undefined)).toBe('warn');
    expect(from(two)).toBe('error');
  });

  test('is found from the working directory, and its paths from where it stands', () => {
    office.write('etc/office.yaml', `${NEEDED}\nkeys: { file: keys.json }\nregister: { url: "sqlite:../db/r.db" }`);
    const config = loadConfig({ argvConfig: 'etc/office.yaml', env: {}, cwd: office.directory });
    expect(config.keys.file).toBe(join(office.directory, 'etc/keys.json'));
    expect(config.register.url).toBe(`sqlite:${join(office.directory, 'db/r.db')}`);
  });

  test('keeps absolute paths', () => {
    const config = office.load(`${NEEDED}\nkeys: { file: /srv/keys.json }\nregister: { url: "sqlite:/srv/r.db" }`);
    expect([config.keys.file, config.register.url]).toEqual(['/srv/keys.json', 'sqlite:/srv/r.db']);
  });

  test('may be empty when the environment says everything', () => {
    const env = {
      PRIEMNAYA__OFFICE__ADDRESS: 'support@example.ru',
      PRIEMNAYA__IMAP__HOST: 'imap.example.ru',
      PRIEMNAYA__IMAP__USER: 'support',
      PRIEMNAYA__IMAP__PASSWORD: '0123',
      PRIEMNAYA__SMTP__HOST: 'smtp.example.ru',
    };
    expect(office.load('', env).imap[0]).toMatchObject({ host: 'imap.example.ru', password: '0123' });
  });
});

describe('imap', () => {
  test('may be a list; each account takes what it does not say from the defaults', () => {
    const { imap } = office.load(`
office: { address: support@example.ru }
smtp: { host: smtp.example.ru }
imap:
  - { host: one.example.ru, user: one, password: a, folder: [INBOX, Жалобы] }
  - { name: second, host: two.example.ru, user: two, accessTokenCommand: get-token, port: 143, tls: starttls, maxLetter: 1MB }
`);
    expect(imap).toMatchObject([
      { name: 'one', port: 993, folders: ['INBOX', 'Жалобы'], done: 'Processed', maxLetterBytes: 30 * 2 ** 20 },
      { name: 'second', port: 143, tls: 'starttls', folders: ['INBOX'], maxLetterBytes: 1e6 },
    ]);
    expect(imap[1]).not.toHaveProperty('password');
  });
});

describe('a command that signs in nowhere', () => {
  const load = (yaml: string) =>
    loadConfig({ argvConfig: office.write('office.yaml', yaml), env: {}, cwd: office.directory, signsIn: false });

  test('needs no configuration at all', () => {
    const config = loadConfig({ env: {}, cwd: office.directory, signsIn: false });
    expect([config.imap[0]?.host, config.smtp.host]).toEqual(['nowhere.invalid', 'nowhere.invalid']);
  });

  test('takes what is there as it is, and still says what is wrong', () => {
    expect(load('imap: { host: imap.example.ru }').imap[0]?.host).toBe('imap.example.ru');
    expect(() => load('imap: { port: 0 }')).toThrow('imap.port: must be a whole number');
    expect(() => load('smtp: { hots: smtp.example.ru }')).toThrow('smtp.hots: unknown key');
  });

  test('needs none of the files that only signing in needs', () => {
    const yaml = `
imap: { host: imap.example.ru, user: a, passwordFile: nowhere, tlsCa: nowhere.pem }
smtp: { host: smtp.example.ru, user: a, passwordFile: nowhere }
queue: { urlFile: nowhere }
`;
    expect(load(yaml).queue.url).toBe('local:');
    const env = { PRIEMNAYA__IMAP__PASSWORD_FILE: 'nowhere' };
    expect(() => loadConfig({ env, cwd: office.directory, signsIn: false })).not.toThrow();
  });
});

describe('values', () => {
  const read = (yaml: string, pick: (config: ReturnType<typeof office.load>) => unknown) =>
    pick(office.load(NEEDED + yaml));

  test.each([
    ['5MiB', 5_242_880],
    ['5MB', 5_000_000],
    ['1.5 MiB', 1_572_864],
    ['300KiB', 307_200],
    ['1GB', 1_000_000_000],
    ['10B', 10],
  ])('size %s is %i bytes', (size, bytes) => {
    expect(read(`attachments: { maxFile: ${size} }`, (config) => config.attachments.maxFile)).toBe(bytes);
  });

  test.each([
    ['30s', 30_000],
    ['15m', 900_000],
    ['72h', 259_200_000],
    ['14d', 1_209_600_000],
    ['500ms', 500],
  ])('duration %s is %i ms', (duration, ms) => {
    expect(read(`workers: { timeout: ${duration} }`, (config) => config.workers.timeout)).toBe(ms);
  });

  test.each(['clamd://127.0.0.1:3310', 'clamd:///run/clamav/clamd.ctl'])('scanner %s', (url) => {
    expect(read(`attachments: { antivirus: "${url}" }`, (config) => config.attachments.antivirus)).toBe(url);
  });

  test.each([
    ['5 working days', { workingDays: 5 }],
    ['1 working day', { workingDays: 1 }],
    ['12 working hours', { workingHours: 12 }],
    ['24h', { hours: 24 }],
    ['3d', { hours: 72 }],
  ])('term %s', (term, meaning) => {
    expect(read(`deadlines: { answer: ${term} }`, (config) => config.deadlines.answer)).toEqual(meaning);
  });

  test.each([
    ['support@example.ru', { name: '', address: 'support@example.ru' }],
    ['"Приёмная <support@example.ru>"', { name: 'Приёмная', address: 'support@example.ru' }],
  ])('from %s', (from, meaning) => {
    const config = office.load(NEEDED.replace('smtp: {', `smtp: { from: ${from},`));
    expect(config.smtp.from).toEqual(meaning);
  });

  test('of a certificate is the content of its file', () => {
    office.write('ca.pem', '-----BEGIN CERTIFICATE-----\n…\n');
    const config = office.load(NEEDED.replace('smtp: {', 'smtp: { tlsCa: ca.pem,'));
    expect(config.smtp.ca).toContain('BEGIN CERTIFICATE');
  });
});

describe('the environment', () => {
  test.each([
    ['PRIEMNAYA__SMTP__PORT', '587', (c: Loaded) => c.smtp.port, 587],
    ['PRIEMNAYA__IMAP__POLL_SECONDS', '5', (c: Loaded) => c.imap[0]?.pollMs, 5000],
    ['PRIEMNAYA__IMAP__POLLSECONDS', '5', (c: Loaded) => c.imap[0]?.pollMs, 5000],
    ['PRIEMNAYA__OFFICE__SUBADDRESS', 'false', (c: Loaded) => c.office.subaddress, false],
    ['PRIEMNAYA__HTTP__PORT', '8080', (c: Loaded) => c.http.port, 8080],
    ['PRIEMNAYA__HTTP__PORT', '', (c: Loaded) => c.http.port, null],
    ['PRIEMNAYA__IMAP__FOLDER', 'Входящие', (c: Loaded) => c.imap[0]?.folders, ['Входящие']],
    ['PRIEMNAYA__IMAP__FOLDER', '["INBOX","B"]', (c: Loaded) => c.imap[0]?.folders, ['INBOX', 'B']],
    ['PRIEMNAYA__IMAP__PASSWORD', '[not json', (c: Loaded) => c.imap[0]?.password, '[not json'],
    ['PRIEMNAYA__DEPARTMENTS', '[{"id":"a","title":"A","categories":["b"]}]', (c: Loaded) => c.departments[0]?.id, 'a'],
  ])('%s=%s', (variable, value, pick, meaning) => {
    expect(pick(office.load(NEEDED, { [variable]: value }))).toEqual(meaning);
  });

  test('reaches into lists by index, and may add one more', () => {
    const staff = 'staff: [{ name: Петрова Анна, email: a@example.ru, role: operator }]';
    const config = office.load(`${NEEDED}\n${staff}`, {
      PRIEMNAYA__STAFF__0__ROLE: 'senior',
      PRIEMNAYA__STAFF__1__NAME: 'Сидоров Пётр',
      PRIEMNAYA__STAFF__1__EMAIL: 'b@example.ru',
      PRIEMNAYA__STAFF__1__ROLE: 'operator',
    });
    expect(config.staff).toMatchObject([
      { name: 'Петрова Анна', role: 'senior' },
      { name: 'Сидоров Пётр', role: 'operator' },
    ]);
  });

  test('has paths from the working directory', () => {
    const config = office.load(NEEDED, { PRIEMNAYA__KEYS__FILE: 'run/keys.json' });
    expect(config.keys.file).toBe(join(office.directory, 'run/keys.json'));
  });
});

describe('a secret in a file', () => {
  test('is read without the line break at its end', () => {
    office.write('secrets/imap', 'p@ss word \r\n');
    const config = office.load(NEEDED.replace('password: "secret-of-imap"', 'passwordFile: secrets/imap'));
    expect(config.imap[0]?.password).toBe('p@ss word ');
  });

  test('is read again for whoever asks; what is wrong at that moment changes nothing', () => {
    office.write('smtp', 'first\n');
    office.write('imap', 'first\n');
    const yaml = NEEDED.replace('password: "secret-of-imap"', 'passwordFile: imap');
    const config = office.load(yaml.replace('smtp: {', 'smtp: { user: a, passwordFile: smtp,'));
    office.write('imap', 'second\n');
    office.write('smtp', 'second\n');
    const now = () => [config.imap[0]?.secrets?.().password, config.smtp.secrets?.().password];
    expect(now()).toEqual(['second', 'second']);
    office.write('smtp', '');
    expect(now()).toEqual(['first', 'first']);
  });

  test('may be named by the environment, and goes before the file', () => {
    office.write('imap', 'newer');
    expect(office.load(NEEDED, { PRIEMNAYA__IMAP__PASSWORD_FILE: 'imap' }).imap[0]?.password).toBe('newer');
  });

  test('works for the URL of the queue and the token command', () => {
    office.write('url', 'redis://:pw@127.0.0.1:6379/0\n');
    office.write('command', 'get-token');
    const yaml = NEEDED.replace('password: "secret-of-imap"', 'accessTokenCommandFile: command');
    const config = office.load(`${yaml}\nqueue: { urlFile: url }`);
    expect(config.queue.url).toBe('redis://:pw@127.0.0.1:6379/0');
    expect(config.imap[0]?.accessTokenCommand).toBe('get-token');
  });
});

describe('what is wrong', () => {
  test('is told all at once, each with its key and what it should be', () => {
    const problems = office.wrong(
      `
office: { address: nobody, colour: red, timeZone: Mars/Olympus }
imap: { user: support, port: 99999, tls: ssl, pollSeconds: often, maxLetter: 30, folder: [] }
smtp: { host: smtp.example.ru, user: support, giveUpAfter: 72 }
attachments: { maxFile: 5M, antivirus: localhost }
deadlines: { workingHours: 18:00-09:00, answer: soon, daysOff: [tomorrow] }
staff: [{ name: Петрова, email: a@example.ru, role: boss, department: none }]
departments: [{ id: a, title: A, categories: [b] }, { id: a, title: B, categories: [c] }]
http: 8080
printer: true
`,
      { PRIEMNAYA__SMTP__PORT: 'many', PRIEMNAYA__FAX: '1' },
    );
    expect(problems).toEqual(
      expect.arrayContaining([
        'PRIEMNAYA__FAX: unknown key; known here: office, imap, smtp, register, queue, keys, attachments, identity, staffAttachments, letters, ' +
          'autoReply, flood, deadlines, reminders, retention, staff, departments, mailAuth, spam, templates, workers, http, log',
        'office.address: must be an e-mail address, not "nobody"',
        'office.timeZone: must be a time zone such as Europe/Moscow, not "Mars/Olympus"',
        expect.stringMatching(/^office\.colour: unknown key; known here: name, address, /),
        'imap.host: missing; must be the name of the IMAP server',
        'imap.port: must be a whole number from 1 to 65535, not 99999',
        'imap.tls: must be implicit | starttls | none, not "ssl"',
        'imap.pollSeconds: must be a whole number from 1 to 86400, not "often"',
        'imap.maxLetter: must be a size such as 5MiB or 5MB, not 30',
        'imap.folder: missing; must be at least one folder',
        expect.stringMatching(/^imap\.password: missing; must be the password \(or passwordFile /),
        'smtp.port: must be a whole number from 1 to 65535, not "many" (set by PRIEMNAYA__SMTP__PORT)',
        'smtp.giveUpAfter: must be a duration such as 30s, 15m, 72h, 14d or 5y, not 72',
        expect.stringMatching(/^smtp\.password: missing; must be the password of smtp\.user/),
        'attachments.maxFile: must be a size such as 5MiB or 5MB, not "5M"',
        'attachments.antivirus: must be clamd://host:port or clamd:///path/of/its/socket, or null, not "localhost"',
        'deadlines.workingHours: must be working hours such as 09:00-18:00, not "18:00-09:00"',
        expect.stringMatching(/^deadlines\.answer: must be a term such as /),
        expect.stringMatching(/^deadlines\.daysOff: must be a list of days /),
        'staff.0.role: must be operator | senior | security | auditor, not "boss"',
        'staff.0.department: must be the id of a department; there are: a',
        'departments.1.id: two departments have the id a',
        'http: must be a map with the keys host, port',
        expect.stringMatching(/^printer: unknown key/),
      ]),
    );
    expect(problems).toHaveLength(24);
  });

  test('in one of several accounts is told by its number', () => {
    const yaml = NEEDED.replace(/imap: (.*)/, 'imap: [$1, { user: two, password: b }]');
    expect(office.wrong(yaml)).toEqual(['imap.1.host: missing; must be the name of the IMAP server']);
  });

  test.each([
    ['a password that is not text', 'imap: { password: 0123 }', /^imap\.password: must be .*in quotes/],
    ['a folder to which and from which letters are moved', 'imap: { done: INBOX }', /^imap\.done: .*taken from/],
    ['no account at all', 'imap: []', /^imap: missing/],
    [
      'a missing secret file',
      'smtp: { user: a, passwordFile: nowhere }',
      /^smtp\.passwordFile: there is no file .*nowhere/,
    ],
    ['a secret given twice', 'imap: { password: a, passwordFile: b }', /^imap\.password: give either/],
    ['a certificate that is none', 'smtp: { tlsCa: office.yaml }', /^smtp\.tlsCa: must be a file with a certificate/],
    [
      'a scanner of another kind',
      'attachments: { antivirus: "icap://host" }',
      /^attachments\.antivirus: must be clamd:/,
    ],
    ['a register that is not known', 'register: { url: "mysql://host/db" }', /^register\.url: must be sqlite:/],
    ['a queue that is not known', 'queue: { url: "amqp://host" }', /^queue\.url: must be local: or redis:/],
    ['a map where a value should be', 'office: { name: { ru: Приёмная } }', /^office\.name: must be .*, not a map$/],
    ['YAML that is none', 'office: [', /office\.yaml: line \d+ is not valid YAML/],
    ['a key that stands twice', 'log: { level: info, level: warn }', /line 1 is not valid YAML \(DUPLICATE_KEY\)/],
    ['a file that is no map', '- office', /office\.yaml: must be a map of keys/],
  ])('%s', (_, yaml, problem) => {
    expect(office.wrong(yaml)).toContainEqual(expect.stringMatching(problem));
  });

  test.each([
    ['PRIEMNAYA__IMAP__HOST__NAME', 'x', /^PRIEMNAYA__IMAP__HOST__NAME: imap\.host has no keys of its own/],
    ['PRIEMNAYA__STAFF__NAME', 'x', /^PRIEMNAYA__STAFF__NAME: staff is a list; say which/],
    ['PRIEMNAYA__STAFF__7__NAME', 'x', /^PRIEMNAYA__STAFF__7__NAME: staff has only 0 so far/],
    ['PRIEMNAYA__STAFF', 'Петрова', /^PRIEMNAYA__STAFF: must be JSON/],
    ['PRIEMNAYA__OFFICE__NAME_FILE', 'x', /^PRIEMNAYA__OFFICE__NAME_FILE: unknown key/],
  ])('in the environment: %s', (variable, value, problem) => {
    expect(office.wrong(NEEDED, { [variable]: value })).toContainEqual(expect.stringMatching(problem));
  });

  test('is a missing file, too', () => {
    const load = () => loadConfig({ argvConfig: 'nowhere.yaml', env: {}, cwd: office.directory });
    expect(load).toThrow(ConfigFault);
    expect(load).toThrow(`there is no file ${join(office.directory, 'nowhere.yaml')}`);
  });

  test('never shows a secret, wherever it came to stand', () => {
    office.write('pw', 'hunter2');
    const problems = [
      ...office.wrong('imap: { password: [hunter2] }'),
      ...office.wrong('imap: { user: { password: hunter2 } }'),
      ...office.wrong('queue: { url: "amqp://user:hunter2@host" }'),
      ...office.wrong('register: { url: "postgres://user:hunter2@host/db" }'),
      ...office.wrong('imap: { password: hunter2, passwordFile: pw }'),
      ...office.wrong('imap: { password: hunter2\n  oops: hunter2: hunter2'),
      ...office.wrong('', { PRIEMNAYA__IMAP: '{"password": "hunter2"' }),
    ];
    expect(problems.join('\n')).not.toContain('hunter2');
  });
});

describe('explain', () => {
  test('shows what is in force and where it came from, secrets masked', () => {
    office.write('smtp-password', 'hunter3');
    const yaml = NEEDED.replace('smtp: {', 'smtp: { user: support, passwordFile: smtp-password,');
    const config = office.load(`${yaml}\nqueue: { url: "redis://user:hunter2@127.0.0.1:6379/0" }`, {
      PRIEMNAYA__HTTP__PORT: '8080',
    });
    const file = join(office.directory, 'office.yaml');
    const lines = explain(config).replace(/ +#/g, ' #').split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'office.address: "support@example.ru" # '.concat(file),
        'office.timeZone: "Europe/Moscow" # default',
        `imap.0.password: *** # ${file}`,
        `smtp.password: *** # ${file}, passwordFile`,
        `queue.url: redis://***@127.0.0.1:6379/0 # ${file}`,
        'http.port: "8080" # PRIEMNAYA__HTTP__PORT',
      ]),
    );
    expect(explain(config)).not.toMatch(/hunter|secret-of-imap/);
  });
});

type Loaded = ReturnType<typeof office.load>;
