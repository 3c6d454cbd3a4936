import { compareSamples } from './compare.ts';
import type { Expected } from './dueRun.ts';
import { judge } from './judged.ts';
import type { Trace } from './log/readLog.ts';

/** A log, and what it is compared with. */
interface Runs {
  readonly trace: Trace;
  readonly expected: Expected;
}

/**
 * How the runs behind the first fare that went into the same log: the verdict is that of the first.
 *
 * @returns a sentence a run
 */
export function laterRunNotes(runs: Runs): string[] {
  return laterRuns(runs).map(({ number, steps, divergesAt, samples }) => {
    const agreed = steps === 0 ? 'none of its losses can be compared' : `all ${steps} losses agree`;
    const losses = divergesAt === null ? agreed : `its losses diverge at step ${divergesAt}`;
    return `run ${number}: ${losses}${samples === null ? '' : `, ${samples.equal} of ${samples.compared} samples equal`}`;
  });
}

/**
 * The runs behind the first that do not agree, for which the verdict of the first does not stand.
 *
 * @returns their numbers, from 2
 */
export function divergingRuns(runs: Runs): number[] {
  return laterRuns(runs)
    .filter(({ divergesAt, samples }) => divergesAt !== null || (samples !== null && samples.equal < samples.compared))
    .map(({ number }) => number);
}

function laterRuns({ trace, expected }: Runs) {
  return trace.laterRuns.map((run, i) => {
    const { steps, firstDivergence } = judge({ ...trace, ...run }, expected).losses;
    const samples = expected.samples === null ? null : compareSamples(run, expected.samples);
    return { number: i + 2, steps, divergesAt: firstDivergence?.step ?? null, samples };
  });
}
