/**
 * Where steps are missing from a log in the midst of others: before its first step, where that is further from 0 than the next
 * step is from it, and between two steps that are further apart than those before and those behind. A log of every tenth step,
 * or of ever fewer, has no holes.
 *
 * @param steps - of the log, counted from 1, in any order
 * @returns the first and the last step of each hole
 */
export function holesOf(steps: Iterable<number>): { readonly first: number; readonly last: number }[] {
  const sorted = [0, ...[...steps].sort((a, b) => a - b)];
  const gaps = sorted.slice(1).map((step, i) => step - sorted[i]);
  return gaps.flatMap((gap, i) => {
    const isHole = i + 1 < gaps.length && gap > gaps[i + 1] && (i === 0 || gap > gaps[i - 1]);
    return isHole ? [{ first: sorted[i] + 1, last: sorted[i + 1] - 1 }] : [];
  });
}
