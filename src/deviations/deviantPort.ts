import { CANONICAL, type Config } from '../port/config.ts';
import { type CompletePort, referencePort } from '../port/reference.ts';
import { patchedReference } from './compiledReference.ts';
import type { Deviation } from './deviation.ts';

/**
 * A port with a deviation: the reference with its edits, and with its constants where it is told none. A port is told
 * those that differ from microgpt.py's (spec/protocol.md), so it uses its own wherever it should use microgpt.py's.
 */
export async function deviantPort({ id, edits, config }: Deviation): Promise<CompletePort> {
  const port = referencePort('0', await patchedReference(edits));
  return { ...(config === undefined ? port : withConstants(port, config)), name: id };
}

function withConstants(port: CompletePort, constants: Partial<Config>): CompletePort {
  const own = (config: Config): Config => ({
    ...config,
    ...Object.fromEntries(Object.entries(constants).filter(([name]) => isCanonical(config, name))),
  });
  return {
    ...port,
    parameters: (config, ...rest) => port.parameters(own(config), ...rest),
    forward: (config, ...rest) => port.forward(own(config), ...rest),
    backward: (config, ...rest) => port.backward(own(config), ...rest),
    trace: (config, ...rest) => port.trace(own(config), ...rest),
    adam: (config, ...rest) => port.adam(own(config), ...rest),
    train: (config, ...rest) => port.train(own(config), ...rest),
    sample: (config, ...rest) => port.sample(own(config), ...rest),
    microgpt: (config, ...rest) => port.microgpt(own(config), ...rest),
  };
}

function isCanonical(config: Config, name: string): boolean {
  return Reflect.get(config, name) === Reflect.get(CANONICAL, name);
}
