import fc from 'fast-check';
import type { GraphNode } from '../src/port/values.ts';
import { reals } from './harness/arbitraries.ts';
import { gamma, LEAST, LIBM, u } from './harness/arithmetic.ts';
import { allClose, close, equal } from './harness/expect.ts';
import { binary, integerGraphs, leaf, POLYNOMIAL, smoothGraphs, unary, WHOLE } from './harness/graphs.ts';
import { differential, law } from './harness/law.ts';
import { sumOf } from './harness/lists.ts';
import { type Claiming, port } from './harness/subject.ts';

/** What a node may be off by, in units of u: a function of the library, and a product with an exponent. */
const NODE = LIBM + 1;
/** Integers up to here are exact in float32. */
const EXACT = 2 ** 24;

/** A node that another was made from, with the derivative by it. */
type Local = readonly [child: number, local: number];

/**
 * Gradients by their definition: a node collects from every node that was made from it.
 *
 * @param locals - of each node, a Local for each use of another
 * @returns the gradients, and the sum of the magnitudes of what they add up
 */
function chainRule(locals: readonly (readonly Local[])[]): { readonly grad: number[]; readonly size: number[] } {
  const root = locals.length - 1;
  const [grad, size] = [locals.map(() => 0), locals.map(() => 0)];
  [grad[root], size[root]] = [1, 1];
  for (let v = root - 1; v >= 0; v--) {
    for (let w = v + 1; w <= root; w++) {
      for (const [, local] of locals[w].filter(([child]) => child === v)) {
        grad[v] += local * grad[w];
        size[v] += Math.abs(local) * size[w];
      }
    }
  }
  return { grad, size };
}

/** Data and gradients of an integer polynomial. */
function polynomial(graph: readonly GraphNode[]): { readonly data: number[]; readonly grad: number[] } {
  const data: number[] = [];
  const locals = graph.map((node): readonly Local[] => {
    if (node.kind === 'leaf') data.push(node.data);
    if (node.kind === 'add') data.push(data[node.a] + data[node.b]);
    if (node.kind === 'mul') data.push(data[node.a] * data[node.b]);
    if (!('b' in node)) return [];
    const by = node.kind === 'add' ? [1, 1] : [data[node.b], data[node.a]];
    return [
      [node.a, by[0]],
      [node.b, by[1]],
    ];
  });
  return { data, grad: chainRule(locals).grad };
}

/** The local gradients of a node, asked of the port itself: the node alone, on leaves with its children's numbers. */
async function localsOf(
  { autograd }: Claiming<'autograd'>,
  node: GraphNode,
  data: readonly number[],
): Promise<readonly Local[]> {
  if (node.kind === 'leaf') return [];
  if (!('b' in node)) {
    const { grad } = await autograd([leaf(data[node.a]), { ...node, a: 0 }]);
    return [[node.a, grad[0]]];
  }
  const { grad } = await autograd([leaf(data[node.a]), leaf(data[node.b]), { ...node, a: 0, b: 1 }]);
  return [
    [node.a, grad[0]],
    [node.b, grad[1]],
  ];
}

// Catches a gradient that is overwritten in place of added to, and one that is passed on before it is complete.
law(
  'autograd.10 integer polynomials have exact gradients, whatever the paths',
  ['autograd'],
  [integerGraphs(POLYNOMIAL, EXACT)],
  async ({ autograd }, graph) => {
    const { data, grad } = await autograd(graph);
    const want = polynomial(graph);
    equal(data, want.data, 'data');
    equal(grad, want.grad, 'grad');
  },
);

/** cbrt(u), rounded to a power of two: there the error h**2 of the formula equals that of rounding, u / h. */
const STEP = port.dtype === 'f32' ? 2 ** -8 : 2 ** -18;
const signs = fc.array(fc.constantFrom(1, -1), { minLength: 4, maxLength: 4 });

// Catches a derivative that does not belong to its function, of whichever node: no table of derivatives is used.
law(
  'autograd.10 the gradient agrees with central differences',
  ['autograd'],
  [smoothGraphs, signs],
  async ({ autograd }, { graph, inputs }, direction) => {
    const root = graph.length - 1;
    const f = async (h: number) => {
      const moved = graph.map((node, i) =>
        node.kind === 'leaf' && i < inputs ? leaf(node.data + h * direction[i]) : node,
      );
      return (await autograd(moved)).data[root];
    };
    const difference = async (h: number) => ((await f(h)) - (await f(-h))) / (2 * h);
    const [near, far] = [await difference(STEP), await difference(2 * STEP)];
    const { data, grad } = await autograd(graph);
    const slope = grad.slice(0, inputs).reduce((total, g, i) => total + g * direction[i], 0);
    // The rounding of each node, NODE u of its number, reaches the root multiplied by its gradient; a value of f is off
    // by their sum e. near - slope is c h**2 and off by e / h, and far - near is 3 c h**2 and off by 3/2 e / h, so that
    // near and slope are |far - near| / 3 + 3/2 e / h apart. The gradient's own rounding is h times as small as that.
    const e = data.reduce((total, x, i) => total + Math.abs(x * grad[i]), 0) * NODE * u;
    close(slope, near, Math.abs(far - near) + (2 * e) / STEP, '<grad, d> = (f(x + h d) - f(x - h d)) / 2 h');
  },
);

