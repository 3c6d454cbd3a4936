/** How wrong a prediction was that gave the target the probability p. */
export interface Surprise {
  /** -ln p. */
  readonly nats: number;
  /** -log2 p. */
  readonly bits: number;
  /** The derivative of -ln p by p, -1 / p; that of 1 - p is -1 everywhere. */
  readonly slope: number;
  readonly contrast: number;
}

/**
 * What the loss chapter's first figure shows, at one place (loss.1).
 *
 * @param p - the probability of the target, in (0, 1]
 */
export function surpriseOf(p: number): Surprise {
  const nats = Math.log(1 / p);
  return { nats, bits: nats / Math.LN2, slope: -1 / p, contrast: 1 - p };
}
