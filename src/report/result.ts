import type { LibmAccuracy } from '../libm/probe.ts';
import type { Chapter } from '../port/ops.ts';
import type { OpName, PortInfo } from '../port/port.ts';

/** What became of a check. */
export type CheckStatus = 'held' | 'failed' | 'not-claimed' | 'not-applicable';

/** What became of a clause: failed where a check failed, held where one held and none failed. */
export type ClauseStatus = CheckStatus | 'expected-failure';

/** What a check does: laws come first in every list of failures, because a law tells what is wrong. */
export type CheckKind = 'law' | 'example' | 'vector' | 'differential' | 'error';

/** One check of a clause, as it ran. */
export interface CheckResult {
  /** The clause's id and the statement. */
  readonly title: string;
  readonly kind: CheckKind;
  /** The operations that it asks. */
  readonly ops: readonly OpName[];
  readonly status: CheckStatus;
  /** The largest share of a tolerance that a difference took, beyond 1 where that failed; absent where all was exact. */
  readonly closest?: number;
  /** The failure, shrunk; only where the check failed. */
  readonly counterexample?: string;
}

/** A clause and its checks. */
export interface ClauseResult {
  readonly id: string;
  readonly chapter: Chapter;
  readonly title: string;
  readonly status: ClauseStatus;
  readonly checks: readonly CheckResult[];
}

/** The result of `run`, as `--json` writes it. */
export interface RunResult {
  /** Version of this format. */
  readonly schema: 1;
  /** Version of the package. */
  readonly suite: string;
  /** Revision of the specification. */
  readonly revision: number;
  /** Who was asked; `steps` where it was not for the whole canonical run. */
  readonly port: Pick<PortInfo, 'name' | 'lang' | 'version' | 'dtype' | 'steps'>;
  readonly seed: number;
  /** How far the port's mathematical library is from correct rounding; empty where it claims none of exp, log, pow. */
  readonly libm: readonly LibmAccuracy[];
  readonly verdict: 'conforms' | 'does not conform';
  readonly clauses: readonly ClauseResult[];
}

/**
 * A clause's status from those of its checks.
 *
 * @param statuses - of all its checks; none for a clause that nothing checks
 */
export function clauseStatus(statuses: readonly CheckStatus[]): CheckStatus {
  if (statuses.includes('failed')) return 'failed';
  if (statuses.includes('held')) return 'held';
  return statuses.includes('not-claimed') ? 'not-claimed' : 'not-applicable';
}
