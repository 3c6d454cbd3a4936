import { defineConfig } from 'vitest/config';
import { CHAPTERS } from '../../port/ops.ts';
import { suiteOptions } from '../../suite/options.ts';
import { DEFAULT_SAMPLING } from '../../suite/sampling.ts';

/** Laws and errors alone, or every check: the two sides of the mutation score. */
const onlyLaws = process.env.MUTATION_CHECKS === 'laws';
/** The first of a run's inputs: what they kill, all of them kill. Survivors meet all, in the second run. */
const FEW = { ...DEFAULT_SAMPLING, runs: 25 };
const { include, ...suite } = suiteOptions(
  { kind: 'reference' },
  onlyLaws ? FEW : DEFAULT_SAMPLING,
  CHAPTERS,
  onlyLaws ? ['law', 'error'] : null,
);

/** What a port cannot be asked: how the reference fills a configuration in, and what it says of a bad one. */
const OWN_TESTS = 'src/reference/config.test.ts';

export default defineConfig({ test: { ...suite, include: [...(include ?? []), ...(onlyLaws ? [] : [OWN_TESTS])] } });
