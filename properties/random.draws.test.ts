import fc from 'fast-check';
import type { Draw, Drawn } from '../src/port/values.ts';
import { real, reals } from './harness/arbitraries.ts';
import { gamma, LEAST, LIBM } from './harness/arithmetic.ts';
import { close, equal, holds, outcome, rejects } from './harness/expect.ts';
import { error, law } from './harness/law.ts';
import { range, times } from './harness/lists.ts';
import { streamSeeds } from './harness/seeds.ts';
import { grownSize, withLarger } from './harness/sizes.ts';
import type { Claiming } from './harness/subject.ts';

type Stream = Claiming<'random'>;

const WORD_BITS = 32;
const WORD: Draw = { kind: 'getrandbits', k: WORD_BITS };
const UNIFORM: Draw = { kind: 'random' };
const GAUSS: Draw = { kind: 'gauss', mu: 0, sigma: 1 };
const TURN = 2 * Math.PI;
/**
 * The error of cos(2 pi u1) r or sin(2 pi u1) r, relative to r. The angle is below 2 pi and off by 2 u of itself, so by
 * 13 u; cos adds LIBM, ln under the root LIBM / 2, root and product 1 each: 21 here, 21 there, and the port's own type.
 */
const POLAR = gamma(2 * (13 + LIBM + LIBM / 2 + 2) + 1);

/** Sizes of lists; where the size is a power of two, counting its bits can go wrong. */
const size = fc.oneof(
  fc.nat({ max: 40 }),
  fc.nat({ max: 5 }).map((e) => 2 ** e),
);
/** As many as a large dataset has documents; written out from its words, a shuffle takes more of each request. */
const manyToShuffle = withLarger(size, () => grownSize(40, 1_000_000), 20);
const manyToWriteOut = withLarger(size, () => grownSize(40, 100_000), 20);
/** Whole weights: their sums are exact in float32 too, in whatever order they are taken. */
const weight = fc.integer({ min: 1, max: 99 });
const weights = fc.oneof(
  { arbitrary: fc.array(weight, { minLength: 1, maxLength: 9 }), weight: 9 },
  { arbitrary: fc.array(weight, { minLength: 33, maxLength: 70 }), weight: 1 },
);
/** How often one list of weights is drawn from. */
const TIMES = 10;
/** Bits to draw at once: as many as a shuffle takes; random.4 asks for others. */
const bits = fc.integer({ min: 1, max: WORD_BITS });
/** All draws but shuffle, whose words random.5 and random.11 count. */
const draw: fc.Arbitrary<Draw> = fc.oneof(
  fc.constant(UNIFORM),
  fc.record({ kind: fc.constant('getrandbits' as const), k: bits }),
  fc.record({ kind: fc.constant('gauss' as const), mu: real(-9, 9), sigma: real(0, 9) }),
  fc.record({ kind: fc.constant('choices' as const), weights }),
);

// Catches an element that is copied over another one.
law('random.5 shuffle is a permutation', ['random'], [streamSeeds, manyToShuffle], async (port, s, n) => {
  const [drawn] = await port.random(s, [{ kind: 'shuffle', n }]);
  const list = listOf(drawn);
  equal(list.length, n, 'the number of elements');
  const there = new Set(list);
  equal(
    range(n).map((x) => there.has(x)),
    range(n).map(() => true),
    'each element is there',
  );
});

// Catches shuffling upwards, j below n or below i, an exchange with itself that draws nothing; and, with random.11, other
// bounded integers.
law(
  'random.5 shuffle exchanges from the last element down',
  ['random'],
  [streamSeeds, manyToWriteOut],
  async (port, s, n) => {
    const w = await words(port, s, enough(n));
    const { list, taken } = shuffled(w, n);
    equal(await port.random(s, [{ kind: 'shuffle', n }, WORD]), [list, BigInt(w[taken])], `shuffle(${n}), next word`);
  },
);

/** More elements than 15 bits number, and than names.txt has. */
const MANY = 40_000;

// Catches indices of 15 bits, as of a rand() whose greatest number is 32767, and a list that is cut at a size.
law('random.5 forty thousand elements are exchanged as a few are', ['random'], [], async (port) => {
  const w = await words(port, 42n, enough(MANY));
  equal(await port.random(42n, [{ kind: 'shuffle', n: MANY }]), [shuffled(w, MANY).list], `shuffle(${MANY})`);
});

