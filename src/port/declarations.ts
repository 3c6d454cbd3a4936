import { OPS } from './ops.ts';
import type { Limits, OpName } from './port.ts';

/** What a port declares of itself, as a result keeps it. */
export interface Declared {
  /** Constants that are fixed at compile time, vocab_size among them. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly limits?: Limits | undefined;
  readonly order?: 'python' | undefined;
}

/** What a port declares, in words: `constants decay linear, num_steps 1000; limits seed_bits 32`. Empty where it is nothing. */
export function declaredText({ config, limits, order }: Declared): string {
  const list = (values: object) =>
    Object.entries(values)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  return [
    ...(config === undefined ? [] : [`constants ${list(config)}`]),
    ...(limits === undefined ? [] : [`limits ${list(limits)}`]),
    ...(order === undefined ? [] : ["sums in microgpt.py's order"]),
  ].join('; ');
}

/** Of some operations those that take a configuration: a port with fixed constants is asked for them at these alone. */
export function configured(ops: readonly OpName[]): OpName[] {
  return ops.filter((op) => OPS[op]?.args.includes('config'));
}