// Catches a node of whichever kind that passes on its local gradient without multiplying it by its own gradient.
law(
  'autograd.10 gradients are products of local gradients, added up over all paths',
  ['autograd'],
  [
    fc.oneof(
      smoothGraphs.map(({ graph }) => graph),
      integerGraphs(WHOLE, EXACT),
    ),
  ],
  async (port, graph) => {
    const { data, grad } = await port.autograd(graph);
    const locals = await Promise.all(graph.map((node) => localsOf(port, node, data)));
    const want = chainRule(locals);
    // A node on a path adds NODE roundings at most, a use of it one; every path is off by all of them at the most.
    const bound = gamma((NODE + 2) * graph.length);
    allClose(
      grad,
      want.grad,
      want.size.map((size) => bound * size),
      'grad',
    );
  },
);

// Catches what the first catches, by the port's own gradients of the two parts.
law(
  'autograd.10 sum rule and product rule hold for any two nodes of a graph',
  ['autograd'],
  // Both factors and their derivatives are below 2**11, so that the derivative of the product is below 2**23.
  [integerGraphs(POLYNOMIAL, 2 ** 11), fc.nat()],
  async ({ autograd }, graph, pick) => {
    const [n, f, g] = [graph.length, pick % graph.length, graph.length - 1];
    const [first, second] = [await autograd(graph.slice(0, f + 1)), await autograd(graph)];
    const df = [...first.grad, ...graph.slice(f + 1).map(() => 0)]; // f does not depend on what comes after it
    const total = await autograd([...graph, binary('add', f, g)]);
    const sum = df.map((d, i) => d + second.grad[i]);
    equal(total.grad.slice(0, n), sum, 'd (f + g) = df + dg');
    const product = await autograd([...graph, binary('mul', f, g)]);
    const leibniz = df.map((d, i) => d * second.data[g] + second.grad[i] * second.data[f]);
    equal(product.grad.slice(0, n), leibniz, 'd (f g) = g df + f dg');
  },
);

// Catches a set of children in place of a list: x + x then counts once.
law(
  'autograd.10 a node that is used n times gets n gradients',
  ['autograd'],
  [fc.integer({ min: 1, max: 500 }), fc.integer({ min: -1000, max: 1000 })],
  async ({ autograd }, n, x) => {
    const chain = Array.from({ length: n }, (_, i) => binary('add', i, 0));
    const { data, grad } = await autograd([leaf(x), ...chain]);
    equal([data[n], grad[0]], [(n + 1) * x, n + 1], 'x + x + ... + x');
  },
);

// Catches gradients kept in a smaller type than the port's own, and gradients that are clipped. The order is free: any
// order is within this bound, and only microgpt.py's own is equal to Python's.
law(
  'autograd.11 gradients of all magnitudes add up within the rounding of the additions',
  ['autograd'],
  [reals(-(2 ** 60), 2 ** 60, 2, 12)],
  async (port, factors) => {
    const n = factors.length;
    const products = factors.map((_, i) => binary('mul', 0, i + 1));
    const chain = factors.slice(1).map((_, i) => binary('add', i === 0 ? n + 1 : 2 * n + i, n + 2 + i));
    const { grad } = await port.autograd([leaf(1), ...factors.map(leaf), ...products, ...chain]);
    const size = factors.reduce((total, c) => total + Math.abs(c), 0);
    const want = sumOf(factors);
    // n - 1 additions there and n here, each off by u times at most the sum of the magnitudes.
    close(grad[0], want, 2 * gamma(n) * size + LEAST, 'd (c1 x + ... + cn x) / dx = c1 + ... + cn');
  },
);

const arm = fc.integer({ min: 1, max: 7 });

