import { capped } from '../capped.ts';
import { type Failure, failuresInOrder, kindText } from '../failures.ts';
import type { Lineage } from '../lineages.ts';
import type { ClauseResult } from '../result.ts';
import { anchored } from './anchor.ts';
import { failureText } from './copyable.ts';
import { titleOf } from './failuresSection.ts';
import { html, type Markup, type MarkupPart } from './markup.ts';
import { linked, type PageOf } from './trendSection.ts';

/** Failures of a port that are shown: those that say most. */
const MOST = 10;
const MOST_CHARACTERS = 600;
const MOST_NAME = 60;

/** Each port's failures that say most; null where none failed. */
export function failedIn(lineages: readonly Lineage[], pageOf: PageOf): MarkupPart {
  const failing = lineages.map((lineage) => ({ lineage, failures: failuresInOrder(lineage.latest.clauses) }));
  const some = failing.filter(({ failures }) => failures.length > 0);
  if (some.length === 0) return null;
  return html`<section aria-labelledby="failures"><h2 id="failures">What failed</h2>${some.map(({ lineage, failures }, i) => anchored(`failures-${i + 1}`, `what failed of port ${i + 1}`, portFailures(lineage, failures, pageOf(lineage.latest))))}</section>`;
}

function portFailures(
  { latest: { port }, system }: Lineage,
  failures: readonly Failure<ClauseResult>[],
  page: string | null,
): Markup {
  const hidden = failures.length - MOST;
  const whose = [port.dtype, ...(system === null ? [] : [system])].join(', ');
  return html`<details class="failure"><summary><bdi>${capped(port.name, MOST_NAME)}</bdi> <span class="faint">${whose}, ${failures.length.toLocaleString('en')} failed checks</span></summary>
${failures.slice(0, MOST).map((failure) => shownFailure(failure))}${hidden > 0 ? html`<p>and ${hidden.toLocaleString('en')} more; ${linked(html`a report of this result alone`, page)} shows them</p>` : null}</details>
`;
}

function shownFailure({ clause, check }: Failure<ClauseResult>): Markup {
  const text = check.counterexample ?? '';
  return html`<p class="failed-check"><span class="id">${clause.id}</span> ${capped(titleOf(check.title, clause.id), MOST_CHARACTERS)} <span class="kind">${kindText(check)}</span></p>
${failureText(capped(text, MOST_CHARACTERS), text.length <= MOST_CHARACTERS)}
`;
}
