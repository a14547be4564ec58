/**
 * Proves the templates before the first citizen's letter is answered with them: every letter is rendered with the fullest
 * and the barest facts. Run at start; fails with Fault TEMPLATE_BROKEN, all faults together, each with template and line.
 */
import { Fault } from '../fault.ts';
import type { Renderer } from './render.ts';
import { sampleLetters, statusLetters } from './samples.ts';

/** @throws Fault TEMPLATE_BROKEN */
export function verifyTemplates(renderer: Renderer): void {
  const faults = new Set<string>();
  for (const { template, variables } of [...sampleLetters(), ...statusLetters()]) {
    try {
      const { subject } = renderer.render(template, variables);
      if (subject === '') faults.add(`letters/${template}.subject.liquid gives an empty subject`);
    } catch (cause) {
      if (!(cause instanceof Fault)) throw cause;
      faults.add(cause.message);
    }
  }
  if (faults.size === 0) return;
  throw new Fault('TEMPLATE_BROKEN', `the letter templates are broken:\n${[...faults].join('\n')}`, {
    permanent: true,
  });
}