// Catches sine for cosine, ln u for ln(1 - u), the uniforms exchanged, and other algorithms.
law(
  'random.6 gauss is the cosine of one uniform times the radius of the next',
  ['random'],
  [streamSeeds],
  async (port, s) => {
    const [u1, u2] = await uniforms(port, s, 2);
    const radius = Math.sqrt(-2 * Math.log(1 - u2));
    const [z] = await numbers(port, s, [GAUSS]);
    close(z, Math.cos(TURN * u1) * radius, POLAR * radius, 'cos(2 pi u1) r');
  },
);

// Catches sigma taken as a variance, and mu added before the product.
law(
  'random.6 gauss(mu, sigma) is mu + sigma gauss(0, 1)',
  ['random'],
  [streamSeeds, real(-100, 100), real(0, 100)],
  async (port, s, mu, sigma) => {
    const [z] = await numbers(port, s, [GAUSS]);
    const [x] = await numbers(port, s, [{ kind: 'gauss', mu, sigma }]);
    // z may have been rounded to the port's type; product and sum round here and there.
    const bound = gamma(6) * (Math.abs(mu) + Math.abs(z * sigma)) + LEAST;
    close(x, mu + z * sigma, bound, 'mu + z sigma');
    equal(await port.random(s, [{ kind: 'gauss', mu, sigma: 0 }]), [mu], 'gauss(mu, 0) = mu');
  },
);

// Catches a second value that is drawn anew, and a radius that is not the same for both.
law('random.7 two values of a pair lie on the circle of one radius', ['random'], [streamSeeds], async (port, s) => {
  const [, u2] = await uniforms(port, s, 2);
  const [z1, z2] = await numbers(port, s, [GAUSS, GAUSS]);
  const squared = -2 * Math.log(1 - u2);
  // Each z is off by LIBM + 1 (cos or sin, product), LIBM / 2 + 1 (ln under the root) and 1 (the port's own type),
  // its square by twice that and 1; the sum by 1, and what is written here by LIBM.
  const roundings = 2 * (LIBM + LIBM / 2 + 3) + 2 + LIBM;
  close(z1 ** 2 + z2 ** 2, squared, gamma(roundings) * squared, 'z1^2 + z2^2 = -2 ln(1 - u2)');
});

// Catches the cosine twice, the sine of another angle, and its sign.
law(
  'random.7 the second value is the sine, under its own mu and sigma',
  ['random'],
  [streamSeeds, real(-100, 100), real(0, 100)],
  async (port, s, mu, sigma) => {
    const [u1, u2] = await uniforms(port, s, 2);
    const radius = Math.sqrt(-2 * Math.log(1 - u2));
    const [, x] = await numbers(port, s, [
      { kind: 'gauss', mu: 1, sigma: 2 },
      { kind: 'gauss', mu, sigma },
    ]);
    const bound = POLAR * radius * sigma + gamma(4) * (Math.abs(mu) + radius * sigma);
    close(x, mu + Math.sin(TURN * u1) * radius * sigma, bound + LEAST, 'mu + z2 sigma');
  },
);

// Catches a kept value that another draw drops, or that takes uniforms all the same.
law(
  'random.7 the kept value outlives other draws and takes nothing from the stream',
  ['random'],
  [streamSeeds, fc.nat({ max: 3 }), fc.nat({ max: 3 })],
  async (port, s, pairs, between) => {
    const u = await uniforms(port, s, 2 * pairs + between + 3);
    const [before, others] = [times(2 * pairs, GAUSS), times(between, UNIFORM)];
    const alone = await numbers(port, s, [...before, GAUSS, GAUSS]);
    const mixed = await numbers(port, s, [...before, GAUSS, ...others, GAUSS, UNIFORM]);
    equal(mixed.slice(2 * pairs + 1, -2), u.slice(2 * pairs + 2, -1), 'two uniforms a pair');
    equal(mixed.at(-2), alone.at(-1), 'the second value, other draws between');
    equal(mixed.at(-1), u.at(-1), 'nothing drawn for the second value');
  },
);

// Catches equal weights, weights that are not summed up, u not scaled by the total, and an index that is off by one.
law(
  'random.8 u times the total lies in the part of the index that is given',
  ['random'],
  [streamSeeds, weights],
  async (port, s, w) => {
    const u = await uniforms(port, s, TIMES);
    const chosen = await numbers(port, s, times<Draw>(TIMES, { kind: 'choices', weights: w }));
    const upTo = (i: number) => w.slice(0, i).reduce((total, x) => total + x, 0);
    const total = upTo(w.length);
    // The sums are exact; u and its product with the total are rounded once each.
    const slack = gamma(2) * total;
    chosen.forEach((index, i) => {
      holds(u[i] * total >= upTo(index) - slack, `${u[i]} total >= c[${index} - 1]`, u[i] * total);
      holds(u[i] * total < upTo(index + 1) + slack, `${u[i]} total < c[${index}]`, u[i] * total);
    });
  },
);

