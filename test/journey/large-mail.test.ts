/** Letters to staff have a bound: what does not fit is named, what is refused is sent without files, what reaches nobody is told. */
import { describe, expect, test } from 'vitest';
import { png } from '../attachment/build.ts';
import { needs } from '../services/services.ts';
import { bounceReport } from './bounce-report.ts';
import type { Mail, Person } from './correspondence.ts';
import { citizen, opens, PROBLEM, proven, staffedOffice, ticketOf, workedOff } from './staffed-office.ts';

const LIMITS = {
  ATTACHMENTS__MAX_TOTAL: '60MiB',
  ATTACHMENTS__MAX_COUNT: '30',
  ATTACHMENTS__MAX_FILE: '20MiB',
};
const KIB = 1024;
const MIB = 1024 * KIB;

/** A picture of about so many bytes. */
const scan = (filename: string, bytes: number) => ({ filename, content: png(8, 8, { padding: bytes }) });
const numberIn = ({ subject }: Mail) => /ТП-\d{4}-\d{6}/.exec(subject)![0];
const namesOf = ({ parsed }: Mail) => parsed.attachments.map(({ filename }) => filename);

needs('dovecot')('a letter to staff', () => {
  describe('with more files than fit', () => {
    const town = staffedOffice({ ...LIMITS, SMTP__MAX_LETTER: '2MiB' });

    test('holds those that fit and names the rest, with how to get it', async () => {
      const vera = citizen(town);
      const files = [scan('паспорт.png', 900 * KIB), scan('справка.png', 900 * KIB), scan('чек.png', 20 * KIB)];
      const { receipt, assignment, number } = await opens(town, vera, PROBLEM, { files });
      expect(receipt.text).toContain('справка.png');
      expect(receipt.text).toContain('передали специалисту');
      expect(assignment.raw.length).toBeLessThanOrEqual(2 * MIB);
      expect(namesOf(assignment)).toEqual(['паспорт.png', 'чек.png']);
      expect(assignment.text).toMatch(/справка\.png.*принят.*к письму не приложен/);
      expect(assignment.text).not.toMatch(/чек\.png.*не приложен/);
      expect(assignment.text).toContain('остались в реестре');
      expect(assignment.parsed.attachments[0]!.content).toEqual(files[0]!.content);
      expect((await ticketOf(town, number)).attachments.map(({ verdict }) => verdict)).toEqual(
        Array(3).fill('accepted'),
      );
    });

    test('of all letters of a ticket, when it is passed on', async () => {
      const vera = citizen(town);
      const { receipt, assignment, number } = await opens(town, vera, PROBLEM, { files: [scan('1.png', 600 * KIB)] });
      for (const name of ['2.png', '3.png']) {
        await vera.writes(`Ещё ${name}`, { answering: receipt, files: [scan(name, 600 * KIB)] });
        await vera.gets();
        expect(namesOf(await town.orlova.gets(number))).toEqual([name]);
      }
      await town.orlova.writes('#назначить Белов', proven(assignment));
      const passed = await town.belov.gets(number);
      expect(passed.raw.length).toBeLessThanOrEqual(2 * MIB);
      expect(namesOf(passed)).toEqual(['1.png', '2.png']);
      expect(passed.text).toMatch(/3\.png.*не приложен/);
      expect(passed.text).toContain('Не могу войти');
      expect(passed.text).toContain('Ещё 3.png');
    });

    test('of a long thread: its beginning and its end, and how much was left out', async () => {
      const vera = citizen(town);
      const { receipt, assignment, number } = await opens(town, vera);
      for (let at = 1; at <= 30; at += 1) {
        const words = `Письмо ${at}.\n${`Подробности ${at}. `.repeat(2000)}`;
        await workedOff(town, () => vera.writes(words, { answering: receipt }));
      }
      await town.orlova.writes('#назначить Белов', proven(assignment));
      const passed = await town.belov.gets(number);
      expect(passed.raw.length).toBeLessThan(MIB);
      expect(passed.text).toContain('Не могу войти');
      expect(passed.text).toContain('Письмо 30.');
      expect(passed.text).not.toContain('Письмо 5.');
      expect(passed.text).toContain('Дальше пропущено: 11 писем');
    });
  });

  describe('to a server that takes less than the office would send', () => {
    const town = staffedOffice(LIMITS, undefined, { size: 1_000_000 });

    test('keeps within what the server tells', async () => {
      const vera = citizen(town);
      const files = [scan('большой.png', 800 * KIB), scan('малый.png', 300 * KIB)];
      const { assignment } = await opens(town, vera, PROBLEM, { files });
      expect(assignment.raw.length).toBeLessThanOrEqual(1_000_000);
      expect(namesOf(assignment)).toEqual(['малый.png']);
      expect(assignment.text).toMatch(/большой\.png.*не приложен/);
    });
  });

  describe('that is refused', () => {
    const town = staffedOffice(LIMITS);
    const refuse = (person: Person, code: number, times?: number) =>
      town.office.sink.misbehave({
        how: 'refuse',
        code,
        at: 'data',
        recipient: person.address,
        text: '5.3.4 message is too large',
        ...(times !== undefined && { times }),
      });
    const about = async (number: string) =>
      (await ticketOf(town, number)).deliveries.filter(({ to }) => to.endsWith('@staff.example'));

    test('with its files goes again without them, once', async () => {
      refuse(town.orlova, 552, 1);
      const { assignment, number } = await opens(town, citizen(town), PROBLEM, { files: [scan('1.png', 10 * KIB)] });
      expect(namesOf(assignment)).toEqual([]);
      expect(assignment.text).toContain('не принял это письмо с вложениями');
      expect(assignment.text).toMatch(/1\.png.*не приложен/);
      expect(assignment.text).toContain('Не могу войти');
      expect(await about(number)).toMatchObject([
        { purpose: 'assignment', state: 'failed', attempts: 1 },
        { purpose: 'assignment', state: 'accepted' },
      ]);
      await town.orlova.writes('Ответ без вложений.', proven(assignment));
      expect(town.sedova.unread).toBe(0);
    });

    test('without files too is told to a senior, once; he can pass the ticket on', async () => {
      const vera = citizen(town);
      refuse(town.orlova, 552);
      await vera.writes(PROBLEM, { files: [scan('1.png', 10 * KIB)] });
      const number = numberIn(await vera.gets());
      const told = await town.sedova.gets(number);
      town.office.sink.behave();
      expect(told.text).toContain('Орлова Ирина Павловна');
      expect(told.text).toContain('552 5.3.4 message is too large');
      expect(await about(number)).toMatchObject([
        { to: town.orlova.address, state: 'failed' },
        { to: town.orlova.address, state: 'failed' },
        { to: town.sedova.address, purpose: 'notice', state: 'accepted' },
      ]);
      await town.sedova.writes('#назначить Белов', proven(told));
      expect((await town.belov.gets(number)).text).toContain('Не могу войти');
      expect(await ticketOf(town, number)).toMatchObject({ operator: town.belov.address });
    });

    test('about what the citizen wrote more: the same', async () => {
      const vera = citizen(town);
      const { receipt, number } = await opens(town, vera);
      refuse(town.orlova, 550);
      await vera.writes('Ещё скан.', { answering: receipt, files: [scan('2.png', 10 * KIB)] });
      const told = await town.sedova.gets(number);
      town.office.sink.behave();
      expect(told.subject).toContain('не получил письмо');
      expect((await about(number)).map(({ to, state }) => [to, state])).toEqual([
        [town.orlova.address, 'accepted'],
        [town.orlova.address, 'failed'],
        [town.orlova.address, 'failed'],
        [town.sedova.address, 'accepted'],
      ]);
    });

    test('by the server of another house, in a bounce: the same', async () => {
      const { assignment, number } = await opens(town, citizen(town), PROBLEM, { files: [scan('1.png', 10 * KIB)] });
      await workedOff(town, () => town.orlova.sends(bounceReport(assignment)));
      const again = await town.orlova.gets(number);
      expect(namesOf(again)).toEqual([]);
      expect(again.text).toContain('не принял это письмо с вложениями');
      await workedOff(town, () => town.orlova.sends(bounceReport(again)));
      expect((await town.sedova.gets(number)).text).toContain('Орлова');
      expect(await about(number)).toHaveLength(3);
    });

    test('when the senior cannot be reached either, nobody is written to for ever', async () => {
      const vera = citizen(town);
      for (const person of [town.orlova, town.sedova]) refuse(person, 550);
      await workedOff(town, () => vera.writes(PROBLEM));
      town.office.sink.behave();
      const number = numberIn(await vera.gets());
      expect((await about(number)).map(({ to, state }) => [to, state])).toEqual([
        [town.orlova.address, 'failed'],
        [town.sedova.address, 'failed'],
      ]);
      expect((await ticketOf(town, number)).events.map(({ what }) => what)).toContain('staff not reached');
    });

    test('to the citizen: his operator hears that the answer did not arrive', async () => {
      const vera = citizen(town);
      const { number, assignment } = await opens(town, vera);
      refuse(vera, 554);
      await town.orlova.writes('Готово, попробуйте войти.', proven(assignment));
      const told = await town.orlova.gets(number);
      expect(told.subject).toContain('Ответ заявителю не доставлен');
      expect(told.text).toContain('554 5.3.4');
      expect(vera.unread).toBe(0);
    });
  });
});
