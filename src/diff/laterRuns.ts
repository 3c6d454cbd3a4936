import { compareSamples } from './compare.ts';
import type { Diff } from './diff.ts';
import { judge } from './judged.ts';

/**
 * How the runs behind the first fare that went into the same log: the verdict is that of the first.
 *
 * @returns a sentence a run
 */
export function laterRunNotes({ trace, expected }: Pick<Diff, 'trace' | 'expected'>): string[] {
  return trace.laterRuns.map((run, i) => {
    const { steps, firstDivergence } = judge({ ...trace, ...run }, expected).losses;
    const samples = expected.samples === null ? null : compareSamples(run, expected.samples);
    const losses =
      firstDivergence === null ? `all ${steps} losses agree` : `its losses diverge at step ${firstDivergence.step}`;
    return `run ${i + 2}: ${losses}${samples === null ? '' : `, ${samples.equal} of ${samples.compared} samples equal`}`;
  });
}
