import { CHAPTERS } from '../../port/ops.ts';
import { markdownTable, titleCell } from '../markdownTable.ts';
import { chapterOf, clauseOf, type Kill, killsOf } from './kills.ts';
import { WITHOUT_LAW } from './reasons.ts';
import type { Strength } from './record.ts';
import { killedByOne, neverNeeded } from './redundancy.ts';
import { shareText, summaryOf } from './summary.ts';
import { tolerancesInFull } from './tolerances.ts';
import { vacuousChecks } from './vacuity.ts';

/** spec/measured/strength.md. */
export function strengthPage(strength: Strength): string {
  const kills = killsOf(strength);
  return [
    INTRODUCTION,
    summaryTable(strength),
    '![Known mistakes against chapters: blue where a law fails, light where only recorded numbers tell, outlined the chapter that a mistake belongs to](../figures/strength.svg)',
    byChapter(kills),
    '## Each mistake',
    EACH,
    eachMistake(kills),
    '## Mistakes that no law of their clause sees',
    NO_LAW,
    withoutLaw(kills),
    '## What the suite would lose',
    redundancy(strength),
    '## Impostors',
    impostors(strength),
    '## Correct ports',
    correctPorts(strength),
    '## How much of each tolerance is used',
    tolerancesInFull(strength),
  ]
    .join('\n\n')
    .concat('\n');
}

const INTRODUCTION = `# How strong the suite is

A conformance suite is worth what it catches, and what it lets pass. Here every known mistake
([\`src/deviations/\`](../../src/deviations)) was put into the reference, one at a time, and the whole suite was run against
it as against any port; then against ports that know nothing; then against ports that are right in another way. \`npm run
strength\` made this page, its figure and [strength.json](strength.json), which has every failure of every run. Ports that are asked alike
take turns in each check, where the canonical run is one of 100 steps.`;

function summaryTable(strength: Strength): string {
  const summary = summaryOf(strength);
  const of = (part: number) => shareText(part, summary.deviations);
  return markdownTable(
    [
      ['known mistakes that make the suite fail', of(summary.killed)],
      ['the failure listed first is of their own chapter', of(summary.ownChapterFirst)],
      ['a check of their own clause is among the failures', of(summary.byOwnClause)],
      ['a law fails, golden data and comparisons switched off', of(summary.byLaw)],
      ['a law of their own clause fails', of(summary.byOwnLaw)],
      ['clauses of other chapters of which a law fails, median', String(summary.unrelated)],
      ['correct ports that the suite fails', shareText(summary.variantsFailed, summary.variants)],
    ],
    [
      ['', ([what]) => what],
      ['measured', ([, value]) => value],
    ],
  );
}

function byChapter(kills: readonly Kill[]): string {
  const rows = CHAPTERS.map((chapter) => ({
    chapter,
    own: kills.filter(({ deviation }) => chapterOf(deviation.clause) === chapter),
  }));
  const count = (own: readonly Kill[], is: (kill: Kill) => boolean) => String(own.filter(is).length);
  return markdownTable(rows, [
    ['chapter', ({ chapter }) => chapter],
    ['mistakes', ({ own }) => String(own.length)],
    ['killed', ({ own }) => count(own, ({ killers }) => killers.length > 0)],
    ['first by the chapter', ({ own }) => count(own, ({ ownChapterFirst }) => ownChapterFirst)],
    ['by a law', ({ own }) => count(own, ({ byLaw }) => byLaw)],
    ['by a law of the clause', ({ own }) => count(own, ({ byOwnLaw }) => byOwnLaw)],
  ]);
}

const EACH = `"First" is the check that \`run\` lists first. "Own" says which kinds of checks of the mistake's own clause failed.
"Elsewhere" counts the clauses of other chapters of which a law failed: what a reader has to look past.`;

function eachMistake(kills: readonly Kill[]): string {
  return markdownTable(kills, [
    ['mistake', ({ deviation }) => deviation.id],
    ['clause', ({ deviation }) => deviation.clause],
    ['first', ({ first }) => (first === null ? 'nothing' : `${clauseOf(first)}, ${first.kind}`)],
    ['own', ownKinds],
    ['failed', ({ killers }) => String(killers.length)],
    ['elsewhere', ({ unrelated }) => String(unrelated)],
  ]);
}

function ownKinds({ deviation, killers }: Kill): string {
  const own = killers.filter((check) => clauseOf(check) === deviation.clause).map(({ kind }) => kind);
  return [...new Set(own)].join(', ') || 'none';
}

const NO_LAW = `A law protects a port whose numbers are not the golden ones. These mistakes break none of their own clause; what
sees them instead, and why.`;

