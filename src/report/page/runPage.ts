import type { Diff } from '../../diff/diff.ts';
import { canonicalSamples } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { declaredText } from '../../port/declarations.ts';
import { readSpec } from '../../spec/clauses.ts';
import { capped } from '../capped.ts';
import { type Counts, countsOf } from '../counts.ts';
import type { LibmResult, RunResult } from '../result.ts';
import { standing, verdictText } from '../verdict.ts';
import { clausesSection, share } from './clausesSection.ts';
import { curveSection, short } from './curveSection.ts';
import { diagnosisSection } from './diagnosisSection.ts';
import { htmlPage } from './document.ts';
import { expectedSection, failuresSection, type Statements } from './failuresSection.ts';
import { html, type Markup, type MarkupPart } from './markup.ts';
import { samplesSection } from './samplesSection.ts';
import { SIGNS } from './verdictSigns.ts';

/** Characters of a name and of a line, and lines, that are shown. */
const [MOST_NAME, MOST_LINE, MOST_PROBLEMS] = [200, 500, 100];
const MS_PER_S = 1000;
const HASH_PREFIX = 12;
const PERCENT = 100;

/** The normative sentence of every clause. */
function statements(): Statements {
  return new Map(readSpec().map(({ id, statement }) => [id, statement]));
}

/**
 * The page of one result.
 *
 * @param result - of a run
 * @param diff - its canonical run beside the golden one; null where the port was not asked for that
 */
export function runPage(result: RunResult, diff: Diff | null): string {
  const { port, clauses, problems } = result;
  const sentences = statements();
  const compared = diff !== null && diff.losses.steps > 0 ? diff : null;
  const diagnosis = compared === null ? null : diagnosisSection(compared);
  const body = html`<header>
<p class="project">microgpt-spec <span class="faint">conformance report</span></p>
<h1><bdi>${capped(port.name, MOST_NAME)}</bdi> <span class="faint"><bdi>${capped(port.version, MOST_NAME)}</bdi></span></h1>
${verdictBlock(result)}
${tiles(result, compared)}
</header>
<main>
${problems.length === 0 ? null : html`<section aria-labelledby="problems"><h2 id="problems">Problems</h2><ul>${problems.slice(0, MOST_PROBLEMS).map((problem) => html`<li>${capped(problem, MOST_LINE)}</li>`)}</ul></section>`}
${diagnosis}
${compared === null ? null : curveSection(compared, port.dtype)}
${failuresSection(clauses, sentences)}
${expectedSection(clauses)}
${samples(result)}
${clausesSection(result, sentences)}
${libmSection(result.libm)}
${factsSection(result)}
</main>`;
  return htmlPage(`${capped(port.name, MOST_NAME)}: ${verdictText(result)}`, body);
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
        : html`<code><bdi>${capped(port.command, MOST_LINE)}</bdi></code>`,
    ],
    ['suite', `microgpt-spec ${suite}, specification revision ${revision}`],
    ['golden data', html`manifest SHA-256 <code>${golden.slice(0, HASH_PREFIX)}</code>`],
    ['inputs', `seed ${seed}, ${runs} for each law`],
    ['machine', `${machine.cpu}, ${machine.cores} cores, ${machine.system} ${machine.arch}, Node ${machine.node}`],
    ['time', `${(milliseconds / MS_PER_S).toFixed(1)} s in checks`],
  ];
  return html`<section aria-labelledby="facts"><h2 id="facts">This run</h2><dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>`;
}
