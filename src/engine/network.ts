import type { Config } from '../reference/config.ts';
import { type StateDict, vocabSize } from '../reference/parameters.ts';
import { type Activations, placeActivations } from './activations.ts';
import type { AdamVectors } from './adam.ts';
import { type Gradient, placeGradient } from './gradient.ts';
import { createWorkspace, type Numbers, reserve, Space, view, type Workspace } from './memory.ts';
import { type Parameters, placeParameters, putParameters } from './parameters.ts';

/** A model in a workspace, and the room that it computes in: nothing is allocated behind this. */
export interface Network {
  readonly workspace: Workspace;
  readonly config: Config;
  readonly vocab_size: number;
  /** How many positions there is room for. */
  readonly positions: number;
  readonly parameters: Parameters;
  readonly activations: Activations;
  readonly gradient: Gradient;
  /** Parameters, their gradient, and Adam's buffers, which are 0 at first: [num_params] each (optimizer.1). */
  readonly vectors: AdamVectors;
  /** What is read and written outside the kernels too. */
  readonly views: {
    readonly parameters: Numbers;
    readonly gradient: Numbers;
    readonly logits: Numbers;
    readonly probs: Numbers;
    readonly dlogits: Numbers;
  };
}

/**
 * Makes a model.
 *
 * @param config - the configuration
 * @param state_dict - its parameters, which are copied
 * @param positions - how many positions the longest document will take, at most block_size of them count
 * @param workspace - which holds it from now on, in place of the one before
 * @throws RangeError where the parameters are not of the configuration's shapes (parameters.6, parameters.8)
 */
export function createNetwork(
  config: Config,
  state_dict: StateDict,
  positions: number = config.block_size,
  workspace: Workspace = createWorkspace(),
): Network {
  const vocab_size = vocabSize(state_dict);
  const room = Math.min(config.block_size, positions);
  const space = new Space(workspace.dtype);
  const parameters = placeParameters(space, config, vocab_size);
  const activations = placeActivations(space, config, vocab_size, room);
  const gradient = placeGradient(space, config, vocab_size, room);
  const buffer = () => space.vector(parameters.all.columns);
  const vectors = { p: parameters.all, g: gradient.parameters.all, m: buffer(), v: buffer() };
  reserve(workspace, space);
  const views = {
    parameters: view(workspace, parameters.all),
    gradient: view(workspace, gradient.parameters.all),
    logits: view(workspace, activations.logits),
    probs: view(workspace, activations.probs),
    dlogits: view(workspace, gradient.dlogits),
  };
  putParameters(views.parameters, config, state_dict);
  return { workspace, config, vocab_size, positions: room, parameters, activations, gradient, vectors, views };
}