function withoutLaw(kills: readonly Kill[]): string {
  return markdownTable(
    kills.filter(({ byOwnLaw }) => !byOwnLaw),
    [
      ['mistake', ({ deviation }) => deviation.id],
      ['clause', ({ deviation }) => deviation.clause],
      ['seen by', ({ kinds }) => kinds.join(', ')],
      ['why', ({ deviation }) => WITHOUT_LAW[deviation.id] ?? '**not argued**'],
    ],
  );
}

function redundancy(strength: Strength): string {
  const spare = neverNeeded(strength);
  const laws = spare.filter(({ check }) => check.kind === 'law');
  const single = killedByOne(strength);
  return `Mistakes that one check alone sees: ${single.length === 0 ? 'none; each is seen by two checks at least.' : single.map(({ id }) => id).join(', ')}

Of ${strength.checks.length} checks, ${spare.length} were never the only one to fail for a known mistake, nor the first: ${laws.length} laws among them, the rest
examples, inputs to be rejected, golden data and comparisons. Examples and golden data are there to be read and to pin every
constant, whatever a law says. The laws, with the known mistakes that each of them sees along with others; those that see
none speak of a part of their clause that no known mistake is about:

${markdownTable(
  laws.toSorted((a, b) => a.kills - b.kills),
  [
    ['law', ({ check }) => titleCell(check.title)],
    ['mistakes', ({ kills }) => String(kills)],
  ],
)}`;
}

function impostors(strength: Strength): string {
  const vacuous = vacuousChecks(strength);
  const clauses = new Set(strength.checks.map(clauseOf));
  const passed = strength.impostors.map((impostor) => {
    const failing = new Set(impostor.failed.map((place) => clauseOf(strength.checks[place])));
    return { id: impostor.id, checks: impostor.passed.length, clauses: clauses.size - failing.size };
  });
  const caught = vacuous.filter(({ caughtBy }) => caughtBy !== null);
  const byNature = [...new Map(vacuous.map((entry) => [`${clauseOf(entry.check)} ${entry.impostor}`, entry])).values()];
  return `Six ports that know nothing, or nearly nothing, in the order of what they cost to write: *no* claims everything and answers "no";
*constant* gives constants of the right shape; *echo* its input; *random* other numbers of the right shape; *shape* is the
reference with every list and text one shorter; *noise* the reference with a relative error of up to 1e-3.

${markdownTable(passed, [
  ['impostor', ({ id }) => id],
  ['checks passed', ({ checks }) => `${checks} of ${strength.checks.length}`],
  ['clauses passed', ({ clauses: count }) => `${count} of ${clauses.size}`],
])}

No clause is passed by any of the first four. A single check can be: an invariance holds of a constant, and 0.5 is
sometimes right. These are the ${caught.length} checks that an impostor passes while another check of the same clause catches it, each with
the cheapest that passes:

${markdownTable(caught, [
  ['check', ({ check }) => titleCell(check.title)],
  ['passed by', ({ impostor }) => impostor],
  ['caught by', ({ caughtBy }) => titleCell(caughtBy?.title ?? '')],
])}

Whole clauses that the last two pass, and why they can:

${markdownTable(
  byNature.filter(({ caughtBy }) => caughtBy === null),
  [
    ['clause', ({ check }) => clauseOf(check)],
    ['passed by', ({ impostor }) => impostor],
    ['because', ({ reason }) => reason ?? '**no reason given**'],
  ],
)}`;
}

function correctPorts({ variants, checks }: Strength): string {
  const own = variants.filter(({ id }) => !/^(ulp-)?\d+$/.test(id));
  const [noise, seeds] = [/^ulp-\d+$/, /^\d+$/].map((pattern) => variants.filter(({ id }) => pattern.test(id)));
  const most = (group: typeof variants) => group.reduce((a, b) => (b.closest > a.closest ? b : a));
  const rows = [
    ...own.map((variant) => ({ ...variant, runs: 1 })),
    { ...most(noise), title: 'every exp, log and pow off by 1 ulp, either way', runs: noise.length },
    { ...most(seeds), title: "the reference under other seeds of fast-check's", runs: seeds.length },
  ];
  return `Each is right, and none may fail. "Nearest" is the largest share of a tolerance that any check used, 1 being failure.

${markdownTable(rows, [
  ['port', ({ title }) => title],
  ['class', ({ dtype }) => dtype],
  ['runs', ({ runs }) => String(runs)],
  ['checks failed', ({ failed }) => String(failed.length)],
  ['nearest', ({ closest }) => closest.toFixed(2)],
  ['in', ({ at }) => titleCell(checks[at]?.title ?? '')],
])}`;
}
