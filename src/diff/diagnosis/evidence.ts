import { lossTolerance } from '../tolerance.ts';

/**
 * How much a log says: for each loss, how many bits its digits tell of where in a range of 1 nat it lies. Losses of wrong
 * runs are spread over about that much, so n bits are met by chance once in 2**n tries.
 *
 * @param halves - half a unit in the last place printed, for each loss
 */
export function evidenceBits(halves: readonly number[]): number {
  return halves.reduce((bits, half) => bits + Math.max(0, -Math.log2(2 * (half + lossTolerance('f64', 1)))), 0);
}

/** Bits beyond those of the choice itself that a name needs: 6 leave one wrong name in 64 such logs. */
const MARGIN_BITS = 6;

/**
 * Whether a log says enough to choose among so many.
 *
 * @param bits - evidence of the log
 * @param count - how many mistakes or combinations there are
 */
export function canChoose(bits: number, count: number): boolean {
  return bits >= Math.log2(count) + MARGIN_BITS;
}

/**
 * How much a log says for one of the mistakes that explain it together: how far the losses with it lie from those without it,
 * in units of what the log's digits leave open.
 */
export interface Support {
  /** Sum over the losses of log2 of that, where it is more than 1: what another mistake of that size would meet by chance. */
  readonly bits: number;
  /** The largest. */
  readonly largest: number;
}

/**
 * Mistakes that change losses in the same direction are told apart by the last bits of the largest change alone: with less
 * than 32 units, one that differs from the right name by a thirtieth of its effect would be taken for it.
 */
export const LEAST_UNITS = 32;

/** Whether a mistake may be named: the log must say enough to choose it, and tell it from others of like effect. */
export function isSupported({ bits, largest }: Support, count: number): boolean {
  return largest >= LEAST_UNITS && canChoose(bits, count);
}

/** Adds a loss with and without a mistake. */
export function withUnits({ bits, largest }: Support, units: number): Support {
  return { bits: bits + Math.log2(Math.max(1, units)), largest: Math.max(largest, units) };
}

export const NO_SUPPORT: Support = { bits: 0, largest: 0 };