// Catches u <= c in place of u < c: weights u and 1 - u make the uniform that comes fall on the boundary.
law(
  'random.8 a uniform on a boundary belongs to the index behind it',
  { ops: ['random'], needs: { dtype: 'f64' } },
  [streamSeeds],
  async (port, s) => {
    const [u] = await uniforms(port, s, 1);
    holds(u < 1, 'a uniform is below 1', u);
    const [index] = await numbers(port, s, [{ kind: 'choices', weights: [u, 1 - u] }]);
    equal(index, 1, `choices of weights ${u} and 1 - ${u}`);
  },
);

// Catches a tolerance, and a total that is taken to be 1.
law(
  'random.8 weights times a power of two give the same choice',
  ['random'],
  [streamSeeds, weights, fc.integer({ min: -100, max: 100 })],
  async (port, s, w, e) => {
    const scaled = w.map((x) => x * 2 ** e);
    const [one, other] = [w, scaled].map((list) => times<Draw>(TIMES, { kind: 'choices', weights: list }));
    equal(await port.random(s, other), await port.random(s, one), `choices of weights times 2**${e}`);
  },
);

// Catches a search that runs off the end where u times the total rounds up to the total. A port that flushes subnormal
// numbers to 0 rejects these weights instead.
law(
  'random.8 the index is never beyond the last',
  { ops: ['random'], reach: 'edge' },
  [streamSeeds, fc.integer({ min: 1, max: 4 })],
  async (port, s, n) => {
    const least = LEAST * (port.dtype === 'f32' ? 2 ** -23 : 2 ** -52);
    const choices: Draw = { kind: 'choices', weights: [least, ...times(n - 1, 0)] };
    const answer = await outcome(() => numbers(port, s, times(TIMES, choices)));
    const within = (x: unknown) => typeof x === 'number' && x >= 0 && x < n;
    const rejected = answer.kind === 'rejected';
    holds(rejected || (Array.isArray(answer.value) && answer.value.every(within)), `0 <= index < ${n}`, answer);
  },
);

/** Of weights of all magnitudes, most of them 0, at least one is not. */
const sparse = fc
  .tuple(
    fc.array(fc.boolean(), { maxLength: 6 }),
    fc.array(fc.boolean(), { maxLength: 6 }),
    reals(2 ** -60, 2 ** 60, 13, 13),
  )
  .map(([before, after, w]) => [...before, true, ...after].map((there, i) => (there ? w[i] : 0)));

// Catches an index by default (the first, or the last), equal weights, and <= where the weight before is 0.
law('random.9 an index of weight 0 is never given', ['random'], [streamSeeds, sparse], async (port, s, w) => {
  const chosen = await numbers(port, s, times<Draw>(TIMES, { kind: 'choices', weights: w }));
  chosen.forEach((index) => {
    holds(w[index] > 0, `the weight of index ${index} is above 0`, w[index]);
  });
});

// Catches a search among weights that sum to nothing or to NaN, which ends quietly on an index.
error(
  'random.10 a total that is 0, negative, infinite or NaN is rejected',
  ['random'],
  [streamSeeds, weights, fc.nat()],
  async (port, s, w, place) => {
    const withOne = (x: number) => w.toSpliced(place % (w.length + 1), 0, x);
    const wrong = [[], w.map(() => 0), w.map((x) => -x), withOne(-1e6), withOne(NaN), withOne(Infinity)];
    for (const list of wrong)
      await rejects(() => port.random(s, [{ kind: 'choices', weights: list }]), `choices of ${list}`);
  },
);

// Catches modulo, floor(random() n), low bits, and the bits of n - 1 counted where n is a power of two.
law(
  'random.11 the last element of a shuffle is a bounded integer by rejection',
  ['random'],
  [streamSeeds, fc.integer({ min: 2, max: 600 }), fc.integer({ min: 1, max: 9 })],
  async (port, s, any, e) => {
    for (const n of [any, 2 ** e]) {
      const [list] = await port.random(s, [{ kind: 'shuffle', n }]);
      const w = await words(port, s, 64);
      equal(listOf(list).at(-1), bounded(w, 0, n).value, `a bounded integer below ${n}`);
    }
  },
);

