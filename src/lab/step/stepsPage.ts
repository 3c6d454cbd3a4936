import { markdownTable } from '../markdownTable.ts';
import type { Placed } from './placed.ts';
import { type ReplayedRow, replayedTable } from './replayed/replayedTable.ts';
import { type RightRow, rightTable } from './right/rightTable.ts';
import { stagesTable } from './stagesTable.ts';
import type { StepsRow } from './stepsRow.ts';

/** Findings of a miss are listed so far, and names of a finding. */
const MOST_FINDINGS = 4;
const MOST_NAMES = 6;
const [PER_CENT, PER_MILLE] = [100, 1000];

const INTRODUCTION = `# Where a step is said to be wrong

Ports with known mistakes dump their first three steps whole, and each stage is judged from the port's own values before it. A
mistake is *placed* where a finding names its place in microgpt.py, or one that a dump does not tell from it; *first* counts the ports
whose first finding does. \`npm run measure:steps\` makes this page.

*Shown* are the mistakes of ports with any number that is off from the right program's by more than another order of additions makes it:
1e-13 of the largest in its row or matrix in f64, 3e-6 in f32. An epsilon of 1e-12 is lost in float32, and so is
in three steps a rate that falls over one step less in 1000; a cache that layers share is right with one layer. Nothing in these dumps
places them.

*Beside* are ports with a finding that no mistake of theirs makes true. One mistake may be wrong in several statements, and then each
finding of it is true and none is beside: a mistake in a function is due wherever the function is called, one in Adam in all that Adam
makes, and one in the graph's way back at every node; one whose text changes other statements too is due there, as written down with it
(\`also\` in src/lab/step/mistakes: both residuals; layers in reverse order, which give every matrix of
a layer that of the other); and where a graph's forward value is wrong, so is the way back through that same value. None of these counts
as placed by such a finding.

The mistakes of a step and their places were written down before anything placed them; the catalogue is what \`diff\` knows by name.
Where several are drawn into one port, a wrong value of the forward pass hides a gradient that comes back through it. It is judged all
the same where it is just what another rule at another place gives. Else it is said not to be judged, and is a miss here: a wrong loss
that leaves the last position out, and a gradient that does so too, are one mistake in a graph, and nothing in a dump tells one from two.`;

const RIGHT = `## Right ports

Each dumps three steps, from the starts of the mistakes and from configurations drawn at random. The engine, the C port and the adapter
around a script in Python are asked \`forward\`, \`backward\` and \`adam\` for each step. A script takes few configurations, for its
constants are its own.`;

const REPLAYED = `## Ports that were replayed

Mistakes that ports were found with, rebuilt in the port that goes back by hand; of one that is right in a step nothing is due. *How*
is \`f\` where the first finding names one of its mistakes and all are placed, \`p\` where another finding comes first, \`m\` where one is
missed.`;

const BY_NAME = `## Mistake by mistake

Where each mistake alone is due, and its first finding; more than one where it is not the same in every run. The letters of *how* are of
the runs in two layers in f64 and in f32, and at the sizes of microgpt.py in f64 and in f32: \`f\` found, and first, \`p\` found behind
another finding, \`m\` missed, \`n\` not shown by the dumps, \`-\` not made there.`;

/** What the page shows. */
export interface StepsPage {
  readonly rows: readonly StepsRow[];
  readonly right: readonly RightRow[];
  readonly replayed: readonly ReplayedRow[];
}

/** spec/measured/steps.md. */
export function stepsPage({ rows, right, replayed }: StepsPage): string {
  const table = markdownTable(rows, [
    ['kind', ({ kind }) => kind],
    ['precision', ({ precision }) => precision],
    ['ports', ({ results }) => String(results.length)],
    ['mistakes', ({ results }) => String(sum(results, ({ ids }) => ids.length))],
    ['shown', ({ results }) => String(sum(results, shownOf))],
    ['placed', ({ results }) => String(sum(results, placedOf))],
    ['of those shown', ({ results }) => share(sum(results, placedOf), sum(results, shownOf))],
    ['first', ({ results }) => String(sum(results, ({ first }) => Number(first)))],
    ['beside', ({ results }) => String(sum(results, ({ accused }) => Number(accused.length > 0)))],
  ]);
  const misses = rows.flatMap((row) => {
    const lines = row.results.flatMap((result) => lineOf(result));
    return lines.length === 0 ? [] : [`### ${row.kind}, ${row.precision}\n\n${lines.join('\n')}`];
  });
  const lists = (['mistakes of a step', 'catalogue'] as const).map((list) => {
    const own = rows.filter((row) => row.list === list);
    return `<details>\n<summary>${list}</summary>\n\n${stagesTable(own)}\n\n</details>`;
  });
  const sections = [
    ...[INTRODUCTION, table, RIGHT, rightTable(right), REPLAYED, replayedTable(replayed), BY_NAME, ...lists],
    ...['## One by one', ...misses],
  ];
  return `${sections.join('\n\n')}\n`;
}

function lineOf({ ids, shown, missed, first, accused, found }: Placed): string[] {
  if (!shown) return [`- ${ids.join(' + ')}: not shown by the dumps`];
  const said = [
    ...(missed.length > 0 ? [`not placed: ${missed.join(', ')}; found ${listed(found)}`] : []),
    ...(missed.length === 0 && !first ? [`placed, and not first; found ${listed(found)}`] : []),
    ...(accused.length > 0 ? [`beside it ${listed(accused)}`] : []),
  ];
  return said.length === 0 ? [] : [`- ${ids.join(' + ')}: ${said.join('; ')}`];
}

function listed(findings: readonly string[]): string {
  if (findings.length === 0) return 'nothing';
  const shown = findings.slice(0, MOST_FINDINGS).map((finding) => {
    const names = finding.split(' or ');
    return names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join(' or ')} or another` : finding;
  });
  const more = findings.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function shownOf({ ids, shown }: Placed): number {
  return shown ? ids.length : 0;
}

function placedOf({ ids, missed }: Placed): number {
  return ids.length - missed.length;
}

/** `95.6 %`, rounded down. */
function share(part: number, all: number): string {
  return `${(Math.floor((PER_MILLE * part) / all) / (PER_MILLE / PER_CENT)).toFixed(1)} %`;
}

function sum(results: readonly Placed[], of: (one: Placed) => number): number {
  return results.reduce((total, one) => total + of(one), 0);
}
