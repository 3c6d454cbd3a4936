import { shown } from '../port/shown.ts';
import { failedClauses } from './failures.ts';
import type { RunResult } from './result.ts';

/** GitHub shows ten errors of a step. */
const MOST = 10;
const MOST_CHARACTERS = 4000;

/**
 * The failures of a result as GitHub's annotations: a line a clause, with its smallest case, the one first that points most closely to
 * the mistake.
 */
export function annotations({ clauses }: RunResult): string {
  const failed = failedClauses(clauses);
  const lines = failed
    .slice(0, MOST)
    .map(({ clause: { id, title }, checks: [{ title: check, counterexample = '' }] }) => {
      const text = `${check}\n${counterexample}`.slice(0, MOST_CHARACTERS);
      return `::error title=${property(`${id} ${title}`)}::${data(shown(text))}`;
    });
  const rest = failed.length - lines.length;
  if (rest > 0) lines.push(`::notice title=microgpt-spec::${rest} more clauses failed; the job's summary has them`);
  return lines.map((line) => `${line}\n`).join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(shown(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
