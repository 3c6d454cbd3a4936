import type { StateDict } from '../../src/port/config.ts';
import type { Trace } from '../../src/port/port.ts';
import type { ModelCase } from './arbitraries.ts';
import { fail, holds } from './expect.ts';
import { exacts, meets, type Vector } from './oracle/ball.ts';
import { eachHead, exactMatrices, positions } from './oracle/naive.ts';
import type { Claiming } from './subject.ts';

/** The hidden values of the MLP, in multiples of n_embd (parameters.3). */
const MLP_FACTOR = 4;

/** A place in a trace: a position, and the layer or null where there is none. */
export type At = readonly [t: number, li: number | null];

/** A port's own values on the way through a model, each of which is held against those before it. */
export class Traced {
  readonly model: ModelCase;
  /** The parameters, by name. */
  readonly w: ReturnType<typeof exactMatrices>;
  readonly #trace: Trace;

  constructor(model: ModelCase, state_dict: StateDict, trace: Trace) {
    this.model = model;
    this.w = exactMatrices(state_dict);
    this.#trace = trace;
  }

  static async of({ trace }: Claiming<'trace'>, model: ModelCase, state_dict: StateDict): Promise<Traced> {
    return new Traced(model, state_dict, await trace(model.config, state_dict, model.tokens));
  }

  /** The port's own value, as it stands. */
  own(name: string, at: At): Vector {
    return this.row(pathOf(name, at));
  }

  /** The same, by its whole name. */
  row(path: string): Vector {
    const row = Object.hasOwn(this.#trace, path) ? this.#trace[path] : undefined;
    holds(Array.isArray(row), `a trace has ${path}, as every name of spec/protocol.md`, Object.keys(this.#trace));
    const due = lengthOf(this.model, path);
    if (row?.length !== due) fail(`${path} (length)`, due, row?.length);
    return exacts(row ?? []);
  }

  /** The matrix of a layer. */
  matrix(name: string, [, li]: At): readonly Vector[] {
    return this.w[`layer${li}.${name}`];
  }

  /** What came before a layer: x, or what the layer before it left. */
  before([t, li]: At): Vector {
    return li === null || li === 0 ? this.own('x', [t, null]) : this.own('mlp_residual', [t, li - 1]);
  }

  /** Behind the last layer. */
  final(t: number): Vector {
    return this.before([t, this.model.config.n_layer]);
  }

  /**
   * Demands that a value is what is due, up to the rounding of that one computation. Of values that are not numbers nothing is
   * due: what has made them is held where they came up.
   */
  is(name: string, at: At, due: Vector): void {
    const path = pathOf(name, at);
    if (due.some(({ mid }) => Number.isNaN(mid))) return;
    for (const [i, { mid }] of this.row(path).entries()) {
      meets({ mid, rad: due[i].rad }, due[i], `${path} [${i}]`);
    }
  }

  /** Every position. */
  positions(body: (t: number) => void): void {
    for (let t = 0; t < positions(this.model); t++) body(t);
  }

  /** Every position in every layer. */
  layers(body: (at: At) => void): void {
    this.positions((t) => {
      for (let li = 0; li < this.model.config.n_layer; li++) body([t, li]);
    });
  }

  /** Every head of every position in every layer; `cut` takes the head's part of a row. */
  heads(body: (at: At, h: number, cut: (row: Vector) => Vector) => void): void {
    this.layers((at) => {
      eachHead(this.model, (cut, h) => body(at, h, cut));
    });
  }

  /** A row of this position and of all before it. */
  upTo(name: string, [t, li]: At): Vector[] {
    return Array.from({ length: t + 1 }, (_, s) => this.own(name, [s, li]));
  }
}

/** `pos0.layer1.q` */
export function pathOf(name: string, [t, li]: At): string {
  return `pos${t}.${li === null ? '' : `layer${li}.`}${name}`;
}

function lengthOf({ config, vocab_size }: ModelCase, path: string): number {
  const { n_embd, n_head } = config;
  const name = path.replace(/^.*\./, '');
  if (name === 'logits' || name === 'probs') return vocab_size;
  if (name === 'attn_logits' || name === 'attn_weights') return Number(/\d+/.exec(path)?.[0]) + 1;
  if (name === 'head_out') return n_embd / n_head;
  return name === 'mlp_hidden' || name === 'mlp_relu' ? MLP_FACTOR * n_embd : n_embd;
}
