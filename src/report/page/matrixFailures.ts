import { capped } from '../capped.ts';
import { type Failure, failuresInOrder, kindText } from '../failures.ts';
import type { ClauseResult, RunResult } from '../result.ts';
import { titleOf } from './failuresSection.ts';
import { html, type Markup, type MarkupPart } from './markup.ts';

/** Failures of a port that are shown: those that say most. */
const MOST = 10;
const MOST_CHARACTERS = 600;
const MOST_NAME = 60;

/** Each port's failures that say most; null where none failed. */
export function failedIn(results: readonly RunResult[]): MarkupPart {
  const failing = results.map((result) => ({ result, failures: failuresInOrder(result.clauses) }));
  const some = failing.filter(({ failures }) => failures.length > 0);
  if (some.length === 0) return null;
  return html`<section aria-labelledby="failures"><h2 id="failures">What failed</h2>${some.map(({ result, failures }) => portFailures(result, failures))}</section>`;
}

function portFailures({ port }: RunResult, failures: readonly Failure<ClauseResult>[]): Markup {
  const hidden = failures.length - MOST;
  return html`<details class="failure"><summary><bdi>${capped(port.name, MOST_NAME)}</bdi> <span class="faint">${failures.length.toLocaleString('en')} failed checks</span></summary>
${failures.slice(0, MOST).map(
  ({
    clause,
    check,
  }) => html`<p><span class="id">${clause.id}</span> ${capped(titleOf(check.title, clause.id), MOST_CHARACTERS)} <span class="kind">${kindText(check)}</span></p><pre tabindex="0"><bdi>${capped(check.counterexample ?? '', MOST_CHARACTERS)}</bdi></pre>
`,
)}${hidden > 0 ? html`<p>and ${hidden.toLocaleString('en')} more; a report of this result alone shows them</p>` : null}</details>
`;
}
