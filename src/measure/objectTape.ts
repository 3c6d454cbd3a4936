import { power } from '../reference/python.ts';

/**
 * The tape of src/reference/autograd.ts with an object for each node, as microgpt.py has them: the same operations in the
 * same order, so the same losses bit for bit. It is here to be timed against the flat arrays (src/measure/speed.ts).
 */

/** microgpt.py's Value. */
export class Value {
  data: number;
  grad = 0;
  seen = false;
  readonly child0: Value | null;
  readonly child1: Value | null;
  readonly local0: number;
  readonly local1: number;

  constructor(data: number, child0: Value | null = null, local0 = 0, child1: Value | null = null, local1 = 0) {
    this.data = data;
    this.child0 = child0;
    this.child1 = child1;
    this.local0 = local0;
    this.local1 = local1;
  }
}

/** The operations under the names that the reference calls them by. */
export class Tape {
  /** Leaves made so far: what createModel reads is the number of parameters. */
  length = 0;

  leaf(data: number): Value {
    this.length++;
    return new Value(data);
  }

  add(a: Value, b: Value): Value {
    return new Value(a.data + b.data, a, 1, b, 1);
  }

  mul(a: Value, b: Value): Value {
    return new Value(a.data * b.data, a, b.data, b, a.data);
  }

  pow(a: Value, exponent: number): Value {
    return new Value(power(a.data, exponent, Math), a, exponent * power(a.data, exponent - 1, Math));
  }

  log(a: Value): Value {
    return new Value(Math.log(a.data), a, 1 / a.data);
  }

  exp(a: Value): Value {
    const data = Math.exp(a.data);
    return new Value(data, a, data);
  }

  relu(a: Value): Value {
    return a.data > 0 ? new Value(a.data, a, 1) : new Value(0, a, 0);
  }

  neg(a: Value): Value {
    return this.mul(a, new Value(-1));
  }

  sub(a: Value, b: Value): Value {
    return this.add(a, this.neg(b));
  }

  div(a: Value, b: Value): Value {
    return this.mul(a, this.pow(b, -1));
  }

  divNumber(a: Value, c: number): Value {
    return this.mul(a, new Value(power(c, -1, Math)));
  }

  sum(terms: readonly Value[]): Value {
    return terms.reduce((total, term) => this.add(total, term), new Value(0));
  }

  dot(a: readonly Value[], b: readonly Value[]): Value {
    let total = new Value(0);
    for (let i = 0; i < a.length; i++) total = this.add(total, this.mul(a[i], b[i]));
    return total;
  }

  backward(root: Value): void {
    const topo = sortTopologically(root);
    root.grad = 1;
    for (let i = topo.length - 1; i >= 0; i--) {
      const v = topo[i];
      if (v.child0) v.child0.grad += v.local0 * v.grad;
      if (v.child1) v.child1.grad += v.local1 * v.grad;
    }
  }

  /** Nothing to forget: objects that nothing names are collected. */
  truncate(): void {}
}

/** Nodes with children, each behind its own, children from the left; on an explicit stack. */
function sortTopologically(root: Value): Value[] {
  const topo: Value[] = [];
  const stack: Value[] = [];
  const entered: number[] = [];
  const enter = (v: Value | null) => {
    if (!v?.child0 || v.seen) return;
    v.seen = true;
    stack.push(v);
    entered.push(0);
  };
  enter(root);
  while (stack.length > 0) {
    const v = stack[stack.length - 1];
    const children = entered[entered.length - 1]++;
    if (children === 0) enter(v.child0);
    else if (children === 1) enter(v.child1);
    else {
      topo.push(v);
      stack.pop();
      entered.pop();
    }
  }
  return topo;
}
