import { flatten, unflatten } from '../port/flatten.ts';
import type { Config } from '../reference/config.ts';
import { adam, zeroMoments } from '../reference/optimizer.ts';
import type { StateDict } from '../reference/parameters.ts';
import type { CanonicalRun } from './canonicalRun.ts';
import {
  accumulate,
  attention,
  crossEntropy,
  linear,
  mlp,
  type Parameter,
  type Rows,
  rmsnorm,
  rows,
  zeros,
} from './handDerivedStages.ts';

/**
 * microgpt.py without a graph: forward and backward as a person derives them, whole documents at a time, with the loss as
 * log-sum-exp. Other operations in another order than the reference, and the same function: what a fast port does.
 */

/** Trains over the canonical documents; gives the losses in nats and the final parameters. */
export function handDerived(config: Config, canonical: CanonicalRun): { losses: number[]; parameters: number[] } {
  const data = Float64Array.from(flatten(canonical.initial));
  const moments = zeroMoments(data.length);
  const losses = canonical.documents.map((tokens, step) => {
    const { loss, grad } = throughDocument(config, unflatten(data, canonical.initial), tokens);
    adam(config, step, data, Float64Array.from(flatten(grad)), moments);
    return loss;
  });
  return { losses, parameters: [...data] };
}

/** A document's way through the model and back. */
export interface DocumentGradient {
  /** [n, vocab_size] */
  readonly logits: Rows;
  /** Position losses [n], in nats. */
  readonly losses: readonly number[];
  /** Their mean. */
  readonly loss: number;
  readonly grad: StateDict;
}

/** Loss and gradient of a document, of two tokens or more that are all in the vocabulary. */
export function throughDocument(config: Config, state_dict: StateDict, tokens: readonly number[]): DocumentGradient {
  const gradient: Record<string, Rows> = Object.fromEntries(
    Object.entries(state_dict).map(([name, w]) => [name, zeros(w.length, w[0].length)]),
  );
  const n = Math.min(config.block_size, tokens.length - 1);
  const at = (name: string): Parameter => ({ w: state_dict[name], g: gradient[name] });
  const [wte, wpe, lm_head] = [at('wte'), at('wpe'), at('lm_head')];
  const embedding = rows(n, (t) => wte.w[tokens[t]].map((e, i) => e + wpe.w[t][i]));
  const normed = rmsnorm(embedding);
  const back: ((d: Rows) => Rows)[] = [];
  let x = normed.y;
  for (let li = 0; li < config.n_layer; li++) {
    for (const block of [attention(config, li), mlp(config, li)]) {
      const { y, backward } = block(at, x);
      x = y;
      back.push(backward);
    }
  }
  const head = linear(lm_head, x);
  const { losses, loss, d } = crossEntropy(head.y, tokens);
  let dx = head.backward(d);
  for (const backward of back.reverse()) dx = backward(dx);
  normed.backward(dx).forEach((row, t) => {
    accumulate(wte.g[tokens[t]], row);
    accumulate(wpe.g[t], row);
  });
  return { logits: head.y, losses, loss, grad: gradient };
}