// Catches a preorder and a breadth-first order: they hold for trees, and where both arms are equally long.
law(
  'autograd.12 arms of unequal length, one behind the other, have exact gradients',
  ['autograd'],
  [fc.array(fc.tuple(arm, arm), { minLength: 1, maxLength: 3 })],
  async ({ autograd }, diamonds) => {
    const graph = [leaf(1), leaf(2)];
    const add = (node: GraphNode) => graph.push(node) - 1;
    const doubled = (from: number, times: number): number =>
      times === 0 ? from : doubled(add(binary('mul', from, 1)), times - 1);
    let last = 0;
    for (const [i, j] of diamonds) last = add(binary('add', doubled(last, i), doubled(last, j)));
    const { grad } = await autograd(graph);
    const want = diamonds.reduce((total, [i, j]) => total * (2 ** i + 2 ** j), 1); // at most 2**24
    equal(grad[0], want, 'd root / dx = product of (2**i + 2**j)');
  },
);

// Catches a root whose gradient is set to something else, such as 1 / n or its own value.
law(
  "autograd.13 the root's gradient is 1, and a factor of it is one of all gradients",
  ['autograd'],
  [smoothGraphs, fc.integer({ min: -20, max: 20 })],
  async ({ autograd }, { graph }, k) => {
    const n = graph.length;
    const plain = await autograd(graph);
    equal(plain.grad[n - 1], 1, 'd root / d root');
    const scaled = await autograd([...graph, leaf(2 ** k), binary('mul', n - 1, n)]);
    const want = plain.grad.map((d) => d * 2 ** k); // a power of two scales without rounding
    equal(scaled.grad.slice(0, n), want, 'd (2**k f) = 2**k df');
  },
);

// Catches a backward pass that starts at every node which no other uses, and gradients left over from the time before.
law(
  'autograd.14 nodes that the root does not depend on have gradient 0 and change nothing',
  ['autograd'],
  [smoothGraphs],
  async (port, { graph }) => {
    const n = graph.length;
    const plain = await port.autograd(graph);
    const orphans = [leaf(3), unary('exp', n), binary('mul', n + 1, 0), binary('add', n + 2, n - 1)];
    const { grad } = await port.autograd([...graph, ...orphans, leaf(0), binary('add', n - 1, n + 4)]);
    equal(grad.slice(n, n + 4), [0, 0, 0, 0], 'd root / d orphan');
    equal(grad.slice(0, n), plain.grad, 'd (f + 0) = df');
    equal((await port.autograd(graph)).grad, plain.grad, 'the same again');
  },
);

// Catches data and gradients that are left from another graph.
law(
  'autograd.14 a graph has the same data and gradients again, behind another one',
  ['autograd'],
  [smoothGraphs, smoothGraphs],
  async (port, { graph }, other) => {
    const first = await port.autograd(graph);
    await port.autograd(other.graph);
    const again = await port.autograd(graph);
    equal([again.data, again.grad], [first.data, first.grad], 'data and gradients');
  },
);

/** About the depth of the graph of a model with ten layers of width 128. */
const DEEP = 10_000;

// Catches a recursion that overflows the stack, into the left child and into the right one.
law(
  'autograd.15 a chain of 10,000 sums has the gradient of its length',
  { ops: ['autograd'], reach: 'edge' },
  [],
  async ({ autograd }) => {
    const chains = [(i: number) => binary('add', i, 0), (i: number) => binary('add', 0, i)];
    for (const chain of chains) {
      const { data, grad } = await autograd([leaf(1), ...Array.from({ length: DEEP }, (_, i) => chain(i))]);
      equal([data[DEEP], grad[0]], [DEEP + 1, DEEP + 1], '1 + 1 + ... + 1');
    }
  },
);

/** Nodes beyond what 16 bits count: a binary tree of sums over as many leaves. */
const LEAVES = 2 ** 15 + 2 ** 12;

// Catches nodes that are counted in 16 bits, a buffer of nodes, and a sum that stops.
law('autograd.10 seventy thousand nodes all have their gradient', ['autograd'], [], async ({ autograd }) => {
  const graph = Array.from({ length: LEAVES }, (_, i) => leaf(i % 8));
  for (let at = 0; graph.length < 2 * LEAVES - 1; at += 2) graph.push(binary('add', at, at + 1));
  const { data, grad } = await autograd(graph);
  equal(data.at(-1), (LEAVES / 8) * 28, 'the sum of all leaves');
  equal(
    grad.findIndex((g) => g !== 1),
    -1,
    'the first node whose gradient is not 1',
  );
});

differential(
  'autograd.10 integer graphs agree with the reference',
  ['autograd'],
  [integerGraphs(WHOLE, EXACT)],
  async (port, oracle, graph) => {
    const [got, want] = [await port.autograd(graph), await oracle.autograd(graph)];
    equal(got.data, want.data, 'data');
    equal(got.grad, want.grad, 'grad');
  },
);
