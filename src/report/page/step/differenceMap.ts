import { numberText } from '../../../diff/step/stepLines.ts';
import { label } from '../../chart/marks.ts';
import { html, type Markup, type MarkupPart } from '../markup.ts';
import { type Blocks, blocksOf, type Cell } from './blocks.ts';
import { type Compared, type DifferenceGrid, largestOf } from './differenceGrid.ts';
import { LEVELS, type Level, type Scale, scaleOf } from './levels.ts';

/** Entries of the table below a map. */
const MOST_ENTRIES = 8;
/** Pixels of a cell, at least and at most, and of all cells across and down together. */
const [LEAST_CELL, MOST_CELL, EXTENT] = [8, 20, 520];
/** Pixels around the cells for their numbers: above, and left by the characters of the longest. */
const [ABOVE, CHARACTER, GAP] = [18, 6.5, 6];
/** Rows and columns are numbered at so many pixels' distance, at least. */
const APART = 22;
const TIMES_DIGITS = 2;

/** The differences of a value as a map, with its legend and a table of the largest. */
export function differenceMap(name: string, grid: DifferenceGrid): Markup {
  const blocks = blocksOf(grid);
  if (blocks.cells.length === 1) return html`<div class="map">${table(name, grid)}</div>`;
  const scale = scaleOf(blocks.cells.map(({ worst }) => worst.times));
  return html`<div class="map">
<div class="cells" data-cells><div class="picture">${cellsSvg(name, grid, blocks, scale)}</div><output aria-live="polite" hidden></output></div>
${legend(blocks, scale)}
${table(name, grid)}
</div>`;
}

function cellsSvg(name: string, grid: DifferenceGrid, blocks: Blocks, { levelOf }: Scale): Markup {
  const { rows, columns, size, cells } = blocks;
  const cell = Math.min(MOST_CELL, Math.max(LEAST_CELL, Math.floor(EXTENT / Math.max(rows, columns))));
  const labels = Array.from({ length: rows }, (_, i) => grid.rows[i * size[0]].label);
  const left = Math.ceil(CHARACTER * Math.max(...labels.map(({ length }) => length))) + GAP;
  const [width, height] = [left + columns * cell + GAP, ABOVE + rows * cell + GAP];
  const every = Math.ceil(APART / cell);
  const everyRow = grid.rowsAre === 'rows' ? every : Math.ceil(APART / 2 / cell);
  const numbers = html`${labels.map((text, i) => (i % everyRow === 0 ? label('faint', [left - GAP / 2, ABOVE + (i + 0.5) * cell + 4], text, 'end') : null))}${Array.from({ length: columns }, (_, j) => (j % every === 0 ? label('faint', [left + (j + 0.5) * cell, ABOVE - 5], j * size[1], 'middle') : null))}`;
  return html`<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Differences of ${name}, ${rows * size[0] === rows ? '' : 'about '}${grid.rows.length} ${grid.rowsAre}; the largest are in the table below.">
${numbers}<g transform="translate(${left} ${ABOVE})scale(${cell})">
${cells.map((one) => cellPath(one, levelOf(one.worst.times)))}</g></svg>`;
}

/** What is right is a dot, what is wrong a square. */
function cellPath({ row, column, worst }: Cell, level: Level): Markup {
  const d = level === 'held' ? `M${column + 0.4} ${row + 0.4}h.2v.2h-.2z` : `M${column} ${row}h.92v.92h-.92z`;
  const kind = typeof level === 'number' ? `l${level}` : level;
  return html`<path class="${kind}" d="${d}"><title>${worst.at} ${entryText(worst)}</title></path>`;
}

function entryText({ own, due }: Compared): string {
  return `own ${numberText(own)}, due ${numberText(due)}`;
}

function legend({ size }: Blocks, { least, most, hasBoundless }: Scale): Markup {
  const shades = Array.from({ length: LEVELS }, (_, i) => swatch(`l${i + 1}`));
  const range: MarkupPart = Number.isNaN(least)
    ? null
    : least === most
      ? html`<span>${swatch(`l${LEVELS}`)} wrong, ${timesText(most)} times the tolerance</span>`
      : html`<span>${shades} wrong, from ${timesText(least)} to ${timesText(most)} times the tolerance, in equal ratios</span>`;
  const isBlocks = size[0] > 1 || size[1] > 1;
  return html`<p class="map-legend"><span>${swatch('held')} right</span> ${range} ${hasBoundless ? html`<span>${swatch('boundless')} wrong where no difference is allowed, or no number</span>` : null}${isBlocks ? html` <span>A cell is the worst of ${size[0]} x ${size[1]} entries.</span>` : null}</p>`;
}

function swatch(kind: string): Markup {
  return html`<svg class="swatch" viewBox="0 0 1 1" aria-hidden="true"><path class="${kind}" d="${kind === 'held' ? 'M.4 .4h.2v.2h-.2z' : 'M0 0h1v1h-1z'}"/></svg>`;
}

function table(name: string, grid: DifferenceGrid): Markup {
  const entries = largestOf(grid, MOST_ENTRIES);
  const all = grid.rows.flatMap(({ cells }) => cells).filter(({ times }) => times > 1).length;
  return html`<div class="scroll" role="group" aria-label="Largest differences of ${name}" tabindex="0"><table class="numbers"><caption>${all > entries.length ? `The ${entries.length} largest of ${all} differences` : 'All differences'}</caption><thead><tr><th scope="col">entry</th><th scope="col">own</th><th scope="col">due</th><th scope="col">times the tolerance</th></tr></thead>
<tbody>${entries.map(
    (
      entry,
    ) => html`<tr><th scope="row">${entry.at}</th><td>${numberText(entry.own)}</td><td>${numberText(entry.due)}</td><td>${Number.isFinite(entry.times) ? timesText(entry.times) : 'none allowed'}</td></tr>
`,
  )}</tbody></table></div>`;
}

function timesText(times: number): string {
  return times.toPrecision(TIMES_DIGITS);
}
