import type { LibmAccuracy } from '../libm/probe.ts';
import type { Chapter } from '../port/ops.ts';
import type { OpName } from '../port/port.ts';
import type { PortIdentity } from './identity.ts';
import type { Machine } from './machine.ts';

/** Version of the format below (spec/result.schema.json). */
export const RESULT_SCHEMA = 2;

/** What a run can end with. How far it goes stands beside it: the chapters that were run, and the clauses claimed. */
export const VERDICTS = [
  'conforms',
  'conforms in core',
  'conforms in what it claims',
  'conforms in core and in what it claims',
  'does not conform',
] as const;

/** The words of a verdict (src/report/verdict.ts makes it). */
export type Verdict = (typeof VERDICTS)[number];

/** What became of a check. */
export type CheckStatus = 'held' | 'failed' | 'not-claimed' | 'not-applicable';

/**
 * What became of a clause: failed where a core check failed, failed at the edge where edge checks alone did, held where one
 * held and none failed.
 */
export type ClauseStatus = CheckStatus | 'failed-at-edge' | 'expected-failure';

/** Whether the inputs of a check occur in a run: core ones do, edge ones do not (spec/numerics.md, "Core and edge"). */
export type Reach = 'core' | 'edge';

/** Behind the title of an edge check that has a twin in core. */
export const AT_THE_EDGE = ', at the edge';

/**
 * What stands in the title of a law that compares a whole model with the clauses written out. It fails for whatever is wrong in one,
 * and tells of no clause that it is the one.
 */
export const WRITTEN_OUT = 'the clauses written out';

/** What a check does: laws come first in every list of failures, because a law tells what is wrong. */
export type CheckKind = 'law' | 'example' | 'vector' | 'differential' | 'error';

/** One check of a clause, as it ran. */
export interface CheckResult {
  /** The clause's id and the statement. */
  readonly title: string;
  readonly kind: CheckKind;
  readonly reach: Reach;
  /** The operations that it asks. */
  readonly ops: readonly OpName[];
  readonly status: CheckStatus;
  /** How long it took. */
  readonly milliseconds: number;
  /** The largest share of a tolerance that a difference took, of a check that held; absent where all was exact. */
  readonly closest?: number;
  /** The failure, shrunk; only where the check failed. */
  readonly counterexample?: string;
  /** Why the port was not asked; only where the check was not claimed or not applicable. */
  readonly reason?: string;
}

/**
 * A clause and its checks.
 *
 * @example
 * const clause: ClauseResult = { id: 'loss.3', chapter: 'loss', title: 'Zero', status: 'held', milliseconds: 1, checks: [] };
 * clause.status; // => 'held'
 */
export interface ClauseResult {
  readonly id: string;
  readonly chapter: Chapter;
  readonly title: string;
  readonly status: ClauseStatus;
  /** How long its checks took together. */
  readonly milliseconds: number;
  /** The closest approach of all its checks to a tolerance; absent where all was exact. */
  readonly closest?: number;
  /** Why it fails, as the file of expected failures says, where that was expected; why no check applies, where none does. */
  readonly reason?: string;
  /** In the order of their titles. */
  readonly checks: readonly CheckResult[];
}

/** What the port gave of the canonical run, as far as it was asked; numbers that JSON lacks are words. */
export interface CanonicalResult {
  /** The loss of each step from Python's start, in nats; null where the port was not asked to train it. */
  readonly losses: readonly (number | string)[] | null;
  /** The names sampled with Python's uniforms, up to the first that differs; null where it was not asked to sample. */
  readonly samples: readonly string[] | null;
}

/** Rounds of a suite, each with a seed of its own: the result is of all of them together. */
export interface Soak {
  /** For how long it was to go on. */
  readonly minutes: number;
  /** Rounds that were begun, the first run among them. */
  readonly rounds: number;
  readonly firstSeed: number;
  readonly lastSeed: number;
  /** The largest sizes of a round (`run --sizes`). */
  readonly sizes: number;
  /** The most inputs that a round gave a law (`run --runs`). */
  readonly runs: number;
  /** Requests to the port. */
  readonly requests: number;
}

/** How far a function of the port's mathematical library is from correct rounding; `inf` where a result was no number. */
export type LibmResult = Omit<LibmAccuracy, 'maxUlps'> & { readonly maxUlps: number | 'inf' };

/** A run that was repeated on the port's own exp, ln and powers and gave the same losses, bit for bit. */
export interface ExactRun {
  readonly steps: number;
  /** Values of exp, ln and powers that it asked the port for, each of them twice. */
  readonly values: number;
  /** How long that took. */
  readonly milliseconds: number;
}

/**
 * The result of `run`, as `--json` writes it (spec/traces.md, spec/result.schema.json).
 *
 * @example
 * const verdict: RunResult['verdict'] = 'conforms';
 * verdict; // => 'conforms'
 */
export interface RunResult {
  /** Version of this format. */
  readonly schema: typeof RESULT_SCHEMA;
  /** When the port was asked, in UTC: `2026-02-11T09:30:00Z`; absent from results of before there were dates. */
  readonly date?: string;
  /** Version of the package. */
  readonly suite: string;
  /** Revision of the specification. */
  readonly revision: number;
  /** SHA-256 of golden/manifest.json, which has that of every other golden file. */
  readonly golden: string;
  /** Who was asked, and how it was started; `steps` where it was not for the whole canonical run. */
  readonly port: PortIdentity & { readonly command?: string };
  readonly seed: number;
  /** Random inputs for each law. */
  readonly runs: number;
  /** How much larger than usual inputs were drawn (`run --sizes`); absent where they were not. */
  readonly sizes?: number;
  /** How far a soak went (`run --soak`); absent of a single run. */
  readonly soak?: Soak;
  /** Whether core checks alone were asked (`run --core`). */
  readonly core: boolean;
  /** Where the suite ran. */
  readonly machine: Machine;
  /** How long all checks took together; they may have run side by side. */
  readonly milliseconds: number;
  readonly verdict: Verdict;
  /** The chapters that were run, in the specification's order: where they are not all, the verdict is of these alone. */
  readonly chapters: readonly Chapter[];
  /** Clauses, and checks by their titles, that the run was limited to (`run --clause`); absent where it was not. */
  readonly only?: readonly string[];
  /** fast-check's path to the one input that the one check was limited to (`run --path`); absent where it was not. */
  readonly path?: string;
  /** What beside failed clauses speaks against the port: one line each. */
  readonly problems: readonly string[];
  /** How far the port's mathematical library is from correct rounding; empty where it claims none of exp, log, pow. */
  readonly libm: readonly LibmResult[];
  readonly canonical: CanonicalResult;
  /** How far a port that declares `order=python` is exact but for its library; absent where it was not asked, or is not. */
  readonly exact?: ExactRun;
  /** Every clause of the chapters that were run, or of those that it was limited to, in the specification's order. */
  readonly clauses: readonly ClauseResult[];
}

/**
 * A clause's status from those of its checks.
 *
 * @param checks - all that it has; none for a clause that nothing checks
 */
export function clauseStatus(checks: readonly Pick<CheckResult, 'status' | 'reach'>[]): ClauseStatus {
  const any = (status: CheckStatus) => checks.some((check) => check.status === status);
  if (checks.some(({ status, reach }) => status === 'failed' && reach === 'core')) return 'failed';
  if (any('failed')) return 'failed-at-edge';
  if (any('held')) return 'held';
  return any('not-claimed') ? 'not-claimed' : 'not-applicable';
}
