import { writeFileSync } from 'node:fs';
import { writeFirstLines } from '../release/firstLine.ts';
import { noteTree, treeNow } from '../release/trees.ts';
import { aloneAt, type Case, catalogueAt, drawn, PRECISIONS, placed, STARTS } from './placed.ts';
import { type StepsRow, stepsPage } from './stepsPage.ts';

/** `npm run measure:steps`: judges the dumps of known mistakes, and writes spec/measured/steps.md. */

const PAGE = new URL('../../../spec/measured/steps.md', import.meta.url);
const [PAIRS, TRIPLES] = [60, 30];
const SEED = 1;

const tree = treeNow('steps');
const kinds: [string, readonly Case[]][] = [...STARTS].flatMap(([name, start]): [string, readonly Case[]][] => [
  [`mistakes of a step, ${name}`, aloneAt(start)],
  [`catalogue, ${name}`, catalogueAt(start)],
]);
kinds.push(['two mistakes at once, two layers', await drawn(2, PAIRS, SEED)]);
kinds.push(['three mistakes at once, two layers', await drawn(3, TRIPLES, SEED)]);
const rows: StepsRow[] = [];
for (const [kind, cases] of kinds) {
  for (const precision of PRECISIONS) {
    const results = [];
    for (const one of cases) {
      const result = await placed(one, precision);
      if (result !== null) results.push(result);
    }
    rows.push({ kind, precision, results });
  }
}
writeFileSync(PAGE, stepsPage(rows));
noteTree('steps', tree);
writeFirstLines();
