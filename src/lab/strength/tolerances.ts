import { CHAPTERS, type Chapter } from '../../port/ops.ts';
import { markdownTable, titleCell } from '../markdownTable.ts';
import { chapterOf, clauseOf } from './kills.ts';
import type { Strength, ToleranceEntry } from './record.ts';

/** Shares of a tolerance beyond which it is tight, and below which it is slack. */
const TIGHT = 0.5;
const SLACK = 1e-3;

/** The bounds of each chapter's checks from both sides, for spec/numerics.md. */
export function toleranceSection({ checks, tolerances }: Strength): string {
  const rows = CHAPTERS.map((chapter) => ({ chapter, own: ofChapter(checks, tolerances, chapter) })).filter(
    ({ own }) => own.length > 0,
  );
  const most = (own: readonly ToleranceEntry[], dtype: 'f64' | 'f32') =>
    own.reduce((a, b) => (b[dtype] > a[dtype] ? b : a))[dtype];
  return markdownTable(rows, [
    ['chapter', ({ chapter }) => chapter],
    ['bounds', ({ own }) => String(own.length)],
    ['noise ceiling, f64', ({ own }) => most(own, 'f64').toPrecision(2)],
    ['f32', ({ own }) => most(own, 'f32').toPrecision(2)],
    ['median, f64', ({ own }) => median(own.map(({ f64 }) => f64)).toPrecision(2)],
    ['mistake floor', ({ own }) => floorOf(own)],
    ['which', ({ own }) => lowest(own)?.mistake ?? ''],
  ]);
}

function ofChapter(checks: Strength['checks'], entries: readonly ToleranceEntry[], chapter: Chapter): ToleranceEntry[] {
  return entries.filter(({ check }) => chapterOf(clauseOf(checks[check])) === chapter);
}

function lowest(own: readonly ToleranceEntry[]): ToleranceEntry | undefined {
  return own
    .filter(({ floor }) => floor !== null)
    .toSorted((a, b) => (a.floor ?? Infinity) - (b.floor ?? Infinity))
    .at(0);
}

function floorOf(own: readonly ToleranceEntry[]): string {
  const floor = lowest(own)?.floor;
  return floor === undefined || floor === null ? 'none' : floor.toPrecision(2);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** The last section of spec/measured/strength.md: a row for each check that compares within a tolerance. */
export function tolerancesInFull({ checks, tolerances }: Strength): string {
  const tight = tolerances.filter(({ f64, f32 }) => Math.max(f64, f32) > TIGHT);
  const slack = tolerances.filter(({ f64, f32 }) => Math.max(f64, f32) < SLACK);
  return `${tolerances.length} checks compare within a tolerance. The noise ceiling is the largest share of it that a correct port used, over all
runs above; the mistake floor the least by which a known mistake failed there, in units of the tolerance. ${tight.length} are tight: a
correct port used more than ${TIGHT} of them. ${slack.length} are slack: no correct port used ${SLACK}, and a mistake of that size would hide
there. Where no floor stands, no known mistake failed there by a difference: it failed otherwise, or elsewhere.

${markdownTable(tolerances, [
  ['check', ({ check }) => titleCell(checks[check].title)],
  ['kind', ({ check }) => checks[check].kind],
  ['ceiling, f64', ({ f64 }) => f64.toPrecision(2)],
  ['of', ({ by }) => by],
  ['f32', ({ f32 }) => f32.toPrecision(2)],
  ['floor', ({ floor }) => floor?.toPrecision(2) ?? ''],
  ['of', ({ mistake }) => mistake ?? ''],
])}`;
}
