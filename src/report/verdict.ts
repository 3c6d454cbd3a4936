import { CHAPTERS, type Chapter, SPEC_CHAPTERS } from '../port/ops.ts';
import type { ClauseResult, RunResult, Verdict } from './result.ts';

/** What of a result its verdict and the words around it depend on. */
export type Judged = Pick<RunResult, 'verdict' | 'problems' | 'clauses' | 'chapters' | 'revision'>;

/** The revision with which the protocol came to have clauses. */
const PROTOCOL_SINCE = 2;

/**
 * The verdict of a run: something held, nothing failed that was not expected to, and the expectations are not stale.
 * A port that leaves clauses out conforms in what it claims.
 *
 * @param stale - expectations that did not come true
 */
export function verdictOf(clauses: readonly ClauseResult[], stale: readonly string[]): Verdict {
  const any = (wanted: ClauseResult['status']) => clauses.some(({ status }) => status === wanted);
  if (any('failed') || !any('held') || stale.length > 0) return 'does not conform';
  return any('not-claimed') ? 'conforms in what it claims' : 'conforms';
}

/** Whether a result is good enough for exit status 0: it conforms in what was asked, and nothing more is required. */
export function passes({ verdict, problems }: Pick<Judged, 'verdict' | 'problems'>): boolean {
  return verdict !== 'does not conform' && problems.length === 0;
}

/** Whether a result says something of a part alone: of some chapters, or of the clauses that the port claims. */
function isPartial(result: Pick<Judged, 'verdict' | 'chapters' | 'revision'>): boolean {
  return result.verdict === 'conforms in what it claims' || scopeText(result) !== '';
}

/** How a verdict is shown: `good` where all conforms, `part` where a part does, `bad` where the exit status is 1. */
export function standing(result: Omit<Judged, 'clauses'>): 'good' | 'part' | 'bad' {
  if (!passes(result)) return 'bad';
  return isPartial(result) ? 'part' : 'good';
}

/**
 * The verdict with its limits, as the last line of `run` says it: `conforms in what it claims (10 of 12 clauses), chapter
 * loss alone`.
 */
export function verdictText(result: Judged): string {
  const { verdict, clauses, problems } = result;
  const scope = scopeText(result);
  const limits = [
    ...(scope === '' ? [] : [scope]),
    ...(verdict !== 'does not conform' && problems.length > 0 ? ['and more is required'] : []),
  ];
  const claimed = `${claimedOf(clauses)} of ${clauses.length} clauses`;
  const words = verdict === 'conforms in what it claims' ? `${verdict} (${claimed})` : verdict;
  return [words, ...limits].join(', ');
}

/** Clauses that a port claims, whether or not they apply to it. */
export function claimedOf(clauses: readonly ClauseResult[]): number {
  return clauses.filter(({ status }) => status !== 'not-claimed').length;
}

/** `chapter loss alone` where not all chapters that the revision has were run; empty where they were. */
export function scopeText({ chapters, revision }: Pick<Judged, 'chapters' | 'revision'>): string {
  const due: readonly Chapter[] = revision < PROTOCOL_SINCE ? CHAPTERS : SPEC_CHAPTERS;
  if (due.every((chapter) => chapters.includes(chapter))) return '';
  return `${chapters.length === 1 ? 'chapter' : 'chapters'} ${chapters.join(' ')} alone`;
}
