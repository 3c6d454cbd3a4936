import { compareLosses, compareSamples } from './compare.ts';
import type { Diff } from './diff.ts';

/**
 * How the runs behind the first fare that went into the same log: the verdict is that of the first.
 *
 * @returns a sentence a run
 */
export function laterRunNotes({ trace, expected }: Pick<Diff, 'trace' | 'expected'>): string[] {
  return trace.laterRuns.map((run, i) => {
    const { steps, firstDivergence } = compareLosses(run, expected.losses.slice(0, expected.judged), expected.halves);
    const samples = expected.samples === null ? null : compareSamples({ ...trace, ...run }, expected.samples);
    const losses =
      firstDivergence === null ? `all ${steps} losses agree` : `its losses diverge at step ${firstDivergence.step}`;
    return `run ${i + 2}: ${losses}${samples === null ? '' : `, ${samples.equal} of ${samples.compared} samples equal`}`;
  });
}
