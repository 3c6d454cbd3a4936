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
