import { CHAPTERS } from '../../port/ops.ts';
import { figure, type Palette } from '../../report/chart/figure.ts';
import { box, label } from '../../report/chart/marks.ts';
import { html, type Markup } from '../../report/page/markup.ts';
import { chapterOf, clauseOf, isLaw, type Kill } from '../strength/kills.ts';

/** Sizes in pixels: the names at the left, a cell, the names on top. */
const [LEFT, CELL, ROW, TOP, BOTTOM] = [250, 46, 11, 92, 46];

/** How a cell is filled, by the kind of check that failed there, and whether its mistake belongs there. */
type Fill = 'law' | 'recorded' | 'own';

/** Deviations against chapters: where a law failed, where only recorded numbers or the reference tell, where it belongs. */
export function strengthFigure(kills: readonly Kill[]): string {
  const width = LEFT + CHAPTERS.length * CELL + 12;
  const height = TOP + kills.length * ROW + BOTTOM;
  const title = 'Known mistakes against chapters: in which chapters of the suite a check fails for each of them';
  const look = {
    shapes: 'text { font-size: 9px }\n.recorded { opacity: 0.25 }\n.own { fill: none; stroke-width: 1.5 }',
    colours: ({ blue, orange }: Palette) => `.law, .recorded { fill: ${blue} }\n.own { stroke: ${orange} }`,
  };
  return figure({ width, height }, title, look, [
    CHAPTERS.map(
      (chapter, i) =>
        html`<g transform="translate(${LEFT + (i + 0.5) * CELL} ${TOP - 6}) rotate(-60)">${label('name', [0, 0], chapter)}</g>`,
    ),
    kills.map(row),
    legend(height - BOTTOM + 20),
  ]);
}

function row({ mistake, killers }: Kill, place: number): Markup[] {
  const y = TOP + place * ROW;
  const cells = CHAPTERS.flatMap((chapter, i) => {
    const here = killers.filter((check) => chapterOf(clauseOf(check)) === chapter);
    const fill: Fill | null = here.some(isLaw) ? 'law' : here.length > 0 ? 'recorded' : null;
    return [...(fill === null ? [] : [cell(i, y, fill)]), ...(mistake.chapter === chapter ? [cell(i, y, 'own')] : [])];
  });
  return [label('name', [LEFT - 6, y + ROW - 3], mistake.id, 'end'), ...cells];
}

function cell(column: number, y: number, kind: Fill): Markup {
  return box(kind, [LEFT + column * CELL + 1, y + 1], CELL - 2, ROW - 2);
}

function legend(y: number): Markup[] {
  const entries: [Fill, string][] = [
    ['law', 'a law fails'],
    ['recorded', 'only an example, golden data or a comparison'],
    ['own', 'the chapter it belongs to'],
  ];
  const starts = [LEFT, LEFT + 90, LEFT + 328];
  return entries.flatMap(([kind, text], i) => [
    box(kind, [starts[i], y], 14, ROW - 2),
    label('name', [starts[i] + 20, y + ROW - 3], text),
  ]);
}
