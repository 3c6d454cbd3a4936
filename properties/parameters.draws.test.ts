import fc from 'fast-check';
import { CANONICAL, type Config, configure, EARLY } from '../src/port/config.ts';
import type { Draw } from '../src/port/values.ts';
import { type ModelCase, modelCases, shapesOf } from './harness/arbitraries.ts';
import { CLASS, LEAST, u } from './harness/arithmetic.ts';
import { each } from './harness/each.ts';
import { allClose, close, equal, holds } from './harness/expect.ts';
import { flat } from './harness/flat.ts';
import { differential, law } from './harness/law.ts';
import { sumOf } from './harness/lists.ts';
import { PAIRED_SIZES } from './harness/pairs.ts';
import { bytes, firstDraws, unsaturated } from './harness/programs.ts';
import { configSeeds } from './harness/seeds.ts';
import { withLarger } from './harness/sizes.ts';
import { wildCases } from './harness/smallModels.ts';
import { type Claiming, port } from './harness/subject.ts';

/** Tokens of microgpt.py's dataset. */
const VOCAB_SIZE = 27;

/** A configuration of small sizes, and a vocabulary. */
type Sizes = Pick<ModelCase, 'config' | 'vocab_size'>;

/** Small models, on streams of any seed, with a std that float32 holds too. */
const sizesOf = (models: fc.Arbitrary<ModelCase>): fc.Arbitrary<Sizes> =>
  fc.tuple(models, configSeeds, fc.integer({ min: 1, max: 1024 })).map(([{ config, vocab_size }, seed, n]) => ({
    config: configure({ ...config, seed, std: n / 512, std_residual: n / 512, ...port.fixed }),
    vocab_size,
  }));
const models = modelCases({ n_layer: { min: 0, max: 3 } });
const sizes = sizesOf(models);
const largerSizes = sizesOf(withLarger(models, wildCases, 8));

const sigmaOf = (config: Config, name: string) => (/attn_wo|mlp_fc2/.test(name) ? config.std_residual : config.std);

/** By what a matrix is multiplied when the configuration changes; nothing changes for a port whose std is fixed. */
const ratioOf = (from: Config, to: Config, name: string) =>
  sigmaOf(to, name) === sigmaOf(from, name) ? 1 : sigmaOf(to, name) / sigmaOf(from, name);

/** 0 and powers of two, which scale without rounding. */
const factors = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -9, max: 9 }).map((k) => 2 ** k),
);

/** A draw of the port's own stream for each parameter, in the order of the clauses. */
function normals({ config, vocab_size }: Sizes): Draw[] {
  return shapesOf({ config, vocab_size }).flatMap(([name, nout, nin]) =>
    Array.from({ length: nout * nin }, (): Draw => ({ kind: 'gauss', mu: 0, sigma: sigmaOf(config, name) })),
  );
}

/** The same draw twice, rounded to the port's type once or not at all, and its product with std rounded at most twice. */
const drawBound = (x: number) => 4 * u * Math.abs(x) + LEAST;

/**
 * Bounds of the statistical laws, parameters.3 and parameters.10. For k standard normal numbers z, |sum z| > 7 sqrt k
 * has a probability of 2.6e-12; sum z^2 lies outside [k - 2 sqrt(k t), k + 2 sqrt(k t) + 2 t] with at most 2 exp(-t)
 * (Laurent and Massart 2000, lemma 1); the share of |z| < 1 is further than sqrt(t / 2 k) from its mean with at most
 * 2 exp(-t) (Hoeffding). With t = 25 and 10 seeds, a correct port with a random stream of its own fails any of the 350
 * comparisons with a probability of 3e-9. One with CPython's stream draws the same numbers in every run.
 */
const SIGMAS = 7;
const T = 25;
/** Probability that a standard normal number is within +-1. */
const WITHIN_ONE = 0.6826894921370859;

