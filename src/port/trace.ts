import type { Tape, Value } from '../reference/autograd.ts';
import type { Config } from '../reference/config.ts';
import type { StateDict } from '../reference/parameters.ts';
import type { Libm } from '../reference/python.ts';
import type { Reference } from './modules.ts';
import type { Trace } from './port.ts';
import { read } from './tape.ts';

/** The hidden values of the MLP, in multiples of n_embd (parameters.3). */
const MLP_FACTOR = 4;

/** What a sum of products was of, and the node that it gave. */
interface Dot {
  readonly a: readonly Value[];
  readonly b: readonly Value[];
  readonly y: Value;
}

/** What was asked of a tape, in order. */
interface Asked {
  readonly dots: Dot[];
  /** Minuends of differences: the logits of a softmax, which alone takes differences. */
  readonly minuends: Value[];
  /** Quotients: the probabilities of a softmax, which alone divides by a node. */
  readonly quotients: Value[];
}

/**
 * The values on the reference's way from tokens to probabilities, by the names of spec/traces.md and in their order. They
 * are read off the tape: the reference runs as it is, and has no hook for it.
 *
 * @param reference - its modules, in which the model chapter is as it stands
 * @param tokens - a document, BOS on both sides
 * @param math - the library that exp, ln and powers are taken from; `Math` by default
 */
export function traceOf(
  { autograd, model, loss }: Reference,
  config: Config,
  state_dict: StateDict,
  tokens: readonly number[],
  math?: Libm,
): Trace {
  const { tape, asked } = watchedTape(autograd.Tape, math);
  const { losses } = loss.documentLoss(model.createModel(tape, config, state_dict), tokens);
  const take = new Reader(asked);
  const found: [name: string, nodes: readonly Value[]][] = [];
  for (let pos_id = 0; pos_id < losses.length; pos_id++) {
    const at = (name: string, nodes: readonly Value[]) => found.push([`pos${pos_id}.${name}`, nodes]);
    at('embedding', take.squared());
    if (config.n_layer > 0) at('x', take.squared());
    for (let li = 0; li < config.n_layer; li++) {
      if (li > 0) at(`layer${li - 1}.mlp_residual`, take.squared());
      readLayer(take, config, pos_id, (name, nodes) => at(`layer${li}.${name}`, nodes));
    }
    const logits = take.products(state_dict.lm_head.length);
    at(config.n_layer > 0 ? `layer${config.n_layer - 1}.mlp_residual` : 'x', logits.b);
    const { x, y } = take.softmax(state_dict.lm_head.length);
    at('logits', x);
    at('probs', y);
  }
  return Object.fromEntries(found.map(([name, nodes]) => [name, read(tape, nodes)]));
}

function readLayer(
  take: Reader,
  { n_embd, n_head }: Config,
  pos_id: number,
  at: (name: string, nodes: readonly Value[]) => void,
): void {
  const [q, k, v] = [n_embd, n_embd, n_embd].map((nout) => take.products(nout));
  at('attn_norm', q.b);
  at('q', q.ys);
  at('k', k.ys);
  at('v', v.ys);
  for (let h = 0; h < n_head; h++) {
    take.products(pos_id + 1);
    const { x, y } = take.softmax(pos_id + 1);
    at(`head${h}.attn_logits`, x);
    at(`head${h}.attn_weights`, y);
    at(`head${h}.head_out`, take.products(n_embd / n_head).ys);
  }
  const attn_out = take.products(n_embd);
  at('x_attn', attn_out.b);
  at('attn_out', attn_out.ys);
  at('attn_residual', take.squared());
  const hidden = take.products(MLP_FACTOR * n_embd);
  at('mlp_norm', hidden.b);
  at('mlp_hidden', hidden.ys);
  const mlp_out = take.products(n_embd);
  at('mlp_relu', mlp_out.b);
  at('mlp_out', mlp_out.ys);
}

/** A tape that keeps what is asked of it. */
function watchedTape(Original: typeof Tape, math: Libm | undefined): { readonly tape: Tape; readonly asked: Asked } {
  const asked: Asked = { dots: [], minuends: [], quotients: [] };
  class WatchedTape extends Original {
    override dot(a: readonly Value[], b: readonly Value[]): Value {
      const y = super.dot(a, b);
      asked.dots.push({ a, b, y });
      return y;
    }
    override sub(a: Value, b: Value): Value {
      asked.minuends.push(a);
      return super.sub(a, b);
    }
    override div(a: Value, b: Value): Value {
      const y = super.div(a, b);
      asked.quotients.push(y);
      return y;
    }
  }
  return { tape: new WatchedTape(math), asked };
}

/** Takes what was asked in the order of the model chapter. */
class Reader {
  readonly #asked: Asked;
  #dots = 0;
  #softmax = 0;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  /** What rmsnorm was given: its sum of squares is a product with itself. */
  squared(): readonly Value[] {
    return this.#asked.dots[this.#dots++].a;
  }

  /** What so many sums of products gave, and the second operand of the first. */
  products(count: number): { readonly b: readonly Value[]; readonly ys: readonly Value[] } {
    const dots = this.#asked.dots.slice(this.#dots, this.#dots + count);
    this.#dots += count;
    return { b: dots[0].b, ys: dots.map(({ y }) => y) };
  }

  softmax(count: number): { readonly x: readonly Value[]; readonly y: readonly Value[] } {
    const [from, to] = [this.#softmax, this.#softmax + count];
    this.#softmax = to;
    return { x: this.#asked.minuends.slice(from, to), y: this.#asked.quotients.slice(from, to) };
  }
}
