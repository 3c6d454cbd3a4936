import fc from 'fast-check';
import { inject } from 'vitest';
import { NotAsked } from '../../src/protocol/portFault.ts';
import { NotApplicable } from './notApplicable.ts';
import { names, seed } from './subject.ts';

/** Where each input comes from. */
export type Inputs<T extends unknown[]> = [...{ [I in keyof T]: fc.Arbitrary<T[I]> }];

/** How many inputs that a port cannot be asked for are passed over, for each that is due. */
const MOST_SKIPS = 10;

/**
 * Checks a statement on random inputs, shrinks a counterexample, and says how to see it again.
 *
 * @param inputs - none where the statement holds or fails once and for all
 * @param share - of the run's samples, below 1 where one costs much; at least one sample is taken
 * @param statement - throws where it fails
 * @throws NotApplicable where hardly any input lies within what the port declares
 */
export async function forAll<T extends unknown[]>(
  inputs: Inputs<T>,
  share: number,
  statement: (...input: T) => Promise<void> | void,
): Promise<void> {
  const drawn = fc.tuple<T>(...inputs);
  if (inputs.length === 0) return statement(...fc.sample(drawn, 1)[0]);
  let beyond: NotApplicable | null = null;
  let failed = false;
  const property = fc.asyncProperty(drawn, async (input) => {
    try {
      await statement(...input);
    } catch (error) {
      if (error instanceof NotApplicable) {
        beyond = error;
        fc.pre(false); // another input is drawn in its place
      }
      // An input that a port was not asked for is no smaller counterexample than one that it was.
      if (failed && error instanceof NotAsked) return;
      failed = true;
      throw error;
    }
  });
  const numRuns = Math.max(1, Math.round(inject('sampling').runs * share));
  // Of many ports in turn it is enough to know who fails.
  const details = await fc.check(property, {
    seed,
    numRuns,
    maxSkipsPerRun: MOST_SKIPS,
    endOnFailure: names !== null,
  });
  if (!details.failed) return;
  if (beyond !== null && details.counterexample === null) throw beyond;
  if (details.errorInstance instanceof NotAsked) throw details.errorInstance; // no input is at fault
  // Once more, so that the last request, which the failure shows, is that of the shrunk input.
  if (details.counterexample !== null) await property.run(details.counterexample);
  const cause = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
  throw new Error(
    [
      cause,
      `  input    ${fc.stringify(details.counterexample?.[0])}`,
      `  shrunk   ${details.numShrinks} times, from sample ${details.numRuns} of ${numRuns}`,
      `  path     ${details.counterexamplePath}, with fast-check's seed ${seed}`,
    ].join('\n'),
  );
}
