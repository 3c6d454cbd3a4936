import type { Diff } from '../../diff/diff.ts';
import { lossTolerance } from '../../diff/tolerance.ts';
import { CLASS_TOLERANCE, type Dtype } from '../../port/precision.ts';
import type { Markup } from './markup.ts';
import { drawn } from './svg.ts';

/** Pixels; the script reads the margins from the page to know where a step lies. */
export const CHART = { width: 880, left: 64, right: 20 } as const;
const [LOSS_HEIGHT, DELTA_HEIGHT] = [310, 240];
/** Differences of 0 stand on the line below the smallest that a loss of 2 to 4 can have, 4.4e-16. */
const ZERO = 1e-17;
/** Losses that are no numbers stand at the top. */
const NO_NUMBER = 1e2;

/** A loss of the port beside the one that is due. */
interface Point {
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
 * @param diff - the comparison
 * @param dtype - the class whose tolerance is drawn as a band
 */
export async function lossCharts(diff: Diff, dtype: Dtype): Promise<LossCharts> {
  const points = diff.losses.compared.map(({ step, expected, got, delta, half }) => ({
    step,
    expected,
    got,
    delta,
    allowed: half + lossTolerance(dtype, expected),
  }));
  const last = Math.max(...points.map(({ step }) => step));
  const frame = {
    width: CHART.width,
    marginLeft: CHART.left,
    marginRight: CHART.right,
    marginBottom: 38,
    x: {
      label: 'step',
      labelAnchor: 'center',
      labelOffset: 34,
      labelArrow: 'none',
      domain: [Math.min(...points.map(({ step }) => step), last - 1), last],
      nice: false,
    },
    clip: true,
  } as const;
  const first = diff.losses.firstDivergence?.step ?? null;
  return { losses: await lossChart(points, first, frame), deltas: await deltaChart(points, first, frame) };
}

type Frame = Readonly<Record<string, unknown>>;

function lossChart(points: readonly Point[], first: number | null, frame: Frame): Promise<Markup> {
  const title = `Loss in nats by step: the port's over the golden one. ${divergence(first)}`;
  return drawn(title, (plot) => ({
    ...frame,
    height: LOSS_HEIGHT,
    y: { label: 'loss (nats)', grid: true, nice: true, domain: rangeOf(points) },
    marks: [
      plot.areaY(points, {
        x: 'step',
        y1: ({ expected, allowed }: Point) => expected - allowed,
        y2: ({ expected, allowed }: Point) => expected + allowed,
        className: 'band',
      }),
      plot.lineY(points, { x: 'step', y: 'expected', className: 'golden', strokeWidth: 3.5 }),
      plot.lineY(points, { x: 'step', y: 'got', className: 'port', strokeWidth: 1.25 }),
      ...divergenceRule(plot, points, first),
    ],
  }));
}

function deltaChart(points: readonly Point[], first: number | null, frame: Frame): Promise<Markup> {
  const title = `Difference of the port's loss from the golden one by step, logarithmic. ${divergence(first)}`;
  const most = Math.max(1, ...points.map(({ delta }) => (Number.isFinite(delta) ? delta : NO_NUMBER)));
  const top = 10 ** Math.ceil(Math.log10(most));
  const place = ({ delta }: Point) => (Number.isFinite(delta) ? Math.max(delta, ZERO) : top);
  const classes = Object.entries(CLASS_TOLERANCE).map(([name, tolerance]) => ({ name, tolerance }));
  return drawn(title, (plot) => ({
    ...frame,
    height: DELTA_HEIGHT,
    y: {
      label: '|difference| (nats)',
      type: 'log',
      grid: true,
      domain: [ZERO, top],
      ticks: powers(ZERO * 100, top),
      tickFormat: (value: number) => `1e${Math.round(Math.log10(value))}`,
    },
    marks: [
      plot.areaY(points, { x: 'step', y1: ZERO, y2: 'allowed', className: 'band' }),
      plot.dot(points, { x: 'step', y: place, r: 1.5, className: 'delta' }),
      plot.ruleY(classes, { y: 'tolerance', className: 'tolerance' }),
      plot.text(classes, {
        x: () => points[0]?.step ?? 1,
        y: 'tolerance',
        text: ({ name, tolerance }: (typeof classes)[number]) => `${name}: ${tolerance.toExponential()} max(1, |loss|)`,
        textAnchor: 'start',
        lineAnchor: 'bottom',
        dx: 4,
        dy: -2,
        clip: false,
        className: 'tolerance-label',
      }),
      plot.text([ZERO], {
        x: () => points[0]?.step ?? 1,
        y: (y: number) => y,
        text: () => '0',
        textAnchor: 'end',
        dx: -9,
        clip: false,
        className: 'zero-label',
      }),
      ...divergenceRule(plot, points, first),
    ],
  }));
}

function divergenceRule(plot: typeof import('@observablehq/plot'), points: readonly Point[], first: number | null) {
  if (first === null) return [];
  const isLate = 2 * first > Math.max(...points.map(({ step }) => step));
  return [
    plot.ruleX([first], { className: 'divergence' }),
    plot.text([first], {
      x: (step: number) => step,
      frameAnchor: 'top',
      text: (step: number) => `first divergence: step ${step}`,
      textAnchor: isLate ? 'end' : 'start',
      dx: isLate ? -5 : 5,
      dy: 2,
      lineAnchor: 'top',
      className: 'divergence-label',
    }),
  ];
}

function divergence(first: number | null): string {
  return first === null ? 'No loss diverges.' : `The first that diverges is of step ${first}.`;
}

/** The losses that are due, and the port's as far as they are not out of all measure. */
function rangeOf(points: readonly Point[]): [number, number] {
  const due = points.map(({ expected }) => expected);
  const [low, high] = [Math.min(...due), Math.max(...due)];
  const span = Math.max(high - low, 1);
  const own = points.map(({ got }) => got).filter((got) => got > low - 2 * span && got < high + 2 * span);
  return [Math.min(low, ...own), Math.max(high, ...own)];
}

function powers(from: number, to: number): number[] {
  const [first, last] = [Math.round(Math.log10(from)), Math.round(Math.log10(to))];
  return Array.from({ length: Math.floor((last - first) / 3) + 1 }, (_, i) => 10 ** (first + 3 * i));
}
