import { linearAxis, roundRange } from '../../../report/chart/axis.ts';
import { curve, group, label, type Point, straight } from '../../../report/chart/marks.ts';
import { across, axes, chart, clipped, type Frame, upward } from '../../../report/chart/plot.ts';
import type { OwnLog } from './ownLog.ts';

/** What is drawn over each other: the run that is due, what was trained in the page, and a log of one's own. */
export interface Curves {
  readonly due: readonly number[];
  readonly trained: readonly number[];
  readonly own: OwnLog | null;
}

/** As wide as a page's text, and as a phone. */
const FRAMES = {
  wide: { width: 688, height: 280, left: 40, right: 20, top: 24, bottom: 42 },
  narrow: { width: 320, height: 240, left: 28, right: 20, top: 24, bottom: 42 },
} as const satisfies Record<string, Frame>;
const STEP_TICKS = { wide: 10, narrow: 4 } as const;
/** A loss of one's own that is so many times the greatest that is due lies outside the picture. */
const MOST = 2;

export type CurvesSize = keyof typeof FRAMES;

/**
 * The losses by step, as SVG text.
 *
 * @returns a picture with a name; where there is no loss yet, its axes alone
 */
export function lossCurves({ due, trained, own }: Curves, size: CurvesSize): string {
  const frame = FRAMES[size];
  const points = own?.points ?? [];
  const last = points.reduce((most, [step]) => Math.max(most, step), due.length);
  const x = linearAxis([1, Math.max(last, 2)], across(frame), STEP_TICKS[size]);
  const y = linearAxis(rangeOf(due, points), upward(frame));
  const run = (losses: readonly number[]) => losses.map((loss, i): Point => [x.at(i + 1), y.at(loss)]);
  const drawn = points.map(([step, loss]): Point => [x.at(step), y.at(loss)]);
  const [bottom, top] = upward(frame);
  const first = own?.first ?? null;
  const at = x.at(first ?? 1);
  const isLate = 2 * (first ?? 0) > last;
  const mark = [
    straight('divergence', [at, top], [at, bottom]),
    label(
      'divergence-label',
      [at + (isLate ? -5 : 5), top + 13],
      `first divergence: step ${first}`,
      isLate ? 'end' : 'start',
    ),
  ];
  return chart(frame, titleOf(trained.length, own), [
    axes(frame, x, y, 'step'),
    label('name', [4, 12], '↑ loss (nats)'),
    clipped(frame, `loss-curves-${size}`, [
      group('due', [curve(null, run(due))]),
      group('trained', [curve(null, run(trained))]),
      group('own', [curve(null, drawn)]),
    ]),
    first === null ? null : mark,
  ]).text;
}

function titleOf(steps: number, own: OwnLog | null): string {
  const trained = steps === 0 ? '' : `; over it ${steps} steps trained in this page`;
  const log = own === null ? '' : `; over it your log: ${own.lines.at(-1)}`;
  return `Loss in nats by step: the canonical run${trained}${log}`;
}

/** From round number to round number, with those of one's own that are not out of all measure. */
function rangeOf(due: readonly number[], points: OwnLog['points']): readonly [number, number] {
  const most = Math.max(1, ...due);
  const own = points.map(([, loss]) => loss).filter((loss) => loss >= 0 && loss < MOST * most);
  return roundRange([Math.min(1, ...own), Math.max(most, ...own)]);
}
