import { type Libm, power, raise } from './python.ts';

// microgpt.py, lines 29 to 72.

/**
 * A node of the computation graph: its index on the tape that holds it.
 *
 * @example
 * const tape = new Tape();
 * const first: Value = tape.leaf(3);
 * first; // => 0
 */
export type Value = number;

/** In place of a child where a node has fewer than two. */
const NONE = -1;
const INITIAL_CAPACITY = 1024;

/**
 * microgpt.py's `Value`, kept flat: node v has data[v], grad[v], at most two children and a local
 * gradient for each.
 *
 * The operations are microgpt.py's, one node for each of its nodes and the same arithmetic in the
 * same order. Flat arrays in place of an object a node make the canonical run about seven times as
 * fast (spec/numerics.md).
 *
 * @example
 * const tape = new Tape();
 * const x = tape.leaf(3);
 * tape.backward(tape.mul(x, x));
 * tape.grad[x]; // => 6
 */
export class Tape {
  /** Scalar value of each node, calculated in the forward pass. */
  data = new Float64Array(INITIAL_CAPACITY);
  /**
   * Derivative of the loss with respect to each node, calculated in the backward pass; 0 before it
   * (autograd.14).
   */
  grad = new Float64Array(INITIAL_CAPACITY);
  /** Number of nodes. */
  length = 0;
  /** The library that exp, log and powers are taken from. */
  readonly math: Libm;
  #child0 = new Int32Array(INITIAL_CAPACITY);
  #child1 = new Int32Array(INITIAL_CAPACITY);
  #local0 = new Float64Array(INITIAL_CAPACITY);
  #local1 = new Float64Array(INITIAL_CAPACITY);
  #visited = new Uint8Array(INITIAL_CAPACITY);
  /** What the search has yet to do: v to be entered, or ~v to be left; a node entered adds two. */
  #stack = new Int32Array(2 * INITIAL_CAPACITY);
  #topo = new Int32Array(INITIAL_CAPACITY);

  /** @param math - the library that exp, log and powers are taken from */
  constructor(math: Libm = Math) {
    this.math = math;
  }

  /** `Value(data)`: a leaf, for a parameter or a constant (autograd.1). */
  leaf(data: number): Value {
    return this.#node(data, NONE, NONE, 0, 0);
  }

  /** `a + b` (autograd.2). */
  add(a: Value, b: Value): Value {
    return this.#node(this.data[a] + this.data[b], a, b, 1, 1);
  }

  /** `a * b` (autograd.3). */
  mul(a: Value, b: Value): Value {
    return this.#node(this.data[a] * this.data[b], a, b, this.data[b], this.data[a]);
  }

  /** `a ** exponent`, a constant exponent (autograd.4). Throws RangeError where Python raises. */
  pow(a: Value, exponent: number): Value {
    const x = this.data[a];
    const data = power(x, exponent, this.math);
    return this.#node(data, a, NONE, exponent * power(x, exponent - 1, this.math), 0);
  }

  /**
   * `a.log()`, natural (autograd.5). Throws RangeError where a <= 0, as `math.log` raises a domain
   * error.
   */
  log(a: Value): Value {
    const x = this.data[a];
    if (x <= 0) raise(`log: the argument is ${x}; it must be > 0 (autograd.5)`);
    return this.#node(this.math.log(x), a, NONE, 1 / x, 0);
  }

  /** `a.exp()` (autograd.6). Throws RangeError where the result overflows, as `math.exp` does. */
  exp(a: Value): Value {
    const x = this.data[a];
    const data = this.math.exp(x);
    if (data === Infinity && x !== Infinity)
      raise(`exp: the result of ${x} overflows (autograd.6)`);
    return this.#node(data, a, NONE, data, 0);
  }

  /**
   * `a.relu()`: max(0, a), which is 0 for NaN and for -0 as Python's max keeps its first argument
   * (autograd.7).
   */
  relu(a: Value): Value {
    const positive = this.data[a] > 0;
    return this.#node(positive ? this.data[a] : 0, a, NONE, positive ? 1 : 0, 0);
  }

