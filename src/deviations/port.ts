import { type Config, configure } from '../port/config.ts';
import { type CompletePort, referencePort } from '../port/reference.ts';
import type { Deviation } from './deviation.ts';
import { patchedReference } from './patched.ts';

/**
 * A port with a deviation: the reference with its edits, and with its constants whatever it is asked for, as a port has
 * them that wrote them down once.
 */
export async function deviantPort({ id, edits, config }: Deviation): Promise<CompletePort> {
  const port = referencePort('0', await patchedReference(edits));
  return { ...(config === undefined ? port : withConstants(port, config)), name: id };
}

function withConstants(port: CompletePort, constants: Partial<Config>): CompletePort {
  const own = (config: Config) => configure(constants, config);
  return {
    ...port,
    parameters: (config, ...rest) => port.parameters(own(config), ...rest),
    forward: (config, ...rest) => port.forward(own(config), ...rest),
    backward: (config, ...rest) => port.backward(own(config), ...rest),
    adam: (config, ...rest) => port.adam(own(config), ...rest),
    train: (config, ...rest) => port.train(own(config), ...rest),
    sample: (config, ...rest) => port.sample(own(config), ...rest),
    microgpt: (config, ...rest) => port.microgpt(own(config), ...rest),
  };
}
