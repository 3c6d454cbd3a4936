import type { Config } from './config.ts';
import type { GraphNode } from './values.ts';

// Requests that no clause of a chapter rejects, and that mean nothing. What a port does with them is left open; the
// reference rejects them (protocol.3).

/**
 * Demands that nodes name earlier ones, and that there is a root.
 *
 * @throws RangeError where the graph is empty, or a node names itself, one behind it or none (protocol.3)
 */
export function demandEarlierNodes(graph: readonly GraphNode[]): void {
  demand(graph.length > 0, 'autograd: the graph has no node; give at least one, its last is the root');
  for (const [place, node] of graph.entries()) {
    for (const child of childrenOf(node)) {
      const earlier = Number.isInteger(child) && child >= 0 && child < place;
      demand(earlier, `autograd: node ${place}, ${node.kind}, names node ${child}; name one of those before it`);
    }
  }
}

/**
 * Demands a token: BOS is one of every vocabulary.
 *
 * @param op - the operation, for the message
 * @throws RangeError where there is none (protocol.3)
 */
export function demandTokens(op: string, vocab_size: number): void {
  demand(vocab_size >= 1, `${op}: the vocabulary has ${vocab_size} tokens; give it at least 1, for BOS`);
}

/**
 * Demands a column for each number of x.
 *
 * @param x - activations [nin]
 * @param w - weights [nout, nin]
 * @throws RangeError where a row has more or fewer (protocol.3)
 */
export function demandColumns(x: readonly number[], w: readonly (readonly number[])[]): void {
  const row = w.findIndex(({ length }) => length !== x.length);
  demand(row < 0, `linear: row ${row} of w has ${w[row]?.length} columns, x ${x.length} numbers; give as many`);
}

/**
 * Demands gradients and moments for each parameter.
 *
 * @param lists - data, grad, m and v by name
 * @throws RangeError where one has more or fewer numbers than data (protocol.3)
 */
export function demandBuffers(lists: Readonly<Record<'data' | 'grad' | 'm' | 'v', readonly number[]>>): void {
  const due = lists.data.length;
  for (const [name, { length }] of Object.entries(lists)) {
    demand(length === due, `adam: ${name} has ${length} numbers, data ${due}; give one for each parameter`);
  }
}

/**
 * Demands that a step, or a number of steps, lies within the run.
 *
 * @param name - what it is, for the message
 * @throws RangeError where it is no integer, below 0 or beyond num_steps (protocol.3)
 */
export function demandStep(name: string, step: number, { num_steps }: Config): void {
  const fits = Number.isSafeInteger(step) && step >= 0 && step <= num_steps;
  demand(fits, `${name} is ${step}; give an integer from 0 to num_steps, here ${num_steps}`);
}

/**
 * The uniform of a position.
 *
 * @param uniforms - those of a sample
 * @returns a number in [0, 1)
 * @throws RangeError where it is another, or there is none (protocol.3)
 */
export function uniformAt(uniforms: readonly number[], pos_id: number): number {
  demand(pos_id < uniforms.length, `sample: position ${pos_id} has no uniform; give one for each that is reached`);
  const u = uniforms[pos_id];
  demand(u >= 0 && u < 1, `sample: the uniform of position ${pos_id} is ${u}; give one in [0, 1)`);
  return u;
}

/**
 * Demands a length that a list can have.
 *
 * @param n - elements to shuffle
 * @throws RangeError where it is below 0 or no integer (protocol.3)
 */
export function demandElements(n: number): void {
  demand(Number.isSafeInteger(n) && n >= 0, `shuffle: n is ${n}; give an integer >= 0`);
}

/**
 * Demands angles that have a sine and a cosine.
 *
 * @param op - `sin` or `cos`
 * @param x - in radians
 * @throws RangeError where one is infinite, as Python raises there (protocol.3)
 */
export function demandAngles(op: string, x: readonly number[]): void {
  const infinite = x.findIndex((angle) => Math.abs(angle) === Infinity);
  demand(infinite === -1, `${op}: number ${infinite} is ${x[infinite]}; give a finite angle`);
}

function childrenOf(node: GraphNode): number[] {
  if (node.kind === 'leaf') return [];
  return 'b' in node ? [node.a, node.b] : [node.a];
}

function demand(fits: boolean, message: string): void {
  if (!fits) throw new RangeError(`${message} (protocol.3)`);
}
