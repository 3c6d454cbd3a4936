import { Tape, type Value } from '../../reference/autograd.ts';
import { figure, type Palette } from '../../report/chart/figure.ts';
import { disc, label, type Point } from '../../report/chart/marks.ts';
import type { Markup } from '../../report/page/markup.ts';
import { arrow, DIAGRAM } from './diagram.ts';

const SIZE = { width: 860, height: 366 };
const RADIUS = 38;

/** A node of the picture, with the edges to its children, the left one first. */
interface Drawn {
  readonly name: string;
  readonly made: string;
  readonly at: Point;
  readonly children: readonly { readonly of: number; readonly local: number }[];
}

const [A, B] = [2, 3];
const CAPTION = [
  'On an edge: the local gradient, of the right node by the left one. In blue: the order in which a depth-first search from',
  'e leaves the nodes, the left child first. Backward goes through that list from its end: e, d, c, b, a. Each node adds its',
  'grad times the local gradient to each child: a gets 6 · 1 from d, and then 14 · 3 from c.',
];

/** A graph of five nodes: what they hold, in which order a search leaves them, and what their gradients come to. */
export function graphFigure(): string {
  const tape = new Tape();
  const [a, b] = [tape.leaf(A), tape.leaf(B)];
  const c = tape.mul(a, b);
  const d = tape.add(c, a);
  const e = tape.mul(d, c);
  tape.backward(e);
  const nodes: Drawn[] = [
    { name: 'a', made: 'leaf', at: [90, 90], children: [] },
    { name: 'b', made: 'leaf', at: [90, 260], children: [] },
    {
      name: 'c',
      made: 'a · b',
      at: [310, 220],
      children: [
        { of: a, local: tape.data[b] },
        { of: b, local: tape.data[a] },
      ],
    },
    {
      name: 'd',
      made: 'c + a',
      at: [500, 90],
      children: [
        { of: c, local: 1 },
        { of: a, local: 1 },
      ],
    },
    {
      name: 'e',
      made: 'd · c',
      at: [700, 170],
      children: [
        { of: d, local: tape.data[c] },
        { of: c, local: tape.data[d] },
      ],
    },
  ];
  const left = leavingOrder(nodes, e);
  const title = `The graph of e = d c with d = c + a and c = a b, for a = ${A} and b = ${B}: a search from e leaves ${left.map((v) => nodes[v].name).join(', ')}; backward goes from e to a, and the gradients are ${nodes.map(({ name }, v) => `${name} ${tape.grad[v]}`).join(', ')}`;
  const look = {
    shapes: `${DIAGRAM.shapes}\ncircle { fill-opacity: 0.08; stroke-width: 1.4 }`,
    colours: (palette: Palette) =>
      `${DIAGRAM.colours(palette)}\ncircle { fill: ${palette.blue}; stroke: ${palette.blue} }`,
  };
  return figure(SIZE, title, look, [
    nodes.map((node) => edges(node, nodes)),
    nodes.map((node, v) => drawn(node, tape, v, left.indexOf(v) + 1)),
    CAPTION.map((line, i) => label('faint', [20, SIZE.height - 42 + 16 * i], line)),
  ]);
}

/** Nodes in the order in which a depth-first search leaves them, children from the left. */
function leavingOrder(nodes: readonly Drawn[], root: Value): Value[] {
  const left: Value[] = [];
  const seen = new Set<Value>();
  const visit = (v: Value): void => {
    if (seen.has(v)) return;
    seen.add(v);
    for (const { of } of nodes[v].children) visit(of);
    left.push(v);
  };
  visit(root);
  return left;
}

function edges({ at: [x, y], children }: Drawn, nodes: readonly Drawn[]): Markup[] {
  return children.flatMap(({ of, local }) => {
    const [x0, y0] = nodes[of].at;
    const length = Math.hypot(x - x0, y - y0);
    const [dx, dy] = [((x - x0) / length) * RADIUS, ((y - y0) / length) * RADIUS];
    const middle: Point = [(x + x0) / 2, (y + y0) / 2 - 8];
    return [
      arrow([
        [x0 + dx, y0 + dy],
        [x - dx, y - dy],
      ]),
      label('orange', middle, String(local), 'middle'),
    ];
  });
}

function drawn({ name, made, at: [x, y] }: Drawn, tape: Tape, v: Value, order: number): Markup[] {
  return [
    disc(null, [x, y], RADIUS),
    label('head', [x, y - 10], made === 'leaf' ? name : `${name} = ${made}`, 'middle'),
    label('ink', [x, y + 6], `data ${tape.data[v]}`, 'middle'),
    label('ink', [x, y + 21], `grad ${tape.grad[v]}`, 'middle'),
    label('blue', [x, y - RADIUS - 8], `left as no. ${order}`, 'middle'),
  ];
}
