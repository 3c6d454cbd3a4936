import type { Dtype } from '../../port/precision.ts';
import type { Config } from '../../reference/config.ts';
import type { StateDict } from '../../reference/parameters.ts';
import { DICTS } from './readNames.ts';
import { SQUARE } from './readSizes.ts';
import type { ReadStep } from './readStep.ts';
import { SQUARES_STAY } from './stepOfArrays.ts';
import { isLess, wrongIn } from './wrongIn.ts';

const TURNED =
  '; square ones were turned too, since more of the steps holds so: write all as [nout, nin] (parameters.2)';

/**
 * Steps with their square matrices turned, where others came as [nin, nout] and fewer values are wrong so.
 *
 * @param steps - as they were read, of one run
 * @param config - the port's constants
 * @param dtype - the arithmetic that it computes in
 * @returns the steps as they were, or so turned, with a note
 */
export function withSquaresTurned(steps: readonly ReadStep[], config: Config, dtype: Dtype): readonly ReadStep[] {
  if (steps.every(({ turned }) => turned.length === 0)) return steps;
  const turned = steps.map(squaresTurned);
  return isLess(wrongIn(turned, config, dtype), wrongIn(steps, config, dtype)) ? turned : steps;
}

function squaresTurned(step: ReadStep): ReadStep {
  const dicts = DICTS.map((dict) => [dict, inTurn(step.dump[dict], step.turned)]);
  return {
    ...step,
    dump: { ...step.dump, ...Object.fromEntries(dicts) },
    notes: step.notes.map((note) => note.replace(SQUARES_STAY, TURNED)),
  };
}

/** Of queries, keys and values in one it was seen how they are stored: those are in `turned` themselves. */
function inTurn(dict: StateDict | null, turned: readonly string[]): StateDict | null {
  if (dict === null) return null;
  return Object.fromEntries(
    Object.entries(dict).map(([name, rows]) => {
      const isLeft = SQUARE.test(name) && !turned.includes(name);
      return [name, isLeft ? rows.map((_, j) => rows.map((row) => row[j])) : rows];
    }),
  );
}
