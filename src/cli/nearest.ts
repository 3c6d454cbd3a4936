/** Names shown where one was not found. */
const MOST = 3;

/**
 * The names most like a mistyped one, by edit distance; capitals count for nothing.
 *
 * @param name - as it was typed
 * @param names - what there is
 * @returns at most three, the nearest first
 */
export function nearest(name: string, names: readonly string[]): string[] {
  const byDistance = names.map((candidate) => ({
    candidate,
    distance: editDistance(name.toLowerCase(), candidate.toLowerCase()),
  }));
  byDistance.sort((a, b) => a.distance - b.distance);
  return byDistance.slice(0, MOST).map(({ candidate }) => candidate);
}

/** Levenshtein's distance: insertions, deletions and replacements that turn a into b. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, previous[j] + 1, row[j - 1] + 1));
    }
    previous = row;
  }
  return previous[b.length];
}
