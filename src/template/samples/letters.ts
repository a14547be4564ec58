/**
 * Sample facts for every letter: the fullest that can happen, and the barest. With them all templates are rendered at start
 * and in tests, so that no branch of a template is first seen by a citizen. Pure; the people are invented.
 */
import type { CannedFacts } from '../canned.ts';
import type { Filled } from '../letterhead.ts';
import { conversationSamples, statusConversations } from './conversation.ts';
import { additionSamples, BARE, receiptSamples, statusReceipts, wishSamples } from './receipts.ts';
import type { Sample } from './sample.ts';
import { staffSamples } from './staff.ts';
import { largeStaffSamples } from './staff-large.ts';
import { rareStaffLetters } from './staff-rare.ts';

/** Letters of every make. Together with those of rareLetters() they enter every branch of every template. */
export function sampleLetters(): Sample[] {
  return [
    ...receiptSamples(),
    ...additionSamples(),
    ...wishSamples(),
    ...conversationSamples(),
    ...staffSamples(),
    ...largeStaffSamples(),
  ];
}

/** Letters that differ by a sentence from one of the samples. */
export function rareLetters(): Filled[] {
  return [...statusReceipts(), ...statusConversations(), ...rareStaffLetters()];
}

/** With these every canned answer is rendered. */
export const CANNED: CannedFacts = { ...BARE, status: 'in_progress', reopenDays: 14 };
