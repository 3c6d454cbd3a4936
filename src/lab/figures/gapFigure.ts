import { logarithmicAxis } from '../../report/chart/axis.ts';
import { figure, type Palette } from '../../report/chart/figure.ts';
import { disc, label, straight } from '../../report/chart/marks.ts';
import { axes, type Frame, upward } from '../../report/chart/plot.ts';
import type { Markup } from '../../report/page/markup.ts';
import type { Measurements } from '../numerics/measurements.ts';

/** The plot without its rows, and a row. */
const [WIDTH, LEFT, RIGHT, TOP, BOTTOM, ROW] = [860, 400, 24, 40, 44, 18];

/** A dot of the figure. */
interface Dot {
  readonly title: string;
  readonly delta: number;
  readonly kind: 'noise' | 'seen' | 'unseen';
}

/** A group of dots under a heading. */
interface Group {
  readonly heading: string;
  readonly dots: readonly Dot[];
}

const x = logarithmicAxis([-16, 2.5], [LEFT, WIDTH - RIGHT], 2);

/** Noise and mistakes on one logarithmic axis, with the tolerances between them. */
export function gapFigure(measurements: Measurements): string {
  const groups = groupsOf(measurements);
  const rows = groups.reduce((sum, { dots }) => sum + dots.length + 1, 0);
  const height = TOP + rows * ROW + 6 + BOTTOM;
  const frame: Frame = { width: WIDTH, height, left: LEFT, right: RIGHT, top: TOP, bottom: BOTTOM };
  const title =
    'Noise and mistakes: greatest difference of a loss over the first 500 steps, with the tolerances of the classes f64 and f32 in the gaps between them';
  const look = {
    shapes: '.unseen { fill: none; stroke-width: 1.5 }',
    colours: ({ blue, orange }: Palette) =>
      `.noise { fill: ${blue} }\n.seen { fill: ${orange} }\n.unseen { stroke: ${orange} }`,
  };
  return figure(frame, title, look, [
    axes(frame, x, null, 'greatest |Δ| of a loss over the first 500 steps, in nats', 'x'),
    measurements.classes.map(({ dtype, tolerance }) => limit(dtype, tolerance, upward(frame)[0])),
    body(groups),
  ]);
}

function groupsOf({ noise, mistakes, classes }: Measurements): Group[] {
  const f32 = classes.find(({ dtype }) => dtype === 'f32')?.tolerance ?? 0;
  const f64 = classes.find(({ dtype }) => dtype === 'f64')?.tolerance ?? 0;
  const noiseOf = (wanted: string | null) =>
    noise
      .filter(({ dtype }) => dtype === wanted)
      .map(({ title, halfDelta }): Dot => ({ title, delta: halfDelta, kind: 'noise' }));
  const mistakesWhere = (heading: string, isWanted: (delta: number) => boolean, kind: Dot['kind']): Group => ({
    heading,
    dots: mistakes
      .filter(({ halfDelta }) => isWanted(halfDelta))
      .sort((a, b) => a.halfDelta - b.halfDelta)
      .map(({ title, halfDelta }) => ({ title, delta: halfDelta, kind })),
  });
  return [
    { heading: 'other roundings in float64', dots: noiseOf('f64') },
    { heading: 'float32', dots: noiseOf('f32') },
    mistakesWhere('mistakes that no loss shows', (delta) => delta <= f64, 'unseen'),
    mistakesWhere('mistakes that f64 alone shows', (delta) => delta > f64 && delta <= f32, 'seen'),
    mistakesWhere('mistakes that both classes show', (delta) => delta > f32, 'seen'),
  ];
}

function body(groups: readonly Group[]): Markup[] {
  let y = TOP;
  return groups.flatMap(({ heading, dots }) => {
    y += ROW;
    const head = label('head', [8, y], heading);
    return [
      head,
      ...dots.flatMap(({ title, delta, kind }) => {
        y += ROW;
        return [label('name', [LEFT - 12, y], title, 'end'), disc(kind, [x.at(delta), y - 4], 4)];
      }),
    ];
  });
}

function limit(name: string, tolerance: number, bottom: number): Markup[] {
  const at = x.at(tolerance);
  return [
    straight('limit', [at, TOP - 6], [at, bottom]),
    label('limit-text', [at, TOP - 12], `${name}: ${tolerance.toExponential()}`, 'middle'),
  ];
}
