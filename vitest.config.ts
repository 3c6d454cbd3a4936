import { defineConfig } from 'vitest/config';
import { SPEC_CHAPTERS } from './src/port/ops.ts';
import { suiteOptions } from './src/suite/options.ts';
import { DEFAULT_SAMPLING } from './src/suite/sampling.ts';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'properties', ...suiteOptions({ kind: 'reference' }, DEFAULT_SAMPLING, SPEC_CHAPTERS) } },
      {
        test: {
          name: 'suite',
          include: ['src/**/*.test.ts'],
          exclude: ['src/lab/**'],
          testTimeout: 120_000,
          // Files share no state, and a thread that keeps its modules spares each of them its start: of 64 s of processor time for
          // the tests of diff, golden and libm 36 s are left.
          pool: 'threads',
          isolate: false,
        },
      },
      { test: { name: 'lab', include: ['src/lab/**/*.test.ts'], testTimeout: 120_000 } },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/reference/**'],
      reporter: ['text', 'lcov', 'html'],
      thresholds: { lines: 100, branches: 100, functions: 100, statements: 100 },
    },
  },
});