  /** `-a`, that is a * -1 (autograd.8). */
  neg(a: Value): Value {
    return this.mul(a, this.leaf(-1));
  }

  /** `a - b`, that is a + (-b) (autograd.8). */
  sub(a: Value, b: Value): Value {
    return this.add(a, this.neg(b));
  }

  /** `a / b`, that is a * b**-1 (autograd.8). Throws RangeError where b is 0. */
  div(a: Value, b: Value): Value {
    return this.mul(a, this.pow(b, -1));
  }

  /** `a / c`, c a number: c**-1 is taken outside the graph, and a multiplied by it (autograd.8). */
  divNumber(a: Value, c: number): Value {
    return this.mul(a, this.leaf(power(c, -1, this.math)));
  }

  /** `sum(terms)`: from the left, starting at 0 (autograd.9). */
  sum(terms: readonly Value[]): Value {
    let total = this.leaf(0);
    for (const term of terms) total = this.add(total, term);
    return total;
  }

  /** `sum(ai * bi for ai, bi in zip(a, b))` (autograd.9). */
  dot(a: readonly Value[], b: readonly Value[]): Value {
    let total = this.leaf(0);
    for (let i = 0; i < a.length; i++) total = this.add(total, this.mul(a[i], b[i]));
    return total;
  }

  /**
   * `root.backward()`: sets grad[v] to d root / d v for every node v, adding over all paths
   * (autograd.10), starting from 1 at the root (autograd.13).
   *
   * Nodes pass their gradient on in the reverse of the order in which a depth-first search leaves
   * them, children from the left. So each is complete before it is passed on (autograd.12), and the
   * additions come in microgpt.py's order, which fixes their rounding (autograd.11).
   */
  backward(root: Value): void {
    const count = this.#sortTopologically(root);
    this.grad[root] = 1;
    for (let i = count - 1; i >= 0; i--) {
      const v = this.#topo[i];
      this.grad[this.#child0[v]] += this.#local0[v] * this.grad[v];
      if (this.#child1[v] !== NONE) this.grad[this.#child1[v]] += this.#local1[v] * this.grad[v];
    }
  }

  /** Forgets every node from `length` on, as Python frees a graph that nothing names any more. */
  truncate(length: number): void {
    this.length = length;
  }

  /**
   * Fills #topo with the nodes under root that have children, each behind its own; returns their
   * number. A leaf has nothing to pass on, so its place is no matter. The stack is a list, so that
   * the depth of the graph is no matter (autograd.15).
   */
  #sortTopologically(root: Value): number {
    this.#visited.fill(0, 0, this.length);
    let count = 0;
    let depth = 0;
    this.#stack[depth++] = root;
    while (depth > 0) {
      const v = this.#stack[--depth];
      if (v < 0) this.#topo[count++] = ~v;
      else if (this.#visited[v] === 0 && this.#child0[v] !== NONE) {
        this.#visited[v] = 1;
        this.#stack[depth++] = ~v;
        if (this.#child1[v] !== NONE) this.#stack[depth++] = this.#child1[v];
        this.#stack[depth++] = this.#child0[v];
      }
    }
    return count;
  }

  #node(data: number, child0: Value, child1: Value, local0: number, local1: number): Value {
    if (this.length === this.data.length) this.#grow();
    const v = this.length++;
    this.data[v] = data;
    this.grad[v] = 0;
    this.#child0[v] = child0;
    this.#child1[v] = child1;
    this.#local0[v] = local0;
    this.#local1[v] = local1;
    return v;
  }

  #grow(): void {
    const capacity = 2 * this.length;
    this.data = copied(this.data, new Float64Array(capacity));
    this.grad = copied(this.grad, new Float64Array(capacity));
    this.#child0 = copied(this.#child0, new Int32Array(capacity));
    this.#child1 = copied(this.#child1, new Int32Array(capacity));
    this.#local0 = copied(this.#local0, new Float64Array(capacity));
    this.#local1 = copied(this.#local1, new Float64Array(capacity));
    this.#visited = new Uint8Array(capacity);
    this.#stack = new Int32Array(2 * capacity);
    this.#topo = new Int32Array(capacity);
  }
}

function copied<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
