import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { adamFigure } from './adamFigure.ts';
import { emmaFigure } from './emmaFigure.ts';
import { graphFigure } from './graphFigure.ts';
import { orderFigure } from './orderFigure.ts';
import { positionFigure } from './positionFigure.ts';
import { tokensFigure } from './tokensFigure.ts';

/** The figures of the book that need no measurement, by their file in spec/figures/. */
export const BOOK_FIGURES: Readonly<Record<string, () => string>> = {
  'position.svg': positionFigure,
  'order.svg': orderFigure,
  'graph.svg': graphFigure,
  'tokens.svg': tokensFigure,
  'adam.svg': adamFigure,
  'emma.svg': emmaFigure,
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, figure] of Object.entries(BOOK_FIGURES)) {
    writeFileSync(new URL(`../../../spec/figures/${file}`, import.meta.url), figure());
  }
}
