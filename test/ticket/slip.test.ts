import { expect, test } from 'vitest';
import { isSlipOf } from '../../src/ticket/slip.ts';

test.each([
  ['замтека', 'заметка'],
  ['заметк', 'заметка'],
  ['заметкка', 'заметка'],
  ['замотка', 'заметка'],
  ['решенно', 'решено'],
  ['заметкагражданин', 'заметка'],
])('%s is a slip of %s', (typed, word) => expect(isSlipOf(typed, word)).toBe(true));

test.each([
  ['заметка', 'заметка'],
  ['замки', 'заметка'],
  ['запрос', 'запросить'],
  ['сон', 'срок'],
  ['акс', 'ask'],
  ['', 'заметка'],
])('%s is none of %s', (typed, word) => expect(isSlipOf(typed, word)).toBe(false));
