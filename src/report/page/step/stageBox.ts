import { label } from '../../chart/marks.ts';
import { html, type Markup } from '../markup.ts';
import { BOX, COLUMNS } from './flowLayout.ts';
import { STAGE_SIGNS, stageClass } from './stageMark.ts';
import { type Tally, tallyText } from './tally.ts';

/** From a box's edges to its text, from its top to the text's line, and from the column's edge to what makes a value. */
const [BESIDE, DOWN, MADE_AT] = [7, 16, 108];

/** Where a stage's box lies, and what stands in it. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** In full, for who hovers. */
  readonly name: string;
  /** In the box; null where there is no room. */
  readonly text: string | null;
  /** What makes the value, in a few letters. */
  readonly by?: string;
}

/** What is said of a stage elsewhere on the page. */
interface Said {
  /** Whether it is wrong by itself. */
  readonly isFinding: boolean;
  /** Where; undefined where nothing is said. */
  readonly anchor: string | undefined;
}

/** A stage with the sign and the colour of how it was judged, and at how many of its positions and heads where these differ. */
export function stageBox(tally: Tally, box: Box, { isFinding, anchor }: Said = NOTHING_SAID): Markup {
  const { status, counts, all } = tally;
  const { x, y, width, height, name, text, by } = box;
  const line = y + height / 2 + DOWN - BOX / 2;
  const some = text !== null && counts[status] < all ? ` ${counts[status]}/${all}` : '';
  const sign = `${STAGE_SIGNS[status]}${some}`;
  const words =
    text === null
      ? label('sign', [x + width / 2, line], sign, 'middle')
      : html`${label('value', [x + BESIDE, line], text)}${label('sign', [x + width - BESIDE, line], sign, 'end')}${by === undefined ? null : label('by', [COLUMNS.forward.x + MADE_AT, line], by)}`;
  const mark = html`<g class="stage ${stageClass(status)}${isFinding ? ' finding' : ''}"><title>${name}: ${tallyText(tally)}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4"/>${words}</g>`;
  return anchor === undefined ? mark : html`<a href="#${anchor}">${mark}</a>`;
}

const NOTHING_SAID: Said = { isFinding: false, anchor: undefined };
