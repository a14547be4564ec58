/**
 * Closing words of a test run: which suites could not run on this machine and what they need, and one plain line of counts
 * that a build server can read. A vitest reporter, beside the default one.
 */
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';

export default class ClosingWords implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      if (module.state() === 'failed' && module.errors().length > 0) counts.failed += 1; // it could not even be read
      for (const one of module.children.allTests()) counts[one.result().state] += 1;
    }
    const lines = modules.flatMap((module) => skippedSuites(module).map((suite) => `  ${suite.name}`));
    if (lines.length > 0) {
      process.stdout.write(`\nskipped here, run scripts/test-services as root to have them:\n${lines.join('\n')}\n`);
    }
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
  }
}

function skippedSuites(module: TestModule): TestSuite[] {
  const isSkipped = (suite: TestSuite) =>
    suite.options.mode === 'skip' &&
    [...suite.children.allTests()].every((one: TestCase) => one.result().state === 'skipped');
  return [...module.children.suites()].filter(isSkipped);
}
