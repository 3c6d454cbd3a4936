import { linearAxis, logarithmicAxis } from '../../report/chart/axis.ts';
import { figure, type Palette } from '../../report/chart/figure.ts';
import { band, curve, label, type Point } from '../../report/chart/marks.ts';
import { across, axes, type Frame, upward } from '../../report/chart/plot.ts';
import type { Bands, Envelopes } from '../ensembles/bands.ts';

const FRAME: Frame = { width: 860, height: 380, left: 56, right: 24, top: 16, bottom: 44 };
const RIGHT = across(FRAME)[1];
const STEPS = 1000;
/** Steps between two points of a line. */
const STRIDE = 10;

/** The losses of right runs from many starts: bands of 98, 90 and 50 in a hundred, and the median, over the step's logarithm. */
export function bandsFigure({ losses, provenance: { seeds } }: Bands): string {
  const title = `Losses of ${seeds.last - seeds.first + 1} right runs from starts of their own, step by step: the median falls from 3.3 to 2.3, and single losses scatter by 0.4 around it`;
  const look = {
    shapes: '.band { opacity: 0.2 }\n.line { stroke-width: 1.8 }',
    colours: ({ blue }: Palette) => `.band { fill: ${blue} }\n.line { stroke: ${blue} }`,
  };
  const x = logarithmicAxis([0, Math.log10(STEPS)], across(FRAME));
  const y = linearAxis([1, 4.5], upward(FRAME), 4);
  const steps = shownSteps();
  const between = (low: readonly number[], high: readonly number[]) =>
    steps.map((step) => [x.at(step), y.at(low[step - 1]), y.at(high[step - 1])] as const);
  const middle = losses[(losses.length - 1) / 2];
  return figure(FRAME, title, look, [
    axes(FRAME, x, y, 'step'),
    [0, 1, 2].map((i) => band('band', between(losses[i], losses[losses.length - 1 - i]))),
    curve(
      'line',
      steps.map((step): Point => [x.at(step), y.at(middle[step - 1])]),
    ),
    label(
      'faint',
      [RIGHT - 8, FRAME.top + 16],
      'loss in nats: the median, and the middle 50, 90 and 98 of 100 runs',
      'end',
    ),
  ]);
}

/** How far runs go apart with noise: the greatest difference so far, of the median run and of all. */
export function envelopesFigure({ envelopes, provenance: { seeds } }: Envelopes): string {
  const title = `Greatest difference of a loss so far between ${seeds.last - seeds.first + 1} runs and the same with noise, over 1000 steps: with 1 ulp near 1e-15, in float32 near 1e-6, and more where a ReLU falls on the other side of 0`;
  const look = {
    shapes: '.most { stroke-width: 1.8 }\n.median { stroke-width: 1.2; stroke-dasharray: 3 3 }',
    colours: ({ blue }: Palette) => `.most, .median { stroke: ${blue} }`,
  };
  const x = linearAxis([0, STEPS], across(FRAME));
  const y = logarithmicAxis([-16, 2], upward(FRAME), 2);
  const line = (deltas: readonly number[]) => shownSteps().map((step): Point => [x.at(step), y.at(deltas[step - 1])]);
  return figure(FRAME, title, look, [
    axes(FRAME, x, y, 'step'),
    envelopes.map(({ title: noise, most, median }) => [
      curve('most', line(most)),
      curve('median', line(median)),
      label('name', [RIGHT - 8, y.at(most[STEPS - 1]) - 10], `${noise}: all runs, and dashed the median run`, 'end'),
    ]),
    label('faint', [FRAME.left + 12, FRAME.top + 16], 'greatest difference of a loss so far, in nats'),
  ]);
}

/** Every step at first, then every tenth. */
function shownSteps(): number[] {
  return Array.from({ length: STEPS }, (_, i) => i + 1).filter((step) => step < 2 * STRIDE || step % STRIDE === 0);
}
