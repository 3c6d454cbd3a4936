import fc from 'fast-check';
import { referenceIn } from '../../../src/exact/arithmetic.ts';
import { GRADIENT_ORDERS } from '../../../src/exact/gradientOrders.ts';
import { evaluate } from '../../../src/port/tape.ts';
import type { GraphNode } from '../../../src/port/values.ts';
import { representable } from '../arbitraries.ts';
import { binary, leaf } from '../graphs.ts';
import { port } from '../subject.ts';
import { fullOf } from './numbers.ts';
import type { Form, Probe } from './probe.ts';

export type Graph = readonly GraphNode[];

/** Products of one leaf that are added in another order than they were made in, which tells orders of its gradients apart. */
const shared: fc.Arbitrary<Graph> = fc.integer({ min: 3, max: 9 }).chain((n) =>
  fc
    .record({
      x: fullOf(2),
      factors: fc.array(fullOf(2), { minLength: n, maxLength: n }),
      scale: fullOf(2),
      order: fc.shuffledSubarray([...new Array(n).keys()], { minLength: n, maxLength: n }),
      leans: fc.array(fc.boolean(), { minLength: n, maxLength: n }),
    })
    .map(({ x, factors, scale, order, leans }) => {
      const graph: GraphNode[] = [leaf(x), leaf(scale), ...factors.map(leaf)];
      const add = (node: GraphNode) => graph.push(node) - 1;
      const products = factors.map((_, i) => add(binary('mul', 0, 2 + i)));
      const [first, ...rest] = order.map((i) => products[i]);
      const total = rest.reduce(
        (sum, product, i) => add(leans[i] ? binary('add', sum, product) : binary('add', product, sum)),
        first,
      );
      add(binary('mul', total, 1));
      return graph;
    }),
);

/** What gives no gradient of several paths: what its nodes hold, and the local gradients. */
const paths: fc.Arbitrary<Graph> = fc
  .record({ x: fullOf(1), y: fullOf(1), exponent: fc.constantFrom(-1, -0.5, 0.5, 2, 3) })
  .chain(({ x, y, exponent }) => {
    const [a, b] = [Math.abs(x) + 1, Math.abs(y) + 1].map(representable);
    const last: GraphNode[] = [
      binary('div', 0, 1),
      binary('sub', 0, 1),
      { kind: 'pow', a: 0, exponent },
      { kind: 'log', a: 0 },
      { kind: 'exp', a: 0 },
    ];
    return fc.constantFrom(...last).map((node): Graph => [leaf(a), leaf(b), node]);
  });

/** The gradients of the first node, and what the last one holds. */
export function bitsOf({
  data,
  grad,
}: {
  readonly data: readonly number[];
  readonly grad: readonly number[];
}): number[] {
  return [...data, ...grad];
}

/** Nodes by themselves, and then the order in which gradients come together. */
export async function graphProbes(): Promise<readonly Probe<Graph>[]> {
  const orders = await Promise.all(
    GRADIENT_ORDERS.map(async ({ words, edits }): Promise<Form<Graph>> => {
      const { autograd } = await referenceIn(port.dtype, edits);
      return { words, compute: (graph, _, math) => bitsOf(evaluate(new autograd.Tape(math), graph)) };
    }),
  );
  return [
    { operation: 'a node, or its local gradient', line: 'lines 39 to 57', inputs: paths, forms: [] },
    { operation: 'the sum of the gradients that arrive at a node', line: 'line 72', inputs: shared, forms: orders },
  ];
}
