import fc from 'fast-check';
import type { Arithmetic, Libm } from '../../../src/exact/arithmetic.ts';
import { SUM_FORMS } from '../../../src/exact/sums.ts';
import { port } from '../subject.ts';
import { fullOf, fulls } from './numbers.ts';
import type { Form, Probe } from './probe.ts';

type Logits = readonly number[];

/** Differences so far below 0 that their exps are lost in a sum with 1, and above those whose exps are subnormal. */
const [MIDDLE, AROUND] = port.dtype === 'f64' ? [-320, 256] : [-50, 32];
const lost = fullOf(AROUND).map((x) => MIDDLE + x);

/** Equal logits whose number has no finite inverse in binary. */
const COUNTS = [3, 5, 6, 7];

/** The parts of a softmax, each of which may be taken in another way. */
interface Parts {
  readonly exp: (x: number, arithmetic: Arithmetic, math: Libm) => number;
  readonly total: (exps: readonly number[], arithmetic: Arithmetic) => number;
  readonly quotient: (e: number, total: number, arithmetic: Arithmetic, math: Libm) => number;
}

/** microgpt.py's. */
const PYTHON: Parts = {
  exp: (x, { round }, math) => round(math.exp(x)),
  total: (exps, { round }) => exps.reduce((sum, e) => round(sum + e), 0),
  quotient: (e, total, { round }, math) => round(e * round(math.pow(total, -1))),
};

function softmaxBy(parts: Partial<Parts>): Form<Logits>['compute'] {
  const { exp, total, quotient } = { ...PYTHON, ...parts };
  return (logits, arithmetic, math) => {
    const most = Math.max(...logits);
    const exps = logits.map((x) => exp(arithmetic.round(x - most), arithmetic, math));
    const sum = total(exps, arithmetic);
    return exps.map((e) => quotient(e, sum, arithmetic, math));
  };
}

const exps: readonly Form<Logits>[] = [
  {
    words: 'a power of 2: 2 ** (x / ln 2)',
    compute: softmaxBy({ exp: (x, { round }, math) => round(math.pow(2, round(x * round(Math.LOG2E)))) }),
  },
];

const quotients: readonly Form<Logits>[] = [
  {
    words: 'a division, e / total, in place of e * total ** -1',
    compute: softmaxBy({ quotient: (e, total, { round }) => round(e / total) }),
  },
  {
    words: 'a product with 1 / total in place of total ** -1, as compilers make of a power of -1',
    compute: softmaxBy({ quotient: (e, total, { round }) => round(e * round(1 / total)) }),
  },
];

const totals: readonly Form<Logits>[] = SUM_FORMS.map(({ words, dot }) => ({
  words,
  compute: softmaxBy({
    total: (terms, arithmetic) =>
      dot(
        terms,
        terms.map(() => 1),
        arithmetic,
      ),
  }),
}));

/** Every other way to a softmax. */
export const SOFTMAX_FORMS: readonly Form<Logits>[] = [...totals, ...quotients, ...exps];

/** exp alone, where the others add nothing to the 1 of the largest; the quotient, where the total is a whole number; all. */
export const SOFTMAX_PROBES: readonly Probe<Logits>[] = [
  {
    operation: 'the exp of a difference from the largest logit',
    line: 'line 99',
    inputs: lost.map((x) => [0, x]),
    forms: exps,
  },
  {
    operation: 'the quotient by the total',
    line: 'line 101',
    inputs: fc
      .record({ count: fc.constantFrom(...COUNTS), x: lost })
      .map(({ count, x }) => [...new Array<number>(count).fill(0), x]),
    forms: quotients,
  },
  { operation: 'the total of the exps', line: 'line 100', inputs: fulls(8, 3, 40), forms: SOFTMAX_FORMS },
];
