/** What the figures have in common: colours for light and dark pages, a logarithmic axis, and text that is escaped. */

/** Styles of all figures; `extra` is added for both schemes, `dark` for the dark one alone. */
export function styles(extra: string, dark: string): string {
  return `<style>
text { font: 12px system-ui, sans-serif; fill: #24292f }
.head { font-weight: 600 }
.faint { fill: #57606a }
.axis { stroke: #57606a; fill: none }
.grid { stroke: #57606a; opacity: 0.15; fill: none }
.limit { stroke: #1a7f37; stroke-width: 1.5; stroke-dasharray: 6 4; fill: none }
.limit-text { fill: #1a7f37; font-weight: 600 }
${extra}
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .faint { fill: #9198a1 } .axis, .grid { stroke: #9198a1 }
.limit { stroke: #3fb950 } .limit-text { fill: #3fb950 }
${dark}
}
</style>`;
}

/** The opening of a figure; `title` is what it says to those who do not see it. */
export function open(width: number, height: number, title: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
<title id="title">${escaped(title)}</title>`;
}

/** Text at a place. */
export function label(x: number, y: number, text: string, attributes = ''): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}"${attributes === '' ? '' : ` ${attributes}`}>${escaped(text)}</text>`;
}

/** A power of ten with its exponent raised. */
export function tenTo(x: number, y: number, exponent: number, attributes: string): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" ${attributes}>10<tspan dy="-5" font-size="9">${exponent}</tspan></text>`;
}

/** A coordinate to a tenth of a pixel. */
export function fixed(coordinate: number): string {
  return coordinate.toFixed(1);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
