import { area, line } from 'd3-shape';
import { html, type Markup, type MarkupPart } from '../page/markup.ts';

/** A place in pixels, from the upper left. */
export type Point = readonly [x: number, y: number];

/** Decimals of a coordinate: more make a chart of a thousand steps long, and show nothing. */
const DECIMALS = 1;

/** A line through points; it has a gap where one is no number. */
export function curve(className: string | null, points: readonly Point[]): Markup {
  const path = line<Point>()
    .defined((point) => point.every(Number.isFinite))
    .digits(DECIMALS);
  return html`<path${named(className)} d="${path(points)}"/>`;
}

/**
 * What lies between two lines.
 *
 * @param points - each with the other y above or below it
 */
export function band(
  className: string | null,
  points: readonly (readonly [x: number, y0: number, y1: number])[],
): Markup {
  const path = area<(typeof points)[number]>()
    .x(([x]) => x)
    .y0(([, y]) => y)
    .y1(([, , y]) => y)
    .digits(DECIMALS);
  return html`<path${named(className)} d="${path(points)}"/>`;
}

/** A straight line. */
export function straight(className: string | null, [x1, y1]: Point, [x2, y2]: Point): Markup {
  return html`<line${named(className)} x1="${pixel(x1)}" y1="${pixel(y1)}" x2="${pixel(x2)}" y2="${pixel(y2)}"/>`;
}

/** A disc. */
export function disc(className: string | null, [x, y]: Point, radius: number): Markup {
  return html`<circle${named(className)} cx="${pixel(x)}" cy="${pixel(y)}" r="${radius}"/>`;
}

/** A filled rectangle, by its upper left corner. */
export function box(className: string | null, [x, y]: Point, width: number, height: number): Markup {
  return html`<rect${named(className)} x="${pixel(x)}" y="${pixel(y)}" width="${width}" height="${height}"/>`;
}

/** Text at a place, which is where it begins, its middle, or where it ends. */
export function label(
  className: string | null,
  [x, y]: Point,
  text: MarkupPart,
  anchor: 'start' | 'middle' | 'end' = 'start',
) {
  return html`<text${named(className)} x="${pixel(x)}" y="${pixel(y)}" text-anchor="${anchor}">${text}</text>`;
}

/** Marks that belong together. */
export function group(className: string | null, marks: readonly Markup[]): Markup {
  return html`<g${named(className)}>${marks}</g>`;
}

function named(className: string | null): MarkupPart {
  return className === null ? null : html` class="${className}"`;
}

function pixel(coordinate: number): string {
  return String(Number(coordinate.toFixed(DECIMALS)));
}
