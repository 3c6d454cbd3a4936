import { type Point, straight } from '../../chart/marks.ts';
import { html, type Markup } from '../markup.ts';
import { BOX, COLUMNS, type FlowLayout, type Placed, ROW } from './flowLayout.ts';

const { forward, gradient, adam, lane } = COLUMNS;
/** Half the width of an arrow's head, and its length. */
const [HALF, LENGTH] = [3, 5];
/** From the column of values to the lines that queries and keys, and values of attention, take to what is made of them. */
const [SCORES_AT, VALUES_AT] = [8, 18];
/** How far queries, keys and values stand in, and where the line lies that feeds them. */
export const INDENT = 30;
const FEED = 14;
/** A bar beside the gradients, where one comes back wrong. */
const [BAR_AT, BAR] = [10, 4];
const MIDDLE = forward.x + forward.width / 2;
const BACK = gradient.x + gradient.width / 2;
const RIGHT = forward.x + forward.width;

type Direction = 'up' | 'down' | 'left' | 'right';

/** How values and gradients go from row to row. */
export function flowLines({ placed }: FlowLayout): Markup {
  const ends = placed.map((row, i) => (i === 0 ? [] : into(row, placed[i - 1], placed)));
  return html`<g class="lines">${wayBack(placed)}${ends}${placed.map(toMatrices)}</g>`;
}

/** Where a gradient may come back wrong. */
export function suspectBar({ name, y, height }: Placed): Markup {
  return html`<rect class="suspect" x="${gradient.x - BAR_AT}" y="${y - HALF}" width="${BAR}" height="${height + 2 * HALF}"><title>On its way back through ${name} the gradient may become wrong.</title></rect>`;
}

/** What a value is made of. */
function into(row: Placed, before: Placed, placed: readonly Placed[]): Markup[] {
  const value = row.row?.value;
  const own = (name: string) => placed.find((one) => one.name === row.name.replace(/[^.]*$/, name));
  if (value === 'q' || value === 'k' || value === 'v') {
    const from = own('attn_norm');
    return from === undefined ? [] : fed(from, row);
  }
  if (value === 'attn_logits') return [around(own('q'), row, SCORES_AT), around(own('k'), row, SCORES_AT)].flat();
  const chained = [line([MIDDLE, bottom(before)], [MIDDLE, row.y], 'down')];
  if (value === 'head_out') return [...chained, ...around(own('v'), row, VALUES_AT)];
  if (value === 'mlp_residual') return [...chained, ...skipped(own('attn_residual'), row)];
  if (value !== 'attn_residual') return chained;
  const norm = own('attn_norm');
  return [...chained, ...(norm === undefined ? [] : skipped(placed[placed.indexOf(norm) - 1], row))];
}

/** From the norm down and in from the left. */
function fed(from: Placed, to: Placed): Markup[] {
  const x = forward.x + FEED;
  return [
    straight(null, [x, bottom(from)], [x, middle(to)]),
    line([x, middle(to)], [forward.x + INDENT, middle(to)], 'right'),
  ];
}

/** Out to the right, down, and in from there. */
function around(from: Placed | undefined, to: Placed, at: number): Markup[] {
  if (from === undefined) return [];
  const x = RIGHT + at;
  return [
    straight(null, [RIGHT, middle(from)], [x, middle(from)]),
    straight(null, [x, middle(from)], [x, middle(to)]),
    line([x, middle(to)], [RIGHT, middle(to)], 'left'),
  ];
}

/** Around a block, on the left. */
function skipped(from: Placed | undefined, to: Placed): Markup[] {
  if (from === undefined) return [];
  return [
    straight(null, [forward.x, middle(from)], [lane, middle(from)]),
    straight(null, [lane, middle(from)], [lane, middle(to)]),
    line([lane, middle(to)], [forward.x, middle(to)], 'right'),
  ];
}

/** From the loss up through all gradients. */
function wayBack(placed: readonly Placed[]): Markup[] {
  const last = placed[placed.length - 1];
  return [
    straight('back', [RIGHT, middle(last)], [BACK, middle(last)]),
    straight('back', [BACK, middle(last)], [BACK, placed[0].y]),
    ...placed
      .filter(({ row }) => row === null || row.matrices.length > 0)
      .map((one) => head([BACK, bottom(one)], 'up')),
  ];
}

/** From an operation to the gradients of its matrices, and on to Adam. */
function toMatrices({ row, y }: Placed): Markup[] {
  return (row === null ? [null] : row.matrices).map((_, i) => {
    const at = y + i * ROW + BOX / 2;
    const aside = row === null ? [] : [straight('aside', [RIGHT, at], [gradient.x, at])];
    return html`${aside}${line([gradient.x + gradient.width, at], [adam.x, at], 'right')}`;
  });
}

function line(from: Point, to: Point, direction: Direction): Markup {
  return html`${straight(null, from, to)}${head(to, direction)}`;
}

function head([x, y]: Point, direction: Direction): Markup {
  const [dx, dy] = { up: [0, 1], down: [0, -1], left: [1, 0], right: [-1, 0] }[direction];
  const [bx, by] = [x + dx * LENGTH, y + dy * LENGTH];
  return html`<path class="head" d="M${x} ${y}L${bx + dy * HALF} ${by + dx * HALF}L${bx - dy * HALF} ${by - dx * HALF}Z"/>`;
}

function middle({ y, height }: Placed): number {
  return y + height / 2;
}

function bottom({ y, height }: Placed): number {
  return y + height;
}
