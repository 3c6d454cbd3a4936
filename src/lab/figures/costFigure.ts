import { logarithmicAxis } from '../../report/chart/axis.ts';
import { figure, type Palette } from '../../report/chart/figure.ts';
import { disc, label } from '../../report/chart/marks.ts';
import { across, axes, type Frame, upward } from '../../report/chart/plot.ts';
import type { CostPoint } from '../bench/cost.ts';

const FRAME: Frame = { width: 640, height: 400, left: 64, right: 24, top: 16, bottom: 48 };
const [LEFT, TOP] = [FRAME.left, FRAME.top];
const [TIME, COUNT] = [4, 7];

/** Parameters, and cost as a multiple of the canonical configuration's. */
const x = logarithmicAxis([3, 6], across(FRAME));
const y = logarithmicAxis([-1, 3], upward(FRAME));

/** Parameters against the cost of a step: operations counted, and time measured. */
export function costFigure(points: readonly CostPoint[]): string {
  const title =
    'Parameters against the cost of a step, both axes logarithmic: the time of a step grows as the count of its multiply-adds does';
  const look = {
    shapes: '.count { fill: none; stroke-width: 1.5 }',
    colours: ({ blue, orange }: Palette) => `.time { fill: ${blue} }\n.count { stroke: ${orange} }`,
  };
  return figure(FRAME, title, look, [
    axes(FRAME, x, y, 'parameters', 'both'),
    points.map(({ num_params, operations, time }) => [
      disc('count', [x.at(num_params), y.at(operations)], COUNT),
      disc('time', [x.at(num_params), y.at(time)], TIME),
    ]),
    disc('time', [LEFT + 20, TOP + 12], TIME),
    label('name', [LEFT + 32, TOP + 16], "time of the engine's step"),
    disc('count', [LEFT + 20, TOP + 32], COUNT),
    label('name', [LEFT + 32, TOP + 36], 'multiply-adds, counted'),
    label('faint', [LEFT + 190, TOP + 26], 'as multiples of the canonical configuration'),
  ]);
}
