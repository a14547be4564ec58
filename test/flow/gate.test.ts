/** The gate before examining: shut by a scanner that does not answer, open again when it does; each change told once. */
import { expect, test } from 'vitest';
import { Fault } from '../../src/fault.ts';
import { Gate } from '../../src/flow/gate.ts';
import type { Log } from '../../src/log.ts';

function gateOf(probe: () => Promise<void>) {
  const told: string[] = [];
  const tell = (_: unknown, text?: string) => void told.push(text ?? String(_));
  return { gate: new Gate(probe, { error: tell, info: tell } as unknown as Log), told };
}

test('opens and shuts by the answer, and says so once', async () => {
  let away = false;
  let opened = 0;
  const { gate, told } = gateOf(async () => {
    if (away) throw new Fault('ANTIVIRUS_UNREACHABLE', 'away');
  });
  gate.whenItOpens(async () => {
    opened += 1;
  });
  const asked = async (answer: boolean) => {
    expect(await gate.ask()).toBe(answer);
    expect([gate.open, gate.trouble]).toEqual([answer, answer ? null : 'ANTIVIRUS_UNREACHABLE']);
  };
  await asked(true);
  away = true;
  for (let n = 0; n < 3; n += 1) await asked(false);
  away = false;
  for (let n = 0; n < 3; n += 1) await asked(true);
  expect(opened).toBe(1);
  expect(told).toEqual([
    'the antivirus scanner does not answer: letters wait',
    'the antivirus scanner answers again: letters go on',
  ]);
});

test('many who ask at once are one question', async () => {
  let questions = 0;
  const answer = Promise.withResolvers<void>();
  const { gate } = gateOf(() => {
    questions += 1;
    return answer.promise;
  });
  const asked = Array.from({ length: 8 }, () => gate.ask());
  answer.resolve();
  expect(await Promise.all(asked)).toEqual(Array(8).fill(true));
  expect(questions).toBe(1);
  await gate.ask();
  expect(questions).toBe(2);
});
