import type { Tape, Value } from '../reference/autograd.ts';
import type { GraphNode } from './values.ts';

/** Puts numbers on a tape, each a leaf. */
export function leaves(tape: Tape, data: readonly number[]): Value[] {
  return data.map((x) => tape.leaf(x));
}

/** What nodes hold. */
export function read(tape: Tape, values: readonly Value[]): number[] {
  return values.map((v) => tape.data[v]);
}

/** The gradients of a tape's first nodes. */
export function gradients(tape: Tape, count: number): number[] {
  return [...tape.grad.subarray(0, count)];
}

/**
 * Evaluates a graph on an empty tape, forward and from its last node backward.
 *
 * @returns what each node holds, and its gradient
 */
export function evaluate(tape: Tape, graph: readonly GraphNode[]): { data: number[]; grad: number[] } {
  const nodes: Value[] = [];
  for (const node of graph) nodes.push(append(tape, nodes, node));
  tape.backward(nodes[nodes.length - 1]);
  return { data: read(tape, nodes), grad: nodes.map((v) => tape.grad[v]) };
}

function append(tape: Tape, nodes: readonly Value[], node: GraphNode): Value {
  switch (node.kind) {
    case 'leaf':
      return tape.leaf(node.data);
    case 'pow':
      return tape.pow(nodes[node.a], node.exponent);
    case 'add':
    case 'mul':
    case 'sub':
    case 'div':
      return tape[node.kind](nodes[node.a], nodes[node.b]);
    default:
      return tape[node.kind](nodes[node.a]);
  }
}