/** Canonical parameters on streams of any seed, divided by their std, by name. */
const standardized = async ({ parameters }: Claiming<'parameters'>, seed: number | bigint) => {
  const config = configure({ ...CANONICAL, seed, ...port.fixed });
  const state_dict = await parameters(config, port.vocab_size ?? VOCAB_SIZE);
  return Object.entries(state_dict)
    .filter(([name]) => sigmaOf(config, name) > 0)
    .map(([name, rows]) => ({ name, z: rows.flat().map((x) => x / sigmaOf(config, name)) }));
};

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((total, x, i) => total + x * b[i], 0);

// Catches std 0.02, 0.8 and 1 / sqrt(n_embd), a variance in place of the standard deviation, and a mean that is not 0.
law(
  'parameters.3 every matrix has mean 0 and standard deviation std',
  { ops: ['parameters'], heavy: 'parameters of the canonical size' },
  [configSeeds],
  async (port, seed) => {
    for (const { name, z } of await standardized(port, seed)) {
      const k = z.length;
      const [sum, squares] = [sumOf(z), dot(z, z)];
      close(sum, 0, SIGMAS * Math.sqrt(k), `sum of ${name} / std`);
      holds(squares >= k - 2 * Math.sqrt(k * T), `sum of (${name} / std)^2 is not too small for ${k}`, squares);
      holds(squares <= k + 2 * Math.sqrt(k * T) + 2 * T, `sum of (${name} / std)^2 is not too large for ${k}`, squares);
    }
  },
);

// Catches uniform numbers of the right standard deviation: 58 % of them are within it.
law(
  'parameters.3 68 % of the parameters are within std',
  { ops: ['parameters'], heavy: 'parameters of the canonical size' },
  [configSeeds],
  async (port, seed) => {
    const z = (await standardized(port, seed)).flatMap((matrix) => matrix.z);
    const within = z.filter((x) => Math.abs(x) < 1).length / z.length;
    close(within, WITHIN_ONE, Math.sqrt(T / (2 * z.length)), 'share of |x| < std');
  },
);

// Catches a std that is not taken from the configuration, and one that enters as its square.
law(
  'parameters.3 std scales all parameters, and 0 makes them 0',
  ['parameters'],
  [sizes, factors],
  async ({ parameters }, { config, vocab_size }, c) => {
    const other = { ...config, std: config.std * c, std_residual: config.std_residual * c, ...port.fixed };
    const [plain, scaled] = [await parameters(config, vocab_size), await parameters(other, vocab_size)];
    for (const [name, rows] of Object.entries(plain)) {
      const want = rows.map((row) => row.map((x) => x * ratioOf(config, other, name)));
      equal(scaled[name], want, `${name} with std ${other.std}`);
    }
  },
);

// Catches other orders of the matrices: then another draw stands at the head of one.
law(
  'parameters.4 each matrix begins where the one before it ends',
  ['parameters', 'random'],
  [sizes],
  async (port, model) => {
    const got = await port.parameters(model.config, model.vocab_size);
    const draws = await port.random(BigInt(model.config.seed), normals(model));
    let next = 0;
    for (const [name, nout, nin] of shapesOf(model)) {
      const want = Number(draws[next]);
      close(got[name][0][0], want, drawBound(want), `${name}[0][0] is draw ${next} of the stream`);
      next += nout * nin;
    }
  },
);

// Catches layers drawn before lm_head, last layer first, or matrix kind by matrix kind.
law(
  'parameters.4 a further layer leaves the parameters before it as they are',
  ['parameters'],
  [sizes],
  async ({ parameters }, { config, vocab_size }) => {
    const taller = { ...config, n_layer: config.n_layer + 1, ...port.fixed };
    const [low, high] = [await parameters(config, vocab_size), await parameters(taller, vocab_size)];
    for (const [name, rows] of Object.entries(low)) equal(high[name], rows, `${name} with one layer more`);
  },
);

// Catches matrices filled column by column, and a second value of gauss that is thrown away at the end of a matrix.
law(
  'parameters.5 the parameters, row by row, are the draws of the stream',
  ['parameters', 'random'],
  [largerSizes],
  async (port, model) => {
    const got = flat(await port.parameters(model.config, model.vocab_size));
    const draws = (await port.random(BigInt(model.config.seed), normals(model))).map(Number);
    allClose(got, draws, draws.map(drawBound), 'parameters, flattened');
  },
);

