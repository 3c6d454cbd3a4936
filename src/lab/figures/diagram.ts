import type { Palette } from '../../report/chart/figure.ts';
import { box, curve, group, label, type Point } from '../../report/chart/marks.ts';
import type { Markup } from '../../report/page/markup.ts';

/** Pixels between two lines of text, of an arrow's head, and from a baseline to the middle of its line. */
const [LINE, HEAD, HALF_LINE] = [15, 5, 4];

/** How boxes and arrows of a diagram look. */
export const DIAGRAM = {
  shapes:
    'rect { stroke-width: 1.2 }\n.arrow, .head-of-arrow { stroke-width: 1.3 }\n.shape { font-style: italic }\n.frame { stroke-dasharray: 5 4 }',
  colours: ({ ink, faint, blue, orange }: Palette) => `rect { fill: ${blue}; fill-opacity: 0.08; stroke: ${blue} }
.learnt { fill: ${orange}; stroke: ${orange} }
.frame { fill: none; stroke: ${faint} }
.plus { fill: ${blue}; fill-opacity: 0.08; stroke: ${blue} }
.arrow { stroke: ${faint} }
.head-of-arrow { fill: ${faint}; stroke: none }
.shape { fill: ${faint} }
.ink { fill: ${ink} }
.blue { fill: ${blue} }
.orange { fill: ${orange} }`,
};

/** A box with lines of text in its middle. */
export function node(
  className: string | null,
  [x, y]: Point,
  width: number,
  height: number,
  lines: readonly string[],
): Markup {
  const first = y + height / 2 + HALF_LINE - ((lines.length - 1) * LINE) / 2;
  return group(null, [
    box(className, [x, y], width, height),
    ...lines.map((text, i) => label(i === 0 ? 'head' : 'shape', [x + width / 2, first + i * LINE], text, 'middle')),
  ]);
}

/** A line through points, with a head at the last of them. */
export function arrow(points: readonly Point[]): Markup {
  const [[x0, y0], [x, y]] = points.slice(-2);
  const length = Math.hypot(x - x0, y - y0);
  const [dx, dy] = [(HEAD * (x - x0)) / length, (HEAD * (y - y0)) / length];
  const back: Point = [x - 2 * dx, y - 2 * dy];
  return group(null, [
    curve('arrow', [...points.slice(0, -1), back]),
    curve('head-of-arrow', [
      [x, y],
      [back[0] - dy, back[1] + dx],
      [back[0] + dy, back[1] - dx],
      [x, y],
    ]),
  ]);
}
