import type { ModelLimits } from './arbitraries.ts';

/** Thrown in the body of a check that would say nothing of the port, with the reason. */
export class NotApplicable extends Error {}

/** The sizes that a model of a port with fixed ones has. */
interface Sizes {
  readonly n_layer?: number;
  readonly n_embd?: number;
  readonly n_head?: number;
}

/**
 * Demands that models within the limits can be drawn for a port that is built for some sizes. Larger ones than asked for
 * are no hindrance; where there are fewer layers, heads or dimensions than a law is about, it says nothing.
 *
 * @throws NotApplicable where the port is built without what a law is about
 */
export function fitLimits(limits: ModelLimits, { n_layer, n_embd, n_head }: Sizes): void {
  const head_dim = n_embd === undefined || n_head === undefined ? undefined : n_embd / n_head;
  const drawn = [
    { name: 'n_layer', size: n_layer, least: limits.n_layer?.min },
    { name: 'n_head', size: n_head, least: limits.n_head?.min },
    { name: 'head_dim', size: head_dim, least: limits.head_dim?.min },
  ];
  for (const { name, size, least } of drawn) {
    if (size !== undefined && least !== undefined && size < least) {
      throw new NotApplicable(`the port is built for ${name} ${size}, and this needs ${least}`);
    }
  }
}
