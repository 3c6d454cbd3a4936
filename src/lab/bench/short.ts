import { patchedReference } from '../../deviations/compiledReference.ts';
import type { Edit } from '../../deviations/patched.ts';
import { createNetwork, type Network } from '../../engine/network.ts';
import { trainStep } from '../../engine/train.ts';
import { CANONICAL } from '../../reference/config.ts';
import { trainStep as referenceStep, startTraining as startReference } from '../../reference/training.ts';
import { readCanonicalRun } from '../numerics/canonicalRun.ts';
import { alternated, ratioOf, timed } from './alternated.ts';
import { multiplyAdds } from './operations.ts';

/** Something that must hold on any machine, however busy. */
export interface Requirement {
  readonly what: string;
  readonly measured: number;
  readonly limit: number;
  readonly is: 'at least' | 'at most';
}

const VOCAB_SIZE = 27;
const ROUNDS = 11;
const STEPS = 20;
/** Steps over which the heap is watched, and those before, in which V8 still allocates for its own sake. */
const WATCHED = 200;
const WARM = 1000;
/** Measured: 60 to 75. Noise meets both alike, and does not take so much from the median of rounds taken in turns. */
const LEAST_SPEED = 15;
/** Measured, beside other work: 0.9 to 1.3. */
const MOST_COST = 2;
/** The reference as it would be with V8's library and no other. */
const COMPILED_IN: readonly Edit[] = [
  { file: 'autograd', find: 'this.math.', replace: 'Math.', times: 2 },
  { file: 'autograd', find: ', this.math)', replace: ', Math)', times: 3 },
  { file: 'optimizer', find: ' math.pow(', replace: ' Math.pow(', times: 2 },
  { file: 'optimizer', find: 'step + 1, math)', replace: 'step + 1, Math)', times: 2 },
];
/** Bytes a step. One vector of the parameters would be 33,536; some boxed numbers are V8's, not ours. */
const MOST_BYTES = 4096;
/** Multiply-adds of the canonical 1000 steps: 3 (3504 n + 16 n (n + 1)) for a document of n positions. */
const CANONICAL_OPERATIONS = 78_279_264;

/** What CI checks: counts, and time against the reference in the same process, far within what noise can do. */
export async function shortForm(): Promise<Requirement[]> {
  const { initial, documents } = readCanonicalRun();
  const [fast, slow] = [createNetwork(CANONICAL, initial), startReference(CANONICAL, initial)];
  const { training } = await patchedReference(COMPILED_IN);
  const bound = training.startTraining(CANONICAL, initial);
  for (let step = 0; step < WARM; step++) trainStep(fast, step, documents[step]);
  for (let step = 0; step < STEPS; step++) {
    referenceStep(slow, step, documents[step]);
    training.trainStep(bound, step, documents[step]);
  }
  const steps = (run: (step: number) => unknown) =>
    timed(() => {
      for (let step = 0; step < STEPS; step++) run(step);
    });
  const times = alternated(
    {
      engine: () => steps((step) => trainStep(fast, step, documents[step])),
      reference: () => steps((step) => referenceStep(slow, step, documents[step])),
      bound: () => steps((step) => training.trainStep(bound, step, documents[step])),
    },
    ROUNDS,
  );
  const operations = documents.reduce((sum, tokens) => {
    return sum + multiplyAdds(CANONICAL, VOCAB_SIZE, Math.min(CANONICAL.block_size, tokens.length - 1));
  }, 0);
  return [
    {
      what: 'engine: times as fast as the reference',
      measured: ratioOf(times, 'reference', 'engine').median,
      limit: LEAST_SPEED,
      is: 'at least',
    },
    {
      what: 'reference, whose library is handed in: times as slow as with Math compiled in',
      measured: ratioOf(times, 'reference', 'bound').median,
      limit: MOST_COST,
      is: 'at most',
    },
    { what: 'bytes that a step allocates', measured: bytesAStep(fast, documents), limit: MOST_BYTES, is: 'at most' },
    { what: 'multiply-adds of the canonical run', measured: operations, limit: CANONICAL_OPERATIONS, is: 'at most' },
  ];
}

/** The least that the heap grows by over some steps; a collection in between would make it less than nothing. */
function bytesAStep(network: Network, documents: readonly (readonly number[])[]): number {
  const grown: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.memoryUsage().heapUsed;
    for (let step = 0; step < WATCHED; step++) trainStep(network, step, documents[step]);
    grown.push((process.memoryUsage().heapUsed - before) / WATCHED);
  }
  return Math.round(Math.min(...grown.filter((bytes) => bytes >= 0)));
}
