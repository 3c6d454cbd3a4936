import fc from 'fast-check';
import { real, reals } from './harness/arbitraries.ts';
import { gamma, LEAST, LIBM } from './harness/arithmetic.ts';
import { examples } from './harness/examples.ts';
import { allClose, close, equal, notFinite } from './harness/expect.ts';
import { error, law } from './harness/law.ts';
import { columns, reordered, sumOf, times } from './harness/lists.ts';
import { EPS_RMSNORM } from './harness/oracle/naive.ts';
import { grown } from './harness/sizes.ts';
import { identity, permutation } from './harness/transforms.ts';
import { vectors } from './harness/vectors.ts';

examples('model');

/** Products of two of these, and sums of 1536 such products, have at most 24 bits: float32 holds them exactly. */
const smallInteger = fc.integer({ min: -100, max: 100 });
const integersOf = (most: number) =>
  fc
    .tuple(
      fc.oneof(
        { arbitrary: fc.integer({ min: 1, max: 16 }), weight: 9 },
        { arbitrary: fc.integer({ min: 65, max: most }), weight: 1 },
      ),
      fc.integer({ min: 1, max: 6 }),
    )
    .chain(([nin, nout]) =>
      fc.tuple(
        fc.array(smallInteger, { minLength: nin, maxLength: nin }),
        fc.array(smallInteger, { minLength: nin, maxLength: nin }),
        fc.array(fc.array(smallInteger, { minLength: nin, maxLength: nin }), { minLength: nout, maxLength: nout }),
      ),
    );
const integers = integersOf(100);
/** As wide as the input of an MLP's second matrix where n_embd is 384. */
const wideIntegers = integersOf(grown(100, 1536));

// Catches a transposed matrix, a product left out, and a bias.
law(
  'model.1 on small integers linear is exact: each element is the sum of products',
  ['linear'],
  [wideIntegers],
  async ({ linear }, [x, , w]) => {
    const want = w.map((row) => row.reduce((total, wi, j) => total + wi * x[j], 0));
    equal(await linear(x, w), want, 'y_i = sum_j w_ij x_j');
  },
);

// Catches a bias and a nonlinearity.
law('model.1 linear is additive', ['linear'], [integers], async ({ linear }, [x, y, w]) => {
  const [ofX, ofY] = [await linear(x, w), await linear(y, w)];
  const ofBoth = await linear(sumOfPairs(x, y), w);
  equal(ofBoth, sumOfPairs(ofX, ofY), 'w (x + y) = w x + w y');
});

// Catches a bias, and a scale that depends on x. Powers of two only move the exponent: no rounding, in any order.
law(
  'model.1 linear is homogeneous, exactly so for powers of two',
  ['linear'],
  [integers, fc.integer({ min: -20, max: 20 })],
  async ({ linear }, [x, , w], exponent) => {
    const scaled = (list: readonly number[]) => list.map((value) => 2 ** exponent * value);
    equal(await linear(scaled(x), w), scaled(await linear(x, w)), 'w (c x) = c (w x)');
  },
);

// Catches a transposed matrix by its shape, and rows that are shifted.
law(
  'model.1 the identity matrix leaves x as it is, and a unit vector takes out a column',
  ['linear'],
  [reals(-1000, 1000, 1, 6), integers],
  async ({ linear }, x, [, , w]) => {
    equal(await linear(x, identity(times(x.length, x))), x, 'I x = x');
    for (const [j, column] of columns(w).entries()) {
      const unit = w[0].map((_, i) => Number(i === j));
      equal(await linear(unit, w), column, `w e_${j} = column ${j}`);
    }
  },
);

// Catches elements that depend on the row before, as where a total is not set back to 0.
law(
  'model.1 the rows of w make the elements one by one, in their order',
  ['linear'],
  [reals(-8, 8, 1, 6), fc.array(reals(-8, 8, 6, 6), { minLength: 1, maxLength: 5 }), fc.nat()],
  async ({ linear }, x, rows, seed) => {
    const w = rows.map((row) => row.slice(0, x.length));
    const order = permutation(w.length, seed);
    const [y, permuted] = [await linear(x, w), await linear(x, reordered(w, order))];
    equal(permuted, reordered(y, order), 'permuted rows give permuted elements');
  },
);

/** Numbers whose mean square is so large, 2^40 and more, that 1e-5 is below the rounding of it in either type. */
const signed = fc.tuple(real(2 ** 20, 2 ** 30), fc.boolean()).map(([x, negative]) => (negative ? -x : x));
const large = fc.oneof(
  { arbitrary: fc.array(signed, { minLength: 1, maxLength: 16 }), weight: 9 },
  { arbitrary: fc.array(signed, { minLength: 65, maxLength: grown(100, 384) }), weight: 1 },
);

/**
 * The error of rmsnorm of n numbers, in units of u relative to each element. Squares and their n - 1 additions make n
 * roundings, the mean 2 as a product with 1 / n, epsilon and its addition 2; the power of -1/2 halves all of that and adds
 * LIBM, also as a root and a quotient; the product follows.
 */
const normalisedUlps = (n: number) => (n + 4) / 2 + LIBM + 1;

/** The error of a mean square as it is computed here: n squares and n - 1 additions, and the quotient. */
const meanUlps = (n: number) => n + 1;

