import fc from 'fast-check';
import type { GraphNode } from '../src/port/graph.ts';
import { gamma, SMALLEST_NORMAL, UNIT_ROUNDOFF } from '../src/port/precision.ts';
import { real, reals } from './harness/arbitraries.ts';
import { type Claiming, error, law, port } from './harness/check.ts';
import { examples } from './harness/examples.ts';
import { allClose, close, equal, notFinite } from './harness/expect.ts';
import { forAll } from './harness/forAll.ts';
import { vectors } from './harness/vectors.ts';

const u = UNIT_ROUNDOFF[port.dtype];
const LEAST = SMALLEST_NORMAL[port.dtype];
/** A power of two that the type holds and whose square it does not. */
const HUGE = port.dtype === 'f32' ? 2 ** 127 : 2 ** 1023;
/** What a library's ln, exp or pow may be off by, in units of u relative to its result. */
const LIBM = 4;
/** Magnitude up to which sums and products stay finite in float32. */
const BIG = 2 ** 60;

const finite = real(-BIG, BIG);
const positive = real(2 ** -20, 2 ** 20);
const nonzero = fc.tuple(positive, fc.constantFrom(1, -1)).map(([x, sign]) => sign * x);

/** What an operation on leaves gives: the root's data, and the gradients, the leaves' first. */
async function apply({ autograd }: Claiming<'autograd'>, leaves: readonly number[], ...nodes: readonly GraphNode[]) {
  const { data, grad } = await autograd([...leaves.map((x): GraphNode => ({ kind: 'leaf', data: x })), ...nodes]);
  return { result: data[data.length - 1], grad };
}

const power = (exponent: number): GraphNode => ({ kind: 'pow', a: 0, exponent });

examples('autograd');

// Catches a port that reads or prints its numbers with fewer digits than they have.
law('autograd.1 a leaf holds its number', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(real(-HUGE, HUGE), async (x) => {
      equal((await apply(port, [x])).result, x, 'data of a leaf');
    }),
  ),
);

// Catches a gradient that is multiplied by the other term, and one that reaches the left term only.
law('autograd.2 a sum is rounded once and passes its gradient on to both terms', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(finite, finite, async (a, b) => {
      const { result, grad } = await apply(port, [a, b], { kind: 'add', a: 0, b: 1 });
      close(result, a + b, 2 * u * Math.abs(a + b), 'a + b'); // rounded once there, once here
      equal(grad, [1, 1, 1], 'd (a + b)');
    }),
  ),
);

// Catches a gradient multiplied by the factor itself in place of the other one.
law('autograd.3 a product is rounded once and passes on its gradient times the other factor', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(finite, finite, async (a, b) => {
      const { result, grad } = await apply(port, [a, b], { kind: 'mul', a: 0, b: 1 });
      close(result, a * b, 2 * u * Math.abs(a * b) + LEAST, 'a b');
      equal(grad, [b, a, 1], 'd (a b) = b da + a db');
    }),
  ),
);

/** What is 1 for r = x ** c, by products and quotients only. */
const POWERS: readonly (readonly [c: number, one: (x: number, r: number) => number])[] = [
  [-1, (x, r) => x * r],
  [-0.5, (x, r) => x * r * r],
  [0, (_, r) => r],
  [0.5, (x, r) => (r * r) / x],
  [1, (x, r) => r / x],
  [2, (x, r) => r / (x * x)],
  [3, (x, r) => r / (x * x * x)],
];

// Catches a root in place of an inverse root, and a power that is off by one.
law('autograd.4 powers agree with products and quotients', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(positive, async (x) => {
      for (const [c, one] of POWERS) {
        const { result } = await apply(port, [x], power(c));
        close(one(x, result), 1, gamma(2 * LIBM + 3, port.dtype), `x ** ${c}, multiplied out`); // r at most squared
      }
    }),
  ),
);

// Catches an exponent that is not reduced by 1 in the derivative, or not multiplied by: Euler's identity has neither.
law("autograd.4 x times the derivative of x ** c is c x ** c (Euler's identity)", ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(positive, async (x) => {
      for (const [c] of POWERS) {
        const { result, grad } = await apply(port, [x], power(c));
        // Two powers, and the product with c; x times the derivative is rounded here.
        close(x * grad[0], c * result, gamma(2 * LIBM + 3, port.dtype) * Math.abs(c * result), `x d(x ** ${c}) / dx`);
      }
    }),
  ),
);

// Catches a power computed as exp(c ln x), which has no value for negative x, or |x| in place of x.
law('autograd.4 even powers are even, odd powers are odd', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(positive, async (x) => {
      for (const [c, parity] of [
        [2, 1],
        [-1, -1],
        [3, -1],
      ]) {
        const [plus, minus] = [await apply(port, [x], power(c)), await apply(port, [-x], power(c))];
        const [most, steepest] = [Math.abs(plus.result), Math.abs(plus.grad[0])];
        close(minus.result, parity * plus.result, 2 * LIBM * u * most, `(-x) ** ${c}`);
        close(minus.grad[0], -parity * plus.grad[0], 2 * (LIBM + 1) * u * steepest, `its derivative`);
      }
    }),
  ),
);

