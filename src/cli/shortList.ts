/** Faults that a line tells. */
const MOST = 3;

/** Faults in one line: the first of them, and how many more there are. */
export function shortList(faults: readonly string[]): string {
  const hidden = faults.length - MOST;
  return [...faults.slice(0, MOST), ...(hidden > 0 ? [`and ${hidden} more`] : [])].join('; ');
}
