import type { Diff } from '../../diff/diff.ts';
import { canonicalSamples } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { declaredText } from '../../port/declarations.ts';
import { readSpec } from '../../spec/clauses.ts';
import { capped } from '../capped.ts';
import { type Counts, countsOf } from '../counts.ts';
import type { Milestone } from '../history.ts';
import type { LibmResult, RunResult } from '../result.ts';
import { specAddress } from '../specAddress.ts';
import { standing, verdictText } from '../verdict.ts';
import { besideSection } from './besideSection.ts';
import { clausesSection, share } from './clausesSection.ts';
import { command } from './copyable.ts';
import { curveSection, short } from './curveSection.ts';
import { diagnosisSection } from './diagnosisSection.ts';
import { htmlPage } from './document.ts';
import { expectedSection, failuresSection, type Spec } from './failuresSection.ts';
import { html, type Markup, type MarkupPart } from './markup.ts';
import { samplesSection } from './samplesSection.ts';
import { type PageOf, trend } from './trendSection.ts';
import { SIGNS } from './verdictSigns.ts';

/** Characters of a name and of a line, and lines, that are shown. */
const [MOST_NAME, MOST_LINE, MOST_PROBLEMS] = [200, 500, 100];
const MS_PER_S = 1000;
const HASH_PREFIX = 12;
const PERCENT = 100;

/** What stands around a result: others of the same port, and where their pages are. */
export interface Surroundings {
  /** What became of the port over time, the earliest first; empty where there is but this result. */
  readonly history: readonly Milestone[];
  /** Its results in other classes and on other systems. */
  readonly others: readonly RunResult[];
  readonly pageOf: PageOf;
  /** Where the page of all ports is; null where there is none. */
  readonly index: string | null;
}

const ALONE: Surroundings = { history: [], others: [], pageOf: () => null, index: null };

/**
 * The page of one result.
 *
 * @param result - of a run
 * @param diff - its canonical run beside the golden one; null where the port was not asked for that
 * @param around - other results of the port
 */
export function runPage(result: RunResult, diff: Diff | null, around: Surroundings = ALONE): string {
  const { port, clauses, problems } = result;
  const { history, others, pageOf, index } = around;
  const spec: Spec = {
    statements: new Map(readSpec().map(({ id, statement }) => [id, statement])),
    address: specAddress(),
  };
  const compared = diff !== null && diff.losses.steps > 0 ? diff : null;
  const diagnosis = compared === null ? null : diagnosisSection(compared);
  const header = html`<p class="project">microgpt-spec <span class="faint">conformance report</span>${index === null ? null : html` <a href="${index}">all ports</a>`}</p>
<h1><bdi>${capped(port.name, MOST_NAME)}</bdi> <span class="faint"><bdi>${capped(port.version, MOST_NAME)}</bdi></span></h1>
${verdictBlock(result)}
${tiles(result, compared)}`;
  const main = html`${problems.length === 0 ? null : html`<section aria-labelledby="problems"><h2 id="problems">Problems</h2><ul>${problems.slice(0, MOST_PROBLEMS).map((problem) => html`<li>${capped(problem, MOST_LINE)}</li>`)}</ul></section>`}
${diagnosis}
${compared === null ? null : curveSection(compared, port.dtype)}
${failuresSection(clauses, spec)}
${expectedSection(clauses)}
${history.length === 0 ? null : html`<section aria-labelledby="over-time"><h2 id="over-time">Over time</h2>${trend(history, port.name, pageOf)}</section>`}
${others.length === 0 ? null : besideSection([result, ...others], pageOf)}
${samples(result)}
${clausesSection(result, spec)}
${libmSection(result.libm)}
${factsSection(result)}`;
  return htmlPage(`${capped(port.name, MOST_NAME)}: ${verdictText(result)}`, header, main);
}

function verdictBlock(result: RunResult): Markup {
  const { held, all, failed } = countsOf(result.clauses);
  const shown = standing(result);
  const words = failed > 0 ? `${failed} of ${all} clauses failed` : `${held} of ${all} clauses held`;
  return html`<p class="verdict ${shown}"><span aria-hidden="true">${SIGNS[shown]}</span> ${verdictText(result)} <small>${words}</small></p>`;
}

