import type { Config } from '../reference/config.ts';
import { adam, zeroMoments } from '../reference/optimizer.ts';
import { flatten, type StateDict, unflatten } from '../reference/parameters.ts';
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
    const state_dict = unflatten(data, canonical.initial);
    const gradient = Object.fromEntries(
      Object.entries(state_dict).map(([name, w]) => [name, zeros(w.length, w[0].length)]),
    );
    const loss = lossAndGradient(config, state_dict, gradient, tokens);
    adam(config, step, data, Float64Array.from(flatten(gradient)), moments);
    return loss;
  });
  return { losses, parameters: [...data] };
}

function lossAndGradient(
  config: Config,
  state_dict: StateDict,
  gradient: Record<string, Rows>,
  tokens: readonly number[],
) {
  const n = Math.min(config.block_size, tokens.length - 1);
  const at = (name: string): Parameter => ({ w: state_dict[name], g: gradient[name] });
  const [wte, wpe, lm_head] = [at('wte'), at('wpe'), at('lm_head')];
  const embedding = rows(n, (t) => wte.w[tokens[t]].map((e, i) => e + wpe.w[t][i]));
  const normed = rmsnorm(embedding);
  const back: ((d: Rows) => Rows)[] = [];
  let x = normed.y;
  for (let li = 0; li < config.n_layer; li++) {
    for (const block of [attention(config, li), mlp(li)]) {
      const { y, backward } = block(at, x);
      x = y;
      back.push(backward);
    }
  }
  const head = linear(lm_head, x);
  const { loss, d } = crossEntropy(head.y, tokens);
  let dx = head.backward(d);
  for (const backward of back.reverse()) dx = backward(dx);
  normed.backward(dx).forEach((row, t) => {
    accumulate(wte.g[tokens[t]], row);
    accumulate(wpe.g[t], row);
  });
  return loss;
}
