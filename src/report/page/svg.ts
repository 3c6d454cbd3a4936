import type { PlotOptions } from '@observablehq/plot';
import { Markup } from './markup.ts';

/** Decimals of a coordinate, in pixels. */
const DECIMALS = 1;

/**
 * Draws a chart as SVG text, without a browser: Observable Plot on a small document. What draws is loaded here, so that
 * the commands that draw nothing do not wait for it.
 *
 * The page's policy forbids styles that it does not know, so Plot's own style element goes; the page has the same rules.
 *
 * @param title - what the chart says to those who do not see it
 * @param options - Plot's; text among them is escaped by the document
 */
export async function drawn(title: string, options: (plot: typeof import('@observablehq/plot')) => PlotOptions) {
  const [plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')]);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = plot.plot({ document, ...options(plot) });
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const element of svg.querySelectorAll('[style]')) element.removeAttribute('style');
  // The chart is one picture with a title; its parts say nothing of their own.
  for (const element of svg.querySelectorAll('[aria-label], [aria-description]')) {
    if (element.getAttribute('aria-label')?.startsWith('x-axis')) element.classList.add('x-axis');
    for (const name of ['aria-label', 'aria-description', 'aria-hidden']) element.removeAttribute(name);
  }
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', title);
  return new Markup(rounded(svg.outerHTML));
}

/** Fewer digits of coordinates: a thousand steps make a tenth of the page otherwise. */
function rounded(svg: string): string {
  return svg.replace(/ (d|x|y|x1|x2|y1|y2|cx|cy|transform)="([^"]*)"/g, (_, name: string, value: string) => {
    const short = value.replace(/-?\d+\.\d+(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(DECIMALS))));
    return ` ${name}="${short}"`;
  });
}
