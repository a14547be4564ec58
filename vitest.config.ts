import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Those that need minutes run by themselves: `npm run test:long`.
    include: [process.env.npm_lifecycle_event === 'test:long' ? 'test/**/*.long.test.ts' : 'test/**/!(*.long).test.ts'],
    reporters: ['default', './test/services/skipped.ts'],
    // A real server on a busy machine takes its time; a hang is a failure all the same.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Left alone, Vitest keeps one core of the machine for itself; most tests wait for servers and processes.
    maxWorkers: '100%',
  },
});
