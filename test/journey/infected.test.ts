/** Letters with a virus in them, past a real clamd: blocked wherever it hides, told to the sender and to staff, never sent on. */
import { crc32, deflateRawSync } from 'node:zlib';
import MailComposer from 'nodemailer/lib/mail-composer';
import { describe, expect, test } from 'vitest';
import { chunk, flateStream, pdfWith, png } from '../attachment/build.ts';
import { startClamd, VIRUS, VIRUS_NAME } from '../services/clamd.ts';
import { needs } from '../services/services.ts';
import type { Mail } from './correspondence.ts';
import { citizen, opens, PROBLEM, proven, staffedOffice, ticketOf, workedOff } from './staffed-office.ts';

interface File {
  filename: string;
  content: Buffer;
  contentType?: string;
}

const virus = Buffer.from(VIRUS);
const CLEAN: File = { filename: 'снимок.png', content: png(300, 300) };

/** Without the word joiners that keep mail programs from making links of names. */
const shown = (text: string) => text.replaceAll('\u2060', '');

needs('dovecot', 'clamd')('a virus', () => {
  const town = staffedOffice(async (whenDone) => {
    const clamd = await startClamd();
    whenDone(() => clamd.stop());
    return { ATTACHMENTS__ANTIVIRUS: clamd.url };
  });

  const found = async (number: string) =>
    (await ticketOf(town, number)).events
      .filter(({ what }) => what === 'virus found')
      .map(({ who, after }) => [who, after]);
  const names = ({ parsed }: Mail) => parsed.attachments.map(({ filename }) => filename);

  test.concurrent.each<[string, File, string]>([
    ['under the name of a document', { filename: 'справка.pdf', content: virus }, 'справка.pdf'],
    [
      'in a stream of a PDF',
      { filename: 'выписка.pdf', content: pdfWith('', [flateStream('', virus)]) },
      'выписка.pdf',
    ],
    ['in the margin of a picture', { filename: 'фото.png', content: pngHolding(virus) }, 'фото.png'],
    ['in an archive', { filename: 'папка.zip', content: zipOf('a/b.txt', virus) }, 'папка.zip'],
    [
      'in an archive in an archive',
      { filename: 'матрёшка.zip', content: zipOf('c.zip', zipOf('b', virus)) },
      'матрёшка.zip',
    ],
    [
      'in a part that nobody knows',
      { filename: 'winmail.bin', content: virus, contentType: 'application/x-unheard-of' },
      'winmail.bin',
    ],
  ])('%s', async (_, infected, name) => {
    const vera = citizen(town);
    const { number, receipt, assignment } = await opens(town, vera, PROBLEM, { files: [infected, CLEAN] });
    expect((await ticketOf(town, number)).attachments).toMatchObject([
      { name, verdict: 'refused', reason: 'infected' },
      { name: 'снимок.png', verdict: 'accepted', reason: null },
    ]);
    expect(await found(number)).toEqual([['service', { file: name, signature: VIRUS_NAME }]]);
    expect(shown(receipt.text)).toContain(name);
    expect(receipt.text).toContain('найден вирус');
    expect(shown(assignment.text)).toMatch(new RegExp(`${name}[^\n]*\n?[^\n]*в нём вирус`));
    expect(names(assignment)).toEqual(['снимок.png']);
    for (const letter of [receipt, assignment]) expect(letter.text).not.toContain('В самом письме');
  });

  test.concurrent('in a file of a letter within a letter', async () => {
    const inner = await new MailComposer({
      from: 'oleg@example.ru',
      subject: 'Документы',
      text: 'Вот они.',
      attachments: [{ filename: 'счёт.pdf', content: virus }],
    })
      .compile()
      .build();
    const vera = citizen(town);
    const files = [{ filename: 'письмо.eml', content: inner, contentType: 'message/rfc822' }];
    const { number, assignment } = await opens(town, vera, PROBLEM, { files });
    expect((await ticketOf(town, number)).attachments).toContainEqual(
      expect.objectContaining({ name: 'счёт.pdf', reason: 'infected' }),
    );
    expect(names(assignment)).toEqual([]);
  });

  test.concurrent('in the text: the ticket is there, its files are, and both sides are warned', async () => {
    const vera = citizen(town);
    const { number, receipt, assignment } = await opens(town, vera, `${PROBLEM}\n\n${VIRUS}\n`, { files: [CLEAN] });
    expect(await found(number)).toEqual([['service', { file: null, signature: VIRUS_NAME }]]);
    expect(receipt.text).toContain('В самом письме');
    expect(assignment.text).toContain(`антивирус нашёл: ${VIRUS_NAME}`);
    expect(names(assignment)).toEqual(['снимок.png']);
    await town.orlova.writes('#назначить белов', proven(assignment));
    expect((await town.belov.gets(number)).text).toContain(`антивирус нашёл: ${VIRUS_NAME}`);
  });

  test.concurrent('takes no room from the files after it', async () => {
    const vera = citizen(town);
    const large = Buffer.concat([virus, Buffer.alloc(4 << 20)]);
    const files = [
      { filename: 'большой.png', content: pngHolding(large) },
      { filename: 'второй.png', content: pngHolding(Buffer.alloc(2 << 20)) },
    ];
    const { number } = await opens(town, vera, PROBLEM, { files });
    expect((await ticketOf(town, number)).attachments).toMatchObject([
      { name: 'большой.png', reason: 'infected' },
      { name: 'второй.png', verdict: 'accepted' },
    ]);
  });

  test.concurrent('in an addition, and in a question: the sender is told each time, the operator of the first', async () => {
    const vera = citizen(town);
    const { number, receipt } = await opens(town, vera);
    const files = [{ filename: 'ещё.pdf', content: virus }, CLEAN];
    await vera.writes('Вот ещё документы.', { answering: receipt, files });
    expect((await vera.gets()).text).toContain('найден вирус');
    const notice = await town.orlova.gets(number);
    expect(notice.text).toContain('ещё.pdf');
    expect(names(notice)).toEqual(['снимок.png']);
    await vera.writes('Статус обращения', { answering: receipt, subject: `Статус обращения ${number}`, files });
    expect((await vera.gets()).text).toContain('найден вирус');
  });

  test.concurrent('does not come back when the ticket goes to somebody else', async () => {
    const vera = citizen(town);
    const files = [{ filename: 'выписка.pdf', content: pdfWith('', [flateStream('', virus)]) }, CLEAN];
    const { number, assignment } = await opens(town, vera, PROBLEM, { files });
    await town.orlova.writes('#назначить белов', proven(assignment));
    const passedOn = await town.belov.gets(number);
    expect(passedOn.text).toContain('в нём вирус');
    expect(names(passedOn)).toEqual(['снимок.png']);
    await town.orlova.gets(number);
  });

  test.concurrent('from an operator does not reach the citizen, confirmed or not', async () => {
    const vera = citizen(town);
    const { number, assignment } = await opens(town, vera);
    const files = [{ filename: 'инструкция.pdf', content: pdfWith('', [flateStream('', virus)]) }, CLEAN];
    await town.orlova.writes('Прилагаю.', { ...proven(assignment), files });
    const notice = await town.orlova.gets(number);
    expect(notice.text).toContain('в нём вирус');
    expect(vera.unread).toBe(0);
    await town.orlova.writes('Подтверждаю', proven(notice));
    const confirmed = await vera.gets();
    expect(confirmed.text).toContain('Прилагаю');
    expect(names(confirmed)).toEqual(['снимок.png']);
    expect(await found(number)).toHaveLength(1);
  });

  test.concurrent('in machine mail of no ticket stands in the journal of the letter', async () => {
    const vera = citizen(town);
    const { id, raw } = await vera.composes('Меня нет.', {
      headers: ['Auto-Submitted: auto-replied'],
      files: [{ filename: 'a.pdf', content: virus }],
    });
    await workedOff(town, () => vera.sends(raw));
    const events = await town.register.db
      .selectFrom('events')
      .innerJoin('letters', 'letters.id', 'events.letter_id')
      .select(['events.ticket_id', 'events.what', 'letters.state'])
      .where('letters.message_id', '=', id)
      .execute();
    expect(events).toEqual([{ ticket_id: null, what: 'virus found', state: 'set-aside' }]);
  });

  describe('nowhere', () => {
    test.concurrent('a letter like any other', async () => {
      const vera = citizen(town);
      const { number, receipt, assignment } = await opens(town, vera, PROBLEM, { files: [CLEAN] });
      expect(await found(number)).toEqual([]);
      expect(names(assignment)).toEqual(['снимок.png']);
      for (const letter of [receipt, assignment]) expect(letter.text).not.toMatch(/вирус/);
    });
  });
});

/** A picture that a citizen may send, but for the comment in it. */
function pngHolding(content: Buffer): Buffer {
  const whole = png(300, 300);
  const afterHeader = 8 + 25;
  return Buffer.concat([whole.subarray(0, afterHeader), chunk('teXt', content), whole.subarray(afterHeader)]);
}

/** A ZIP of one packed file. */
function zipOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06'), end]);
}
