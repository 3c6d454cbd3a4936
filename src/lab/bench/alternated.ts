/** Times of several contenders that were run in turns, in ms: whatever else the machine does meets all of them. */
export type Times = Readonly<Record<string, readonly number[]>>;

/** A quotient of times: the median over all rounds, and the quartiles around it. */
export interface Ratio {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Digits of a ratio that are kept: more would not come out again. */
const DIGITS = 2;

/**
 * Runs contenders in turns.
 *
 * @param contenders - each gives the ms that it took
 * @param rounds - how often each is run
 */
export function alternated(contenders: Readonly<Record<string, () => number>>, rounds: number): Times {
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(contenders)) times[name].push(run());
  }
  return times;
}

/** Milliseconds of a call. */
export function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** How many times as long a took as b, round by round. */
export function ratioOf(times: Times, a: string, b: string): Ratio {
  return spread(times[a].map((time, round) => time / times[b][round]));
}

/** Median and quartiles. */
export function spread(values: readonly number[]): Ratio {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => Number(sorted[Math.round(share * (sorted.length - 1))].toPrecision(DIGITS));
  return { median: at(1 / 2), low: at(1 / 4), high: at(3 / 4) };
}

/** A quotient with its quartiles behind it, where they are others. */
export function ratioText({ median, low, high }: Ratio): string {
  return low === high ? String(median) : `${median} (${low} to ${high})`;
}