// Catches a stream that is seeded again after the shuffle, and parameters drawn before it.
law(
  'parameters.7 the parameters are the draws that follow the shuffle',
  ['microgpt', 'random'],
  [unsaturated],
  async (port, { config, text }) => {
    const { docs, state_dict } = await port.microgpt(config, bytes(text));
    const [, ...draws] = await port.random(BigInt(config.seed), firstDraws(config, docs));
    const want = draws.map(Number);
    allClose(flat(state_dict), want, want.map(drawBound), 'parameters, flattened');
  },
);

// Catches lm_head tied to wte, layers that are copies, and a stream that is seeded again for each matrix.
law(
  'parameters.10 matrices of one size are not correlated',
  { ops: ['parameters'], heavy: 'parameters of the canonical size' },
  [configSeeds],
  async (port, seed) => {
    const matrices = await standardized(port, seed);
    for (const [i, a] of matrices.entries()) {
      for (const b of matrices.slice(i + 1).filter(({ z }) => z.length === a.z.length)) {
        // Given a, the sum of a_i b_i is normal with the variance sum a_i^2.
        const bound = SIGMAS * Math.sqrt(dot(a.z, a.z));
        close(dot(a.z, b.z), 0, bound, `sum of ${a.name}[i] ${b.name}[i] / std^2`);
      }
    }
  },
);

// Catches matrices that are filled with 0 without drawing: what comes after them then has other draws.
law(
  'parameters.11 std_residual scales attn_wo and mlp_fc2 alone, and 0 is drawn for too',
  ['parameters'],
  [sizes, factors],
  async (port, { config, vocab_size }, c) => {
    const same = { ...config, std_residual: config.std, ...port.fixed };
    const other = { ...config, std_residual: config.std * c, ...port.fixed };
    const [plain, early] = [await port.parameters(same, vocab_size), await port.parameters(other, vocab_size)];
    for (const [name, rows] of Object.entries(plain)) {
      const want = rows.map((row) => row.map((x) => x * ratioOf(same, other, name)));
      equal(early[name], want, `${name} with std_residual ${other.std_residual}`);
    }
  },
);

/** The early revision's standard deviation and block_size. */
const EARLY_STD = 0.02;
const EARLY_BLOCK_SIZE = 8;

// Catches a dialect that has only some of its constants.
law(
  'parameters.11 the early dialect has block_size 8, 0 in attn_wo and mlp_fc2, and std 0.02 in the rest',
  { ops: ['parameters', 'random'], needs: { ...EARLY, vocab_size: VOCAB_SIZE } },
  [],
  async (port) => {
    const early = { ...CANONICAL, std: EARLY_STD, std_residual: 0, block_size: EARLY_BLOCK_SIZE };
    const draws = await port.random(BigInt(EARLY.seed), normals({ config: early, vocab_size: VOCAB_SIZE }));
    const want = draws.map(Number);
    allClose(flat(await port.parameters(EARLY, VOCAB_SIZE)), want, want.map(drawBound), 'parameters, flattened');
  },
);

differential('parameters.5 parameters agree with the reference', ['parameters'], [largerSizes], (port, oracle, model) =>
  agreesWith(oracle, port, model),
);

// Catches a constant that is taken for another, or for none, beside one kind of another constant alone.
differential(
  'parameters.5 parameters of models in which any two kinds of constants meet agree with the reference',
  { ops: ['parameters'], free: PAIRED_SIZES.free },
  [],
  (port, oracle) => each(PAIRED_SIZES.inputs, (model) => agreesWith(oracle, port, model)),
);

async function agreesWith(
  oracle: Claiming<'parameters'>,
  port: Claiming<'parameters'>,
  { config, vocab_size }: Sizes,
): Promise<void> {
  const [got, want] = [await port.parameters(config, vocab_size), await oracle.parameters(config, vocab_size)];
  equal(Object.keys(got), Object.keys(want), 'names');
  // z is at most 8.6, since 1 - u is at least 2**-53; it goes through log, sqrt, cos or sin and two products.
  const bound = CLASS * 8.6 * Math.max(config.std, config.std_residual);
  allClose(flat(got), flat(want), bound, 'parameters, flattened');
}
