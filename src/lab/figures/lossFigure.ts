import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The picture's size, the margin around the plot, and the plotted ranges. */
const [WIDTH, HEIGHT, LEFT, BOTTOM, MARGIN] = [640, 360, 56, 48, 16];
const MOST_LOSS = 5;
const SEGMENTS = 120;
/** Probabilities whose losses are written beside the curve. */
const MARKED = [0.05, 0.5, 0.9];

const x = (p: number) => LEFT + p * (WIDTH - LEFT - MARGIN);
const y = (loss: number) => HEIGHT - BOTTOM - (loss / MOST_LOSS) * (HEIGHT - BOTTOM - MARGIN);

/** The -ln p curve of spec/loss.md, beside 1 - p, as SVG text that is readable on light and dark pages. */
export function lossFigure(): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title">
<title id="title">The loss -ln p against the probability p of the target: infinite at 0, 3.0 at 0.05, 0.69 at 0.5, 0 at 1; 1 - p stays below 1</title>
<style>
text { font: 14px system-ui, sans-serif; fill: #24292f }
.axis { stroke: #57606a; fill: none }
.grid { stroke: #57606a; opacity: 0.2 }
.curve { stroke: #0969da; stroke-width: 2.5; fill: none }
.line { stroke: #9a6700; stroke-width: 1.5; stroke-dasharray: 5 4; fill: none }
.dot { fill: #0969da }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .axis, .grid { stroke: #9198a1 } .curve { stroke: #4493f8 } .line { stroke: #d29922 } .dot { fill: #4493f8 }
}
</style>
${ticks().join('\n')}
<path class="axis" d="M${x(0)} ${y(MOST_LOSS)}V${y(0)}H${x(1)}"/>
<path class="line" d="M${x(0)} ${fixed(y(1))}L${x(1)} ${y(0)}"/>
<text x="${fixed(x(0.02))}" y="${fixed(y(1) + 34)}">1 - p</text>
<path class="curve" d="${curve()}"/>
<text x="${fixed(x(0.035))}" y="${fixed(y(MOST_LOSS) + 14)}">loss = -ln p</text>
${MARKED.map(mark).join('\n')}
<text x="${fixed(x(0.5))}" y="${HEIGHT - 10}" text-anchor="middle">probability of the target</text>
<text x="16" y="${fixed(y(MOST_LOSS / 2))}" text-anchor="middle" transform="rotate(-90 16 ${fixed(y(MOST_LOSS / 2))})">loss in nats</text>
</svg>
`;
}

/** Evenly spaced in the loss, so that the steep part is smooth too. */
function curve(): string {
  const points = Array.from({ length: SEGMENTS + 1 }, (_, i) => {
    const loss = (MOST_LOSS * (SEGMENTS - i)) / SEGMENTS;
    return `${fixed(x(Math.exp(-loss)))} ${fixed(y(loss))}`;
  });
  return `M${points.join('L')}`;
}

function ticks(): string[] {
  const losses = Array.from({ length: MOST_LOSS + 1 }, (_, loss) => loss);
  const tenths = Array.from({ length: 6 }, (_, i) => i / 5);
  return [
    ...losses.map((loss) => `<path class="grid" d="M${x(0)} ${fixed(y(loss))}H${x(1)}"/>`),
    ...losses.map((loss) => `<text x="${LEFT - 8}" y="${fixed(y(loss) + 5)}" text-anchor="end">${loss}</text>`),
    ...tenths.map((p) => `<text x="${fixed(x(p))}" y="${fixed(y(0) + 20)}" text-anchor="middle">${p}</text>`),
  ];
}

function mark(p: number): string {
  const loss = -Math.log(p);
  const label = `p = ${p}: ${loss.toFixed(3)}`;
  const place =
    p > 0.8
      ? `x="${fixed(x(p))}" y="${fixed(y(loss) - 14)}" text-anchor="middle"`
      : `x="${fixed(x(p) + 10)}" y="${fixed(y(loss) - 8)}"`;
  return `<circle class="dot" cx="${fixed(x(p))}" cy="${fixed(y(loss))}" r="4"/><text ${place}>${label}</text>`;
}

function fixed(coordinate: number): string {
  return coordinate.toFixed(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../../../spec/figures/loss.svg', import.meta.url), lossFigure());
}
