import { CHAPTERS, type Chapter, SPEC_CHAPTERS } from '../port/ops.ts';
import type { ClauseResult, RunResult, Verdict } from './result.ts';

/** What of a result its verdict and the words around it depend on. */
export type Judged = Pick<
  RunResult,
  'verdict' | 'problems' | 'clauses' | 'chapters' | 'only' | 'path' | 'revision' | 'core' | 'exact'
>;

/** What says how much was asked. */
type Scope = Pick<Judged, 'chapters' | 'only' | 'path' | 'revision'>;

/** The revision with which the protocol came to have clauses. */
const PROTOCOL_SINCE = 2;

/**
 * The verdict of a run: something held, nothing failed that was not expected to, and the expectations are not stale.
 * A port whose failures are all at the edge conforms in core, and so does one that was asked core checks alone; a port that
 * leaves clauses out conforms in what it claims.
 *
 * @param stale - expectations that did not come true
 * @param core - whether core checks alone were asked
 */
export function verdictOf(clauses: readonly ClauseResult[], stale: readonly string[], core: boolean): Verdict {
  const any = (wanted: ClauseResult['status']) => clauses.some(({ status }) => status === wanted);
  const held = clauses.flatMap(({ checks }) => checks).filter(({ status }) => status === 'held');
  const inCore = core || any('failed-at-edge');
  const shown = inCore ? held.some(({ reach }) => reach === 'core') : held.length > 0;
  if (any('failed') || !shown || stale.length > 0) return 'does not conform';
  if (any('not-claimed')) return inCore ? 'conforms in core and in what it claims' : 'conforms in what it claims';
  return inCore ? 'conforms in core' : 'conforms';
}

/**
 * Whether a result is good enough for exit status 0: it conforms in what was asked, and nothing more is required. What
 * fails at the edge was asked, but with `--core`.
 */
export function passes({ verdict, problems, core }: Pick<Judged, 'verdict' | 'problems' | 'core'>): boolean {
  return verdict !== 'does not conform' && problems.length === 0 && (core || !isOfCore(verdict));
}

/**
 * How a verdict is shown: `good` where all conforms; `part` where a part does, be it core, what the port claims or some
 * chapters; `bad` where it does not conform, or more is required.
 */
export function standing(result: Omit<Judged, 'clauses'>): 'good' | 'part' | 'bad' {
  if (result.verdict === 'does not conform' || result.problems.length > 0) return 'bad';
  return result.verdict === 'conforms' && scopeText(result) === '' ? 'good' : 'part';
}

/**
 * The verdict with its limits, as the last line of `run` says it: `conforms in core (6 edge checks fail) and in what it
 * claims (10 of 12 clauses), chapter loss alone`.
 */
export function verdictText(result: Judged): string {
  const { verdict, clauses, problems } = result;
  if (verdict === 'does not conform') {
    return [verdict, ...(claimedOf(clauses) > 0 ? [] : ['for no check was put to it']), ...scopeOf(result)].join(', ');
  }
  const claimed = `in what it claims (${claimedOf(clauses)} of ${clauses.length} clauses)`;
  const parts = [
    ...(isOfCore(verdict) ? [`in core (${edgeText(result)})`] : []),
    ...(isOfClaims(verdict) ? [claimed] : []),
  ];
  const more = problems.length > 0 ? ['and more is required'] : [];
  return [['conforms', parts.join(' and ')].join(' ').trimEnd(), ...exactly(result), ...scopeOf(result), ...more].join(
    ', ',
  );
}

/** `exact by its own library (100 steps)` of a port whose numbers differ from microgpt.py's by its exp, ln and powers alone. */
export function exactly({ exact }: Pick<Judged, 'exact'>): string[] {
  if (exact === undefined) return [];
  return [`exact by its own library (${exact.steps} ${exact.steps === 1 ? 'step' : 'steps'})`];
}

/** Whether a verdict is of core alone. */
export function isOfCore(verdict: Verdict): boolean {
  return verdict === 'conforms in core' || verdict === 'conforms in core and in what it claims';
}

/** Whether a verdict is of what the port claims alone. */
export function isOfClaims(verdict: Verdict): boolean {
  return verdict === 'conforms in what it claims' || verdict === 'conforms in core and in what it claims';
}

/** What became of the edge, where core alone conforms: `6 edge checks fail`. */
function edgeText({ clauses, core }: Pick<Judged, 'clauses' | 'core'>): string {
  if (core) return 'edge checks are not asked';
  const failed = edgeFailures(clauses);
  return `${failed} edge ${failed === 1 ? 'check fails' : 'checks fail'}`;
}

/** Failed checks of the clauses that fail at the edge alone. */
function edgeFailures(clauses: readonly ClauseResult[]): number {
  return clauses
    .filter(({ status }) => status === 'failed-at-edge')
    .flatMap(({ checks }) => checks)
    .filter(({ status }) => status === 'failed').length;
}

function scopeOf(result: Judged): string[] {
  const scope = scopeText(result);
  return scope === '' ? [] : [scope];
}

/** Clauses of which a check was put to the port: it claims them, and they apply to it. */
export function claimedOf(clauses: readonly ClauseResult[]): number {
  return clauses.filter(({ status }) => status !== 'not-claimed' && status !== 'not-applicable').length;
}

/** `chapter loss alone`, `loss.11 alone`, `one input of "loss.6 the mean ..." alone` where not all that the revision has was run; empty where it was. */
export function scopeText({ chapters, only, path, revision }: Scope): string {
  const input = path === undefined ? '' : 'one input of ';
  if (only !== undefined)
    return `${input}${only.map((name) => (name.includes(' ') ? `"${name}"` : name)).join(' ')} alone`;
  const due: readonly Chapter[] = revision < PROTOCOL_SINCE ? CHAPTERS : SPEC_CHAPTERS;
  if (due.every((chapter) => chapters.includes(chapter))) return '';
  return `${chapters.length === 1 ? 'chapter' : 'chapters'} ${chapters.join(' ')} alone`;
}
