import type { Arithmetic, Libm } from '../../../src/exact/arithmetic.ts';
import { SUM_FORMS } from '../../../src/exact/sums.ts';
import type { Config, StateDict } from '../../../src/port/config.ts';
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

/** A document's way through a model, as the port says it. */
export interface Traced {
  readonly config: Config;
  readonly state_dict: StateDict;
  readonly tokens: readonly number[];
  readonly trace: Trace;
}

/** Every value of a trace in the order of execution. */
export function* stagesOf(own: Own, { config, state_dict, tokens, trace }: Traced): Generator<Stage> {
  const at = new Maker(own, trace);
  for (let t = 0; `pos${t}.embedding` in trace; t++) {
    const of = (name: string) => `pos${t}.${name}`;
    const [token, position] = [state_dict.wte[tokens[t]], state_dict.wpe[t]];
    yield at.sum(of('embedding'), 'the sum of both embeddings', 'line 111', token, position);
    let x = of('embedding');
    if (of('x') in trace) yield at.norm(of('x'), 'the norm of the embeddings', x);
    x = of('x') in trace ? of('x') : x;
    for (let li = 0; li < config.n_layer; li++) {
      yield* layer(at, config, state_dict, t, li, x);
      x = of(`layer${li}.mlp_residual`);
    }
    yield at.linear(of('logits'), 'the logits', 'lines 143 and 95', x, state_dict.lm_head);
    yield at.softmax(of('probs'), 'the probabilities', 'lines 166 and 97 to 101', of('logits'));
  }
}

function* layer(at: Maker, config: Config, state_dict: StateDict, t: number, li: number, x: string): Generator<Stage> {
  const of = (name: string, position = t) => `pos${position}.layer${li}.${name}`;
  const matrix = (name: string) => state_dict[`layer${li}.${name}`];
  yield at.norm(of('attn_norm'), 'the norm before attention', x);
  yield at.linear(of('q'), 'the query', 'lines 118 and 95', of('attn_norm'), matrix('attn_wq'));
  yield at.linear(of('k'), 'the key', 'lines 119 and 95', of('attn_norm'), matrix('attn_wk'));
  yield at.linear(of('v'), 'the value', 'lines 120 and 95', of('attn_norm'), matrix('attn_wv'));
  const head_dim = config.n_embd / config.n_head;
  const positions = Array.from({ length: t + 1 }, (_, s) => s);
  for (let h = 0; h < config.n_head; h++) {
    const part = (name: string, s: number) => at.value(of(name, s)).slice(h * head_dim, (h + 1) * head_dim);
    const [name, query, keys] = [`head${h}.attn_logits`, () => part('q', t), () => positions.map((s) => part('k', s))];
    yield at.scores(of(name), query, keys, head_dim);
    yield at.softmax(of(`head${h}.attn_weights`), 'the attention weights', 'lines 130 and 97 to 101', of(name));
    yield at.mixed(
      of(`head${h}.head_out`),
      of(`head${h}.attn_weights`),
      () => positions.map((s) => part('v', s)),
      head_dim,
    );
  }
  const heads = Array.from({ length: config.n_head }, (_, h) => of(`head${h}.head_out`));
  yield at.joined(of('x_attn'), heads);
  yield at.linear(of('attn_out'), 'the projection', 'lines 133 and 95', of('x_attn'), matrix('attn_wo'));
  yield at.residual(of('attn_residual'), 'line 134', of('attn_out'), x);
  yield at.norm(of('mlp_norm'), 'the norm before the MLP', of('attn_residual'));
  yield at.linear(of('mlp_hidden'), 'the hidden values', 'lines 138 and 95', of('mlp_norm'), matrix('mlp_fc1'));
  yield at.activated(of('mlp_relu'), of('mlp_hidden'), config);
  yield at.linear(of('mlp_out'), "the MLP's output", 'lines 140 and 95', of('mlp_relu'), matrix('mlp_fc2'));
  yield at.residual(of('mlp_residual'), 'line 141', of('mlp_out'), of('attn_residual'));
}

/** Makes stages of a trace: what is due is computed on the port's own library from the port's own values. */
class Maker {
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
