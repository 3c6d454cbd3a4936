import fc from 'fast-check';
import type { GraphNode } from '../src/port/values.ts';
import { real } from './harness/arbitraries.ts';
import { gamma, HUGE, LIBM, u } from './harness/arithmetic.ts';
import { close, equal, notFinite } from './harness/expect.ts';
import { apply, unary } from './harness/graphs.ts';
import { error, law } from './harness/law.ts';

/** Magnitude up to which sums and products stay finite in float32. */
const BIG = 2 ** 60;

const positive = real(2 ** -20, 2 ** 20);
const power = (exponent: number): GraphNode => ({ kind: 'pow', a: 0, exponent });

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
law('autograd.4 powers agree with products and quotients', ['autograd'], [positive], async (port, x) => {
  for (const [c, one] of POWERS) {
    const { result } = await apply(port, [x], power(c));
    close(one(x, result), 1, gamma(2 * LIBM + 3), `x ** ${c}, multiplied out`); // r at most squared
  }
});

// Catches an exponent that is not reduced by 1 in the derivative, or not multiplied by: Euler's identity has neither.
law(
  "autograd.4 x times the derivative of x ** c is c x ** c (Euler's identity)",
  ['autograd'],
  [positive],
  async (port, x) => {
    for (const [c] of POWERS) {
      const { result, grad } = await apply(port, [x], power(c));
      // Two powers, and the product with c; x times the derivative is rounded here.
      close(x * grad[0], c * result, gamma(2 * LIBM + 3) * Math.abs(c * result), `x d(x ** ${c}) / dx`);
    }
  },
);

// Catches a power computed as exp(c ln x), which has no value for negative x, or |x| in place of x.
law('autograd.4 even powers are even, odd powers are odd', ['autograd'], [positive], async (port, x) => {
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
});

// Catches a power of -1 that is taken for 1, as that to infinity is.
law('autograd.4 a power of -1 is 1 or -1, as its exponent is even or odd', ['autograd'], [], async (port) => {
  for (const exponent of [-3, -2, -1, 0, 1, 2, 3, 1000, 1001]) {
    const want = exponent % 2 === 0 ? 1 : -1;
    equal((await apply(port, [-1], power(exponent))).result, want, `(-1) ** ${exponent}`);
  }
});

// Catches a `**` that gives NaN here, as JavaScript's and Java's do.
law(
  'autograd.4 1 to any power is 1, even to NaN, and so is -1 to infinity',
  { ops: ['autograd'], reach: 'edge' },
  [],
  async (port) => {
    const bases: readonly (readonly [x: number, c: number])[] = [
      [1, Number.NaN],
      [1, Infinity],
      [-1, Infinity],
      [-1, -Infinity],
    ];
    for (const [x, c] of bases) equal((await apply(port, [x], power(c))).result, 1, `${x} ** ${c}`);
  },
);

// Catches an epsilon added to the base, and a root of |x|.
error(
  'autograd.4 0 to a negative power, a root of a negative number and an overflow are rejected',
  ['autograd'],
  [positive],
  async (port, x) => {
    for (const c of [-1, -0.5]) await notFinite(() => apply(port, [0], power(c)), `0 ** ${c}`);
    for (const c of [-0.5, 0.5]) await notFinite(() => apply(port, [-x], power(c)), `(-x) ** ${c}`);
    await notFinite(() => apply(port, [HUGE], power(2)), 'the square of a huge number');
  },
);

const log = unary('log', 0);

// Catches log2, log10 and log(x + eps): a product is turned into a sum by any logarithm, 2**k into k ln 2 by one.
law(
  'autograd.5 the logarithm is natural and turns products into sums',
  ['autograd'],
  [real(0.5, 2), fc.integer({ min: -100, max: 100 })],
  async (port, x, k) => {
    const [one, scaled] = [(await apply(port, [x], log)).result, (await apply(port, [x * 2 ** k], log)).result];
    const size = Math.abs(one) + Math.abs(scaled) + Math.abs(k * Math.LN2);
    close(scaled, one + k * Math.LN2, LIBM * u * size, 'ln(2**k x) = k ln 2 + ln x');
    close((await apply(port, [2 ** k], log)).result, k * Math.LN2, LIBM * u * Math.abs(k), 'ln(2**k) = k ln 2');
  },
);

