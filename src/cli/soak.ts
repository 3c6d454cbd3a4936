import type { ExpectedFailure } from '../report/expectedFailures.ts';
import type { SuiteOutcome, SuiteRequest } from '../suite/runSuite.ts';
import type { Round } from '../suite/soak.ts';
import { Fault } from './fault.ts';
import type { ProgressLine } from './progress.ts';
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
  let round = '';
  let until = 0;
  let ended = 0;
  const onCheck = () => {
    request.onCheck();
    const left = Math.max(0, Math.ceil((until - Date.now()) / MS_PER_MINUTE));
    progress.show(`${round}, ${left} min left: ${++ended} checks`);
  };
  return soak({ ...request, onCheck }, minutes, {
    onRound: (next) => {
      round = roundText(next);
      until = next.until;
      ended = 0;
    },
    isEnough: (soFar) => failedClauses(applyExpected(soFar, expected).clauses).length > 0,
  });
}

function roundText({ number, sampling: { seed, sizes, runs } }: Round): string {
  return `round ${number}, seed ${seed}, sizes ${sizes}, ${runs} inputs for each law`;
}
