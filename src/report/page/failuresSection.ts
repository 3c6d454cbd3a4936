import { capped } from '../capped.ts';
import { failuresInOrder, kindText } from '../failures.ts';
import type { ClauseResult } from '../result.ts';
import { html, type Markup, type MarkupPart } from './markup.ts';
import { prose } from './prose.ts';

/** Failures that are shown in full, and by their titles alone; the rest are counted. */
const [MOST_FULL, MOST_TITLES] = [60, 400];
/** Characters of a counterexample, and of a title. */
const [MOST_CHARACTERS, MOST_TITLE] = [4000, 300];

/** A clause's normative sentence, by its id. */
export type Statements = ReadonlyMap<string, string>;

/** The failures of a run, the one that says most about a mistake first; null where there are none. */
export function failuresSection(clauses: readonly ClauseResult[], statements: Statements): Markup | null {
  const failures = failuresInOrder(clauses);
  if (failures.length === 0) return null;
  const titles = failures.slice(MOST_FULL, MOST_FULL + MOST_TITLES);
  const hidden = failures.length - MOST_FULL - titles.length;
  return html`<section class="failures" aria-labelledby="failures">
<h2 id="failures">What failed</h2>
<p>${failures.length === 1 ? 'One check' : `${failures.length.toLocaleString('en')} checks`} of ${new Set(failures.map(({ clause }) => clause.id)).size} clauses. What involves least of the port comes first: it points most closely to the mistake.</p>
${failures.slice(0, MOST_FULL).map(
  (
    { clause, check },
    i,
  ) => html`<details class="failure" ${i < 3 ? html`open` : null}><summary><span class="id">${clause.id}</span> ${capped(titleOf(check.title, clause.id), MOST_TITLE)} <span class="kind">${kindText(check)}</span></summary>
<p class="statement">${prose(statements.get(clause.id) ?? clause.title)}</p>
<pre tabindex="0"><bdi>${capped(check.counterexample ?? '', MOST_CHARACTERS)}</bdi></pre></details>
`,
)}
${rest(
  titles.map(({ check }) => html`<li>${capped(check.title, MOST_TITLE)}</li>`),
  hidden,
)}
</section>`;
}

/** The failures that were expected, with their reasons; null where there are none. */
export function expectedSection(clauses: readonly ClauseResult[]): MarkupPart {
  const expected = clauses.filter(({ status }) => status === 'expected-failure');
  if (expected.length === 0) return null;
  return html`<section aria-labelledby="expected"><h2 id="expected">Expected failures</h2><ul>${expected.map(({ id, title, reason }) => html`<li><span class="id">${id}</span> ${title}: <b>${capped(reason ?? '', MOST_TITLE)}</b></li>`)}</ul></section>`;
}

function rest(titles: readonly Markup[], hidden: number): MarkupPart {
  if (titles.length === 0) return null;
  const more = hidden > 0 ? html`<li>and ${hidden.toLocaleString('en')} more; the JSON has them all</li>` : null;
  return html`<details><summary>${(titles.length + Math.max(0, hidden)).toLocaleString('en')} more failed checks</summary><ul>${titles}${more}</ul></details>`;
}

/** A check's statement, without the clause's id. */
export function titleOf(title: string, id: string): string {
  return title.startsWith(`${id} `) ? title.slice(id.length + 1) : title;
}
