import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REFERENCE } from '../../port/modules.ts';
import { CANONICAL, configure } from '../../reference/config.ts';
import { initialParameters, type StateDict } from '../../reference/parameters.ts';
import { Random } from '../../reference/random.ts';
import { HAND_FLOAT32, type HandEdit, handPort } from './handPort.ts';

const VOCAB_SIZE = 5;
/** So large that a gradient that is but rounding moves no parameter. */
const EPS_ADAM = 0.1;
/** Of the largest entry of all: sums in another order differ by this and no more. */
const RELATIVE = 1e-12;
const SINGLE = 2 ** -14;

/**
 * A model of up to three layers, and three documents, some of them longer than its block. It is at least two wide: of one element
 * RMSNorm's gradient is what cancelling leaves.
 */
const runs = fc
  .record({
    n_layer: fc.nat(3),
    n_head: fc.integer({ min: 1, max: 3 }),
    head_dim: fc.integer({ min: 2, max: 4 }),
    block_size: fc.integer({ min: 1, max: 6 }),
    activation: fc.constantFrom('relu' as const, 'relu_squared' as const),
    decay: fc.constantFrom('linear' as const, 'cosine' as const),
    seed: fc.nat(1000),
    documents: fc.array(fc.array(fc.nat(VOCAB_SIZE - 1), { minLength: 2, maxLength: 8 }), {
      minLength: 3,
      maxLength: 3,
    }),
  })
  .map(({ head_dim, documents, ...rest }) => {
    const config = configure({
      ...CANONICAL,
      ...rest,
      n_embd: rest.n_head * head_dim,
      std: 0.5,
      num_steps: 7,
      eps_adam: EPS_ADAM,
    });
    return { config, documents, initial: initialParameters(config, VOCAB_SIZE, new Random(config.seed)) };
  });

/** The losses, and what is left after three steps: gradients and parameters. */
function handRun({ config, documents, initial }: Run, edits: readonly HandEdit[] = []) {
  const { startTraining, trainStep } = handPort(edits);
  const training = startTraining(initial);
  const losses = documents.map((tokens, step) => trainStep(config, training, step, tokens).loss);
  return { losses, ...training };
}

type Run = typeof runs extends fc.Arbitrary<infer T> ? T : never;

/** The same by the reference. */
function referenceRun({ config, documents, initial }: Run) {
  const { loss: lossModule, optimizer, training: trainingModule } = REFERENCE;
  const training = trainingModule.startTraining(config, initial);
  const { model, moments } = training;
  const { tape, num_params } = model;
  let grad: number[] = [];
  const losses = documents.map((tokens, step) => {
    const { loss } = lossModule.documentLoss(model, tokens);
    const value = tape.data[loss];
    tape.backward(loss);
    grad = [...tape.grad.subarray(0, num_params)];
    optimizer.adam(config, step, tape.data, tape.grad, moments, tape.math);
    tape.truncate(num_params);
    return value;
  });
  const dict = (buffer: ArrayLike<number>): StateDict =>
    Object.fromEntries(
      Object.entries(model.state_dict).map(([name, rows]) => [
        name,
        rows.map((row) => row.map((node) => buffer[node])),
      ]),
    );
  return { losses, grad: dict(grad), m: dict(moments.m), v: dict(moments.v), params: dict(tape.data) };
}

describe('the port that goes back by hand', () => {
  test('agrees with the reference in its losses, gradients, moments and parameters', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const [hand, reference] = [handRun(run), referenceRun(run)];
        for (const [i, loss] of reference.losses.entries()) expect(hand.losses[i]).toBeCloseTo(loss, 12);
        for (const part of ['grad', 'm', 'v', 'params'] as const) expectClose(hand[part], reference[part], RELATIVE);
      }),
      { numRuns: 60 },
    );
  });

  test('agrees within single precision where every operation is rounded, and its numbers are singles', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const single = handRun({ ...run, documents: run.documents.slice(0, 1) }, HAND_FLOAT32);
        const double = handRun({ ...run, documents: run.documents.slice(0, 1) });
        expectClose(single.grad, double.grad, SINGLE);
        for (const part of ['grad', 'm', 'v', 'params'] as const) {
          const numbers = Object.values(single[part]).flat(2);
          expect(numbers.filter((x) => x !== Math.fround(x))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('an edit that does not fit says in which file of it', () => {
    const edit: HandEdit = { file: 'adam', find: 'not there', replace: '' };
    expect(() => handPort([edit])).toThrow('dist/lab/step/hand/adam.js');
  });
});

/** Every entry within a share of the largest. */
function expectClose(got: StateDict, expected: StateDict, share: number): void {
  const most = Math.max(...Object.values(expected).flat(2).map(Math.abs));
  for (const [name, matrix] of Object.entries(expected)) {
    const deltas = matrix.flat().map((x, i) => Math.abs(x - got[name].flat()[i]));
    expect(Math.max(...deltas), name).toBeLessThanOrEqual(share * most);
  }
}
