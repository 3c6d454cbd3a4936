import { markdownTable } from '../markdownTable.ts';
import type { Placed, Precision } from './placed.ts';

/** The ports of one kind, judged in one precision. */
export interface StepsRow {
  readonly kind: string;
  readonly precision: Precision;
  readonly results: readonly Placed[];
}

/** Findings of a miss are listed so far, and names of a finding. */
const MOST_FINDINGS = 4;
const MOST_NAMES = 6;

const INTRODUCTION = `# Where a step is said to be wrong

Ports with known mistakes dump their first three steps whole, and each stage is judged from the port's own values before it. A
mistake is *placed* where a finding names its place in microgpt.py, or one that a dump does not tell from it; *first* counts the ports
whose first finding does. *Beside* are ports with a finding that is no place of their mistakes: a mistake in a function is due wherever
the function is called, one in Adam in all that Adam makes, and one in the graph's way back at every node. \`npm run measure:steps\`
makes this page.

The mistakes of a step and their places were written down before anything placed them; the catalogue is what \`diff\` knows by name.
Where several are drawn into one port, a wrong value of the forward pass hides a gradient that comes back through it: that one is
then said not to be judged, and is a miss here.`;

/** spec/measured/steps.md. */
export function stepsPage(rows: readonly StepsRow[]): string {
  const table = markdownTable(rows, [
    ['kind', ({ kind }) => kind],
    ['precision', ({ precision }) => precision],
    ['ports', ({ results }) => String(results.length)],
    ['mistakes', ({ results }) => String(sum(results, ({ ids }) => ids.length))],
    ['placed', ({ results }) => String(sum(results, ({ ids, missed }) => ids.length - missed.length))],
    ['first', ({ results }) => String(sum(results, ({ first }) => Number(first)))],
    ['beside', ({ results }) => String(sum(results, ({ accused }) => Number(accused.length > 0)))],
  ]);
  const misses = rows.flatMap((row) => {
    const lines = row.results.flatMap((result) => lineOf(result));
    return lines.length === 0 ? [] : [`### ${row.kind}, ${row.precision}\n\n${lines.join('\n')}`];
  });
  return `${[INTRODUCTION, table, '## One by one', ...misses].join('\n\n')}\n`;
}

function lineOf({ ids, missed, first, accused, found }: Placed): string[] {
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

function sum(results: readonly Placed[], of: (one: Placed) => number): number {
  return results.reduce((total, one) => total + of(one), 0);
}
