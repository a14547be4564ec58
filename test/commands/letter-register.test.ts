/** A letter that was set aside becomes a ticket on the word of one of the staff; a machine is not answered all the same. */
import { expect, test } from 'vitest';
import { letter, openOffice } from '../journey/office.ts';
import { needs } from '../services/services.ts';
import { objects } from './cli.ts';

const STAFF = [
  { name: 'Зимин Олег Игоревич', email: 'zimin@staff.example', position: null, department: null, role: 'senior' },
];

needs('dovecot')('letter register', () => {
  test('makes a ticket once, for an operator, and nobody else is answered', { timeout: 120_000 }, async () => {
    const office = await openOffice({ STAFF: JSON.stringify(STAFF) });
    const machine = `Auto-Submitted: auto-generated\r\n${letter('vera')}`;
    office.dovecot.deliver(office.dovecot.user, Buffer.from(machine));
    await office.cli('run', '--once');
    const [aside] = objects((await office.cli('letter', 'list', '--state', 'set-aside', '--json')).stdout);
    const id = String(aside!.id);

    expect(await office.cli('letter', 'register', '999', '--as', 'Зимин')).toMatchObject({ code: 1, stdout: '' });
    expect(await office.cli('letter', 'register', id, '--as', 'Никто')).toMatchObject({ code: 1, stdout: '' });
    const made = await office.cli('letter', 'register', id, '--as', 'Зимин');
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ТП-\d{4}-000001\n$/) });
    expect(await office.cli('letter', 'register', id, '--as', 'Зимин')).toMatchObject({ code: 1, stdout: '' });

    await office.cli('run', '--once');
    const tickets = objects((await office.cli('ticket', 'list', '--json')).stdout);
    expect(tickets).toMatchObject([{ number: made.stdout.trim(), operator: 'zimin@staff.example' }]);
    expect(office.sink.letters.flatMap(({ to }) => to)).toEqual(['zimin@staff.example']);
  });
});
