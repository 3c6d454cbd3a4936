import fc from 'fast-check';
import type { Arithmetic, Libm } from '../../../src/exact/arithmetic.ts';
import { SUM_FORMS } from '../../../src/exact/sums.ts';
import { fulls } from './numbers.ts';
import type { Form, Probe } from './probe.ts';

type Activations = readonly number[];

const EPS = 1e-5;

/** The parts of an RMSNorm, each of which may be taken in another way. */
interface Parts {
  readonly squares: (x: Activations, arithmetic: Arithmetic) => number;
  readonly mean: (sum: number, n: number, arithmetic: Arithmetic, math: Libm) => number;
  readonly normed: (x: number, s: number, arithmetic: Arithmetic, math: Libm) => number;
}

/** microgpt.py's. */
const PYTHON: Parts = {
  squares: (x, { round }) => x.reduce((sum, xi) => round(sum + round(xi * xi)), 0),
  mean: (sum, n, { round }, math) => round(sum * round(n === 1 ? 1 : math.pow(n, -1))),
  normed: (x, s, { round }, math) => round(x * round(math.pow(s, -0.5))),
};

function normBy(parts: Partial<Parts>): Form<Activations>['compute'] {
  const { squares, mean, normed } = { ...PYTHON, ...parts };
  return (x, arithmetic, math) => {
    const { round } = arithmetic;
    const s = round(mean(squares(x, arithmetic), x.length, arithmetic, math) + round(EPS));
    return x.map((xi) => normed(xi, s, arithmetic, math));
  };
}

const NORM_SCALES: readonly Form<Activations>[] = [
  {
    words: 'a quotient by a root, x / sqrt(s)',
    compute: normBy({ normed: (x, s, { round }) => round(x / round(Math.sqrt(s))) }),
  },
  {
    words: 'the inverse of a root, 1 / sqrt(s)',
    compute: normBy({ normed: (x, s, { round }) => round(x * round(1 / round(Math.sqrt(s)))) }),
  },
  {
    words: 'a root of the inverse, sqrt(1 / s)',
    compute: normBy({ normed: (x, s, { round }) => round(x * round(Math.sqrt(round(1 / s)))) }),
  },
  {
    words: 'a quotient by a power, x / s ** 0.5',
    compute: normBy({ normed: (x, s, { round }, math) => round(x / round(math.pow(s, 0.5))) }),
  },
];

const NORM_MEANS: readonly Form<Activations>[] = [
  {
    words: 'a division, sum / n, in place of sum * n ** -1',
    compute: normBy({ mean: (sum, n, { round }) => round(sum / n) }),
  },
];

const NORM_SUMS: readonly Form<Activations>[] = SUM_FORMS.map(({ words, dot }) => ({
  words,
  compute: normBy({ squares: (x, arithmetic) => dot(x, x, arithmetic) }),
}));

/** Every other way to an RMSNorm. */
export const NORM_FORMS: readonly Form<Activations>[] = [...NORM_SUMS, ...NORM_MEANS, ...NORM_SCALES];

const smallInteger = fc.integer({ min: 1, max: 9 });

/**
 * One number, of which everything but the scale is exact; few small integers, whose squares add up exactly; and many numbers.
 */
export const RMSNORM_PROBES: readonly Probe<Activations>[] = [
  {
    operation: 'the scale, (ms + 1e-5) ** -0.5, and the product with it',
    line: 'lines 105 and 106',
    inputs: fc
      .record({ n: fc.integer({ min: 1, max: 4095 }), k: fc.integer({ min: 4, max: 16 }) })
      .map(({ n, k }) => [n * 2 ** -k]),
    forms: NORM_SCALES,
  },
  {
    operation: 'the mean of squares, divided by their number',
    line: 'line 104',
    inputs: fc.constantFrom(3, 5, 6, 7, 10, 12).chain((n) => fc.array(smallInteger, { minLength: n, maxLength: n })),
    forms: NORM_MEANS,
  },
  {
    operation: 'the mean of squares, and in it their sum',
    line: 'line 104',
    inputs: fulls(4, 3, 40),
    forms: NORM_FORMS,
  },
];
