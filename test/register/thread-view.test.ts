/** Where our automatic letters stand between those of people. */
import { expect, test } from 'vitest';
import type { MessageRow } from '../../src/register/schema.ts';
import { type AutomaticEntry, threaded } from '../../src/register/thread-view.ts';

const message = (id: number, at: number) => ({ id, at, message_id: `<m${id}>` }) as MessageRow;
const ours = (name: string, at: number, inReplyTo: string | null = null): AutomaticEntry => ({
  ...{ at, inReplyTo, name: null, text: '' },
  messageId: name,
});

test.each<[string, MessageRow[], AutomaticEntry[], (number | string)[]]>([
  ['by time', [message(1, 10), message(2, 30)], [ours('a', 20), ours('b', 40)], [1, 'a', 2, 'b']],
  ['below a letter of the same moment', [message(1, 10)], [ours('a', 10)], [1, 'a']],
  ['below what it answers, though the mailbox dates that later', [message(1, 99)], [ours('a', 20, '<m1>')], [1, 'a']],
  ['two that came together', [message(1, 10), message(2, 10)], [ours('a', 11), ours('b', 12)], [1, 2, 'a', 'b']],
  ['before everything, where nothing came before it', [message(1, 50)], [ours('a', 20)], ['a', 1]],
  ['alone', [], [ours('a', 1)], ['a']],
])('%s', (_, messages, automatic, order) => {
  expect(threaded(messages, automatic).map((one) => ('id' in one ? one.id : one.messageId))).toEqual(order);
});
