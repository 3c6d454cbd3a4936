import fc from 'fast-check';
import type { GraphNode } from '../src/port/values.ts';
import { real, reals } from './harness/arbitraries.ts';
import { gamma, HUGE, LEAST, LIBM, u } from './harness/arithmetic.ts';
import { examples } from './harness/examples.ts';
import { allClose, close, equal, notFinite } from './harness/expect.ts';
import { apply, unary } from './harness/graphs.ts';
import { error, law } from './harness/law.ts';
import { sumOf } from './harness/lists.ts';
import { vectors } from './harness/vectors.ts';

/** Magnitude up to which sums and products stay finite in float32. */
const BIG = 2 ** 60;

const finite = real(-BIG, BIG);
const positive = real(2 ** -20, 2 ** 20);
const nonzero = fc.tuple(positive, fc.constantFrom(1, -1)).map(([x, sign]) => sign * x);

examples('autograd');

// Catches a port that reads or prints its numbers with fewer digits than they have.
law('autograd.1 a leaf holds its number', ['autograd'], [real(-HUGE, HUGE)], async (port, x) => {
  equal((await apply(port, [x])).result, x, 'data of a leaf');
});

// Catches a gradient that is multiplied by the other term, and one that reaches the left term only.
law(
  'autograd.2 a sum is rounded once and passes its gradient on to both terms',
  ['autograd'],
  [finite, finite],
  async (port, a, b) => {
    const { result, grad } = await apply(port, [a, b], { kind: 'add', a: 0, b: 1 });
    close(result, a + b, 2 * u * Math.abs(a + b), 'a + b'); // rounded once there, once here
    equal(grad, [1, 1, 1], 'd (a + b)');
  },
);

// Catches a gradient multiplied by the factor itself in place of the other one.
law(
  'autograd.3 a product is rounded once and passes on its gradient times the other factor',
  ['autograd'],
  [finite, finite],
  async (port, a, b) => {
    const { result, grad } = await apply(port, [a, b], { kind: 'mul', a: 0, b: 1 });
    close(result, a * b, 2 * u * Math.abs(a * b) + LEAST, 'a b');
    equal(grad, [b, a, 1], 'd (a b) = b da + a db');
  },
);

const relu = unary('relu', 0);

// Catches GELU, ReLU squared and a cap such as ReLU6.
law(
  'autograd.7 ReLU lets positive numbers and their gradients through',
  ['autograd'],
  [real(LEAST, BIG)],
  async (port, x) => {
    const { result, grad } = await apply(port, [x], relu);
    equal([result, grad[0]], [x, 1], 'max(0, x) and its derivative, x > 0');
  },
);

// Catches a leaky ReLU, a derivative of 1 at 0 (`x >= 0`), and a max that lets NaN through.
law(
  'autograd.7 ReLU and its derivative are 0 everywhere else: negative, 0, -0 and NaN',
  { ops: ['autograd'], reach: 'both' },
  [fc.oneof(real(-BIG, 0), fc.constantFrom(0, -0, Number.NaN))],
  async (port, x) => {
    const { result, grad } = await apply(port, [x], relu);
    equal([result, grad[0]], [0, 0], 'max(0, x) and its derivative');
  },
);

// Catches a - b with the gradient of b not turned around.
law(
  'autograd.8 negation and subtraction are those of products and sums',
  ['autograd'],
  [finite, finite],
  async (port, a, b) => {
    const negated = await apply(port, [a], { kind: 'neg', a: 0 });
    equal([negated.result, ...negated.grad], [-a, -1, 1], '-a');
    const difference = await apply(port, [a, b], { kind: 'sub', a: 0, b: 1 });
    const nodes: readonly GraphNode[] = [
      { kind: 'mul', a: 1, b: 2 },
      { kind: 'add', a: 0, b: 3 },
    ];
    const composed = await apply(port, [a, b, -1], ...nodes);
    equal(difference.result, composed.result, 'a - b = a + b (-1)');
    equal(difference.grad.slice(0, 2), composed.grad.slice(0, 2), 'd (a - b)');
  },
);

// Catches 1 / b without its minus sign in the derivative, or without its square.
law(
  'autograd.8 a quotient undoes a product, and its gradients are 1 / b and -a / b ** 2',
  ['autograd'],
  [finite, nonzero],
  async (port, a, b) => {
    const { result, grad } = await apply(port, [a, b], { kind: 'div', a: 0, b: 1 });
    // A power (LIBM), the product with a, one more for a minus sign or the factor -1, and the roundings here.
    const bound = gamma(LIBM + 4);
    close(result * b, a, bound * Math.abs(a) + LEAST * Math.abs(b), '(a / b) b = a');
    const slope = -a / b / b;
    allClose(grad, [1 / b, slope, 1], [bound / Math.abs(b), bound * Math.abs(slope) + LEAST, 0], 'd (a / b)');
  },
);

// Catches a divisor with an epsilon added.
error(
  'autograd.8 a division by 0 is rejected',
  ['autograd'],
  [finite, fc.constantFrom(0, -0)],
  async (port, a, zero) => {
    await notFinite(() => apply(port, [a, zero], { kind: 'div', a: 0, b: 1 }), 'a / 0');
  },
);

const integers = (minLength: number, maxLength: number) =>
  fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength, maxLength });

// Catches a sum that leaves out its first or last term, as a loop over blocks of 4 or 8 does with the rest.
law('autograd.9 a sum of integers is exact', ['linear'], [integers(1, 70)], async ({ linear }, terms) => {
  const ones = terms.map(() => 1);
  equal(await linear(terms, [ones]), [sumOf(terms)], 'sum of x');
});

// Catches a mean over one term more or fewer, and a reciprocal that is rounded where 1 / n is exact.
law(
  'autograd.9 a mean of 1, 2, 4, 8 or 16 integers is exact',
  ['average_loss'],
  [integers(16, 16), fc.constantFrom(1, 2, 4, 8, 16)],
  async ({ average_loss }, list, n) => {
    const terms = list.slice(0, n);
    equal(await average_loss(terms), sumOf(terms) / n, '(1 / n) sum of x');
  },
);

// Catches terms that are added in a smaller type, or sorted out as too small to matter.
law(
  'autograd.9 a sum of numbers of all magnitudes is within the rounding of its additions',
  ['linear'],
  [reals(-BIG, BIG, 1, 20)],
  async (port, terms) => {
    const sum = sumOf(terms);
    const size = terms.reduce((total, x) => total + Math.abs(x), 0);
    const [got] = await port.linear(terms, [terms.map(() => 1)]);
    // Whatever the order: n additions there and n here, each off by u times what has been added up.
    close(got, sum, 2 * gamma(terms.length) * size + LEAST, 'sum of x');
  },
);

vectors('autograd');
