import { patchedReference } from '../../deviations/compiledReference.ts';
import type { Edit } from '../../deviations/patched.ts';
import { CANONICAL } from '../../reference/config.ts';
import type { CanonicalRun } from './canonicalRun.ts';

/** An argument of a ReLU that is near 0. */
export interface Kink {
  /** Counted from 1. */
  readonly step: number;
  /** |argument|. */
  readonly distance: number;
}

/** How near the canonical run comes to a kink of its loss: where a ReLU's argument is 0, the loss has no derivative. */
export interface Kinks {
  /** Number of arguments in the whole run. */
  readonly count: number;
  /** The nearest, one a step, nearest first. */
  readonly nearest: readonly Kink[];
}

const SHOWN = 5;

/** Filled by the changed reference. */
const seen: number[] = [];

/**
 * Called by the changed reference with the argument of each ReLU.
 *
 * @public
 */
export function observe(argument: number): void {
  seen.push(argument);
}

const OBSERVED: readonly Edit[] = [
  {
    file: 'autograd',
    find: 'const NONE = -1;',
    replace: `import { observe } from '${new URL('../../../dist/lab/numerics/kinks.js', import.meta.url).href}';\nconst NONE = -1;`,
  },
  { file: 'autograd', find: 'const positive = ', replace: 'observe(this.data[a]);\n        const positive = ' },
];

/** The arguments of every ReLU, step by step, of the reference with changes. */
async function* argumentsByStep(canonical: CanonicalRun, edits: readonly Edit[]): AsyncGenerator<readonly number[]> {
  const { training } = await patchedReference([...OBSERVED, ...edits]);
  const run = training.startTraining(CANONICAL, canonical.initial);
  for (const [step, tokens] of canonical.documents.entries()) {
    seen.length = 0;
    training.trainStep(run, step, tokens);
    yield [...seen];
  }
}

/** Measures how near the reference's own run comes. */
export async function findKinks(canonical: CanonicalRun): Promise<Kinks> {
  const kinks: Kink[] = [];
  let count = 0;
  for await (const relus of argumentsByStep(canonical, [])) {
    count += relus.length;
    kinks.push({
      step: kinks.length + 1,
      distance: relus.reduce((least, x) => Math.min(least, Math.abs(x)), Infinity),
    });
  }
  return { count, nearest: kinks.sort((a, b) => a.distance - b.distance).slice(0, SHOWN) };
}

/** For each step, on which side of 0 the argument of each ReLU is: 1 where it is positive. */
export type Sides = readonly Uint8Array[];

/** The sides in a run of the reference with changes. */
export async function sidesOf(canonical: CanonicalRun, edits: readonly Edit[]): Promise<Sides> {
  const sides: Uint8Array[] = [];
  for await (const relus of argumentsByStep(canonical, edits)) sides.push(Uint8Array.from(relus, (x) => Number(x > 0)));
  return sides;
}

/** The first step, counted from 1, in which a ReLU is on another side; null where there is none. */
export function firstOtherSide(a: Sides, b: Sides): number | null {
  const index = a.findIndex((sides, step) => sides.some((side, i) => side !== b[step][i]));
  return index < 0 ? null : index + 1;
}
