/** A flood of letters from one sender: nothing is lost, nobody is buried, and the others are served first. */
import { expect, test } from 'vitest';
import { needs } from '../services/services.ts';
import { letter } from './office.ts';
import { citizen, PROBLEM, SNILS, staffedOffice, ticketOf } from './staffed-office.ts';

const LIMIT = 10;
const FLOOD = 40;

needs('dovecot')('a flood', () => {
  const town = staffedOffice({
    FLOOD__PER_SENDER_PER_HOUR: String(LIMIT),
    FLOOD__PER_DOMAIN_PER_HOUR: String(2 * LIMIT),
    AUTO_REPLY__MAX_PER_SENDER_PER_DAY: '5',
  });
  const robot = (index: number, from: string) =>
    letter(`robot${index}`, { text: `Я, Ларионова Вера Павловна, СНИЛС ${SNILS}. Письмо номер ${index}.` }).replace(
      /^From: .*$/m,
      `From: Robot <${from}>`,
    );
  const deliver = (raw: string) => town.office.dovecot.deliver(town.office.dovecot.user, raw);
  const letters = () => town.register.db.selectFrom('letters').selectAll().orderBy('id').execute();

  test('is registered and held back; the others are not kept waiting; a senior is told once', async () => {
    for (let i = 0; i < FLOOD; i += 1) deliver(robot(i, 'mill@robots.example'));
    const vera = citizen(town);
    await vera.writes(PROBLEM);
    const number = /ТП-\d{4}-\d{6}/.exec((await vera.gets()).subject)![0];
    // Hers came last, and only what is no flood yet was registered before it.
    expect(Number(number.slice(-6))).toBeLessThanOrEqual(LIMIT + 1);

    expect(await town.office.cli('run', '--once')).toMatchObject({ code: 0 });
    const tickets = await town.office.tickets();
    const ofRobot = tickets.filter(({ from }) => from === 'mill@robots.example');
    expect(ofRobot).toHaveLength(FLOOD);
    expect(await ticketOf(town, number)).toMatchObject({ heldBack: null, status: 'in_progress' });
    const held = ofRobot.filter(({ heldBack }) => heldBack === 'sender');
    expect(held).toHaveLength(FLOOD - LIMIT);
    for (const { status, operator, deliveries, events, thread } of held.slice(1)) {
      expect({ status, operator, deliveries }).toEqual({ status: 'registered', operator: null, deliveries: [] });
      expect(events.at(-1)).toMatchObject({ what: 'held back', after: { flood: 'sender' } });
      expect(thread).toHaveLength(1);
    }
    const answers = ofRobot.flatMap(({ deliveries }) => deliveries).filter(({ purpose }) => purpose === 'receipt');
    expect(answers.map(({ state }) => state).sort()).toEqual([
      ...Array.from({ length: 5 }, () => 'accepted'),
      ...Array.from({ length: LIMIT - 5 }, () => 'suppressed'),
    ]);
    const told = await town.sedova.gets();
    expect(told.subject).toContain('Слишком много писем');
    expect(told.text).toMatch(/с mill@robots\.example за час\s+пришло больше 10 писем/);
    expect(town.sedova.unread).toBe(0);

    const taken = held[0]!.number;
    expect(await town.office.cli('ticket', 'set', taken, 'in_progress', '--as', 'Седова')).toMatchObject({ code: 0 });
    expect(await ticketOf(town, taken)).toMatchObject({ heldBack: null, status: 'in_progress' });
  });

  test.each([
    ['To', 100_000],
    ['Cc', 51],
  ])('of recipients in %s: %i get nothing from us, and no say in the ticket', async (field, number) => {
    const crowd = Array.from({ length: number }, (_, i) => `  person${i}@crowd.example,`).join('\r\n');
    const vera = citizen(town);
    const { raw } = await vera.composes(PROBLEM, { proof: 'pass' });
    const to = field === 'To' ? raw.toString().replace(/^To: .*$/m, `To:\r\n${crowd}\r\n  support@example.org`) : '';
    const cc = `Cc:\r\n${crowd}\r\n  last@crowd.example\r\n${raw}`;
    vera.sends(Buffer.from(field === 'To' ? to : cc));
    await vera.gets();
    const letters = town.office.sink.letters.flatMap((sent) => sent.to);
    expect(letters.filter((address) => address.endsWith('crowd.example'))).toEqual([]);
    const members = await town.register.db.selectFrom('members').select('address').execute();
    expect(members.map(({ address }) => address)).toContain(vera.address);
    expect(members.filter(({ address }) => address.endsWith('crowd.example'))).toEqual([]);
  });

  test('of one organisation counts together, of a provider for all it does not', async () => {
    const before = town.service.count('stored');
    const senders = Array.from({ length: 2 * LIMIT + 3 }, (_, i) => i);
    for (const i of senders) deliver(robot(1000 + i, `clerk${i}@branch${i}.works.example.com`));
    for (const i of senders) deliver(robot(2000 + i, `person${i}@mail.ru`));
    const flooded = async () => (await letters()).slice(before).filter(({ flood }) => flood === 'domain');
    await town.service.crossed('stored', before + 2 * senders.length);
    expect(await flooded()).toHaveLength(3);
  });

  test.each([
    [
      'under many spellings of one address',
      [
        'From: Robot <many@spellings.example>',
        'From: MANY@Spellings.Example',
        'From: "many"@spellings.example',
        'From: many+1@spellings.example',
        'From: many+2@spellings.example',
        'From: many@spellings.example.',
        'From : many@spellings.example',
        'From: =?utf-8?q?Robot_=3Cmany=40spellings=2Eexample=3E?=',
        `${'X-Filler: 0123456789\r\n'.repeat(1900)}${'X-Long: '.padEnd(70_000, 'a')}\r\nFrom: many@spellings.example`,
        'no field at all\r\nFrom: <many@spellings.example>',
      ],
    ],
    ['without any address', ['From: Robot', 'From:', 'X-From: robot@robots.example', 'From: Robot Robotov']],
  ])('%s counts as one sender', async (_how, heads) => {
    const [before, seen] = [await letters(), town.service.count('stored')];
    const more = 4;
    for (let i = 0; i < LIMIT + more; i += 1) {
      const raw = robot(3000 + 100 * heads.length + i, 'x@x.example');
      deliver(raw.replace(/^From: .*$/m, heads[i % heads.length]!));
    }
    await town.service.crossed('stored', seen + LIMIT + more);
    const flooded = (await letters()).slice(before.length).filter(({ flood }) => flood === 'sender');
    expect(flooded).toHaveLength(more);
  });
});
