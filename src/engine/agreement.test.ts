import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalDataset, canonicalLosses, canonicalParameters } from '../golden/canonical.ts';
import { openGolden } from '../golden/folder.ts';
import { flatten } from '../port/flatten.ts';
import { describeMismatch, firstMismatch } from '../port/mismatch.ts';
import { OPS, type Signature } from '../port/ops.ts';
import { referencePort } from '../port/reference.ts';
import { CANONICAL, type Config, configure } from '../reference/config.ts';
import { initialParameters, type StateDict } from '../reference/parameters.ts';
import { Random } from '../reference/random.ts';
import { encode } from '../reference/tokenizer.ts';
import { enginePort } from './enginePort.ts';

const RUNS = 200;
const [engine, reference] = [enginePort('0'), referencePort('0')];

/** A configuration with initial parameters and documents. */
interface Start {
  readonly config: Config;
  readonly state_dict: StateDict;
  readonly documents: readonly (readonly number[])[];
  readonly steps: number;
}

const starts: fc.Arbitrary<Start> = fc
  .record({
    sizes: fc.record({
      n_layer: fc.integer({ min: 0, max: 3 }),
      n_head: fc.integer({ min: 1, max: 3 }),
      head_dim: fc.integer({ min: 1, max: 5 }),
      block_size: fc.integer({ min: 1, max: 9 }),
    }),
    constants: fc.record({
      std: fc.constantFrom(0.02, 0.08, 0.3),
      std_residual: fc.constantFrom(0, 0.08, 0.3),
      activation: fc.constantFrom('relu' as const, 'relu_squared' as const),
      learning_rate: fc.constantFrom(0, 0.01, 0.1),
      beta1: fc.constantFrom(0, 0.85, 0.9),
      beta2: fc.constantFrom(0, 0.95, 0.99),
      // Not 1e-8: where the gradient is as small as its own rounding error, Adam divides the one by the other.
      eps_adam: fc.constantFrom(1e-3, 1e-2),
      decay: fc.constantFrom('linear' as const, 'cosine' as const),
      num_steps: fc.integer({ min: 1, max: 6 }),
      temperature: fc.constantFrom(0.5, 1, 2),
      seed: fc.nat(),
    }),
    characters: fc.integer({ min: 0, max: 6 }),
    picks: fc.array(fc.array(fc.nat(), { maxLength: 10 }), { minLength: 1, maxLength: 4 }),
  })
  .map(({ sizes: { head_dim, ...sizes }, constants, characters: BOS, picks }) => {
    const config = configure({ ...sizes, n_embd: sizes.n_head * head_dim, ...constants });
    const state_dict = initialParameters(config, BOS + 1, new Random(config.seed));
    const documents = picks.map((list) => [BOS, ...list.map((pick) => pick % (BOS + 1)), BOS]);
    return { config, state_dict, documents, steps: config.num_steps };
  });

/** Demands that two results of an operation agree within the class f64. */
function agree(result: Signature['result'], want: unknown, got: unknown): void {
  const mismatch = firstMismatch(result, want, got, 'f64');
  expect(mismatch === null ? '' : describeMismatch(mismatch)).toBe('');
}

/** A gradient as one vector: with n_embd 1 that of the embeddings is a difference of large numbers, and nearly 0. */
function asVector({ loss, grad }: { readonly loss: number; readonly grad: StateDict }) {
  return { loss, grad: flatten(grad) };
}

describe('the engine agrees with the reference within f64, from random starts', () => {
  test.each([
    [
      'logits and losses',
      OPS.forward.result,
      (port: typeof engine, { config, state_dict, documents }: Start) => port.forward(config, state_dict, documents[0]),
    ],
    [
      'gradients',
      { loss: { type: 'float', scale: 'unit' }, grad: { type: 'floats', scale: 'array' } },
      (port: typeof engine, { config, state_dict, documents }: Start) =>
        Promise.resolve(port.backward(config, state_dict, documents[0])).then(asVector),
    ],
    [
      'losses of a run and the parameters behind it',
      OPS.train.result,
      (port: typeof engine, { config, state_dict, documents, steps }: Start) =>
        port.train(config, state_dict, documents, steps),
    ],
    [
      'samples and their probabilities',
      OPS.sample.result,
      (port: typeof engine, { config, state_dict }: Start) => {
        const random = new Random(config.seed);
        return port.sample(
          config,
          state_dict,
          Array.from({ length: config.block_size }, () => random.random()),
        );
      },
    ],
  ] as const)('%s', async (_, result, ask) => {
    await fc.assert(
      fc.asyncProperty(starts, async (start) => agree(result, await ask(reference, start), await ask(engine, start))),
      { numRuns: RUNS, seed: 7 },
    );
  });
});

