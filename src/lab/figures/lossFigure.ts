import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { linearAxis } from '../../report/chart/axis.ts';
import { figure, type Palette } from '../../report/chart/figure.ts';
import { curve, disc, label, straight } from '../../report/chart/marks.ts';
import { across, axes, type Frame, upward } from '../../report/chart/plot.ts';
import { html, type Markup } from '../../report/page/markup.ts';

const FRAME: Frame = { width: 640, height: 360, left: 56, right: 16, top: 16, bottom: 48 };
const MOST_LOSS = 5;
const SEGMENTS = 120;
/** Probabilities whose losses are written beside the curve. */
const MARKED = [0.05, 0.5, 0.9];

const x = linearAxis([0, 1], across(FRAME));
const y = linearAxis([0, MOST_LOSS], upward(FRAME));

/** The -ln p curve of spec/loss.md, beside 1 - p, as SVG text that is readable on light and dark pages. */
export function lossFigure(): string {
  const title =
    'The loss -ln p against the probability p of the target: infinite at 0, 3.0 at 0.05, 0.69 at 0.5, 0 at 1; 1 - p stays below 1';
  const look = {
    shapes:
      'text { font-size: 14px }\n.curve { stroke-width: 2.5 }\n.line { stroke-width: 1.5; stroke-dasharray: 5 4 }',
    colours: ({ blue, gold }: Palette) =>
      `.curve { stroke: ${blue} }\n.line { stroke: ${gold} }\n.dot { fill: ${blue} }`,
  };
  const middle = y.at(MOST_LOSS / 2);
  return figure(FRAME, title, look, [
    axes(FRAME, x, y, 'probability of the target'),
    html`<g transform="rotate(-90 16 ${middle})">${label('name', [16, middle], 'loss in nats', 'middle')}</g>`,
    straight('line', [x.at(0), y.at(1)], [x.at(1), y.at(0)]),
    label('name', [x.at(0.02), y.at(1) + 34], '1 - p'),
    curve('curve', losses()),
    label('name', [x.at(0.035), y.at(MOST_LOSS) + 14], 'loss = -ln p'),
    MARKED.map(mark),
  ]);
}

/** Evenly spaced in the loss, so that the steep part is smooth too. */
function losses(): (readonly [number, number])[] {
  return Array.from({ length: SEGMENTS + 1 }, (_, i) => {
    const loss = (MOST_LOSS * (SEGMENTS - i)) / SEGMENTS;
    return [x.at(Math.exp(-loss)), y.at(loss)] as const;
  });
}

function mark(p: number): Markup[] {
  const loss = -Math.log(p);
  const [left, top] = [x.at(p), y.at(loss)];
  const text = `p = ${p}: ${loss.toFixed(3)}`;
  const beside = p > 0.8 ? label('name', [left, top - 14], text, 'middle') : label('name', [left + 10, top - 8], text);
  return [disc('dot', [left, top], 4), beside];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../../../spec/figures/loss.svg', import.meta.url), lossFigure());
}
