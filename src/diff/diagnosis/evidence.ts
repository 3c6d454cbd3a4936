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
  /** The median, from the first on that is more than 1. */
  readonly median: number;
}

/**
 * Mistakes that change losses in the same direction are told apart by the last bits of the largest change alone: with less
 * than 32 units, one that differs from the right name by a thirtieth of its effect would be taken for it.
 */
export const LEAST_UNITS = 32;

/**
 * A run can come to a fork, as where a ReLU is at 0: then any change at all, of 1e-7, leads into the same other branch, whose
 * losses lie up to 0.01 away here and there, and most of them nowhere. What most losses do not show has no name.
 */
export const LEAST_MEDIAN = 2;

/** Whether a mistake may be named: the log must say enough to choose it, and tell it from others of like effect. */
export function isSupported({ bits, largest, median }: Support, count: number): boolean {
  return largest >= LEAST_UNITS && median >= LEAST_MEDIAN && canChoose(bits, count);
}

/** Support by losses with and without a mistake: how far apart they are, in units. */
export function supportBy(units: readonly number[]): Support {
  const shown = units.slice(
    Math.max(
      0,
      units.findIndex((one) => one > 1),
    ),
  );
  return {
    bits: units.reduce((bits, one) => bits + Math.log2(Math.max(1, one)), 0),
    largest: units.reduce((most, one) => Math.max(most, one), 0),
    median: shown.toSorted((a, b) => a - b)[shown.length >> 1] ?? 0,
  };
}
