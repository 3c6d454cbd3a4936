import { CANONICAL } from '../../reference/config.ts';
import { type MatrixShape, shapes } from '../../reference/parameters.ts';
import { figure, type Palette } from '../../report/chart/figure.ts';
import { box, label, straight } from '../../report/chart/marks.ts';
import type { Markup } from '../../report/page/markup.ts';
import { arrow, DIAGRAM } from './diagram.ts';

const SIZE = { width: 900, height: 416 };
const VOCAB_SIZE = 27;
/** Pixels of a number, between two matrices, and above them; rows that are shown by a line. */
const [CELL, GAP, TOP, EVERY] = [3.4, 25, 104, 4];

/** The parameters of the canonical model in the order in which they are drawn. */
export function orderFigure(): string {
  const matrices = shapes(CANONICAL, VOCAB_SIZE);
  const total = matrices.reduce((sum, { nout, nin }) => sum + nout * nin, 0);
  const title = `The ${total} parameters in the order in which they are drawn: ${matrices.map(({ name, nout, nin }) => `${name} ${nout} by ${nin}`).join(', ')}; each matrix row by row, from the left`;
  const look = {
    shapes: `${DIAGRAM.shapes}\n.row { opacity: 0.35 }`,
    colours: (palette: Palette) => `${DIAGRAM.colours(palette)}\n.row { stroke: ${palette.blue} }`,
  };
  return figure(SIZE, title, look, [
    label('faint', [20, 26], 'the one stream: first the shuffle of the documents'),
    arrow([
      [20, 40],
      [SIZE.width - 20, 40],
    ]),
    label('faint', [SIZE.width - 20, 26], 'and then the uniforms of the samples', 'end'),
    places(matrices),
    label(
      'ink',
      [20, SIZE.height - 34],
      `Each number is gauss(0, ${CANONICAL.std}). Two calls share a pair of uniforms: numbers 0 and 1, 2 and 3, ... ${total - 2} and ${total - 1}, whatever`,
    ),
    label(
      'ink',
      [20, SIZE.height - 16],
      'matrix they fall in. A matrix is drawn from its upper left corner, row by row. A row makes one output; of wte and wpe it is one embedding.',
    ),
  ]);
}

function places(matrices: readonly MatrixShape[]): Markup[] {
  let [x, drawn] = [20, 0];
  return matrices.flatMap(({ name, nout, nin }, i) => {
    const [left, first] = [x, drawn];
    const [width, height] = [CELL * nin, CELL * nout];
    x += width + GAP;
    drawn += nout * nin;
    const short = name.replace('layer0.', '');
    const rows = Array.from({ length: Math.ceil(nout / EVERY) - 1 }, (_, row) => TOP + CELL * EVERY * (row + 1));
    return [
      label('faint', [left + width / 2, TOP - 42], String(i + 1), 'middle'),
      label('head', [left + width / 2, TOP - 26], short, 'middle'),
      label('shape', [left + width / 2, TOP - 10], `[${nout}, ${nin}]`, 'middle'),
      box(null, [left, TOP], width, height),
      ...rows.map((y) => straight('row', [left, y], [left + width, y])),
      arrow([
        [left + 4, TOP + 6],
        [left + width - 3, TOP + 6],
      ]),
      label('ink', [left + width / 2, TOP + height + 16], `${first}`, 'middle'),
      label('ink', [left + width / 2, TOP + height + 31], `to ${drawn - 1}`, 'middle'),
    ];
  });
}