describe('the engine rejects what the reference rejects', () => {
  const state_dict = initialParameters(CANONICAL, 3, new Random(1));
  const zeros = { ...state_dict, lm_head: state_dict.lm_head.map((row) => row.map(() => 0)) };
  const sharp = {
    ...state_dict,
    lm_head: state_dict.lm_head.map((row, i) => row.map((x) => (i === 0 ? 1e6 : -1e6) * x)),
  };
  const squares = {
    ...state_dict,
    'layer0.mlp_fc1': state_dict['layer0.mlp_fc1'].map((row) => row.map((x) => 1e200 * x)),
  };
  const { wte, ...missing } = state_dict;
  const early = configure({ activation: 'relu_squared' });
  test.each<[string, (port: typeof engine) => unknown]>([
    ['a token outside the vocabulary', (port) => port.forward(CANONICAL, state_dict, [3, 0, 2])],
    ['a negative token', (port) => port.backward(CANONICAL, state_dict, [2, -1, 2])],
    ['a target outside the vocabulary', (port) => port.forward(CANONICAL, state_dict, [2, 0, 3])],
    ['a document of one token', (port) => port.forward(CANONICAL, state_dict, [2])],
    ['a document of none', (port) => port.backward(CANONICAL, state_dict, [])],
    ['a probability of 0', (port) => port.forward(CANONICAL, sharp, [2, 0, 1, 0, 1, 0, 1, 2])],
    ['the logarithm of 0', (port) => port.position_loss([1, 0], 1)],
    ['no such target', (port) => port.position_loss([1, 0], 2)],
    ['a fractional target', (port) => port.position_loss([1, 0], 0.5)],
    ['no losses', (port) => port.average_loss([])],
    ['no logits', (port) => port.softmax([])],
    ['no logits and a target', (port) => port.cross_entropy([], 0)],
    ['no numbers', (port) => port.rmsnorm([])],
    ['a square that overflows', (port) => port.forward(early, squares, [2, 0, 1, 2])],
    ['no documents', (port) => port.train(CANONICAL, state_dict, [], 1)],
    ['a run of no steps', (port) => port.train(configure({ num_steps: 0 }), state_dict, [[2, 0, 2]], 1)],
    ['a matrix that is missing', (port) => port.forward(CANONICAL, missing, [2, 0, 2])],
    ['a matrix that is surplus', (port) => port.forward(configure({ n_layer: 0 }), state_dict, [2, 0, 2])],
    ['a matrix of another shape', (port) => port.forward(configure({ n_embd: 8 }), state_dict, [2, 0, 2])],
    ['a gradient of 0 with eps_adam 0', (port) => port.train(configure({ eps_adam: 0 }), zeros, [[2, 0, 2]], 1)],
    ['a gradient whose square overflows', (port) => port.adam(CANONICAL, 0, [0], [1e200], [0], [0])],
    ['a temperature of 0', (port) => port.sampling([1, 2], 0)],
    ['an empty dataset', (port) => port.microgpt(CANONICAL, new Uint8Array())],
  ])('%s', (_, ask) => {
    expect(() => ask(reference)).toThrow(RangeError);
    expect(() => ask(engine)).toThrow(RangeError);
  });

  test.each<[string, RegExp, (port: typeof engine) => unknown]>([
    [
      'the second of three gradients',
      /^adam: the square of gradient 1, 1e\+200, overflows/,
      (port) => port.adam(CANONICAL, 0, [0, 0, 0], [1, 1e200, 1], [0, 0, 0], [0, 0, 0]),
    ],
    [
      'the last of three parameters',
      /^adam: parameter 2 divides by zero/,
      (port) => port.adam(configure({ eps_adam: 0 }), 0, [0, 0, 0], [1, 1, 0], [0, 0, 0], [0, 0, 0]),
    ],
  ])('naming %s', (_, message, ask) => expect(() => ask(engine)).toThrow(message));

  test('and what Python computes all the same, it does too', () => {
    const { config, logits } = { config: CANONICAL, logits: [NaN, 1, Infinity] };
    expect(engine.softmax(logits)).toEqual(reference.softmax(logits));
    expect(engine.softmax([1, -Infinity])).toEqual(reference.softmax([1, -Infinity]));
    expect(engine.linear([1], [])).toEqual(reference.linear([1], []));
    expect(engine.train(config, state_dict, [], 0)).toEqual(reference.train(config, state_dict, [], 0));
    // Behind an odd number of parameters there is room for one more, whose step would be 0 / 0.
    const odd = (port: typeof engine) => port.adam(configure({ eps_adam: 0 }), 0, [1], [2], [0], [0]);
    expect(odd(engine)).toEqual(odd(reference));
  });
});

describe('a run', () => {
  test('from the canonical start gives the golden losses and final parameters', async () => {
    const golden = openGolden();
    const { uchars, documents } = canonicalDataset(golden);
    const tokens = documents.map((doc) => encode(uchars, doc));
    const trained = await engine.train(CANONICAL, canonicalParameters(golden, 'initial'), tokens, CANONICAL.num_steps);
    const state_dict = canonicalParameters(golden, 'final');
    agree(OPS.train.result, { losses: canonicalLosses(golden), state_dict }, trained);
  });

  test('finds the matrices by their names, in whatever order they come', () => {
    const state_dict = initialParameters(CANONICAL, 3, new Random(1));
    const reversed = Object.fromEntries(Object.entries(state_dict).reverse());
    const run = (given: StateDict) => engine.train(CANONICAL, given, [[2, 0, 1, 2]], 3);
    expect(run(reversed)).toEqual(run(state_dict));
  });

  test('leaves the parameters that it was given as they are, and nothing for the next run', () => {
    const state_dict = initialParameters(CANONICAL, 3, new Random(1));
    const before = structuredClone(state_dict);
    const run = () => engine.train(CANONICAL, state_dict, [[2, 0, 1, 2]], 3);
    expect(run()).toEqual(run());
    expect(state_dict).toEqual(before);
  });
});
