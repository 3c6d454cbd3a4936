import { CHAPTERS } from '../../port/ops.ts';
import { markdownTable, titleCell } from '../markdownTable.ts';
import { clauseOf, type Kill, killsOf, programKillsOf } from './kills.ts';
import { WITHOUT_LAW } from './reasons.ts';
import type { Strength, VariantEntry } from './record.ts';
import { killedByOne, neverNeeded } from './redundancy.ts';
import { type CatalogueSummary, shareText, summaryOf } from './summary.ts';
import { tolerancesInFull } from './tolerances.ts';
import { vacuousChecks } from './vacuity.ts';

/** spec/measured/strength.md. */
export function strengthPage(strength: Strength): string {
  const kills = killsOf(strength);
  const programs = programKillsOf(strength);
  return [
    INTRODUCTION,
    summaryTable(strength),
    '![Known mistakes against chapters: blue where a law fails, light where only recorded numbers tell, outlined the chapter that a mistake belongs to](../figures/strength.svg)',
    byChapter(kills),
    '## Each mistake',
    EACH,
    eachMistake(kills),
    '## Each mistake of a whole program',
    PROGRAMS,
    programs.length === 0 ? NOT_MEASURED : [byChapter(programs), eachProgram(programs)].join('\n\n'),
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

A conformance suite is worth what it catches, and what it lets pass. Here every known mistake of two catalogues was put into
the reference, one at a time, and the whole suite was run against it as against any port; then against ports that know
nothing; then against ports that are right in another way. The first catalogue
([\`src/deviations/\`](../../src/deviations)) has the mistakes of formulas and constants that \`diff\` can name; the second
(\`src/lab/strength/programs/\`) those of whole programs, which show from a size, a range or a kind of
input on. \`npm run strength\` made this page, its figure and [strength.json](strength.json), which has every failure of every run. Ports
that are asked alike take turns in each check, where the canonical run is one of 100 steps.`;

const NOT_MEASURED = 'Not measured yet: `npm run strength` puts the suite to them.';

/** Both catalogues side by side, and the correct ports. */
function summaryTable(strength: Strength): string {
  const { deviations, programs, alarms, correctRuns } = summaryOf(strength);
  const rows: readonly [what: string, value: (catalogue: CatalogueSummary) => string][] = [
    ['the suite fails', ({ killed, mistakes }) => shareText(killed, mistakes)],
    ['a law fails, golden data and comparisons switched off', ({ byLaw, mistakes }) => shareText(byLaw, mistakes)],
    [
      'a core check fails, `run --core`',
      ({ byCore, mistakes }) => (byCore === null ? 'not measured yet' : shareText(byCore, mistakes)),
    ],
    [
      'the failure listed first is of their own chapter',
      ({ ownChapterFirst, mistakes }) => shareText(ownChapterFirst, mistakes),
    ],
    [
      'a check of their own clause is among the failures',
      (catalogue) => (catalogue === programs ? '' : shareText(catalogue.byOwnClause, catalogue.mistakes)),
    ],
    [
      'a law of their own clause fails',
      (catalogue) => (catalogue === programs ? '' : shareText(catalogue.byOwnLaw, catalogue.mistakes)),
    ],
    ['clauses of other chapters of which a law fails, median', ({ unrelated }) => String(unrelated)],
  ];
  const table = markdownTable(rows, [
    ['of the known mistakes', ([what]) => what],
    ['of formulas and constants', ([, value]) => value(deviations)],
    ['of whole programs', ([, value]) => (programs === null ? 'not measured yet' : value(programs))],
  ]);
  return `${table}

A mistake of a whole program has a chapter, and no clause of its own. Of the runs of correct ports the suite failed ${shareText(alarms, correctRuns)}.`;
}

function byChapter(kills: readonly Kill[]): string {
  const rows = CHAPTERS.map((chapter) => ({
    chapter,
    own: kills.filter(({ mistake }) => mistake.chapter === chapter),
  }));
  const count = (own: readonly Kill[], is: (kill: Kill) => boolean) => String(own.filter(is).length);
  const hasClauses = kills.some(({ mistake }) => mistake.clause !== null);
  return markdownTable(rows, [
    ['chapter', ({ chapter }) => chapter],
    ['mistakes', ({ own }) => String(own.length)],
    ['killed', ({ own }) => count(own, ({ killers }) => killers.length > 0)],
    ['first by the chapter', ({ own }) => count(own, ({ ownChapterFirst }) => ownChapterFirst)],
    ['by a law', ({ own }) => count(own, ({ byLaw }) => byLaw)],
    hasClauses
      ? ['by a law of the clause', ({ own }) => count(own, ({ byOwnLaw }) => byOwnLaw)]
      : ['in core', ({ own }) => count(own, ({ byCore }) => byCore)],
  ]);
}

const EACH = `"First" is the check that \`run\` lists first. "Own" says which kinds of checks of the mistake's own clause failed.
"Elsewhere" counts the clauses of other chapters of which a law failed: what a reader has to look past.`;

function eachMistake(kills: readonly Kill[]): string {
  return markdownTable(kills, [
    ['mistake', ({ mistake }) => mistake.id],
    ['clause', ({ mistake }) => mistake.clause ?? ''],
    ['first', firstCell],
    ['own', ownKinds],
    ['failed', ({ killers }) => String(killers.length)],
    ['elsewhere', ({ unrelated }) => String(unrelated)],
  ]);
}

const PROGRAMS = `"Chapter" is the one whose clauses the program violates first. "Seen by" says which kinds of checks failed, "core" whether one
of them has inputs that a run may have.`;

function eachProgram(kills: readonly Kill[]): string {
  return markdownTable(kills, [
    ['mistake', ({ mistake }) => mistake.title ?? mistake.id],
    ['chapter', ({ mistake }) => mistake.chapter],
    ['first', firstCell],
    ['seen by', ({ kinds }) => kinds.join(', ') || '**nothing**'],
    ['core', ({ byCore }) => (byCore ? 'yes' : 'no')],
    ['failed', ({ killers }) => String(killers.length)],
    ['elsewhere', ({ unrelated }) => String(unrelated)],
  ]);
}

function firstCell({ first }: Kill): string {
  return first === null ? 'nothing' : `${clauseOf(first)}, ${first.kind}`;
}

function ownKinds({ mistake, killers }: Kill): string {
  const own = killers.filter((check) => clauseOf(check) === mistake.clause).map(({ kind }) => kind);
  return [...new Set(own)].join(', ') || 'none';
}

const NO_LAW = `A law protects a port whose numbers are not the golden ones. These mistakes break none of their own clause; what
sees them instead, and why.`;

function withoutLaw(kills: readonly Kill[]): string {
  return markdownTable(
    kills.filter(({ byOwnLaw }) => !byOwnLaw),
    [
      ['mistake', ({ mistake }) => mistake.id],
      ['clause', ({ mistake }) => mistake.clause ?? ''],
      ['seen by', ({ kinds }) => kinds.join(', ')],
      ['why', ({ mistake }) => WITHOUT_LAW[mistake.id] ?? '**not argued**'],
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
  const noise = variants.filter(({ id }) => /^ulp-\d+$/.test(id));
  const rows = [
    ...variants.filter((variant) => !noise.includes(variant)),
    ...(noise.length === 0 ? [] : [together('every exp, log and pow off by 1 ulp, either way', noise)]),
  ];
  const atEdge = variants.filter((variant) => variant.atEdge.length > 0);
  return `Each is right, and none may fail${atEdge.length === 0 ? '' : `, but at the edge ${atEdge.map(edgeText(checks)).join(', ')}`}. Beside the suite's own seed of fast-check, which draws the inputs of laws and comparisons, each has
others: the reference in double and in single precision 200, each with as many inputs as a run has, every other five, which
share them. "Nearest" is the largest share of a tolerance that any check used in any run, 1 being failure.

${markdownTable(rows, [
  ['port', ({ title }) => title],
  ['class', ({ dtype }) => dtype],
  ['runs', ({ runs }) => String(runs)],
  ['runs that failed', ({ alarms }) => String(alarms)],
  ['nearest', ({ closest }) => closest.toFixed(2)],
  ['in', ({ at }) => titleCell(checks[at]?.title ?? '')],
])}`;
}

/** What a port that conforms in core fails: `"subnormal numbers flushed to 0" (5 checks of autograd.4 and random.8)`. */
function edgeText(checks: Strength['checks']): (variant: VariantEntry) => string {
  return ({ title, atEdge }) => {
    const clauses = [...new Set(atEdge.map((place) => clauseOf(checks[place])))];
    const count = `${atEdge.length} ${atEdge.length === 1 ? 'check' : 'checks'}`;
    return `"${title}" (${count} of ${clauses.join(', ')}; [core and edge](../numerics.md#core-and-edge))`;
  };
}

/** Variants that differ in their noise alone, as one. */
function together(title: string, group: readonly VariantEntry[]): VariantEntry {
  const total = (of: (entry: VariantEntry) => number) => group.reduce((sum, entry) => sum + of(entry), 0);
  const nearest = group.reduce((a, b) => (b.closest > a.closest ? b : a));
  return { ...nearest, title, runs: total(({ runs }) => runs), alarms: total(({ alarms }) => alarms) };
}
