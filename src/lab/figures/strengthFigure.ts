import { CHAPTERS } from '../../port/ops.ts';
import { chapterOf, clauseOf, isLaw, type Kill } from '../strength/kills.ts';
import { fixed, label, open, styles } from './figureParts.ts';

/** Sizes in pixels: the names at the left, a cell, the names on top. */
const [LEFT, CELL, ROW, TOP, BOTTOM] = [250, 46, 11, 92, 46];

/** How a cell is filled: by the kind of check that failed there. */
type Fill = 'law' | 'recorded';

/** Deviations against chapters: where a law failed, where only recorded numbers or the reference tell, where it belongs. */
export function killFigure(kills: readonly Kill[]): string {
  const width = LEFT + CHAPTERS.length * CELL + 12;
  const height = TOP + kills.length * ROW + BOTTOM;
  const title = 'Known mistakes against chapters: in which chapters of the suite a check fails for each of them';
  return `${open(width, height, title)}
${styles('text { font-size: 9px } .law { fill: #0969da } .recorded { fill: #0969da; opacity: 0.25 } .own { fill: none; stroke: #bc4c00; stroke-width: 1.5 }', '.law, .recorded { fill: #4493f8 } .own { stroke: #db6d28 }')}
${CHAPTERS.map((chapter, i) => `<text transform="translate(${fixed(center(i))} ${TOP - 6}) rotate(-60)">${chapter}</text>`).join('\n')}
${kills.flatMap(row).join('\n')}
${legend(height - BOTTOM + 20)}
</svg>
`;
}

function row({ deviation, killers }: Kill, place: number): string[] {
  const y = TOP + place * ROW;
  const cells = CHAPTERS.flatMap((chapter, i) => {
    const here = killers.filter((check) => chapterOf(clauseOf(check)) === chapter);
    const fill: Fill | null = here.some(isLaw) ? 'law' : here.length > 0 ? 'recorded' : null;
    return [
      ...(fill === null ? [] : [rectangle(i, y, fill)]),
      ...(chapterOf(deviation.clause) === chapter ? [rectangle(i, y, 'own')] : []),
    ];
  });
  return [label(LEFT - 6, y + ROW - 3, deviation.id, 'text-anchor="end"'), ...cells];
}

function rectangle(column: number, y: number, kind: Fill | 'own'): string {
  const x = LEFT + column * CELL;
  return `<rect class="${kind}" x="${x + 1}" y="${y + 1}" width="${CELL - 2}" height="${ROW - 2}"/>`;
}

function center(column: number): number {
  return LEFT + (column + 0.5) * CELL;
}

function legend(y: number): string {
  const entries: [Fill | 'own', string][] = [
    ['law', 'a law fails'],
    ['recorded', 'only an example, golden data or a comparison'],
    ['own', 'the chapter it belongs to'],
  ];
  const starts = [LEFT, LEFT + 90, LEFT + 328];
  return entries
    .map(
      ([kind, text], i) =>
        `<rect class="${kind}" x="${starts[i]}" y="${y}" width="14" height="${ROW - 2}"/>${label(starts[i] + 20, y + ROW - 3, text)}`,
    )
    .join('\n');
}
