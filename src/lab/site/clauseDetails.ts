import { CATALOGUE } from '../../deviations/catalogue.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import { type CheckedClause, clausesWithChecks } from '../../suite/traceability.ts';
import { readStrength, type Strength } from '../strength/record.ts';
import { type WrittenCheck, writtenChecks } from './laws.ts';

/** What stands under each clause of a chapter: its checks, what they catch, and their code. */
export type ClauseDetails = (id: string) => string;

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** Mistakes of other clauses that are named; of a whole run's checks they are nearly all. */
const MOST_SHOWN = 10;
const OWN_CLAUSE = /^\S+ /;

/** Markdown, as of a page in spec/, for each clause by its id; of a clause that has no check, none. */
export function clauseDetails(): ClauseDetails {
  const written = writtenChecks();
  const strength = readStrength();
  const texts = new Map(clausesWithChecks().map((clause) => [clause.clause.id, detailsOf(clause, strength, written)]));
  return (id) => texts.get(id) ?? '';
}

function detailsOf({ clause: { id }, checks }: CheckedClause, strength: Strength, written: readonly WrittenCheck[]) {
  if (checks.length === 0) return '';
  const own = CATALOGUE.filter(({ clause }) => clause === id);
  const code = written.filter(({ makes }) => checks.some(({ title }) => makes(title)));
  const summary = [
    counted(checks.length, 'check'),
    ...(own.length === 0 ? [] : [counted(own.length, 'known mistake')]),
    ...(code.length === 0 ? [] : ['the laws in code']),
  ];
  return [
    `<details class="checks">`,
    `<summary>${id}: ${summary.join(', ')}</summary>`,
    checkList(id, lawsFirst(checks, code)),
    ...(own.length === 0 ? [] : [mistakeList(own, strength)]),
    alsoCaught(id, strength),
    ...codeOf(code),
    '</details>',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function checkList(id: string, checks: CheckedClause['checks']): string {
  const items = checks.map(
    ({ title, reach }) =>
      `<li>${escaped(title.slice(id.length + 1))}${reach === 'edge' ? ' <em>(edge)</em>' : ''}</li>`,
  );
  return `**Checks**, run by \`npx microgpt-spec run --clause ${id}\`:\n\n<ul v-pre>\n${items.join('\n')}\n</ul>`;
}

function lawsFirst(checks: CheckedClause['checks'], code: readonly WrittenCheck[]): CheckedClause['checks'] {
  const isWritten = ({ title }: { readonly title: string }) => code.some(({ makes }) => makes(title));
  return [...checks.filter(isWritten), ...checks.filter((check) => !isWritten(check))];
}

/** Mistakes of this clause, and what failed for each when it was measured. */
function mistakeList(deviations: readonly Deviation[], strength: Strength): string {
  const items = deviations.map(
    (deviation) =>
      `<dt>${escaped(deviation.title)}</dt>\n<dd>${escaped(deviation.explanation)} ${caughtBy(deviation, strength)}</dd>`,
  );
  return `**Known mistakes** here, and the checks that [failed for them](measured/strength.md):\n\n<dl v-pre>\n${items.join('\n')}\n</dl>`;
}

function caughtBy({ id, clause }: Deviation, strength: Strength): string {
  const entry = strength.deviations.find((entry) => entry.id === id);
  if (entry === undefined) return 'Not measured yet.';
  const failed = entry.failed.map((place) => strength.checks[place]);
  const own = failed.filter(({ title }) => title.startsWith(`${clause} `));
  const first = own.find(({ kind }) => kind === 'law') ?? own.at(0);
  const others = failed.length - own.length;
  if (first === undefined)
    return others === 0 ? 'No check fails for it.' : `Caught by ${counted(others, 'check')} of other clauses.`;
  const rest = [
    ...(own.length === 1 ? [] : [`${own.length - 1} more of this clause`]),
    ...(others === 0 ? [] : [`${others} of others`]),
  ];
  return `Caught by <q>${escaped(first.title.replace(OWN_CLAUSE, ''))}</q>${rest.length === 0 ? '.' : `, ${rest.join(', ')}.`}`;
}

/** Mistakes of other clauses that this clause's checks catch too. */
function alsoCaught(id: string, { checks, deviations }: Strength): string {
  const caught = deviations.filter(
    ({ clause, failed }) => clause !== id && failed.some((place) => checks[place].title.startsWith(`${id} `)),
  );
  if (caught.length === 0) return '';
  const shown = caught.slice(0, MOST_SHOWN).map(({ id, clause }) => {
    const title = CATALOGUE.find((deviation) => deviation.id === id)?.title ?? id;
    return `<li>${escaped(title)} (<a href="./${clause.split('.')[0]}.html#${clause}">${clause}</a>)</li>`;
  });
  const rest = caught.length - shown.length;
  const more = rest === 0 ? '' : `\n<li>and ${rest} more</li>`;
  return `Its checks also fail for ${counted(caught.length, 'mistake')} of other clauses:\n\n<ul>\n${shown.join('\n')}${more}\n</ul>`;
}

function codeOf(written: readonly WrittenCheck[]): string[] {
  const files = [...new Set(written.map(({ file }) => file))];
  return files.map((file) => {
    const code = written.filter((check) => check.file === file).map((check) => check.code);
    return `In [\`${file}\`](../${file}):\n\n\`\`\`ts\n${code.join('\n\n')}\n\`\`\``;
  });
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>]/g, (character) => HTML[character]);
}
