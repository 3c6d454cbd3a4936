import fc from 'fast-check';
import { inject } from 'vitest';
import { names, seed } from './subject.ts';

/** How many of the run's samples a property takes. */
export interface Effort {
  /** A factor on `--runs`, below 1 for properties that train or differentiate; at least one sample is taken. */
  readonly share?: number;
}

/**
 * Checks a property on random inputs, shrinks a counterexample, and says how to see it again.
 *
 * @param property - made by `fc.property` or `fc.asyncProperty`; its predicate throws where the law fails
 */
export async function forAll<T>(property: fc.IRawProperty<T>, { share = 1 }: Effort = {}): Promise<void> {
  const { runs } = inject('sampling');
  const numRuns = Math.max(1, Math.round(runs * share));
  // Of many ports in turn it is enough to know who fails.
  const details = await fc.check(property, { seed, numRuns, endOnFailure: names !== null });
  if (!details.failed) return;
  // Once more, so that the last request, which the failure shows, is that of the shrunk input.
  if (details.counterexample !== null) await property.run(details.counterexample);
  const cause = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
  throw new Error(
    [
      cause,
      `  input    ${fc.stringify(details.counterexample)}`,
      `  shrunk   ${details.numShrinks} times, from sample ${details.numRuns} of ${numRuns}`,
      `  path     ${details.counterexamplePath}, with fast-check's seed ${seed}`,
    ].join('\n'),
  );
}
