import type { Reference } from '../../deviations/patched.ts';
import { backward } from '../../engine/backward.ts';
import { documentLoss } from '../../engine/loss.ts';
import type { Workspace } from '../../engine/memory.ts';
import { createNetwork } from '../../engine/network.ts';
import type { Config } from '../../reference/config.ts';
import type { StateDict } from '../../reference/parameters.ts';

/** The parameters of a run, and the way from a document to their gradient. */
export interface Gradients {
  readonly num_params: number;
  /** The parameters, and more behind them. */
  readonly data: Float64Array;
  /** Their gradient, behind `backward`. */
  readonly grad: Float64Array;
  /** A document's loss, in nats. */
  loss(tokens: readonly number[]): number;
  /** Adds the gradient of the last loss to what the update has left: nothing, where it does as it ought to. */
  backward(): void;
  /** Forgets all but the parameters. */
  clear(): void;
}

/** By the reference, as it is or with mistakes. */
export function byReference(reference: Reference, config: Config, state_dict: StateDict): Gradients {
  const { model } = reference.training.startTraining(config, state_dict);
  const { tape, num_params } = model;
  let root = 0;
  return {
    num_params,
    get data() {
      return tape.data;
    },
    get grad() {
      return tape.grad;
    },
    loss: (tokens) => {
      root = reference.loss.documentLoss(model, tokens).loss;
      return tape.data[root];
    },
    backward: () => tape.backward(root),
    clear: () => tape.truncate(num_params),
  };
}

/**
 * By the engine, in place of a reference whose model has no mistake: the same within f64.
 *
 * @param workspace - which holds the parameters until the next run is made with it
 */
export function byEngine(workspace: Workspace, config: Config, state_dict: StateDict): Gradients {
  const network = createNetwork(config, state_dict, config.block_size, workspace);
  const { parameters, gradient } = network.views;
  if (!(parameters instanceof Float64Array && gradient instanceof Float64Array)) {
    throw new TypeError('byEngine: the workspace must be one of float64');
  }
  let document: readonly number[] = [];
  const left = new Float64Array(gradient.length);
  return {
    num_params: parameters.length,
    data: parameters,
    grad: gradient,
    loss: (tokens) => {
      document = tokens;
      return documentLoss(network, tokens);
    },
    backward: () => {
      left.set(gradient);
      backward(network, document);
      for (let i = 0; i < left.length; i++) gradient[i] += left[i];
    },
    clear: () => {},
  };
}
