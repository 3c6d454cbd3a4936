import { html, type Markup, type MarkupPart } from '../page/markup.ts';
import type { Axis } from './axis.ts';
import { label, straight } from './marks.ts';

/** A picture's size and the margins around what is plotted, in pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels from an axis to what is written beside it, and from a line of text to its middle. */
const [BELOW, BESIDE, HALF_LINE, EDGE] = [18, 8, 4, 6];

/** From the left to the right end of what is plotted. */
export function across({ width, left, right }: Frame): readonly [number, number] {
  return [left, width - right];
}

/** From its lower to its upper end. */
export function upward({ height, top, bottom }: Frame): readonly [number, number] {
  return [height - bottom, top];
}

/**
 * Both axes: lines across at the ticks, their numbers, and the name of what runs along the x axis.
 *
 * @param name - of the x axis
 * @param grid - which ticks have lines
 */
export function axes(frame: Frame, x: Axis | null, y: Axis | null, name: string, grid: 'x' | 'y' | 'both' = 'y') {
  const [left, right] = across(frame);
  const [bottom, top] = upward(frame);
  const columns = x?.ticks.map((tick) => [x.at(tick), x.written(tick)] as const) ?? [];
  const rows = y?.ticks.map((tick) => [y.at(tick), y.written(tick)] as const) ?? [];
  return html`${grid === 'y' ? null : columns.map(([at]) => straight('grid', [at, top], [at, bottom]))}
${grid === 'x' ? null : rows.map(([at]) => straight('grid', [left, at], [right, at]))}
<g class="x-ticks">${columns.map(([at, text]) => label('faint', [at, bottom + BELOW], text, 'middle'))}</g>
<g class="y-ticks">${rows.map(([at, text]) => label('faint', [left - BESIDE, at + HALF_LINE], text, 'end'))}</g>
${y === null ? null : straight('axis', [left, top], [left, bottom])}${x === null || y === null ? null : straight('axis', [left, bottom], [right, bottom])}
${label('name', [(left + right) / 2, frame.height - EDGE], name, 'middle')}`;
}

/**
 * Marks, cut off at the edges of the plot.
 *
 * @param id - of the plot's edges, one a page
 */
export function clipped(frame: Frame, id: string, marks: readonly Markup[]): Markup {
  const [left, right] = across(frame);
  const [bottom, top] = upward(frame);
  return html`<clipPath id="${id}"><rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}"/></clipPath>
<g class="marks" clip-path="url(#${id})">${marks}</g>`;
}

/** A chart within a page, whose style it takes; `title` is what it says to those who do not see it. */
export function chart({ width, height }: Frame, title: string, parts: readonly MarkupPart[]): Markup {
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
${parts}
</svg>`;
}