// Catches a derivative that is left at 1, and 1 / (x + eps).
law('autograd.5 x times the derivative of ln x is 1', ['autograd'], [real(2 ** -100, 2 ** 100)], async (port, x) => {
  const { grad } = await apply(port, [x], log);
  close(x * grad[0], 1, gamma(LIBM + 1), 'x d(ln x) / dx'); // 1 / x, or x ** -1; the product here
});

// Catches log(max(x, eps)) and log|x|.
error(
  'autograd.5 the logarithm of 0 and of negative numbers is rejected',
  ['autograd'],
  [real(-BIG, 0)],
  async (port, x) => {
    await notFinite(() => apply(port, [x], log), 'ln x, x <= 0');
  },
);

const exp = unary('exp', 0);

// Catches 2 ** x and 10 ** x.
law(
  'autograd.6 the exponential has base e and turns sums into products',
  ['autograd'],
  [fc.integer({ min: -7680, max: 7680 }), fc.integer({ min: -7680, max: 7680 })],
  async (port, i, j) => {
    const [a, b] = [i / 256, j / 256]; // within +-30; their sum is exact
    const [both, one, other] = await Promise.all([a + b, a, b].map(async (x) => (await apply(port, [x], exp)).result));
    close(both, one * other, gamma(3 * LIBM + 1) * both, 'exp(a + b) = exp(a) exp(b)');
    close((await apply(port, [1], exp)).result, Math.E, (LIBM + 1) * u * Math.E, 'exp(1) = e');
  },
);

// Catches a derivative that is left at 1.
law('autograd.6 the exponential is its own derivative', ['autograd'], [real(-80, 80)], async (port, x) => {
  const { result, grad } = await apply(port, [x], exp);
  close(grad[0], result, 2 * LIBM * u * result, 'd exp(x) / dx'); // it may be computed twice
});

// Catches a logarithm and an exponential of different bases, and derivatives that do not belong to them.
law(
  'autograd.6 exponential and logarithm undo each other, and so do their derivatives',
  ['autograd'],
  [real(2 ** -60, 2 ** 60), real(-40, 40)],
  async (port, x, y) => {
    const there = await apply(port, [x], log, { kind: 'exp', a: 1 });
    // An error of LIBM u |ln x| in the exponent is a relative one of the result; exp, 1 / x and products follow.
    const bound = gamma(LIBM * (Math.abs(Math.log(x)) + 2) + 3);
    close(there.result, x, bound * x, 'exp(ln x) = x');
    close(there.grad[0], 1, bound, 'd exp(ln x) / dx = 1');
    const back = await apply(port, [y], exp, { kind: 'log', a: 1 });
    // A relative error of LIBM u in the argument of ln is an absolute one of its result.
    close(back.result, y, gamma(LIBM) * (1 + 2 * Math.abs(y)), 'ln(exp y) = y');
    close(back.grad[0], 1, gamma(2 * LIBM + 3), 'd ln(exp y) / dy = 1');
  },
);

// Catches a port that rejects what underflows, or replaces it by a small number of its own.
law(
  'autograd.6 the exponential of a very negative number is 0',
  ['autograd'],
  [real(-100_000, -800)],
  async (port, x) => {
    const { result, grad } = await apply(port, [x], exp);
    equal([result, grad[0]], [0, 0], 'exp(x), x < -800');
  },
);

// Catches an argument that is clipped.
error('autograd.6 an exponential that overflows is rejected', ['autograd'], [real(800, 100_000)], async (port, x) => {
  await notFinite(() => apply(port, [x], exp), 'exp(x), x > 800');
});