// Catches the sum of squares for their mean, no root, mean of magnitudes. Epsilon is too small here to be seen.
law('model.6 large numbers come out with mean square 1', ['rmsnorm'], [large], async ({ rmsnorm }, x) => {
  const y = await rmsnorm(x);
  // A square has twice the relative error of y. Epsilon, left out, is less than a rounding of ms.
  const bound = gamma(2 * normalisedUlps(x.length) + meanUlps(x.length) + 1);
  close(meanSquare(y), 1, bound, 'mean of y^2');
});

// Catches LayerNorm (the mean subtracted), a bias, a scale for each element of its own, and elements that are capped.
law(
  'model.6 rmsnorm keeps the direction: all elements have the same factor',
  ['rmsnorm'],
  [fc.oneof({ arbitrary: reals(-8, 8, 1, 16), weight: 3 }, { arbitrary: large, weight: 1 })],
  async ({ rmsnorm }, x) => {
    const y = await rmsnorm(x);
    const most = x.reduce((best, xi, i) => (Math.abs(xi) > Math.abs(x[best]) ? i : best), 0);
    for (const [i, xi] of x.entries()) {
      // One rounding in each product there and here; numbers below the normal ones may be lost, in both places.
      const lost = (1 + Math.abs(x[most]) + Math.abs(y[most])) * LEAST;
      const bound = gamma(2 + 2) * Math.abs(y[most] * xi) + lost;
      close(y[i] * x[most], y[most] * xi, bound, `y_${i} / x_${i} = y_${most} / x_${most}`);
    }
  },
);

// Catches a mean of x in place of x^2, and a mean that is subtracted in another rounding for either sign.
law(
  'model.6 rmsnorm of -x is -rmsnorm of x, bit for bit',
  ['rmsnorm'],
  [reals(-1000, 1000, 1, 16)],
  async ({ rmsnorm }, x) => {
    const [y, flipped] = [await rmsnorm(x), await rmsnorm(x.map((xi) => -xi))];
    const negated = y.map((yi) => -yi);
    equal(flipped, negated, 'rmsnorm(-x) = -rmsnorm(x)');
  },
);

// Catches the sum for the mean, and division by a fixed width or by n - 1: here epsilon is a large part of the whole.
law(
  'model.6 a vector written twice is normalised as it is once',
  ['rmsnorm'],
  [reals(-1, 1, 1, 8), real(2 ** -12, 1)],
  async ({ rmsnorm }, x, amplitude) => {
    const small = x.map((xi) => Math.fround(xi * amplitude));
    const [once, twice] = [await rmsnorm(small), await rmsnorm([...small, ...small])];
    const ulps = normalisedUlps(x.length) + normalisedUlps(2 * x.length);
    const bound = once.map((y) => gamma(ulps) * Math.abs(y) + LEAST);
    allClose(twice, [...once, ...once].slice(0, twice.length), [...bound, ...bound], 'rmsnorm(x ++ x)');
  },
);

error('model.6 rmsnorm of no numbers is rejected', ['rmsnorm'], [], ({ rmsnorm }) =>
  notFinite(() => rmsnorm([]), 'rmsnorm([])'),
);

// Catches 1e-6, 1e-8, epsilon outside the root, epsilon added to the sum of squares, and no epsilon.
law(
  'model.7 the mean square ms becomes ms / (ms + 1e-5), for numbers around the root of 1e-5',
  ['rmsnorm'],
  [reals(-(2 ** -6), 2 ** -6, 1, 16)],
  async ({ rmsnorm }, x) => {
    const ms = meanSquare(x);
    const want = ms / (ms + EPS_RMSNORM);
    // Here ms, its sum with epsilon and the quotient round too; ms is in both, so that its error counts once at most.
    const here = 2 * meanUlps(x.length) + 2;
    const bound = gamma(2 * normalisedUlps(x.length) + here) * want + LEAST;
    close(meanSquare(await rmsnorm(x)), want, bound, 'mean of y^2');
  },
);

// Catches a mean that is subtracted, by which all would become 0.
law(
  'model.7 a constant vector of a becomes a / sqrt(a^2 + 1e-5)',
  ['rmsnorm'],
  [fc.integer({ min: -20, max: 10 }), fc.integer({ min: 1, max: 16 })],
  async ({ rmsnorm }, exponent, n) => {
    const a = 2 ** exponent;
    const want = a / Math.sqrt(a * a + EPS_RMSNORM);
    // Here the sum, the root and the quotient round; the square of a power of two does not.
    const bound = gamma(normalisedUlps(n) + 3) * want;
    allClose(await rmsnorm(times(n, a)), times(n, want), bound, 'y');
  },
);

// Catches a missing epsilon: 0 times infinity is NaN.
law(
  'model.7 the zero vector stays the zero vector',
  ['rmsnorm'],
  [fc.integer({ min: 1, max: 16 })],
  async ({ rmsnorm }, n) => {
    const zeros = times(n, 0);
    equal(await rmsnorm(zeros), zeros, 'rmsnorm(0) = 0');
  },
);

vectors('model');

function meanSquare(x: readonly number[]): number {
  return sumOf(x.map((xi) => xi * xi)) / x.length;
}

/** x + y. */
function sumOfPairs(x: readonly number[], y: readonly number[]): number[] {
  return x.map((xi, i) => xi + y[i]);
}
