import { capped } from '../capped.ts';
import { type FailedClause, failedClauses, failuresInOrder, kindText } from '../failures.ts';
import type { CheckResult, ClauseResult } from '../result.ts';
import type { SpecAddress } from '../specAddress.ts';
import { anchored } from './anchor.ts';
import { command, failureText } from './copyable.ts';
import { html, type Markup, type MarkupPart } from './markup.ts';
import { prose } from './prose.ts';

/** Failures that are shown in full, clauses that are open, and failures of a clause by their titles alone; the rest are counted. */
const [MOST_FULL, MOST_OPEN, MOST_TITLES] = [60, 3, 400];
/** Characters of a counterexample, and of a title. */
const [MOST_CHARACTERS, MOST_TITLE] = [4000, 300];

/** A clause's normative sentence, by its id. */
export type Statements = ReadonlyMap<string, string>;

/** What is said of clauses beside a result. */
export interface Spec {
  readonly statements: Statements;
  /** Where clauses can be read on the web; null where that is not known. */
  readonly address: SpecAddress | null;
}

/** The failures of a run, a block for each clause, the one that says most about a mistake first; null where there are none. */
export function failuresSection(clauses: readonly ClauseResult[], spec: Spec): Markup | null {
  const failures = failuresInOrder(clauses);
  if (failures.length === 0) return null;
  const full = new Set(failures.slice(0, MOST_FULL).map(({ check }) => check));
  return html`<section class="failures" aria-labelledby="failures">
<h2 id="failures">What failed</h2>
<p>${failures.length === 1 ? 'One check' : `${failures.length.toLocaleString('en')} checks`} of ${new Set(failures.map(({ clause }) => clause.id)).size} clauses. What involves least of the port comes first: it points most closely to the mistake.</p>
${failedClauses(clauses).map((failed, i) => failedBlock(failed, full, spec, i < MOST_OPEN))}
</section>`;
}

/** The id of a clause's failures on a port's page. */
export function failureId(clause: string): string {
  return `failure-${clause}`;
}

function failedBlock(
  { clause, checks }: FailedClause<ClauseResult>,
  full: ReadonlySet<CheckResult>,
  { statements, address }: Spec,
  isOpen: boolean,
): Markup {
  const { id, title } = clause;
  const shown = checks.filter((check) => full.has(check));
  const count = checks.length === 1 ? 'one check' : `${checks.length.toLocaleString('en')} checks`;
  const inSpec = address === null ? null : html`<a href="${address(clause)}">${id} in the specification</a>, `;
  return anchored(
    failureId(id),
    `what failed of ${id}`,
    html`<details class="failure" ${isOpen ? html`open` : null}><summary><span class="id">${id}</span> ${title} <span class="faint">${count}</span></summary>
<p class="statement">${prose(statements.get(id) ?? title)}</p>
<p class="faint">${inSpec}<a href="#${id}">all its checks</a>, ${command(`npx microgpt-spec explain ${id}`)}</p>
${shown.slice(0, 1).map((check) => failedCheck(check, clause))}
${others(shown.slice(1), checks.slice(shown.length), clause)}</details>`,
  );
}

function failedCheck(check: CheckResult, { id }: ClauseResult): Markup {
  const { title, counterexample = '' } = check;
  return html`<p class="failed-check">${capped(titleOf(title, id), MOST_TITLE)} <span class="kind">${kindText(check)}</span></p>
${failureText(capped(counterexample, MOST_CHARACTERS), counterexample.length <= MOST_CHARACTERS)}
`;
}

/** The rest of a clause's failures: some in full, others by their titles, and the rest counted. */
function others(full: readonly CheckResult[], rest: readonly CheckResult[], clause: ClauseResult): MarkupPart {
  const count = full.length + rest.length;
  if (count === 0) return null;
  const hidden = rest.length - MOST_TITLES;
  const titles = rest.slice(0, MOST_TITLES).map(({ title }) => html`<li>${capped(title, MOST_TITLE)}</li>`);
  const more = hidden > 0 ? html`<li>and ${hidden.toLocaleString('en')} more; the JSON has them all</li>` : null;
  return html`<details class="others"><summary>${count.toLocaleString('en')} more of its checks ${count === 1 ? 'fails' : 'fail'}</summary>
${full.map((check, i) => anchored(`${failureId(clause.id)}-${i + 2}`, `another failure of ${clause.id}`, failedCheck(check, clause)))}
${titles.length === 0 ? null : html`<ul>${titles}${more}</ul>`}</details>`;
}

/** The failures that were expected, with their reasons; null where there are none. */
export function expectedSection(clauses: readonly ClauseResult[]): MarkupPart {
  const expected = clauses.filter(({ status }) => status === 'expected-failure');
  if (expected.length === 0) return null;
  return html`<section aria-labelledby="expected"><h2 id="expected">Expected failures</h2><ul>${expected.map(({ id, title, reason }) => html`<li><a class="id" href="#${id}">${id}</a> ${title}: <b>${capped(reason ?? '', MOST_TITLE)}</b></li>`)}</ul></section>`;
}

/** A check's statement, without the clause's id. */
export function titleOf(title: string, id: string): string {
  return title.startsWith(`${id} `) ? title.slice(id.length + 1) : title;
}
