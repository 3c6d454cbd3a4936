import type { Bands, Envelopes } from '../ensembles/bands.ts';
import { fixed, label, open, styles, tenTo } from './figureParts.ts';

/** The plots' size, the margins around them, and the losses shown. */
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [860, 380, 56, 24, 16, 44];
const LOSSES = { least: 1, most: 4.5 };
const DECADES = { least: -16, most: 2 };
const STEPS = 1000;
/** Steps between two points of a line. */
const STRIDE = 10;

/** The losses of right runs from many starts: bands of 98, 90 and 50 in a hundred, and the median, over the step's logarithm. */
export function bandsFigure({ losses, provenance: { seeds } }: Bands): string {
  const x = (step: number) => LEFT + (Math.log10(step) / Math.log10(STEPS)) * (WIDTH - LEFT - RIGHT);
  const y = (loss: number) =>
    HEIGHT - BOTTOM - ((loss - LOSSES.least) / (LOSSES.most - LOSSES.least)) * (HEIGHT - TOP - BOTTOM);
  const steps = shownSteps();
  const line = (band: readonly number[], of: readonly number[] = steps) =>
    of.map((step) => `${fixed(x(step))} ${fixed(y(band[step - 1]))}`).join('L');
  const area = (i: number) =>
    `<path class="band" d="M${line(losses[i])}L${line(losses[losses.length - 1 - i], steps.toReversed())}Z"/>`;
  const middle = losses[(losses.length - 1) / 2];
  return `${open(WIDTH, HEIGHT, `Losses of ${seeds.last - seeds.first + 1} right runs from starts of their own, step by step: the median falls from 3.3 to 2.3, and single losses scatter by 0.4 around it`)}
${styles('.band { fill: #0969da; opacity: 0.2 }\n.line { fill: none; stroke: #0969da; stroke-width: 1.8 }', '.band { fill: #4493f8 } .line { stroke: #4493f8 }')}
${[1, 2, 3, 4].map((loss) => `<path class="grid" d="M${LEFT} ${fixed(y(loss))}H${WIDTH - RIGHT}"/>${label(LEFT - 8, y(loss) + 4, String(loss), 'text-anchor="end" class="faint"')}`).join('\n')}
${[1, 10, 100, 1000].map((step) => label(x(step), HEIGHT - BOTTOM + 18, String(step), 'text-anchor="middle" class="faint"')).join('\n')}
${[0, 1, 2].map(area).join('\n')}
<path class="line" d="M${line(middle)}"/>
<path class="axis" d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}"/>
${label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, 'step', 'text-anchor="middle"')}
${label(WIDTH - RIGHT - 8, TOP + 16, 'loss in nats: the median, and the middle 50, 90 and 98 of 100 runs', 'text-anchor="end" class="faint"')}
</svg>
`;
}

/** How far runs go apart with noise: the greatest difference so far, of the median run and of all. */
export function envelopesFigure({ envelopes, provenance: { seeds } }: Envelopes): string {
  const x = (step: number) => LEFT + (step / STEPS) * (WIDTH - LEFT - RIGHT);
  const y = (delta: number) => {
    const exponent = Math.max(Math.log10(delta), DECADES.least);
    return HEIGHT - BOTTOM - ((exponent - DECADES.least) / (DECADES.most - DECADES.least)) * (HEIGHT - TOP - BOTTOM);
  };
  const line = (deltas: readonly number[]) =>
    shownSteps()
      .map((step) => `${fixed(x(step))} ${fixed(y(deltas[step - 1]))}`)
      .join('L');
  const exponents = Array.from({ length: (DECADES.most - DECADES.least) / 2 + 1 }, (_, i) => DECADES.least + 2 * i);
  return `${open(WIDTH, HEIGHT, `Greatest difference of a loss so far between ${seeds.last - seeds.first + 1} runs and the same with noise, over 1000 steps: with 1 ulp near 1e-15, in float32 near 1e-6, and more where a ReLU falls on the other side of 0`)}
${styles('.most { fill: none; stroke: #0969da; stroke-width: 1.8 }\n.median { fill: none; stroke: #0969da; stroke-width: 1.2; stroke-dasharray: 3 3 }', '.most, .median { stroke: #4493f8 }')}
${exponents.map((exponent) => `<path class="grid" d="M${LEFT} ${fixed(y(10 ** exponent))}H${WIDTH - RIGHT}"/>${tenTo(LEFT - 8, y(10 ** exponent) + 4, exponent, 'text-anchor="end" class="faint"')}`).join('\n')}
${[0, 200, 400, 600, 800, 1000].map((step) => label(x(step), HEIGHT - BOTTOM + 18, String(step), 'text-anchor="middle" class="faint"')).join('\n')}
${envelopes.map(({ most, median }) => `<path class="most" d="M${line(most)}"/><path class="median" d="M${line(median)}"/>`).join('\n')}
${envelopes.map(({ title, most }) => label(WIDTH - RIGHT - 8, y(most[STEPS - 1]) - 10, `${title}: all runs, and dashed the median run`, 'text-anchor="end"')).join('\n')}
${label(LEFT + 12, TOP + 16, 'greatest difference of a loss so far, in nats', 'class="faint"')}
<path class="axis" d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}"/>
${label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, 'step', 'text-anchor="middle"')}
</svg>
`;
}

/** Every step at first, then every tenth. */
function shownSteps(): number[] {
  return Array.from({ length: STEPS }, (_, i) => i + 1).filter((step) => step < 2 * STRIDE || step % STRIDE === 0);
}
