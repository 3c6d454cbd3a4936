import type { ExpectedFailure } from '../report/expectedFailures.ts';
import type { SuiteOutcome, SuiteRequest } from '../suite/runSuite.ts';
import type { Round } from '../suite/soak.ts';
import { Fault } from './fault.ts';
import type { ProgressLine } from './progress.ts';
import { checksDue } from './runProgress.ts';
import type { RunOptions } from './runRequest.ts';

const MS_PER_MINUTE = 60_000;

/** What a soak cannot be asked together with, and why. */
const REFUSED: readonly (readonly [flag: string, option: keyof RunOptions, why: string])[] = [
  ['--path', 'path', 'which asks one input; leave one of the two out'],
  ['--watch', 'watch', 'which runs again on its own account; leave one of the two out'],
  ['--shard', 'shard', 'which is of a single run; give each machine a --soak with a --seed of its own'],
  ['--coverage', 'coverage', 'which is of a single run; take it of one without --soak'],
];

/**
 * Refuses what a soak cannot be asked together with.
 *
 * @throws Fault in one line
 */
export function checkSoak(options: RunOptions): void {
  if (options.soak === undefined) return;
  const refused = REFUSED.find(([, option]) => options[option] !== undefined);
  if (refused !== undefined) throw new Fault(`run: --soak does not go with ${refused[0]}, ${refused[2]}`);
  if (options.reporter.length > 0)
    throw new Fault(
      'run: --soak does not go with --reporter, which is of a single run; --json and --report go with it',
    );
}

/** Runs rounds of the suite until the time is up or something fails that is not expected. */
export async function soakRun(
  request: SuiteRequest,
  minutes: number,
  expected: readonly ExpectedFailure[],
  progress: ProgressLine,
): Promise<SuiteOutcome> {
  const [{ applyExpected }, { failedClauses }, { soak }] = await Promise.all([
    import('../report/expectedFailures.ts'),
    import('../report/failures.ts'),
    import('../suite/soak.ts'),
  ]);
  let round: Round | null = null;
  let ended = 0;
  const all = await checksDue(request);
  const onCheck = () => {
    request.onCheck();
    ended++;
    if (round !== null) progress.show(roundText(round, Date.now(), ended, all));
  };
  return soak({ ...request, onCheck }, minutes, {
    onRound: (next) => {
      round = next;
      ended = 0;
    },
    isEnough: (soFar) => failedClauses(applyExpected(soFar, expected).clauses).length > 0,
  });
}

/**
 * How far a round has come.
 *
 * @param now - milliseconds since the epoch
 * @param all - checks of the first round, which asks all; a later one says how many it has
 */
export function roundText(
  { number, sampling, until, repeated }: Round,
  now: number,
  ended: number,
  all: number,
): string {
  const { seed, sizes, runs } = sampling;
  const left = Math.max(0, Math.ceil((until - now) / MS_PER_MINUTE));
  return `round ${number}, seed ${seed}, sizes ${sizes}, ${runs} inputs for each law, ${left} min left: ${ended} of ${repeated ?? all} checks`;
}