// Catches a `**` that gives NaN here, as JavaScript's and Java's do.
law('autograd.4 1 to any power is 1, even to NaN, and so is -1 to infinity', ['autograd'], async (port) => {
  const bases: readonly (readonly [x: number, c: number])[] = [
    [1, Number.NaN],
    [1, Infinity],
    [-1, Infinity],
    [-1, -Infinity],
  ];
  for (const [x, c] of bases) equal((await apply(port, [x], power(c))).result, 1, `${x} ** ${c}`);
});

// Catches an epsilon added to the base, and a root of |x|.
error(
  'autograd.4 0 to a negative power, a root of a negative number and an overflow are rejected',
  ['autograd'],
  (port) =>
    forAll(
      fc.asyncProperty(positive, async (x) => {
        for (const c of [-1, -0.5]) await notFinite(() => apply(port, [0], power(c)), `0 ** ${c}`);
        for (const c of [-0.5, 0.5]) await notFinite(() => apply(port, [-x], power(c)), `(-x) ** ${c}`);
        await notFinite(() => apply(port, [HUGE], power(2)), 'the square of a huge number');
      }),
    ),
);

const log: GraphNode = { kind: 'log', a: 0 };

// Catches log2, log10 and log(x + eps): a product is turned into a sum by any logarithm, 2**k into k ln 2 by one.
law('autograd.5 the logarithm is natural and turns products into sums', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(real(0.5, 2), fc.integer({ min: -100, max: 100 }), async (x, k) => {
      const [one, scaled] = [(await apply(port, [x], log)).result, (await apply(port, [x * 2 ** k], log)).result];
      const size = Math.abs(one) + Math.abs(scaled) + Math.abs(k * Math.LN2);
      close(scaled, one + k * Math.LN2, LIBM * u * size, 'ln(2**k x) = k ln 2 + ln x');
      close((await apply(port, [2 ** k], log)).result, k * Math.LN2, LIBM * u * Math.abs(k), 'ln(2**k) = k ln 2');
    }),
  ),
);

// Catches a derivative that is left at 1, and 1 / (x + eps).
law('autograd.5 x times the derivative of ln x is 1', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(real(2 ** -100, 2 ** 100), async (x) => {
      const { grad } = await apply(port, [x], log);
      close(x * grad[0], 1, gamma(LIBM + 1, port.dtype), 'x d(ln x) / dx'); // 1 / x, or x ** -1; the product here
    }),
  ),
);

// Catches log(max(x, eps)) and log|x|.
error('autograd.5 the logarithm of 0 and of negative numbers is rejected', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(real(-BIG, 0), async (x) => {
      await notFinite(() => apply(port, [x], log), 'ln x, x <= 0');
    }),
  ),
);

const exp: GraphNode = { kind: 'exp', a: 0 };

// Catches 2 ** x and 10 ** x.
law('autograd.6 the exponential has base e and turns sums into products', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(fc.integer({ min: -7680, max: 7680 }), fc.integer({ min: -7680, max: 7680 }), async (i, j) => {
      const [a, b] = [i / 256, j / 256]; // within +-30; their sum is exact
      const [both, one, other] = await Promise.all(
        [a + b, a, b].map(async (x) => (await apply(port, [x], exp)).result),
      );
      close(both, one * other, gamma(3 * LIBM + 1, port.dtype) * both, 'exp(a + b) = exp(a) exp(b)');
      close((await apply(port, [1], exp)).result, Math.E, (LIBM + 1) * u * Math.E, 'exp(1) = e');
    }),
  ),
);

// Catches a derivative that is left at 1.
law('autograd.6 the exponential is its own derivative', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(real(-80, 80), async (x) => {
      const { result, grad } = await apply(port, [x], exp);
      close(grad[0], result, 2 * LIBM * u * result, 'd exp(x) / dx'); // it may be computed twice
    }),
  ),
);

// Catches a logarithm and an exponential of different bases, and derivatives that do not belong to them.
law('autograd.6 exponential and logarithm undo each other, and so do their derivatives', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(real(2 ** -60, 2 ** 60), real(-40, 40), async (x, y) => {
      const there = await apply(port, [x], log, { kind: 'exp', a: 1 });
      // An error of LIBM u |ln x| in the exponent is a relative one of the result; exp, 1 / x and products follow.
      const bound = gamma(LIBM * (Math.abs(Math.log(x)) + 2) + 3, port.dtype);
      close(there.result, x, bound * x, 'exp(ln x) = x');
      close(there.grad[0], 1, bound, 'd exp(ln x) / dx = 1');
      const back = await apply(port, [y], exp, { kind: 'log', a: 1 });
      // A relative error of LIBM u in the argument of ln is an absolute one of its result.
      close(back.result, y, gamma(LIBM, port.dtype) * (1 + 2 * Math.abs(y)), 'ln(exp y) = y');
      close(back.grad[0], 1, gamma(2 * LIBM + 3, port.dtype), 'd ln(exp y) / dy = 1');
    }),
  ),
);

