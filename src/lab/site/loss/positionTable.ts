import { h, type VNode } from 'vue';
import { nameOf, type Position, type Positions } from './reading.ts';
import { scrolled } from './scrolled.ts';

/** Digits of a probability and of a loss, and how many characters are named. */
const [P_DIGITS, LOSS_DIGITS, NAMED] = [3, 3, 3];
const HEADINGS = ['t', 'token', 'target', 'p', 'loss', 'most probable'];
/** A bar of the distribution, and the height of the greatest, in units of their picture. */
const [BAR, GAP, HIGHEST] = [4, 1, 24];

/** The positions of a name with what the model gives for each, and the mean of their losses. */
export function positionTable({ name, positions, loss, left }: Positions, step: number, uchars: readonly string[]) {
  const most = Math.max(...positions.flatMap(({ probs }) => probs));
  const [mean, bits] = [loss, loss / Math.LN2].map((one) => one.toFixed(LOSS_DIGITS));
  const counted = positions.length === 1 ? '1 position' : `${positions.length} positions`;
  const ends = left === 1 ? 'last target is' : `last ${left} targets are`;
  const rest = `The model has ${positions.length} positions (block_size): the ${ends} not judged.`;
  return [
    scrolled('Positions', [
      h('table', { class: 'positions' }, [
        h('caption', `${name} at step ${step}; p is the probability of the target`),
        h('thead', h('tr', HEADINGS.map(heading))),
        h(
          'tbody',
          positions.map((position, t) => row(position, t, most, uchars)),
        ),
      ]),
    ]),
    h('p', [h('strong', `Loss: ${mean} nats`), `, or ${bits} bits: the mean of ${counted}.`]),
    left === 0 ? null : h('p', { class: 'left' }, rest),
    everyProbability(positions, uchars),
  ];
}

function row(position: Position, t: number, most: number, uchars: readonly string[]): VNode {
  const { token, target, p, loss, probs } = position;
  const order = probs.map((_, i) => i).sort((a, b) => probs[b] - probs[a]);
  const named = order
    .slice(0, NAMED)
    .map((i) => h('span', { class: 'named' }, `${nameOf(uchars, i)} ${probs[i].toFixed(2)} `));
  return h('tr', [
    h('th', { scope: 'row' }, t),
    h('td', token),
    h('td', target),
    h('td', p.toFixed(P_DIGITS)),
    h('td', loss.toFixed(LOSS_DIGITS)),
    h('td', [bars(position, most, uchars), ...named]),
  ]);
}

/** All tokens in the order of the vocabulary; the target's bar is marked. */
function bars({ probs, target }: Position, most: number, uchars: readonly string[]): VNode {
  const rects = probs.map((p, i) => {
    const height = (p / most) * HIGHEST;
    const className = nameOf(uchars, i) === target ? 'target' : null;
    return h('rect', { class: className, x: i * (BAR + GAP), y: HIGHEST - height, width: BAR, height });
  });
  return h('svg', { viewBox: `0 0 ${probs.length * (BAR + GAP)} ${HIGHEST}`, 'aria-hidden': 'true' }, rects);
}

/** What the bars show, in numbers. */
function everyProbability(positions: readonly Position[], uchars: readonly string[]): VNode {
  const head = [heading('t'), ...positions[0].probs.map((_, i) => heading(nameOf(uchars, i)))];
  const rows = positions.map(({ probs }, t) =>
    h('tr', [h('th', { scope: 'row' }, t), ...probs.map((p) => h('td', p.toFixed(P_DIGITS)))]),
  );
  return h('details', [
    h('summary', 'Every probability, in a table'),
    scrolled('Every probability', [h('table', [h('thead', h('tr', head)), h('tbody', rows)])]),
  ]);
}

function heading(text: string): VNode {
  return h('th', { scope: 'col' }, text);
}
