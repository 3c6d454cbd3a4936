import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CHAPTERS } from '../port/ops.ts';
import { runVitest } from '../suite/run.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';

const MODULE = fileURLToPath(new URL('./port.ts', import.meta.url));
/** What needs a graph of scalars, which the engine has not. */
const WITHOUT_GRAPH = CHAPTERS.filter((chapter) => chapter !== 'autograd');

test('the engine is a port that conforms, with every clause outside autograd claimed', async () => {
  const { checks, faults } = await runVitest({
    port: { kind: 'module', file: MODULE },
    sampling: DEFAULT_SAMPLING,
    chapters: WITHOUT_GRAPH,
    reporters: [],
    onCheck: () => {},
  });
  expect(faults).toEqual([]);
  expect(checks.filter(({ status }) => status === 'failed' || status === 'not-claimed')).toEqual([]);
  const held = checks.filter(({ status }) => status === 'held').map(({ clause }) => clause.split('.')[0]);
  expect(new Set(held)).toEqual(new Set(WITHOUT_GRAPH));
});
