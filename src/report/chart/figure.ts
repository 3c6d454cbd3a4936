import { html, Markup, type MarkupPart } from '../page/markup.ts';
import type { Frame } from './plot.ts';

/** Colours of a figure, on a light page or on a dark one. */
export type Palette = Readonly<Record<'ink' | 'faint' | 'blue' | 'orange' | 'green' | 'gold', string>>;

const LIGHT: Palette = {
  ink: '#24292f',
  faint: '#57606a',
  blue: '#0969da',
  orange: '#bc4c00',
  green: '#1a7f37',
  gold: '#9a6700',
};
const DARK: Palette = {
  ink: '#e6edf3',
  faint: '#9198a1',
  blue: '#4493f8',
  orange: '#db6d28',
  green: '#3fb950',
  gold: '#d29922',
};

/** What all figures have. */
const RULES = ({ ink, faint, green }: Palette) => `text { fill: ${ink} }
.faint { fill: ${faint} }
.axis, .grid { stroke: ${faint} }
.limit { stroke: ${green} }
.limit-text { fill: ${green} }`;

const SHAPES = `text { font: 12px system-ui, sans-serif }
.head, .limit-text { font-weight: 600 }
.grid { opacity: 0.15 }
.limit { stroke-width: 1.5; stroke-dasharray: 6 4 }
path { fill: none }`;

/** How the marks of one figure look. */
export interface Look {
  /** Rules of CSS that are the same on every page. */
  readonly shapes?: string;
  /** Rules of CSS with colours. */
  readonly colours: (palette: Palette) => string;
}

/**
 * A picture in a file of its own, which can be read on light and on dark pages.
 *
 * @param title - what it says to those who do not see it
 * @returns the file's text
 */
export function figure(
  { width, height }: Pick<Frame, 'width' | 'height'>,
  title: string,
  look: Look,
  parts: readonly MarkupPart[],
): string {
  const rules = (palette: Palette) => `${RULES(palette)}\n${look.colours(palette)}`;
  const style = new Markup(`${SHAPES}
${look.shapes ?? ''}
${rules(LIGHT)}
@media (prefers-color-scheme: dark) {
${rules(DARK)}
}`);
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
<title id="title">${title}</title>
<style>
${style}
</style>
${parts.map((part) => [part, '\n'])}</svg>
`.text;
}
