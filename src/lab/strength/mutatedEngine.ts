import type { OpName, Port } from '../../port/port.ts';
import type { Dtype } from '../../port/precision.ts';
import { engineOf } from './engineSlot.ts';

/**
 * The engine as a port that is made when it is first asked, anew for each check (renewEngine.ts): what a change breaks as a module
 * loads or as a port is made, so fails a check, and what a check runs through is known of all of it.
 */
const dtype = process.env.MUTATION_ENGINE as Dtype;

async function made(): Promise<Port> {
  const { enginePort } = await import('../../engine/enginePort.ts');
  return dtype === 'f64' ? enginePort('0') : enginePort('0', { dtype, libm: Math });
}

function asked(op: OpName): (...args: never) => Promise<unknown> {
  return async (...args) => {
    const operation = (await engineOf(made))[op] as (...args: never) => unknown;
    return operation(...args);
  };
}

/** What the engine claims that it computes itself or hands to the reference: all but a graph of scalars. */
const CLAIMED: readonly OpName[] = [
  ...(['random', 'documents', 'tokenizer', 'encode', 'decode', 'parameters', 'linear', 'softmax', 'rmsnorm'] as const),
  ...(['forward', 'position_loss', 'average_loss', 'cross_entropy', 'backward', 'adam', 'train'] as const),
  ...(['sampling', 'sample', 'microgpt'] as const),
];

export default {
  name: 'engine',
  lang: 'TypeScript',
  version: '0',
  dtype,
  ...Object.fromEntries(CLAIMED.map((op) => [op, asked(op)])),
} as Port;
