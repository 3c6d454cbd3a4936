import { OPS } from '../../port/ops.ts';
import type { OpName } from '../../port/port.ts';
import { markdownTable } from '../markdownTable.ts';
import { DECLARED, type Due } from './declared.ts';
import type { Extent, Reached } from './extent.ts';
import { missingFrom, unmetPairs } from './missing.ts';
import type { DomainRecord, OpRecord } from './record.ts';

/** Digits of a number on the page. */
const DIGITS = 4;
/** Pairs that never meet are listed so far. */
const MOST_PAIRS = 40;

const INTRODUCTION = `# What a run asks

A port that answers as the reference notes what each request of a whole run asks for: sizes, ranges and kinds, with the clause of the
check that came first to each. A kill matrix and a mutation score see only mistakes that somebody has thought of; what is never
asked, no check can see. \`npm run measure:domain\` makes this page.

**Due** is the declared domain: what public ports meet, as far as a run of some seconds can come to it. What is beyond stands as
*wild*; beside it, under *soak*, is how far \`run --soak\` comes, whose inputs grow to those of \`run --sizes 64\`. There each size is
reached by itself: a model is 384 wide without layers, and with one 128, for 384 would be 1.8 million parameters a layer, 25 MB a
request, and 3.5 million nodes a position in a port with a graph of scalars. A step of Adam for 10 million parameters, or a program on
a million lines, is beyond the 16 MB of a line. Tests hold a run and the largest inputs to what is due. *By lanes* says which blocks of 8 and 4 a size is cut into, and what is left over.`;

/** spec/measured/domain.md. */
export function domainPage(record: DomainRecord): string {
  const missing = missingFrom(record);
  const unmet = unmetPairs(record);
  const pairs = Object.values(record).reduce((count, one) => count + Object.keys(one.pairs).length, 0);
  return [
    INTRODUCTION,
    `## Where it falls short\n\n${missing.length === 0 ? 'Nowhere.' : missing.map((line) => `- ${line}`).join('\n')}`,
    ['## Pairs of constants', pairText(pairs, unmet)].join('\n\n'),
    ...(Object.keys(OPS) as OpName[]).flatMap((op) => chapterOf(op, record[op])),
  ]
    .join('\n\n')
    .concat('\n');
}

function pairText(met: number, unmet: readonly string[]): string {
  const all = `Of ${met + unmet.length} pairs of kinds of two constants that one operation takes, ${met} meet in a request (pairwise coverage).`;
  if (unmet.length === 0) return all;
  const hidden = unmet.length - MOST_PAIRS;
  return [
    `${all} These never do:`,
    unmet
      .slice(0, MOST_PAIRS)
      .map((pair) => `- ${pair}`)
      .join('\n'),
    ...(hidden > 0 ? [`and ${hidden} more.`] : []),
  ].join('\n\n');
}

function chapterOf(op: OpName, record: OpRecord | undefined): string[] {
  if (record === undefined) return [`## ${op}`, 'Never asked.'];
  const due = DECLARED[op] ?? {};
  const table = markdownTable(Object.entries(record.dimensions), [
    ['dimension', ([name]) => name],
    ['least', ([, { least }]) => reached(least)],
    ['most', ([, { greatest }]) => reached(greatest)],
    ['kinds', ([, extent]) => kindsIn(extent)],
    ['due', ([name]) => dueText(due[name] ?? {})],
    ['soak', ([name]) => String(due[name]?.soak ?? '')],
    ['wild', ([name]) => due[name]?.wild ?? ''],
  ]);
  return [`## ${op}`, `${record.requests} requests.`, table];
}

function reached(one: Reached<number> | null): string {
  return one === null ? '' : `${Number(one.value.toPrecision(DIGITS))} (${one.clause})`;
}

function kindsIn({ kinds }: Extent): string {
  return kinds.map(({ value }) => value).join(', ');
}

function dueText({ least, most, kinds = [] }: Due): string {
  const ends = [...(least === undefined ? [] : [`from ${least}`]), ...(most === undefined ? [] : [`to ${most}`])];
  return [...ends, ...(kinds.length > 0 ? ['each kind'] : [])].join(' ');
}
