import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { CHAPTERS } from '../../port/ops.ts';
import type { PortChoice } from '../../protocol/select.ts';
import { suiteOptions } from '../../suite/options.ts';
import { DEFAULT_SAMPLING } from '../../suite/sampling.ts';

/** Laws and errors alone, or every check: the two sides of the mutation score. */
const onlyLaws = process.env.MUTATION_CHECKS === 'laws';
/** The engine's precision, where it is the engine that is changed; the reference if it is not given. */
const engine = process.env.MUTATION_ENGINE;
/** The first of a run's inputs: what they kill, all of them kill. Survivors meet all, in the second run. */
const FEW = { ...DEFAULT_SAMPLING, runs: 25 };

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const port: PortChoice =
  engine === undefined ? { kind: 'reference' } : { kind: 'module', file: here('./mutatedEngine.ts') };
const { include, ...suite } = suiteOptions(
  port,
  onlyLaws ? FEW : DEFAULT_SAMPLING,
  // The engine has no graph of scalars, and hands on what is text.
  CHAPTERS.filter((chapter) => engine === undefined || chapter !== 'autograd'),
  onlyLaws ? ['law', 'error'] : null,
);

/** What a port cannot be asked: how the reference fills a configuration in, and what it says of a bad one. */
const OWN_TESTS = engine === undefined && !onlyLaws ? ['src/reference/config.test.ts'] : [];

const setup = engine === undefined ? {} : { setupFiles: [here('./renewEngine.ts')] };

export default defineConfig({ test: { ...suite, ...setup, include: [...(include ?? []), ...OWN_TESTS] } });
