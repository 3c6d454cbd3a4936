import { untilError } from '../../deviations/deviantRun.ts';
import { type Arithmetic, createWorkspace } from '../../engine/memory.ts';
import { createNetwork, type Network } from '../../engine/network.ts';
import { train } from '../../engine/train.ts';
import type { Config } from '../../reference/config.ts';
import type { StateDict } from '../../reference/parameters.ts';

/** The steps of a run that are wanted. */
export interface Course {
  readonly config: Config;
  readonly state_dict: StateDict;
  /** Tokens of the documents, BOS on both sides, in training order. */
  readonly tokens: readonly (readonly number[])[];
  readonly steps: number;
}

/** The engine behind the last step, and the losses of all, in nats; fewer where the arithmetic raises. */
export interface EngineRun {
  readonly network: Network;
  readonly losses: readonly number[];
}

/** Runs the engine. */
export function engineRun({ config, state_dict, tokens, steps }: Course, arithmetic: Arithmetic): EngineRun {
  const network = createNetwork(config, state_dict, config.block_size, createWorkspace(arithmetic));
  return { network, losses: [...untilError(train(network, tokens, steps))] };
}
