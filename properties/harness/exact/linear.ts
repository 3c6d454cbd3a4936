import fc from 'fast-check';
import { SUM_FORMS } from '../../../src/exact/sums.ts';
import { port } from '../subject.ts';
import { fulls } from './numbers.ts';
import type { Form, Probe } from './probe.ts';

/** Weights of one output and the activations that they weigh: a sum of products. */
export interface Product {
  readonly x: readonly number[];
  readonly w: readonly number[];
}

/** Magnitude of the numbers that are added. */
const BIG = 4;

/** Powers of two whose product lies in the middle of the subnormal numbers. */
const SUBNORMAL = port.dtype === 'f64' ? [2 ** -520, 2 ** -530] : [2 ** -70, 2 ** -66];

const forms: readonly Form<Product>[] = SUM_FORMS.map(({ words, dot }) => ({
  words,
  compute: ({ x, w }, arithmetic) => [dot(w, x, arithmetic)],
}));

/** Two lists of so many numbers each. */
function products(least: number, most: number): fc.Arbitrary<Product> {
  return fc.integer({ min: least, max: most }).chain((n) => fc.record({ x: fulls(BIG, n, n), w: fulls(BIG, n, n) }));
}

/**
 * Sums of products, from what tells least to what tells most: one product that is 0, one that is subnormal, two, of which fused
 * operations round one less, and many.
 *
 * @param line - of microgpt.py, where the sum is
 */
export function productProbes(line: string): readonly Probe<Product>[] {
  return [
    {
      operation: 'the start of the sum, which is 0',
      line,
      inputs: fc.constantFrom({ x: [-1], w: [0] }, { x: [-2, -3], w: [0, 0] }),
      forms,
    },
    {
      operation: 'a product among the subnormal numbers',
      line,
      inputs: fc
        .record({ x: fc.integer({ min: 3, max: 1000 }), w: fc.integer({ min: 3, max: 1000 }) })
        .map(({ x, w }) => ({ x: [(x / 1024) * SUBNORMAL[0]], w: [(w / 1024) * SUBNORMAL[1]] })),
      forms,
    },
    { operation: 'the sum of two products', line, inputs: products(2, 2), forms },
    { operation: 'the sum of products', line, inputs: products(3, 40), forms },
  ];
}
