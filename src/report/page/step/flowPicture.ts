import { label } from '../../chart/marks.ts';
import { html, type Markup } from '../markup.ts';
import { type Drawn, FlowBoxes } from './flowBoxes.ts';
import { COLUMNS, flowLayout, HEADING, type LayerFrame, WIDTH } from './flowLayout.ts';
import { flowLines } from './flowLines.ts';
import { layerBands } from './flowRows.ts';
import { tallyOf, tallyText } from './tally.ts';

const { forward, gradient, adam } = COLUMNS;
/** The lines of the headings. */
const [FIRST, SECOND] = [14, 30];
/** From a layer's heading to its first row, and from the picture's edges to a frame. */
const [ABOVE, EDGE] = [7, 2];

/** A position's way through the model, the way back and the update, each stage with how it was judged. */
export function flowPicture(drawn: Drawn): Markup {
  const boxes = new FlowBoxes(drawn);
  const layout = flowLayout(layerBands(boxes.layers, (layer) => boxes.hasWrong(layer)));
  const title = `One position's way through the model, from the embeddings down to the loss; beside it the gradients, which come back up, and Adam's m, v and updated parameters. ${tallyText(tallyOf(drawn.stages))}.`;
  return html`<svg class="flow" viewBox="0 0 ${WIDTH} ${layout.height}" role="group" aria-label="${title}">
${headings()}
${layout.frames.map(layerFrame)}
${flowLines(layout)}
${layout.placed.map((one) => [boxes.row(one), '\n'])}</svg>`;
}

function layerFrame({ layer, y, height }: LayerFrame): Markup {
  return html`<rect class="frame" x="${EDGE}" y="${y}" width="${WIDTH - 2 * EDGE}" height="${height}" rx="6"/>${label('faint', [forward.x, y + HEADING - ABOVE], `layer ${layer}`)}`;
}

function headings(): Markup {
  const heading = (x: number, first: string, second: string) =>
    html`${label('head-text', [x, FIRST], first, 'middle')}${label('faint', [x, SECOND], second, 'middle')}`;
  const middle = adam.width / 2;
  return html`${heading(forward.x + forward.width / 2, 'forward ↓', 'of all positions and heads')}${heading(gradient.x + gradient.width / 2, 'gradients ↑', 'by matrix')}${heading(adam.x + adam.step + middle, 'Adam', 'v')}
${label('faint', [adam.x + middle, SECOND], 'm', 'middle')}${label('faint', [adam.x + 2 * adam.step + middle, SECOND], 'upd.', 'middle')}`;
}
