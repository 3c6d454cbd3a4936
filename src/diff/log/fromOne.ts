/** What a log has by number, counted from 1. */
export interface FromOne<T> {
  readonly kept: ReadonlyMap<number, T>;
  /** Whether the log counts from 0. */
  readonly zeroBased: boolean;
  /** How many the shift moved beyond the last that is kept. */
  readonly beyond: number;
}

/**
 * Numbers from 1 what a log may number from 0: where there is a 0, all numbers are one more.
 *
 * @param byNumber - 0 to most
 * @param most - the last that is kept
 */
export function fromOne<T>(byNumber: ReadonlyMap<number, T>, most: number): FromOne<T> {
  if (!byNumber.has(0)) return { kept: byNumber, zeroBased: false, beyond: 0 };
  const shifted = [...byNumber].map(([number, what]): [number, T] => [number + 1, what]);
  const kept = shifted.filter(([number]) => number <= most);
  return { kept: new Map(kept), zeroBased: true, beyond: shifted.length - kept.length };
}
