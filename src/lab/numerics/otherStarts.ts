import { patchedReference } from '../../deviations/compiledReference.ts';
import { EVERYTHING } from '../../deviations/float32.ts';
import type { Reference } from '../../deviations/patched.ts';
import { BY_CREATION } from '../../exact/gradientOrders.ts';
import { CANONICAL } from '../../reference/config.ts';
import { initialParameters } from '../../reference/parameters.ts';
import { Random } from '../../reference/random.ts';
import type { CanonicalRun } from './canonicalRun.ts';
import { differenceOf } from './difference.ts';
import { FMA, REVERSED, withLibm } from './variants.ts';
import { wholeRunOf } from './wholeRun.ts';

/** Noise from another start than the recorded one, against the reference's own run from there. */
export interface StartRow {
  /** Of the initial parameters, and of the order of the documents. */
  readonly seed: number;
  /** Greatest |delta| of a loss with all kinds of float64 noise at once. */
  readonly f64: number;
  /** Greatest |delta| in float32, over the first 500 steps and over all. */
  readonly f32Half: number;
  readonly f32: number;
  /** First step outside the class f32, counted from 1. */
  readonly firstBeyondF32: number | null;
}

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Measures whether the noise of the canonical run is that of other runs: other parameters, other orders. */
export async function measureOtherStarts(canonical: CanonicalRun): Promise<StartRow[]> {
  const rows: StartRow[] = [];
  for (const seed of SEEDS) {
    const f64 = [...REVERSED, ...FMA, ...BY_CREATION, ...withLibm({ kind: 'ulp', seed })];
    rows.push(
      measureStart(canonical, seed, {
        reference: await patchedReference([]),
        f64: await patchedReference(f64),
        f32: await patchedReference(EVERYTHING),
      }),
    );
  }
  return rows;
}

type Variants = Readonly<Record<'reference' | 'f64' | 'f32', Reference>>;

function measureStart(canonical: CanonicalRun, seed: number, { reference, f64, f32 }: Variants): StartRow {
  const random = new Random(seed);
  const documents = [...canonical.documents];
  random.shuffle(documents);
  const initial = initialParameters(CANONICAL, canonical.uchars.length + 1, random);
  const start = { ...canonical, documents, initial };
  const { losses, parameters } = wholeRunOf(reference, start);
  const against = (variant: Reference) =>
    differenceOf({ ...start, losses, final: parameters }, wholeRunOf(variant, start));
  const single = against(f32);
  return {
    seed,
    f64: against(f64).maxDelta,
    f32Half: single.halfDelta,
    f32: single.maxDelta,
    firstBeyondF32: single.firstBeyondF32,
  };
}
