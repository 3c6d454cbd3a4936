import type { Diff } from '../diff.ts';
import { isConforming } from '../verdict.ts';
import type { Dialect } from './dialect.ts';

/** What is said of a dialect that nobody asked for: how it was found, and how to fix it. None where there is none. */
export function dialectLines(diff: Diff): string[] {
  const { dialect } = diff;
  if (dialect === null) return [];
  const { found, flags, alike } = dialect;
  const others = alike.length === 0 ? '' : `; ${alike.join(', ')} agrees as well, the log is too short to tell`;
  return [`dialect: ${found}, ${howFound(diff)}${others}; say ${flags} to fix it`];
}

/** The same for `diff --json`; null where there is none. */
export function dialectJson(diff: Diff): object | null {
  const { dialect } = diff;
  if (dialect === null) return null;
  const { found, flags, alike } = dialect;
  return { found, by: foundBy(diff), flags, agrees: isOfDialect(diff, dialect), alike };
}

/** What a dialect was found by. */
function foundBy(diff: Diff): string[] {
  const { dialect } = diff;
  if (dialect === null) return [];
  const byLosses = isOfDialect(diff, dialect) || (dialect.begins && dialect.evident);
  return [...dialect.clues, ...(byLosses ? ['the losses'] : [])];
}

function howFound(diff: Diff): string {
  const { dialect, diagnosis } = diff;
  if (dialect === null) return '';
  const by = listed(foundBy(diff));
  if (isOfDialect(diff, dialect)) {
    const mistakes = diagnosis?.explanations[0]?.deviations.length ?? 0;
    const apart = mistakes === 0 ? '' : `, the ${mistakes === 1 ? 'mistake' : 'mistakes'} below apart`;
    return `found from ${by}${apart}`;
  }
  if (dialect.begins && dialect.evident) return `taken from ${by}, which agree with it longest`;
  if (dialect.begins) return `taken from ${by} alone: the losses say too little to tell`;
  return `taken from ${by} alone: no likely run begins as the log does`;
}

/** Whether the log agrees with a run of that dialect, or with one that has the mistakes named, and says enough to tell. */
function isOfDialect({ verdict, losses, diagnosis, smoothed }: Diff, { evident }: Dialect): boolean {
  const isExplained = smoothed !== null || (diagnosis?.explanations.length ?? 0) > 0;
  return isExplained || (evident && (isConforming(verdict) || losses.firstDivergence === null));
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
