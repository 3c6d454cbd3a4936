import type { Arithmetic, Libm } from '../../../src/exact/arithmetic.ts';
import { SUM_FORMS } from '../../../src/exact/sums.ts';
import type { Config } from '../../../src/port/config.ts';
import type { Trace } from '../../../src/port/port.ts';
import { read } from '../../../src/port/tape.ts';
import type { Own } from './own.ts';
import type { Place } from './parted.ts';
import type { Form } from './probe.ts';
import { NORM_FORMS } from './rmsnorm.ts';
import { SOFTMAX_FORMS } from './softmax.ts';

type Row = readonly number[];

/** A value on the way, as it is due from the port's own values before it. */
export interface Stage extends Place {
  /** Of spec/traces.md. */
  readonly name: string;
  readonly due: () => Row | Promise<Row>;
  /** What other ways to it give. */
  readonly others: readonly Other[];
}

/** Another way to a value. */
export interface Other {
  readonly words: string;
  readonly values: () => Row;
}

/** Makes stages of a trace: what is due is computed on the port's own library from the port's own values. */
export class StageMaker {
  readonly #own: Own;
  readonly #trace: Trace;

  constructor(own: Own, trace: Trace) {
    this.#own = own;
    this.#trace = trace;
  }

  value(name: string): Row {
    return this.#trace[name] ?? [];
  }

  sum(name: string, operation: string, line: string, a: Row, b: Row): Stage {
    const { round } = this.#own.arithmetic;
    return { name, operation, line, due: () => a.map((x, i) => round(x + b[i])), others: [] };
  }

  residual(name: string, line: string, a: string, b: string): Stage {
    const { round } = this.#own.arithmetic;
    const due = () => this.value(a).map((x, i) => round(x + this.value(b)[i]));
    return { name, operation: 'the residual connection', line, due, others: [] };
  }

  joined(name: string, heads: readonly string[]): Stage {
    return {
      name,
      operation: "the heads' outputs, one behind the other",
      line: 'line 132',
      due: () => heads.flatMap((head) => this.value(head)),
      others: [],
    };
  }

  norm(name: string, operation: string, x: string): Stage {
    const due = () => this.#own.library.during(() => this.#own.oracle.rmsnorm(this.value(x)));
    return { name, operation, line: 'lines 104 to 106', due, others: this.#others(NORM_FORMS, () => this.value(x)) };
  }

  softmax(name: string, operation: string, line: string, logits: string): Stage {
    const due = () => this.#own.library.during(() => this.#own.oracle.softmax(this.value(logits)));
    return { name, operation, line, due, others: this.#others(SOFTMAX_FORMS, () => this.value(logits)) };
  }

  linear(name: string, operation: string, line: string, x: string, w: readonly Row[]): Stage {
    const due = () => this.#own.library.during(() => this.#own.oracle.linear(this.value(x), w));
    return { name, operation, line, due, others: this.#dots(() => w.map((row) => [row, this.value(x)])) };
  }

  activated(name: string, x: string, config: Config): Stage {
    const squared = config.activation === 'relu_squared';
    const { library, reference } = this.#own;
    const due = () =>
      library.during(() => {
        const tape = new reference.autograd.Tape(library.math);
        const positive = this.value(x).map((xi) => tape.relu(tape.leaf(xi)));
        return read(tape, squared ? positive.map((xi) => tape.pow(xi, 2)) : positive);
      });
    return { name, operation: 'the activation', line: 'line 139', due, others: [] };
  }

  /** q k / head_dim ** 0.5, which is a product with the inverse of the root. */
  scores(name: string, query: () => Row, keys: () => readonly Row[], head_dim: number): Stage {
    const { library, reference, arithmetic } = this.#own;
    const due = () =>
      library.during(() => {
        const tape = new reference.autograd.Tape(library.math);
        const leaves = (row: Row) => row.map((x) => tape.leaf(x));
        const root = tape.math.pow(head_dim, 0.5);
        return read(
          tape,
          keys().map((key) => tape.divNumber(tape.dot(leaves(query()), leaves(key)), root)),
        );
      });
    const scaled = SCALES.map(
      ({ words, scale }): Other => ({
        words,
        values: () =>
          keys().map((key) => scale(dotFromLeft(query(), key, arithmetic), head_dim, arithmetic, library.math)),
      }),
    );
    const rescaled = SUM_FORMS.map(
      ({ words, dot }): Other => ({
        words,
        values: () =>
          keys().map((key) => PYTHON_SCALE(dot(query(), key, arithmetic), head_dim, arithmetic, library.math)),
      }),
    );
    return {
      name,
      operation: 'the scores, q k / head_dim ** 0.5',
      line: 'line 129',
      due,
      others: [...rescaled, ...scaled],
    };
  }

  mixed(name: string, weights: string, values: () => readonly Row[], head_dim: number): Stage {
    const columns = () => Array.from({ length: head_dim }, (_, j) => values().map((row) => row[j]));
    const due = () => this.#own.library.during(() => this.#own.oracle.linear(this.value(weights), columns()));
    const others = this.#dots(() => columns().map((column) => [this.value(weights), column]));
    return { name, operation: "the head's output, values by their weights", line: 'line 131', due, others };
  }

  #dots(pairs: () => readonly (readonly [Row, Row])[]): Other[] {
    const { arithmetic } = this.#own;
    return SUM_FORMS.map(({ words, dot }) => ({ words, values: () => pairs().map(([a, b]) => dot(a, b, arithmetic)) }));
  }

  #others(forms: readonly Form<Row>[], input: () => Row): Other[] {
    const { arithmetic, library } = this.#own;
    return forms.map(({ words, compute }) => ({ words, values: () => compute(input(), arithmetic, library.math) }));
  }
}

type Scale = (dot: number, head_dim: number, arithmetic: Arithmetic, math: Libm) => number;

const PYTHON_SCALE: Scale = (dot, head_dim, { round }, math) =>
  round(dot * inverse(round(head_dim === 1 ? 1 : math.pow(head_dim, 0.5)), round, math));

/** 1 to any power is asked of no library. */
function inverse(root: number, round: (x: number) => number, math: Libm): number {
  return root === 1 ? 1 : round(math.pow(root, -1));
}

const SCALES: readonly { readonly words: string; readonly scale: Scale }[] = [
  {
    words: 'a division by the root in place of a product with its inverse',
    scale: (dot, head_dim, { round }, math) => round(dot / round(math.pow(head_dim, 0.5))),
  },
  {
    words: 'a division by a square root',
    scale: (dot, head_dim, { round }) => round(dot / round(Math.sqrt(head_dim))),
  },
  {
    words: 'a scale computed again, head_dim ** -0.5',
    scale: (dot, head_dim, { round }, math) => round(dot * round(math.pow(head_dim, -0.5))),
  },
  {
    words: 'a scale computed again, 1 / sqrt(head_dim)',
    scale: (dot, head_dim, { round }) => round(dot * round(1 / round(Math.sqrt(head_dim)))),
  },
];

function dotFromLeft(a: Row, b: Row, { round }: Arithmetic): number {
  return a.reduce((total, x, i) => round(total + round(x * b[i])), 0);
}