// Catches a port that rejects what underflows, or replaces it by a small number of its own.
law('autograd.6 the exponential of a very negative number is 0', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(real(-100_000, -800), async (x) => {
      const { result, grad } = await apply(port, [x], exp);
      equal([result, grad[0]], [0, 0], 'exp(x), x < -800');
    }),
  ),
);

// Catches an argument that is clipped.
error('autograd.6 an exponential that overflows is rejected', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(real(800, 100_000), async (x) => {
      await notFinite(() => apply(port, [x], exp), 'exp(x), x > 800');
    }),
  ),
);

const relu: GraphNode = { kind: 'relu', a: 0 };

// Catches GELU, ReLU squared and a cap such as ReLU6.
law('autograd.7 ReLU lets positive numbers and their gradients through', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(real(LEAST, BIG), async (x) => {
      const { result, grad } = await apply(port, [x], relu);
      equal([result, grad[0]], [x, 1], 'max(0, x) and its derivative, x > 0');
    }),
  ),
);

// Catches a leaky ReLU, a derivative of 1 at 0 (`x >= 0`), and a max that lets NaN through.
law('autograd.7 ReLU and its derivative are 0 everywhere else: negative, 0, -0 and NaN', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(fc.oneof(real(-BIG, 0), fc.constantFrom(0, -0, Number.NaN)), async (x) => {
      const { result, grad } = await apply(port, [x], relu);
      equal([result, grad[0]], [0, 0], 'max(0, x) and its derivative');
    }),
  ),
);

// Catches a - b with the gradient of b not turned around.
law('autograd.8 negation and subtraction are those of products and sums', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(finite, finite, async (a, b) => {
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
    }),
  ),
);

// Catches 1 / b without its minus sign in the derivative, or without its square.
law('autograd.8 a quotient undoes a product, and its gradients are 1 / b and -a / b ** 2', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(finite, nonzero, async (a, b) => {
      const { result, grad } = await apply(port, [a, b], { kind: 'div', a: 0, b: 1 });
      // A power (LIBM), the product with a, one more for a minus sign or the factor -1, and the roundings here.
      const bound = gamma(LIBM + 4, port.dtype);
      close(result * b, a, bound * Math.abs(a) + LEAST * Math.abs(b), '(a / b) b = a');
      const slope = -a / b / b;
      allClose(grad, [1 / b, slope, 1], [bound / Math.abs(b), bound * Math.abs(slope) + LEAST, 0], 'd (a / b)');
    }),
  ),
);

// Catches a divisor with an epsilon added.
error('autograd.8 a division by 0 is rejected', ['autograd'], (port) =>
  forAll(
    fc.asyncProperty(finite, fc.constantFrom(0, -0), async (a, zero) => {
      await notFinite(() => apply(port, [a, zero], { kind: 'div', a: 0, b: 1 }), 'a / 0');
    }),
  ),
);

const integers = (minLength: number, maxLength: number) =>
  fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength, maxLength });

// Catches a sum that leaves out its first or last term, as a loop over blocks of 4 or 8 does with the rest.
law('autograd.9 a sum of integers is exact', ['linear'], ({ linear }) =>
  forAll(
    fc.asyncProperty(integers(1, 70), async (terms) => {
      const ones = terms.map(() => 1);
      equal(await linear(terms, [ones]), [terms.reduce((total, x) => total + x, 0)], 'sum of x');
    }),
  ),
);

law('autograd.9 a mean of 1, 2, 4, 8 or 16 integers is exact', ['average_loss'], ({ average_loss }) =>
  forAll(
    fc.asyncProperty(integers(16, 16), fc.constantFrom(1, 2, 4, 8, 16), async (list, n) => {
      const terms = list.slice(0, n);
      equal(await average_loss(terms), terms.reduce((total, x) => total + x, 0) / n, '(1 / n) sum of x');
    }),
  ),
);

// Catches terms that are added in a smaller type, or sorted out as too small to matter.
law('autograd.9 a sum of numbers of all magnitudes is within the rounding of its additions', ['linear'], (port) =>
  forAll(
    fc.asyncProperty(reals(-BIG, BIG, 1, 20), async (terms) => {
      const sum = terms.reduce((total, x) => total + x, 0);
      const size = terms.reduce((total, x) => total + Math.abs(x), 0);
      const [got] = await port.linear(terms, [terms.map(() => 1)]);
      // Whatever the order: n additions there and n here, each off by u times what has been added up.
      close(got, sum, 2 * gamma(terms.length, port.dtype) * size + LEAST, 'sum of x');
    }),
  ),
);

vectors('autograd');
