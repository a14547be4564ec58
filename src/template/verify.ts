/**
 * Proves the templates before the first citizen's letter is answered with them: every letter is rendered with the fullest
 * and the barest facts, every canned answer once. Run at start; fails with Fault TEMPLATE_BROKEN, all faults together, each
 * with template and line.
 */
import { Fault } from '../fault.ts';
import type { Renderer } from './render.ts';
import { CANNED, rareLetters, sampleLetters } from './samples/letters.ts';

/** @throws Fault TEMPLATE_BROKEN */
export function verifyTemplates(renderer: Renderer): void {
  const faults = new Set<string>();
  const attempt = (step: () => string | null) => {
    try {
      const empty = step();
      if (empty !== null) faults.add(`${empty}: is empty`);
    } catch (cause) {
      if (!(cause instanceof Fault)) throw cause;
      faults.add(cause.message);
    }
  };
  for (const { template, variables } of [...sampleLetters(), ...rareLetters()]) {
    attempt(() => (renderer.render(template, variables).subject === '' ? `letters/${template}.subject.liquid` : null));
  }
  for (const name of renderer.answers.names) {
    attempt(() => (renderer.answers.render(name, CANNED) === '' ? `answers/${name}.liquid` : null));
  }
  if (faults.size === 0) return;
  throw new Fault('TEMPLATE_BROKEN', [...faults].join('\n'), { permanent: true });
}
