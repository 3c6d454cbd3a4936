import { view } from '../../engine/memory.ts';
import { createNetwork } from '../../engine/network.ts';
import { takeParameters } from '../../engine/parameters.ts';
import { sample } from '../../engine/sample.ts';
import { trainStep } from '../../engine/train.ts';
import type { Config } from '../../reference/config.ts';
import type { StateDict } from '../../reference/parameters.ts';
import type { Trainer } from './trainer.ts';

/**
 * The engine in training: the same as the reference to the last bits, in a fraction of its time.
 *
 * @param state_dict - its initial parameters
 */
export function engineTrainer(config: Config, state_dict: StateDict): Trainer {
  const network = createNetwork(config, state_dict);
  const { workspace, vectors, views, vocab_size } = network;
  const [m, v] = [view(workspace, vectors.m), view(workspace, vectors.v)];
  return {
    step: (step, tokens) => trainStep(network, step, tokens),
    parameters: () => takeParameters(views.parameters, config, vocab_size),
    moments: () => ({ m: takeParameters(m, config, vocab_size), v: takeParameters(v, config, vocab_size) }),
    sample: (uniform) => sample(network, uniform),
  };
}
