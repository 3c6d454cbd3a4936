import type { Config } from '../../src/port/config.ts';
import type { PortInfo } from '../../src/port/port.ts';
import { port, stepsAsked } from './subject.ts';

/** What a check is about, where ports may be built for something else. */
export interface Needs extends Partial<Config> {
  readonly vocab_size?: number;
  readonly dtype?: PortInfo['dtype'];
  /** Of the canonical run. */
  readonly steps?: number;
}

/** A name under which a port may be built for one value. */
export type Built = keyof Config | 'vocab_size';

/** What the port is built for, by name; anything where that is undefined. */
const built: Readonly<Record<string, unknown>> = { ...port.fixed, vocab_size: port.vocab_size, dtype: port.dtype };

/**
 * Why a check would say nothing of the port; null where it can be put to it.
 *
 * @param needs - the values that the port must have, or leave to the caller
 * @param free - names under which it must take more than one value
 */
export function unmet({ steps, ...values }: Needs, free: readonly Built[] = []): string | null {
  const other = Object.entries(values).find(([name, value]) => built[name] !== undefined && built[name] !== value);
  if (other !== undefined) return `the port is built for ${other[0]} ${built[other[0]]}, and this needs ${other[1]}`;
  const only = free.find((name) => built[name] !== undefined);
  if (only !== undefined) return `the port is built for ${only} ${built[only]}, and this needs more than one`;
  return steps !== undefined && stepsAsked !== undefined && stepsAsked < steps
    ? `${stepsAsked} steps end before`
    : null;
}
