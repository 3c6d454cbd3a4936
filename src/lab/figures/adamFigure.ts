import { configure } from '../../reference/config.ts';
import { adam, learningRate, zeroMoments } from '../../reference/optimizer.ts';
import { linearAxis, roundRange } from '../../report/chart/axis.ts';
import { figure, type Palette } from '../../report/chart/figure.ts';
import { curve, disc, label, type Point, straight } from '../../report/chart/marks.ts';
import { html, type Markup } from '../../report/page/markup.ts';

const SIZE = { width: 900, height: 476 };
/** A panel's width and height, and its margins. */
const [WIDE, HIGH, LEFT, TOP, LOW] = [440, 220, 62, 62, 36];
/** Pixels from a dot to its number, above it or below. */
const [ABOVE, UNDER] = [-9, 18];
const GRADIENTS = [1, -0.5, 0.25];
const START = 0.5;
const config = configure({ num_steps: GRADIENTS.length });

/** A line of a panel: a number before the first step and after each, or at each step. */
interface Line {
  readonly kind: 'plain' | 'hat';
  /** Where it begins: at the start, 0, or at the first step. */
  readonly from: 0 | 1;
  readonly values: readonly number[];
}

/** The learning rate, both moments and a parameter over a run of three steps. */
export function adamFigure(): string {
  const { rates, m, v, p, mHat, vHat } = run();
  const written = (values: readonly number[]) => values.map((value) => rounded(value)).join(', ');
  const title = `Adam over a run of three steps with the gradients ${GRADIENTS.join(', ')}: learning rate ${written(rates)}; m ${written(m)}; v ${written(v)}; a parameter from ${START} to ${written(p)}`;
  const look = {
    shapes: '.plain, .hat { stroke-width: 1.8 }\n.hat { stroke-dasharray: 4 3 }\ncircle { stroke: none }',
    colours: ({ blue, orange }: Palette) => `.plain { stroke: ${blue} }
.hat { stroke: ${orange} }
circle.plain { fill: ${blue} }
circle.hat { fill: ${orange}; stroke: none }`,
  };
  return figure(SIZE, title, look, [
    panel(0, 'lr_t', 'optimizer.7', [{ kind: 'plain', from: 1, values: rates }]),
    panel(1, 'm', 'optimizer.2; dashed: m̂, optimizer.4', [
      { kind: 'plain', from: 0, values: [0, ...m] },
      { kind: 'hat', from: 1, values: mHat },
    ]),
    panel(2, 'v', 'optimizer.3; dashed: v̂, optimizer.4', [
      { kind: 'plain', from: 0, values: [0, ...v] },
      { kind: 'hat', from: 1, values: vHat },
    ]),
    panel(3, 'p', 'optimizer.5', [{ kind: 'plain', from: 0, values: [START, ...p] }]),
    label(
      'faint',
      [20, SIZE.height - 12],
      `Gradients ${GRADIENTS.join(', ')} at the steps 0, 1, 2; num_steps 3, all other constants microgpt.py’s.`,
    ),
  ]);
}

function run() {
  const [data, moments] = [Float64Array.of(START), zeroMoments(1)];
  const seen = GRADIENTS.map((gradient, step) => {
    adam(config, step, data, Float64Array.of(gradient), moments);
    const [m, v] = [moments.m[0], moments.v[0]];
    const { beta1, beta2 } = config;
    const hats = { mHat: m / (1 - beta1 ** (step + 1)), vHat: v / (1 - beta2 ** (step + 1)) };
    return { rate: learningRate(config, step), m, v, p: data[0], ...hats };
  });
  return {
    rates: seen.map(({ rate }) => rate),
    m: seen.map(({ m }) => m),
    v: seen.map(({ v }) => v),
    p: seen.map(({ p }) => p),
    mHat: seen.map(({ mHat }) => mHat),
    vHat: seen.map(({ vHat }) => vHat),
  };
}

/** One of the four charts, two by two; each number is written at its dot. */
function panel(i: number, name: string, what: string, lines: readonly Line[]): Markup {
  const [left, top] = [LEFT + (i % 2) * WIDE, TOP + Math.floor(i / 2) * HIGH];
  const [right, bottom] = [left + WIDE - LEFT - 20, top + HIGH - TOP - LOW];
  const all = lines.flatMap(({ values }) => values);
  const y = linearAxis(roundRange([Math.min(...all), Math.max(...all)], 4), [bottom, top], 4);
  const x = (slot: number) => left + 30 + ((right - left - 60) * slot) / GRADIENTS.length;
  return html`${label('head', [left - 42, top - 30], name)}${label('faint', [left - 8, top - 30], what)}
${y.ticks.map((tick) => [straight('grid', [left, y.at(tick)], [right, y.at(tick)]), label('faint', [left - 6, y.at(tick) + 4], y.written(tick), 'end')])}
${straight('axis', [left, top], [left, bottom + UNDER])}
${['start', ...GRADIENTS.keys()].map((slotName, slot) => label('faint', [x(slot), bottom + LOW], slotName, 'middle'))}
${lines.map(({ kind, from, values }) => {
  const points = values.map((value, step): Point => [x(from + step), y.at(value)]);
  const beside = kind === 'plain' && lines.length > 1 ? UNDER : ABOVE;
  return [
    curve(kind, points),
    points.map((point) => disc(kind, point, 3.5)),
    values.map((value, step) => label('ink', [x(from + step), y.at(value) + beside], rounded(value), 'middle')),
  ];
})}`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}
