import { exactSum } from '../libm/exactSum.ts';
import type { Arithmetic } from './arithmetic.ts';

/**
 * A way to add products, or with factors of 1 the terms of a sum. microgpt.py's is from the left, starting at 0, with each product
 * and each sum rounded (autograd.9).
 */
export interface SumForm {
  /** As in "these bits come from ...". */
  readonly words: string;
  /** sum_i a_i b_i in this way. */
  readonly dot: (a: readonly number[], b: readonly number[], arithmetic: Arithmetic) => number;
}

/** Numbers of a vector unit's register, as compilers and libraries use them. */
const LANES = [2, 4, 8, 16];
const FIRST = 'a sum that starts at its first term in place of 0';

export const SUM_FORMS: readonly SumForm[] = [
  {
    words: 'a sum from the right',
    dot: (a, b, arithmetic) => fromLeft(products(a, b, arithmetic).toReversed(), arithmetic),
  },
  { words: FIRST, dot: (a, b, arithmetic) => fromFirst(products(a, b, arithmetic), arithmetic) },
  { words: 'a pairwise sum', dot: (a, b, arithmetic) => pairwise(products(a, b, arithmetic), arithmetic) },
  ...LANES.map(
    (lanes): SumForm => ({
      words: `a sum in ${lanes} lanes`,
      dot: (a, b, arithmetic) => inLanes(products(a, b, arithmetic), lanes, arithmetic),
    }),
  ),
  { words: 'a fused multiply-add', dot: fused },
  ...LANES.map(
    (lanes): SumForm => ({
      words: `a fused multiply-add in ${lanes} lanes`,
      dot: (a, b, arithmetic) => fusedInLanes(a, b, lanes, arithmetic),
    }),
  ),
  { words: "Kahan's compensated sum", dot: (a, b, arithmetic) => kahan(products(a, b, arithmetic), arithmetic) },
  { words: 'a sum in a wider type, rounded at its end', dot: (a, b, { round }) => round(exactSum(a, b)) },
  { words: 'a sum of rounded products in a wider type', dot: (a, b, arithmetic) => ofProducts(a, b, arithmetic) },
  { words: 'a sum in float32', dot: (a, b) => narrow(a, b) },
  { words: 'subnormal numbers taken for 0', dot: (a, b, arithmetic) => flushed(a, b, arithmetic) },
];

function products(a: readonly number[], b: readonly number[], { round }: Arithmetic): number[] {
  return a.map((x, i) => round(x * b[i]));
}

function fromLeft(terms: readonly number[], { round }: Arithmetic): number {
  return terms.reduce((total, term) => round(total + term), 0);
}

function fromFirst(terms: readonly number[], { round }: Arithmetic): number {
  return terms.length === 0 ? 0 : terms.reduce((total, term) => round(total + term));
}

function pairwise(terms: readonly number[], arithmetic: Arithmetic): number {
  if (terms.length <= 2) return fromFirst(terms, arithmetic);
  const half = Math.floor(terms.length / 2);
  return arithmetic.round(pairwise(terms.slice(0, half), arithmetic) + pairwise(terms.slice(half), arithmetic));
}

/** Whole registers go into the lanes; lanes are added in halves, and what is left over behind them. */
function inLanes(terms: readonly number[], lanes: number, arithmetic: Arithmetic): number {
  const { round } = arithmetic;
  const whole = terms.length - (terms.length % lanes);
  const sums: number[] = new Array(lanes).fill(0);
  for (let i = 0; i < whole; i++) sums[i % lanes] = round(sums[i % lanes] + terms[i]);
  return terms.slice(whole).reduce((total, term) => round(total + term), folded(sums, round));
}

function fused(a: readonly number[], b: readonly number[], arithmetic: Arithmetic): number {
  return a.reduce((total, x, i) => arithmetic.fma(x, b[i], total), 0);
}

function fusedInLanes(a: readonly number[], b: readonly number[], lanes: number, arithmetic: Arithmetic): number {
  const whole = a.length - (a.length % lanes);
  const sums: number[] = new Array(lanes).fill(0);
  for (let i = 0; i < whole; i++) sums[i % lanes] = arithmetic.fma(a[i], b[i], sums[i % lanes]);
  const total = folded(sums, arithmetic.round);
  return a.slice(whole).reduce((sum, x, i) => arithmetic.fma(x, b[whole + i], sum), total);
}

/** Neighbours are added until one is left. */
function folded(sums: readonly number[], round: (x: number) => number): number {
  if (sums.length === 1) return sums[0];
  const halves = Array.from({ length: sums.length / 2 }, (_, i) => round(sums[2 * i] + sums[2 * i + 1]));
  return folded(halves, round);
}

function kahan(terms: readonly number[], { round }: Arithmetic): number {
  let [total, lost] = [0, 0];
  for (const term of terms) {
    const y = round(term - lost);
    const next = round(total + y);
    lost = round(round(next - total) - y);
    total = next;
  }
  return total;
}

function ofProducts(a: readonly number[], b: readonly number[], arithmetic: Arithmetic): number {
  const terms = products(a, b, arithmetic);
  return arithmetic.round(
    exactSum(
      terms,
      terms.map(() => 1),
    ),
  );
}

function narrow(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, x, i) => Math.fround(total + Math.fround(x * b[i])), 0);
}

function flushed(a: readonly number[], b: readonly number[], { round, leastNormal }: Arithmetic): number {
  const flush = (x: number) => (Math.abs(x) < leastNormal ? 0 * x : x);
  return a.reduce((total, x, i) => flush(round(total + flush(round(x * b[i])))), 0);
}
