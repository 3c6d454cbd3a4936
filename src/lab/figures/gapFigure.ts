import type { Measurements } from '../numerics/measurements.ts';
import { fixed, label, open, styles, tenTo } from './figureParts.ts';

/** The plot's size, and the decades shown. */
const [WIDTH, LEFT, RIGHT, TOP, ROW] = [860, 400, 24, 40, 18];
const [LEAST, MOST] = [-16, 2];

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

const x = (delta: number) => LEFT + ((Math.log10(delta) - LEAST) / (MOST - LEAST)) * (WIDTH - LEFT - RIGHT);

/** Noise and mistakes on one logarithmic axis, with the tolerances between them. */
export function gapFigure(measurements: Measurements): string {
  const groups = groupsOf(measurements);
  const rows = groups.reduce((sum, { dots }) => sum + dots.length + 1, 0);
  const height = TOP + rows * ROW + 40;
  const bottom = height - 34;
  return `${open(WIDTH, height, 'Noise and mistakes: greatest difference of a loss over the first 500 steps, with the tolerances of the classes f64 and f32 in the gaps between them')}
${styles('.noise { fill: #0969da }\n.seen { fill: #bc4c00 }\n.unseen { fill: none; stroke: #bc4c00; stroke-width: 1.5 }', '.noise { fill: #4493f8 } .seen { fill: #db6d28 } .unseen { stroke: #db6d28 }')}
${decades(bottom).join('\n')}
${measurements.classes.map(({ dtype, tolerance }) => limit(dtype, tolerance, bottom)).join('\n')}
${body(groups).join('\n')}
${label((LEFT + WIDTH - RIGHT) / 2, height - 4, 'greatest |Δ| of a loss over the first 500 steps, in nats', 'text-anchor="middle"')}
</svg>
`;
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

function body(groups: readonly Group[]): string[] {
  let y = TOP;
  return groups.flatMap(({ heading, dots }) => {
    y += ROW;
    const head = label(8, y, heading, 'class="head"');
    return [
      head,
      ...dots.map(({ title, delta, kind }) => {
        y += ROW;
        return `${label(LEFT - 12, y, title, 'text-anchor="end"')}<circle class="${kind}" cx="${fixed(x(delta))}" cy="${fixed(y - 4)}" r="4"/>`;
      }),
    ];
  });
}

function decades(bottom: number): string[] {
  const exponents = Array.from({ length: (MOST - LEAST) / 2 + 1 }, (_, i) => LEAST + 2 * i);
  return exponents.map((exponent) => {
    const at = x(10 ** exponent);
    return `<path class="grid" d="M${fixed(at)} ${TOP}V${bottom}"/>${tenTo(at, bottom + 14, exponent, 'text-anchor="middle" class="faint"')}`;
  });
}

function limit(name: string, tolerance: number, bottom: number): string {
  const at = x(tolerance);
  return `<path class="limit" d="M${fixed(at)} ${TOP - 6}V${bottom}"/>${label(at, TOP - 12, `${name}: ${tolerance.toExponential()}`, 'text-anchor="middle" class="limit-text"')}`;
}
