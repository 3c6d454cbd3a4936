import fc from 'fast-check';
import type { GraphNode } from '../../src/port/values.ts';
import type { Claiming } from './subject.ts';

/** A leaf. */
export const leaf = (data: number): GraphNode => ({ kind: 'leaf', data });
/** A node made from the nodes a and b. */
export const binary = (kind: 'add' | 'mul' | 'sub' | 'div', a: number, b: number): GraphNode => ({ kind, a, b });
/** A node made from the node a. */
export const unary = (kind: 'log' | 'exp' | 'relu' | 'neg', a: number): GraphNode => ({ kind, a });

/** What an operation on leaves gives: the root's data, and the gradients, the leaves' first. */
export async function apply(
  { autograd }: Claiming<'autograd'>,
  leaves: readonly number[],
  ...nodes: readonly GraphNode[]
): Promise<{ readonly result: number; readonly grad: readonly number[] }> {
  const { data, grad } = await autograd([...leaves.map(leaf), ...nodes]);
  return { result: data[data.length - 1], grad };
}

const picks = (maxLength: number) =>
  fc.array(fc.record({ kind: fc.nat(), a: fc.nat(), b: fc.nat() }), { minLength: 1, maxLength });

/** A node, and a bound of its magnitude plus 1 given the bounds of those that it is made from. */
export type Choice = (a: number, b: number, sizes: readonly number[]) => readonly [node: GraphNode, size: number];

/** Sums and products. */
export const POLYNOMIAL: readonly Choice[] = [
  (a, b, sizes) => [binary('add', a, b), sizes[a] + sizes[b]],
  (a, b, sizes) => [binary('mul', a, b), sizes[a] * sizes[b]],
];

/** Every node that makes integers of integers, but for powers: a library may round those. */
export const WHOLE: readonly Choice[] = [
  ...POLYNOMIAL,
  (a, b, sizes) => [binary('sub', a, b), sizes[a] + sizes[b]],
  (a, _, sizes) => [unary('relu', a), sizes[a]],
  (a, _, sizes) => [unary('neg', a), sizes[a]],
];

/**
 * Graphs on small integers whose data and gradients are integers below `limit`, so that they are exact.
 *
 * The bound of a node, with every sign taken as +, is a polynomial with positive coefficients of its children's, and so
 * bounds its derivatives too. A node that would exceed the limit is left out.
 */
export function integerGraphs(choices: readonly Choice[], limit: number): fc.Arbitrary<GraphNode[]> {
  const leaves = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 4 });
  return fc.tuple(leaves, picks(16)).map(([inputs, steps]) => {
    const graph = inputs.map(leaf);
    const sizes = inputs.map((x) => Math.abs(x) + 1);
    for (const { kind, a, b } of steps) {
      const [node, size] = choices[kind % choices.length](a % graph.length, b % graph.length, sizes);
      if (size > limit) continue;
      graph.push(node);
      sizes.push(size);
    }
    return graph;
  });
}

/** Adds the nodes of f(x, y) to a graph, given the places of x and y; every f maps [1/2, 2] into [1/2, 2], smoothly. */
type Template = (add: (node: GraphNode) => number, x: number, y: number) => number;

/** c f + d */
const affine = (add: (node: GraphNode) => number, f: number, c: number, d: number) =>
  add(binary('add', add(binary('mul', f, add(leaf(c)))), add(leaf(d))));

const TEMPLATES: readonly Template[] = [
  (add, x, y) => affine(add, add(binary('add', x, y)), 0.5, 0),
  (add, x, y) => affine(add, add(binary('sub', x, y)), 0.25, 1),
  (add, x, y) => add({ kind: 'pow', a: add(binary('mul', x, y)), exponent: 0.5 }),
  (add, x, y) => affine(add, add(binary('div', x, add(binary('add', x, y)))), 1, 0.5),
  (add, x) => affine(add, add(unary('log', x)), 0.5, 1),
  (add, x) => affine(add, add(unary('exp', add(unary('neg', x)))), 1, 0.5),
  (add, x) => add({ kind: 'pow', a: x, exponent: -1 }),
  (add, x) => add({ kind: 'pow', a: x, exponent: -0.5 }),
  (add, x) => affine(add, add({ kind: 'pow', a: x, exponent: 2 }), 0.25, 0.5),
  (add, x) => add(unary('relu', x)), // x > 0 all over, so that there is no kink
];

/** A graph of every kind of node, smooth around its inputs, which are its first nodes. */
export interface SmoothGraph {
  readonly inputs: number;
  readonly graph: readonly GraphNode[];
}

/** Inputs are multiples of this in [5/8, 7/4]: they can be moved by 2**-7 and remain float32 numbers in [1/2, 2]. */
const GRID = 2 ** -12;
const LOWEST = 0.625 / GRID;
const HIGHEST = 1.75 / GRID;

/** Graphs of every kind of node, smooth in a neighbourhood of their inputs. */
export const smoothGraphs: fc.Arbitrary<SmoothGraph> = fc
  .tuple(fc.array(fc.integer({ min: LOWEST, max: HIGHEST }), { minLength: 1, maxLength: 4 }), picks(7))
  .map(([inputs, steps]) => {
    const graph = inputs.map((n) => leaf(n * GRID));
    const add = (node: GraphNode) => graph.push(node) - 1;
    const places = graph.map((_, i) => i);
    for (const step of steps) {
      const template = TEMPLATES[step.kind % TEMPLATES.length];
      places.push(template(add, places[places.length - 1], places[step.b % places.length]));
    }
    return { inputs: inputs.length, graph };
  });
