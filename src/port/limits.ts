import type { Limits } from './port.ts';

/** Every limit that a port may declare, and the least that it may be: what the suite's own inputs need. */
const LEAST: Readonly<Record<keyof Limits, number>> = { seed_bits: 1, getrandbits: 32, document: 1, vocab: 2 };

/** The names of the limits. */
export const LIMITS = Object.keys(LEAST) as readonly (keyof Limits)[];

/**
 * What is wrong with a limit; null where it can be declared.
 *
 * @param name - as it stands in `limits=`, or in a module's `limits`
 * @param value - an integer
 */
export function limitFault(name: string, value: unknown): string | null {
  const known = LIMITS.find((limit) => limit === name);
  if (known === undefined) return `limits has ${JSON.stringify(name)}; there are ${LIMITS.join(', ')}`;
  const least = LEAST[known];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least
    ? null
    : `limits: ${name} is ${value}; it must be an integer, at least ${least}`;
}