const MOST_DRAWS = 6;

// Catches words that are thrown away or used twice between two draws.
law(
  'random.13 each draw begins where the one before it has ended',
  ['random'],
  [streamSeeds, fc.array(draw, { maxLength: MOST_DRAWS })],
  async (port, s, draws) => {
    const w = await words(port, s, MOST_DRAWS * 4 + 1);
    let [at, kept] = [0, false];
    for (const d of draws) {
      at += wordsOf(d, kept);
      kept = d.kind === 'gauss' ? !kept : kept;
    }
    equal((await port.random(s, [...draws, WORD])).at(-1), BigInt(w[at]), `word ${at} comes after these draws`);
  },
);

/** Uniforms of more words than 16 bits count. */
const FAR = 2 ** 15 + 100;
/** The size of a list that is shuffled there, and more uniforms than it takes. */
const [FEW, BEHIND] = [40, 200];

// Catches normals and shuffles that go wrong far into the stream. The uniforms there say what their words are.
law(
  'random.13 behind thirty thousand uniforms, two normals and a shuffle are made of the words there',
  ['random'],
  [],
  async (port) => {
    const drawn = await port.random(42n, [...times(FAR, UNIFORM), GAUSS, GAUSS, { kind: 'shuffle', n: FEW }]);
    const [u1, u2, ...rest] = (await uniforms(port, 42n, FAR + BEHIND)).slice(FAR);
    const radius = Math.sqrt(-2 * Math.log(1 - u2));
    close(Number(drawn[FAR]), Math.cos(TURN * u1) * radius, POLAR * radius, 'cos(2 pi u1) r');
    close(Number(drawn[FAR + 1]), Math.sin(TURN * u1) * radius, POLAR * radius, 'sin(2 pi u1) r');
    equal(listOf(drawn[FAR + 2]), shuffled(rest.flatMap(wordsBehind), FEW).list, `shuffle(${FEW})`);
  },
);

/** The two words of a uniform, but for their low bits, which it leaves out (random.3) and no small shuffle takes. */
function wordsBehind(uniform: number): [number, number] {
  const high = Math.floor(uniform * 2 ** 27);
  return [high * 2 ** 5, (uniform * 2 ** 53 - high * 2 ** 26) * 2 ** 6];
}

/** The results of draws, each as a number. */
async function numbers({ random }: Stream, s: bigint, draws: readonly Draw[]): Promise<number[]> {
  const drawn = await random(s, draws);
  equal(drawn.length, draws.length, 'one result a draw');
  return drawn.map(Number);
}

function words(port: Stream, s: bigint, n: number): Promise<number[]> {
  return numbers(port, s, times(n, WORD));
}

function uniforms(port: Stream, s: bigint, n: number): Promise<number[]> {
  return numbers(port, s, times(n, UNIFORM));
}

/** A bounded integer below n and the place behind it in the words, written out from random.11. */
function bounded(w: readonly number[], at: number, n: number): { readonly value: number; readonly next: number } {
  const shift = WORD_BITS - n.toString(2).length;
  let place = at;
  while (w[place] >>> shift >= n) place++;
  return { value: w[place] >>> shift, next: place + 1 };
}

/** The list 0 to n - 1 shuffled, and how many words that takes, written out from random.5. */
function shuffled(w: readonly number[], n: number): { readonly list: number[]; readonly taken: number } {
  const list = range(n);
  let taken = 0;
  for (let i = n - 1; i >= 1; i--) {
    const { value, next } = bounded(w, taken, i + 1);
    [list[i], list[value]] = [list[value], list[i]];
    taken = next;
  }
  return { list, taken };
}

/** Words for shuffling n elements: fewer than two each on average, so that four each and 64 are too few once in 2**60. */
function enough(n: number): number {
  return 4 * n + 64;
}

/** How many words a draw takes, at most 4: the table of random.13. */
function wordsOf(d: Draw, kept: boolean): number {
  switch (d.kind) {
    case 'getrandbits':
      return Math.ceil(d.k / WORD_BITS);
    case 'gauss':
      return kept ? 0 : 4;
    default:
      return 2;
  }
}

/** A drawn list; of anything else, an empty one. */
function listOf(drawn: Drawn): readonly number[] {
  return Array.isArray(drawn) ? drawn.map(Number) : [];
}
