import { defineConfig } from 'vitest/config';
import { CHAPTERS } from '../port/ops.ts';
import { suiteOptions } from '../suite/options.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';

/** Laws and errors alone, or every check: the two sides of the mutation score. */
const KINDS = process.env.MUTATION_CHECKS === 'laws' ? (['law', 'error'] as const) : null;

export default defineConfig({ test: suiteOptions({ kind: 'reference' }, DEFAULT_SAMPLING, CHAPTERS, KINDS) });
