import { linearAxis, logarithmicAxis } from '../../report/chart/axis.ts';
import { figure, type Palette } from '../../report/chart/figure.ts';
import { curve, label, type Point, straight } from '../../report/chart/marks.ts';
import { across, axes, type Frame, upward } from '../../report/chart/plot.ts';
import type { Markup } from '../../report/page/markup.ts';
import type { Growth, Measurements } from '../numerics/measurements.ts';

const FRAME: Frame = { width: 860, height: 440, left: 56, right: 330, top: 16, bottom: 44 };
const STEPS = 1000;
/** The least distance between two labels, and how far from the plot they stand. */
const [LINE, BESIDE] = [15, 14];

const x = linearAxis([0, STEPS], across(FRAME));
const y = logarithmicAxis([-16, 2], upward(FRAME), 2);
const [LEFT, RIGHT] = across(FRAME);

/** The greatest difference of a loss so far, step by step: noise stays level, a mistake climbs, a ReLU jumps. */
export function growthFigure({ growth, classes, mistakes }: Measurements): string {
  const title =
    'Greatest difference of a loss so far, over 1000 steps: noise stays level until a ReLU falls on the other side of 0, mistakes climb from the first steps';
  const look = {
    shapes: '.noise, .mistake { stroke-width: 1.8 }\n.lead { opacity: 0.5 }',
    colours: ({ blue, orange, faint }: Palette) =>
      `.noise { stroke: ${blue} }\n.mistake { stroke: ${orange} }\n.lead { stroke: ${faint} }`,
  };
  const isMistake = (line: Growth) => mistakes.some(({ id }) => id === line.id);
  const places = spread(growth.map(({ points }) => y.at(points[STEPS])));
  return figure(FRAME, title, look, [
    axes(FRAME, x, y, 'step'),
    classes.map(({ dtype, tolerance }) => limit(dtype, y.at(tolerance))),
    growth.map((line, i) => course(line, isMistake(line) ? 'mistake' : 'noise', places[i])),
  ]);
}

function course({ title, points }: Growth, kind: 'noise' | 'mistake', place: number): Markup[] {
  const steps = Object.entries(points)
    .filter(([, delta]) => delta > 0)
    .map(([step, delta]): Point => [x.at(Number(step)), y.at(delta)]);
  return [
    curve(kind, steps),
    straight('lead', [RIGHT, y.at(points[STEPS])], [RIGHT + BESIDE, place]),
    label('name', [RIGHT + BESIDE + 4, place + 4], title),
  ];
}

/** Moves labels apart, each as little as is needed, from the top down. */
function spread(wanted: readonly number[]): number[] {
  const order = wanted.map((place, i) => ({ place, i })).sort((a, b) => a.place - b.place);
  const places: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const { place, i } of order) {
    last = Math.max(place, last + LINE);
    places[i] = last;
  }
  return places;
}

function limit(name: string, at: number): Markup[] {
  return [straight('limit', [LEFT, at], [RIGHT, at]), label('limit-text', [LEFT + 6, at - 5], name)];
}
