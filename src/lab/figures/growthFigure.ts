import type { Growth, Measurements } from '../numerics/measurements.ts';
import { fixed, label, open, styles, tenTo } from './figureParts.ts';

/** The plot's size, and the decades shown. */
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [860, 440, 56, 330, 16, 44];
const [LEAST, MOST, STEPS] = [-16, 2, 1000];
/** The least distance between two labels. */
const LINE = 15;

const x = (step: number) => LEFT + (step / STEPS) * (WIDTH - LEFT - RIGHT);
const y = (delta: number) =>
  HEIGHT - BOTTOM - ((Math.max(Math.log10(delta), LEAST) - LEAST) / (MOST - LEAST)) * (HEIGHT - TOP - BOTTOM);

/** The greatest difference of a loss so far, step by step: noise stays level, a mistake climbs, a ReLU jumps. */
export function growthFigure({ growth, classes, mistakes }: Measurements): string {
  const isMistake = (line: Growth) => mistakes.some(({ id }) => id === line.id);
  const places = spread(growth.map(({ points }) => y(points[STEPS])));
  return `${open(WIDTH, HEIGHT, 'Greatest difference of a loss so far, over 1000 steps: noise stays level until a ReLU falls on the other side of 0, mistakes climb from the first steps')}
${styles('.line { fill: none; stroke-width: 1.8 }\n.noise { stroke: #0969da }\n.mistake { stroke: #bc4c00 }\n.lead { stroke: #57606a; opacity: 0.5; fill: none }', '.noise { stroke: #4493f8 } .mistake { stroke: #db6d28 } .lead { stroke: #9198a1 }')}
${axes().join('\n')}
${classes.map(({ dtype, tolerance }) => limit(dtype, tolerance)).join('\n')}
${growth.map((line, i) => course(line, isMistake(line) ? 'mistake' : 'noise', places[i])).join('\n')}
${label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, 'step', 'text-anchor="middle"')}
</svg>
`;
}

function course({ title, points }: Growth, kind: 'noise' | 'mistake', place: number): string {
  const path = Object.entries(points)
    .filter(([, delta]) => delta > 0)
    .map(([step, delta]) => `${fixed(x(Number(step)))} ${fixed(y(delta))}`);
  const from = `${fixed(x(STEPS))} ${fixed(y(points[STEPS]))}`;
  return `<path class="line ${kind}" d="M${path.join('L')}"/><path class="lead" d="M${from}L${fixed(x(STEPS) + 14)} ${fixed(place)}"/>${label(x(STEPS) + 18, place + 4, title)}`;
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

function axes(): string[] {
  const exponents = Array.from({ length: (MOST - LEAST) / 2 + 1 }, (_, i) => LEAST + 2 * i);
  const steps = [0, 200, 400, 600, 800, 1000];
  return [
    ...exponents.map((exponent) => {
      const at = y(10 ** exponent);
      return `<path class="grid" d="M${LEFT} ${fixed(at)}H${fixed(x(STEPS))}"/>${tenTo(LEFT - 8, at + 4, exponent, 'text-anchor="end" class="faint"')}`;
    }),
    ...steps.map((step) => label(x(step), HEIGHT - BOTTOM + 18, String(step), 'text-anchor="middle" class="faint"')),
    `<path class="axis" d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${fixed(x(STEPS))}"/>`,
  ];
}

function limit(name: string, tolerance: number): string {
  const at = y(tolerance);
  return `<path class="limit" d="M${LEFT} ${fixed(at)}H${fixed(x(STEPS))}"/>${label(LEFT + 6, at - 5, name, 'class="limit-text"')}`;
}
