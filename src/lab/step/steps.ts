import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFirstLines } from '../release/firstLine.ts';
import { noteTree, treeNow } from '../release/trees.ts';
import { aloneAt, type Case, catalogueAt, drawn, PRECISIONS, placed, STARTS } from './placed.ts';
import { replayedCases } from './replayed/replayedPorts.ts';
import type { ReplayedRow } from './replayed/replayedTable.ts';
import { drawnStarts } from './right/drawnStarts.ts';
import { heldIn } from './right/heldIn.ts';
import { PORTS_INSIDE, portsInC, portsInPython, type RightPort } from './right/rightPorts.ts';
import type { RightRow } from './right/rightTable.ts';
import { SQUARED } from './starts.ts';
import { stepsPage } from './stepsPage.ts';
import type { StepsRow } from './stepsRow.ts';

/** `npm run measure:steps`: judges the dumps of known mistakes and of right ports, and writes spec/measured/steps.md. */

const PAGE = new URL('../../../spec/measured/steps.md', import.meta.url);
const [PAIRS, TRIPLES] = [60, 30];
const SEED = 1;
/** Configurations drawn for a right port in this process, or that starts fast, and for a script, which starts slowly. */
const [DRAWN, DRAWN_SLOW] = [100, 30];

const tree = treeNow('steps');
const kinds: [StepsRow['list'], string, readonly Case[]][] = [...STARTS].flatMap(([name, start]): typeof kinds => [
  ['mistakes of a step', `mistakes of a step, ${name}`, aloneAt(start)],
  ['catalogue', `catalogue, ${name}`, catalogueAt(start)],
]);
for (const [name, start] of STARTS) {
  kinds.push([null, `two mistakes at once, ${name}`, await drawn(2, PAIRS, SEED, start)]);
  kinds.push([null, `three mistakes at once, ${name}`, await drawn(3, TRIPLES, SEED, start)]);
}
const rows: StepsRow[] = [];
for (const [list, kind, cases] of kinds) {
  for (const precision of PRECISIONS) {
    const results = [];
    for (const one of cases) {
      const result = await placed(one, precision);
      if (result !== null) results.push(result);
    }
    rows.push({ list, kind, precision, results });
  }
}
const replayed: ReplayedRow[] = [];
for (const of of replayedCases()) {
  const result = await placed(of, of.precision);
  if (result !== null) replayed.push({ of, result });
}
writeFileSync(PAGE, stepsPage({ rows, right: await rightRows(), replayed }));
noteTree('steps', tree);
writeFirstLines();

async function rightRows(): Promise<RightRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'steps-'));
  const fast = [...PORTS_INSIDE, ...portsInC(folder)];
  const right: RightRow[] = [];
  for (const port of fast) right.push(await rightRow(port, DRAWN));
  for (const port of portsInPython(folder)) right.push(await rightRow(port, DRAWN_SLOW));
  rmSync(folder, { recursive: true });
  return right;
}

async function rightRow({ name, precision, dumps }: RightPort, count: number): Promise<RightRow> {
  let [runs, held] = [0, 0];
  const others: string[] = [];
  for (const start of [...STARTS.values(), SQUARED, ...drawnStarts(count, SEED)]) {
    const own = await dumps(start);
    if (own === null) continue;
    const judged = heldIn(own, start.config, precision);
    runs++;
    held += judged.held;
    others.push(...judged.others);
  }
  return { name, precision, runs, held, others };
}
