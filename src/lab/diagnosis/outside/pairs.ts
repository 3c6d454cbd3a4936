import { deviationOf } from '../../../deviations/catalogue.ts';
import type { Deviation } from '../../../deviations/deviation.ts';

/** Two entries of the catalogue in one port. */
export interface Pair {
  readonly id: string;
  readonly ids: readonly [string, string];
  readonly deviations: readonly Deviation[];
}

/** Ten pairs; a front is up to the gradient, a back behind it. */
export const PAIRS: readonly Pair[] = [
  // A front and a back.
  pair('rmsnorm-eps-1e-8', 'adam-eps-1e-9'), // both tiny
  pair('last-target', 'no-bias-correction'),
  pair('attention-unscaled', 'learning-rate'),
  pair('gelu-tanh', 'betas-0.9-0.999'), // what a port has that took GPT-2 and its optimizer for a model
  // Two fronts.
  pair('final-rmsnorm', 'leaky-relu'),
  pair('log-eps-1e-12', 'softmax-eps'), // both tiny
  pair('cache-detached', 'rmsnorm-constant'), // neither shows in step 1
  // Two backs.
  pair('beta2', 'weight-decay-0.01'),
  pair('learning-rate-end', 'bias-correction-v'),
  // One that no run shows: its log is that of the other alone.
  pair('softmax-max', 'no-decay'),
];

function pair(first: string, second: string): Pair {
  return {
    id: `outside-${first}+${second}`,
    ids: [first, second],
    deviations: [first, second].map(deviationOf),
  };
}
