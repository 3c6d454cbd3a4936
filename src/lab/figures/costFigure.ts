import type { GrowthPoint } from '../bench/cost.ts';
import { fixed, label, open, styles, tenTo } from './figureParts.ts';

/** The plot's size, and the decades shown: of parameters, and of cost as a multiple of the canonical configuration's. */
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [640, 400, 64, 24, 16, 48];
const X = { least: 3, most: 6 };
const Y = { least: -1, most: 3 };

const x = (params: number) => LEFT + ((Math.log10(params) - X.least) / (X.most - X.least)) * (WIDTH - LEFT - RIGHT);
const y = (cost: number) =>
  HEIGHT - BOTTOM - ((Math.log10(cost) - Y.least) / (Y.most - Y.least)) * (HEIGHT - TOP - BOTTOM);

/** Parameters against the cost of a step: operations counted, and time measured. */
export function growthFigure(points: readonly GrowthPoint[]): string {
  return `${open(WIDTH, HEIGHT, 'Parameters against the cost of a step, both axes logarithmic: the time of a step grows as the count of its multiply-adds does')}
${styles('.time { fill: #0969da }\n.count { fill: none; stroke: #bc4c00; stroke-width: 1.5 }', '.time { fill: #4493f8 } .count { stroke: #db6d28 }')}
${axes().join('\n')}
${points.map(dots).join('\n')}
<circle class="time" cx="${LEFT + 20}" cy="${TOP + 12}" r="4"/>${label(LEFT + 32, TOP + 16, "time of the engine's step")}
<circle class="count" cx="${LEFT + 20}" cy="${TOP + 32}" r="7"/>${label(LEFT + 32, TOP + 36, 'multiply-adds, counted')}
${label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, 'parameters', 'text-anchor="middle"')}
${label(LEFT + 190, TOP + 26, 'as multiples of the canonical configuration', 'class="faint"')}
</svg>
`;
}

function dots({ num_params, operations, time }: GrowthPoint): string {
  const at = fixed(x(num_params));
  return `<circle class="count" cx="${at}" cy="${fixed(y(operations))}" r="7"/><circle class="time" cx="${at}" cy="${fixed(y(time))}" r="4"/>`;
}

function axes(): string[] {
  const decades = ({ least, most }: typeof X) => Array.from({ length: most - least + 1 }, (_, i) => least + i);
  return [
    ...decades(X).map((exponent) => {
      const at = x(10 ** exponent);
      return `<path class="grid" d="M${fixed(at)} ${TOP}V${HEIGHT - BOTTOM}"/>${tenTo(at, HEIGHT - BOTTOM + 18, exponent, 'text-anchor="middle" class="faint"')}`;
    }),
    ...decades(Y).map((exponent) => {
      const at = y(10 ** exponent);
      return `<path class="grid" d="M${LEFT} ${fixed(at)}H${WIDTH - RIGHT}"/>${tenTo(LEFT - 8, at + 4, exponent, 'text-anchor="end" class="faint"')}`;
    }),
    `<path class="axis" d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}"/>`,
  ];
}
