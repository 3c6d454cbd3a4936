import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CHAPTERS, OPTIONAL } from '../port/ops.ts';
import { runVitest } from '../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';

/** What needs a graph of scalars, which the engine has not. */
const WITHOUT_GRAPH = CHAPTERS.filter((chapter) => chapter !== 'autograd');

/** Inputs a law; `.ci/run` puts the engine to all inputs of a run. */
const RUNS = 20;

test.each([
  ['double', './enginePort.ts'],
  ['single', './float32.fixture.ts'],
])('the engine in %s precision conforms, with every clause outside autograd claimed', async (_, module) => {
  const { checks, faults } = await runVitest({
    port: { kind: 'module', file: fileURLToPath(new URL(module, import.meta.url)) },
    sampling: { ...DEFAULT_SAMPLING, runs: RUNS },
    chapters: WITHOUT_GRAPH,
    reporters: [],
    onCheck: () => {},
  });
  expect(faults).toEqual([]);
  const due = checks.filter(({ ops }) => !ops.some((op) => OPTIONAL.has(op)));
  expect(due.filter(({ status }) => status === 'failed' || status === 'not-claimed')).toEqual([]);
  const held = checks.filter(({ status }) => status === 'held').map(({ clause }) => clause.split('.')[0]);
  expect(new Set(held)).toEqual(new Set(WITHOUT_GRAPH));
});
