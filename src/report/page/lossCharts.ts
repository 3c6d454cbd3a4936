import type { Diff } from '../../diff/diff.ts';
import { lossTolerance } from '../../diff/tolerance.ts';
import { CLASS_TOLERANCE, type Dtype } from '../../port/precision.ts';
import { type Axis, linearAxis, logarithmicAxis, roundRange } from '../chart/axis.ts';
import { band, curve, disc, group, label, straight } from '../chart/marks.ts';
import { across, axes, chart, clipped, type Frame, upward } from '../chart/plot.ts';
import type { Markup } from './markup.ts';

/** How large charts are drawn: for a page, or for a phone, where what is wide could only be read in parts. */
export type ChartSize = 'wide' | 'narrow';

/** Pixels; the script reads them from the page to know where a step lies. */
export const CHARTS: Readonly<Record<ChartSize, Omit<Frame, 'height'>>> = {
  wide: { width: 880, left: 64, right: 20, top: 24, bottom: 42 },
  narrow: { width: 360, left: 38, right: 18, top: 24, bottom: 42 },
};
const HEIGHTS = { wide: { losses: 316, deltas: 250 }, narrow: { losses: 260, deltas: 230 } } as const;
/** Ticks of the steps. */
const STEP_TICKS = { wide: 10, narrow: 4 } as const;
/** Differences of 0 stand on the line below the smallest that a loss of 2 to 4 can have, 4.4e-16. */
const ZERO = -17;
/** Losses that are no numbers stand at the top. */
const NO_NUMBER = 1e2;
/** Decades from tick to tick of a difference, and the first. */
const DECADES = { every: 3, first: -15 };

/** A loss of the port beside the one that is due. */
interface Pair {
  readonly step: number;
  readonly expected: number;
  readonly got: number;
  readonly delta: number;
  /** How far the class, and the digits printed, let it lie off. */
  readonly allowed: number;
}

/** The two charts of a run. */
export interface LossCharts {
  /** The port's losses over the golden ones. */
  readonly losses: Markup;
  /** Their differences, on a logarithmic scale. */
  readonly deltas: Markup;
}

/**
 * Draws a run's losses over those that are due, and their differences.
 *
 * @param diff - the comparison, of one loss or more
 * @param dtype - the class whose tolerance is drawn as a band
 */
export function lossCharts(diff: Diff, dtype: Dtype, size: ChartSize): LossCharts {
  const pairs = diff.losses.compared.map(({ step, expected, got, delta, half }) => ({
    step,
    expected,
    got,
    delta,
    allowed: half + lossTolerance(dtype, expected),
  }));
  const last = Math.max(...pairs.map(({ step }) => step));
  const begin = Math.min(...pairs.map(({ step }) => step), last - 1);
  const first = diff.losses.firstDivergence?.step ?? null;
  const drawn = (kind: keyof LossCharts): Drawn => {
    const frame = { ...CHARTS[size], height: HEIGHTS[size][kind] };
    return {
      pairs,
      first,
      frame,
      x: linearAxis([begin, last], across(frame), STEP_TICKS[size]),
      id: `${kind}-${size}`,
    };
  };
  return { losses: lossChart(drawn('losses')), deltas: deltaChart(drawn('deltas')) };
}

/** What a chart is drawn from. */
interface Drawn {
  readonly pairs: readonly Pair[];
  /** The first step that diverges. */
  readonly first: number | null;
  readonly frame: Frame;
  readonly x: Axis;
  /** One on the page. */
  readonly id: string;
}

function lossChart({ pairs, first, frame, x, id }: Drawn): Markup {
  const y = linearAxis(roundRange(rangeOf(pairs)), upward(frame));
  const line = (of: (pair: Pair) => number) => pairs.map((pair) => [x.at(pair.step), y.at(of(pair))] as const);
  const allowed = pairs.map(
    ({ step, expected, allowed: most }) => [x.at(step), y.at(expected - most), y.at(expected + most)] as const,
  );
  return chart(frame, `Loss in nats by step: the port's over the golden one. ${divergence(first)}`, [
    axes(frame, x, y, 'step'),
    heading('loss (nats)'),
    clipped(frame, id, [
      group('band', [band(null, allowed)]),
      group('golden', [
        curve(
          null,
          line(({ expected }) => expected),
        ),
      ]),
      group('port', [
        curve(
          null,
          line(({ got }) => got),
        ),
      ]),
      ...divergenceMark(frame, pairs, first, x),
    ]),
  ]);
}

function deltaChart({ pairs, first, frame, x, id }: Drawn): Markup {
  const most = Math.max(1, ...pairs.map(({ delta }) => (Number.isFinite(delta) ? delta : NO_NUMBER)));
  const y = logarithmicAxis([ZERO, Math.ceil(Math.log10(most))], upward(frame), DECADES.every, DECADES.first);
  const [bottom, top] = upward(frame);
  const [left, right] = across(frame);
  const classes = Object.entries(CLASS_TOLERANCE).map(([name, tolerance]) => ({
    name,
    tolerance,
    at: y.at(tolerance),
  }));
  return chart(frame, `Difference of the port's loss from the golden one by step, logarithmic. ${divergence(first)}`, [
    axes(frame, x, y, 'step'),
    heading('|difference| (nats)'),
    label('faint', [left - 8, bottom + 4], '0', 'end'),
    clipped(frame, id, [
      group('band', [
        band(
          null,
          pairs.map(({ step, allowed }) => [x.at(step), bottom, y.at(allowed)] as const),
        ),
      ]),
      group(
        'delta',
        pairs.map(({ step, delta }) => disc(null, [x.at(step), Number.isFinite(delta) ? y.at(delta) : top], 1.5)),
      ),
      ...divergenceMark(frame, pairs, first, x),
    ]),
    classes.map(({ name, tolerance, at }) => [
      straight('tolerance', [left, at], [right, at]),
      label('tolerance-label', [left + 4, at - 3], `${name}: ${tolerance.toExponential()} max(1, |loss|)`),
    ]),
  ]);
}

/** What runs upward, above the plot. */
function heading(text: string): Markup {
  return label('name', [4, 12], `↑ ${text}`);
}

function divergenceMark(frame: Frame, pairs: readonly Pair[], first: number | null, x: Axis): Markup[] {
  if (first === null) return [];
  const isLate = 2 * first > Math.max(...pairs.map(({ step }) => step));
  const [bottom, top] = upward(frame);
  const at = x.at(first);
  const text = `first divergence: step ${first}`;
  return [
    group('divergence', [straight(null, [at, top], [at, bottom])]),
    label('divergence-label', [at + (isLate ? -5 : 5), top + 13], text, isLate ? 'end' : 'start'),
  ];
}

function divergence(first: number | null): string {
  return first === null ? 'No loss diverges.' : `The first that diverges is of step ${first}.`;
}

/** The losses that are due, and the port's as far as they are not out of all measure. */
function rangeOf(pairs: readonly Pair[]): [number, number] {
  const due = pairs.map(({ expected }) => expected);
  const [low, high] = [Math.min(...due), Math.max(...due)];
  const span = Math.max(high - low, 1);
  const own = pairs.map(({ got }) => got).filter((got) => got > low - 2 * span && got < high + 2 * span);
  return [Math.min(low, ...own), Math.max(high, ...own)];
}