function tiles({ clauses, port }: RunResult, diff: Diff | null): Markup {
  const counts = countsOf(clauses);
  const checks = clauses.flatMap((clause) => clause.checks);
  const ran = checks.filter(({ status }) => status === 'held' || status === 'failed').length;
  const closest = Math.max(0, ...clauses.map((clause) => clause.closest ?? 0));
  const values: readonly [string, MarkupPart, string][] = [
    ['clauses held', html`${counts.held}<small>/${counts.all}</small>`, failedText(counts)],
    ['checks run', ran.toLocaleString('en'), `${checks.length - ran} not claimed or not applicable`],
    [
      'canonical losses',
      diff === null ? 'not asked' : diff.verdict,
      diff === null ? 'train is not claimed' : `largest difference ${short(diff.losses.maxAbsDelta)}`,
    ],
    ['closest to a tolerance', closest === 0 ? 'exact' : share(closest), `in class ${port.dtype}`],
  ];
  return html`<dl class="tiles">${values.map(([name, value, note]) => html`<div><dt>${name}</dt><dd><b>${value}</b> <span class="faint">${note}</span></dd></div>`)}</dl>`;
}

function failedText({ failed, 'failed-at-edge': atEdge }: Counts): string {
  if (failed === 0 && atEdge === 0) return 'none failed';
  return [...(failed > 0 ? [`${failed} failed`] : []), ...(atEdge > 0 ? [`${atEdge} failed at the edge`] : [])].join(
    ', ',
  );
}

function samples({ canonical }: RunResult): MarkupPart {
  if (canonical.samples === null || canonical.samples.length === 0) return null;
  const due = canonicalSamples(openGolden()).map(({ name }) => name);
  return samplesSection(due, new Map(canonical.samples.map((name, i) => [i + 1, name])));
}

function libmSection(libm: readonly LibmResult[]): MarkupPart {
  if (libm.length === 0) return null;
  return html`<section aria-labelledby="libm"><h2 id="libm">Mathematical library</h2>
<p>How often exp, ln and powers are not the number nearest to the value. No order of operations can change this, and 1 ulp of it moves no loss out of class f64.</p>
<table class="numbers"><thead><tr><th scope="col">function</th><th scope="col">arguments</th><th scope="col">not nearest</th><th scope="col">at most</th></tr></thead>
<tbody>${libm.map(({ function: name, count, misrounded, maxUlps }) => html`<tr><th scope="row">${name}</th><td>${count}</td><td>${((PERCENT * misrounded) / count).toFixed(1)} %</td><td>${maxUlps} ulp</td></tr>`)}</tbody></table></section>`;
}

function factsSection(result: RunResult): Markup {
  const { port, machine, suite, revision, golden, seed, runs, milliseconds } = result;
  const declared = declaredText(port);
  const declaredFact: [string, MarkupPart] = ['declared', capped(declared, MOST_LINE)];
  const facts: readonly [string, MarkupPart][] = [
    [
      'port',
      html`<bdi>${capped(port.lang, MOST_NAME)}</bdi>, ${port.dtype}${port.steps === undefined ? null : `, asked for ${port.steps} steps of the canonical run`}`,
    ],
    ...(declared === '' ? [] : [declaredFact]),
    [
      'command',
      port.command === undefined
        ? 'the embedded reference'
        : html`<bdi>${command(capped(port.command, MOST_LINE))}</bdi>`,
    ],
    ['suite', `microgpt-spec ${suite}, specification revision ${revision}`],
    ['golden data', html`manifest SHA-256 <code>${golden.slice(0, HASH_PREFIX)}</code>`],
    ['inputs', `seed ${seed}, ${runs} for each law`],
    ['machine', `${machine.cpu}, ${machine.cores} cores, ${machine.system} ${machine.arch}, Node ${machine.node}`],
    ['date', result.date ?? 'not written down'],
    ['time', `${(milliseconds / MS_PER_S).toFixed(1)} s in checks`],
  ];
  return html`<section aria-labelledby="facts"><h2 id="facts">This run</h2><dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>`;
}
