import { linearAxis } from '../chart/axis.ts';
import { box, group, label, straight } from '../chart/marks.ts';
import { type Frame, upward } from '../chart/plot.ts';
import type { Milestone } from '../history.ts';
import { BAR } from './clausesSection.ts';
import { html, type Markup } from './markup.ts';

/** Pixels: of a column, from one to the next, and of the whole. */
const [COLUMN, EVERY] = [30, 54];
const FRAME: Omit<Frame, 'width'> = { height: 190, left: 34, right: 8, top: 22, bottom: 24 };
/** Pixels from a column to the word above it, and from the axis to the version below. */
const [ABOVE, BELOW, BESIDE, HALF_LINE] = [6, 16, 6, 4];
/** Characters of a version, and results, the latest, that are drawn; the table has them all. */
const [MOST_NAME, MOST_COLUMNS] = [8, 60];

/** Clauses by status, a column a result, with the strictest class of its losses above it. */
export function trendChart(history: readonly Milestone[]): Markup {
  const shown = history.slice(-MOST_COLUMNS);
  const frame: Frame = { ...FRAME, width: FRAME.left + EVERY * shown.length + FRAME.right };
  const [bottom, top] = upward(frame);
  const most = Math.max(1, ...shown.map(({ result }) => result.clauses.length));
  const y = linearAxis([0, most], [bottom, top]);
  const title = 'Clauses by status, a column a result, the earliest first; the table says the same';
  return html`<svg width="${frame.width}" height="${frame.height}" role="img" aria-label="${title}">${[
    y.ticks.map((tick) => [
      straight('grid', [frame.left, y.at(tick)], [frame.width - frame.right, y.at(tick)]),
      label('faint', [frame.left - BESIDE, y.at(tick) + HALF_LINE], y.written(tick), 'end'),
    ]),
    shown.map((milestone, i) => column(milestone, frame.left + EVERY * (i + 1 / 2), y.at, bottom)),
  ]}</svg>`;
}

function column({ result, name, losses }: Milestone, x: number, at: (count: number) => number, bottom: number): Markup {
  const counts = BAR.map((status) => result.clauses.filter((clause) => clause.status === status).length);
  const boxes = counts.flatMap((count, i) => {
    const below = counts.slice(0, i).reduce((sum, other) => sum + other, 0);
    const upper = at(below + count);
    return count === 0 ? [] : [box(BAR[i], [x - COLUMN / 2, upper], COLUMN, at(below) - upper)];
  });
  const short = name.length > MOST_NAME ? `${name.slice(0, MOST_NAME - 1)}…` : name;
  return group(null, [
    ...boxes,
    label(losses === 'diverges' ? 'bad' : null, [x, at(result.clauses.length) - ABOVE], losses ?? '–', 'middle'),
    label('faint', [x, bottom + BELOW], short, 'middle'),
  ]);
}
