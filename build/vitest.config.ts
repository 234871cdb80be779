import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { suites } from './suites.ts';

/** One project per folder of test/, so that each can be run alone: `npm test -- unit`. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    projects: suites.map((suite) => ({
      extends: true,
      test: {
        name: suite.name,
        setupFiles: ['test/support/chance.ts'],
        include: [`test/${suite.name}/**/*.test.{ts,tsx}`],
        testTimeout: suite.testTimeoutMs,
        hookTimeout: suite.testTimeoutMs,
        // What is waited for may take long on a busy machine; what never comes fails all the same.
        expect: { poll: { timeout: Math.max(10_000, suite.testTimeoutMs / 3), interval: 50 } },
        maxWorkers: suite.filesTogether,
      },
    })),
  },
});
