import { expect, test } from 'vitest';
import { readRoles, tasksOf } from '../../src/roles.ts';

test.each([
  ['receive,examine,register,send,http', ['receive', 'examine', 'register', 'send', 'http'], ['letter', 'delivery']],
  [' send , receive', ['send', 'receive'], ['delivery']],
  ['register,examine,register', ['register', 'examine'], ['letter']],
  ['http', ['http'], []],
])('%j', (typed, roles, tasks) => {
  const read = readRoles(typed);
  if (typeof read === 'string') throw new Error(read);
  expect([...read]).toEqual(roles);
  expect(tasksOf(read)).toEqual(tasks);
});

test.each([
  ['recieve,send', 'unknown: recieve; there are: receive, examine, register, send, http'],
  ['', 'there are: receive, examine, register, send, http'],
  ['send,', 'there are: '],
  ['Send', 'unknown: Send'],
  ['examine', 'examine and register are done in one piece, by the same process: name both or neither'],
  ['receive,register', 'name both or neither'],
])('%j is no list of roles', (typed, why) => {
  expect(readRoles(typed)).toContain(why);
});
