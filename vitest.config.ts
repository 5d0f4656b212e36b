/**
 * Owns how the tests run: which files, and how long a condition may take to come true. What is tested is in tests/.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/global-setup.ts'],
    // For what hangs: what is only slow, because the machine is busy or there is very much to try, is no failure.
    testTimeout: process.env.GATEHOUSE_SOAK === '1' ? 3_600_000 : 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    pool: 'forks',
    // Both cores: by default one is left free, and most tests wait more than they work.
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: '.cache/tests.json' }]],
  },
});
