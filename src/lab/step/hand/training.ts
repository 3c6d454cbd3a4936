import type { Config } from '../../../reference/config.ts';
import type { StateDict } from '../../../reference/parameters.ts';
import { adam } from './adam.ts';
import { f } from './arithmetic.ts';
import { type Buffers, backward } from './backward.ts';
import { type Activations, forward } from './forward.ts';

/** What training changes. */
export interface HandTraining {
  readonly params: Buffers;
  readonly grad: Buffers;
  readonly m: Buffers;
  readonly v: Buffers;
}

/** A run at its start. */
export function startTraining(initial: StateDict): HandTraining {
  const empty = () => mapped(initial, () => 0);
  return { params: mapped(initial, f), grad: empty(), m: empty(), v: empty() };
}

/** One step, counted from 0, in place; gives what the forward pass computed. */
export function trainStep(
  config: Config,
  { params, grad, m, v }: HandTraining,
  step: number,
  tokens: readonly number[],
): Activations {
  const activations = forward(config, params, tokens);
  for (const name of Object.keys(grad)) for (const row of grad[name]) row.fill(0);
  backward(config, params, tokens, activations, grad);
  adam(config, step, params, grad, m, v);
  return activations;
}

function mapped(state_dict: StateDict, change: (x: number) => number): Buffers {
  const entries = Object.entries(state_dict).map(([name, rows]): [string, number[][]] => [
    name,
    rows.map((row) => row.map(change)),
  ]);
  return Object.fromEntries(entries);
}
