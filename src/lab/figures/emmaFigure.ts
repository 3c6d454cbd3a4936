import { documentLoss } from '../../engine/loss.ts';
import { createNetwork } from '../../engine/network.ts';
import { canonicalConfig, canonicalDataset, canonicalParameters } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { encode } from '../../reference/tokenizer.ts';
import { linearAxis } from '../../report/chart/axis.ts';
import { figure, type Palette } from '../../report/chart/figure.ts';
import { box, label, straight } from '../../report/chart/marks.ts';
import type { Markup } from '../../report/page/markup.ts';

const NAME = 'emma';
const SIZE = { width: 720, height: 300 };
/** Pixels: where bars begin and end, where numbers end, from position to position, a bar's height, and the first position. */
const [LEFT, RIGHT, P_AT, LOSS_AT, ROW, BAR, TOP] = [144, 500, 590, 690, 42, 14, 44];
const DIGITS = 3;
/** The greatest probability that is drawn; those of emma's targets stay below it. */
const MOST = 0.25;

/** A model before or after training, on the name. */
interface State {
  readonly className: 'before' | 'after';
  readonly step: number;
  readonly losses: readonly number[];
  readonly loss: number;
}

/** The probabilities and losses of emma's targets, before the canonical run and after it: the still form of what the site trains. */
export function emmaFigure(): string {
  const golden = openGolden();
  const config = canonicalConfig(golden);
  const { uchars } = canonicalDataset(golden);
  const tokens = encode(uchars, NAME);
  const stateOf = (className: State['className'], when: 'initial' | 'final', step: number): State => {
    const network = createNetwork(config, canonicalParameters(golden, when));
    const loss = documentLoss(network, tokens);
    return { className, step, losses: [...network.activations.losses.subarray(0, tokens.length - 1)], loss };
  };
  const states = [stateOf('before', 'initial', 0), stateOf('after', 'final', config.num_steps)];
  const shown = (token: number) => uchars[token] ?? 'BOS';
  const rows = tokens.slice(0, -1).map((token, t) => ({ t, from: shown(token), to: shown(tokens[t + 1]) }));
  return figure(SIZE, titleOf(rows, states), LOOK, [
    label('head', [24, 26], 'token → target'),
    label('head', [LEFT, 26], `probability of the target, at step 0 and at step ${config.num_steps}`),
    label('head', [P_AT, 26], 'p', 'end'),
    label('head', [LOSS_AT, 26], '-ln p (nats)', 'end'),
    ...rows.map(({ t, from, to }) => [
      label('ink', [24, TOP + ROW * t + BAR + 5], `${from} → ${to}`),
      ...states.flatMap(({ className, losses }, i) => bar(className, losses[t], TOP + ROW * t + BAR * i)),
    ]),
    straight('axis', [24, TOP + ROW * rows.length], [LOSS_AT, TOP + ROW * rows.length]),
    label('head', [24, TOP + ROW * rows.length + 20], 'loss: their mean'),
    ...states.map(({ className, step, loss }, i) =>
      label(
        `head ${className}-text`,
        [LOSS_AT, TOP + ROW * rows.length + 20 + 16 * i],
        `step ${step}: ${loss.toFixed(DIGITS)}`,
        'end',
      ),
    ),
  ]);
}

const LOOK = {
  colours: ({ ink, faint, blue }: Palette) =>
    `.ink { fill: ${ink} }\n.before { fill: ${faint} }\n.before-text { fill: ${faint} }\n.after { fill: ${blue} }\n.after-text { fill: ${blue} }`,
};

const x = linearAxis([0, MOST], [LEFT, RIGHT]);

function bar(className: State['className'], loss: number, y: number): Markup[] {
  const p = Math.exp(-loss);
  return [
    box(className, [LEFT, y], Number((x.at(p) - LEFT).toFixed(1)), BAR - 2),
    label(`${className}-text`, [P_AT, y + BAR - 4], p.toFixed(DIGITS), 'end'),
    label(`${className}-text`, [LOSS_AT, y + BAR - 4], loss.toFixed(DIGITS), 'end'),
  ];
}

function titleOf(
  rows: readonly { readonly t: number; readonly from: string; readonly to: string }[],
  states: readonly State[],
): string {
  const told = states.map(({ step, losses, loss }) => {
    const each = rows.map(({ t, from, to }) => `${to} behind ${from} ${losses[t].toFixed(DIGITS)}`);
    return `at step ${step} the losses are ${each.join(', ')}, with the mean ${loss.toFixed(DIGITS)}`;
  });
  return `The positions of ${NAME}: ${told.join('; ')}`;
}
