/** Under which name and address our letters go out. */
import { expect, test } from 'vitest';
import { senderOf } from '../../src/settings.ts';

const office = { name: 'Приёмная', address: 'support@example.org' } as Parameters<typeof senderOf>[0]['office'];
const smtp = (from: { name: string; address: string } | null) => ({ from }) as Parameters<typeof senderOf>[0]['smtp'];

test.each([
  [null, { name: 'Приёмная', address: 'support@example.org' }],
  [
    { name: '', address: 'post@example.org' },
    { name: 'Приёмная', address: 'post@example.org' },
  ],
  [
    { name: 'Служба', address: 'post@example.org' },
    { name: 'Служба', address: 'post@example.org' },
  ],
])('smtp.from %o', (from, sender) => {
  expect(senderOf({ office, smtp: smtp(from) })).toEqual(sender);
});
