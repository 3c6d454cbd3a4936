import { patchedReference } from '../../deviations/compiledReference.ts';
import { type CanonicalRun, readCanonicalRun } from './canonicalRun.ts';
import { classRow } from './classes.ts';
import { differenceOf, worstOf } from './difference.ts';
import { GROWING, growthOf, type Measured } from './growth.ts';
import { findKinks, firstOtherSide, type Sides, sidesOf } from './kinks.ts';
import { compareGauss, compareLibm } from './libmComparison.ts';
import type { Growth, Measurements, MistakeRow, NoiseRow } from './measurements.ts';
import { MISTAKES, type Mistake } from './mistakes.ts';
import { NOISE, type Noise, type Run } from './noise.ts';
import { measureOtherStarts } from './otherStarts.ts';
import { type WholeRun, wholeRunOf } from './wholeRun.ts';

/** Significant digits that are kept: what is published must not change with the last bit of a library. */
const DIGITS = 3;
/** Noise for which the first ReLU on the other side is looked for. */
const WATCHED = ['relative-1e-7', 'relative-1e-6', 'f32', 'f32-ulp-some', 'f32-ulp'];

/**
 * Makes all measurements of spec/numerics.md.
 *
 * @param progress - called with the title of what comes next
 */
export async function measure(progress: (title: string) => void): Promise<Measurements> {
  const canonical = readCanonicalRun();
  const sides = await sidesOf(canonical, []);
  const growth: Growth[] = [];
  const noise: NoiseRow[] = [];
  for (const item of NOISE) {
    progress(item.title);
    noise.push(await measureNoise(canonical, sides, item, growth));
  }
  const mistakes: MistakeRow[] = [];
  for (const item of MISTAKES) {
    progress(item.title);
    mistakes.push(await measureMistake(canonical, item, growth));
  }
  progress('other starts');
  const otherStarts = await measureOtherStarts(canonical);
  progress("V8's functions against correct rounding");
  return {
    schema: 1,
    measuredWith: { node: process.versions.node, v8: process.versions.v8 },
    comparedWith: provenanceOf(canonical),
    noise,
    mistakes,
    classes: [classRow('f64', noise, mistakes), classRow('f32', noise, mistakes)],
    kinks: await findKinks(canonical),
    otherStarts,
    libm: await compareLibm(canonical),
    gauss: compareGauss(canonical),
    growth: GROWING.flatMap((id) => growth.filter((line) => line.id === id)),
  };
}

/** A number with as many digits as are published. */
export function rounded(x: number): number {
  return Number(x.toPrecision(DIGITS));
}

async function measureNoise(canonical: CanonicalRun, sides: Sides, noise: Noise, growth: Growth[]): Promise<NoiseRow> {
  const { id, title, dtype, runs } = noise;
  const measured: Measured[] = [];
  for (const run of runs) measured.push(await measureRun(canonical, run));
  growth.push(growthOf(canonical, noise, measured));
  return {
    id,
    title,
    dtype,
    runs: runs.length,
    ...(WATCHED.includes(id) ? await crossings(canonical, sides, runs) : { otherSide: null, firstOtherSide: null }),
    ...worstOf(measured.map(({ difference }) => difference)),
  };
}

async function crossings(
  canonical: CanonicalRun,
  sides: Sides,
  runs: readonly Run[],
): Promise<Pick<NoiseRow, 'otherSide' | 'firstOtherSide'>> {
  const steps: number[] = [];
  for (const run of runs) {
    const step = run.kind === 'edits' ? firstOtherSide(sides, await sidesOf(canonical, run.edits)) : null;
    if (step !== null) steps.push(step);
  }
  return { otherSide: steps.length, firstOtherSide: steps.length > 0 ? Math.min(...steps) : null };
}

async function measureRun(canonical: CanonicalRun, run: Run): Promise<Measured> {
  const whole: WholeRun =
    run.kind === 'program'
      ? { ...run.whole(canonical), samples: null }
      : wholeRunOf(await patchedReference(run.edits), canonical);
  return { whole, difference: differenceOf(canonical, whole) };
}

async function measureMistake(canonical: CanonicalRun, mistake: Mistake, growth: Growth[]): Promise<MistakeRow> {
  const { id, title, chapter, edits, config } = mistake;
  const whole = wholeRunOf(await patchedReference(edits), canonical, config);
  const difference = differenceOf(canonical, whole);
  growth.push(growthOf(canonical, mistake, [{ whole, difference }]));
  return { id, title, chapter, ...difference };
}

function provenanceOf({ provenance }: CanonicalRun): Measurements['comparedWith'] {
  const { python, libm } = provenance as {
    readonly python: { readonly implementation: string; readonly version: string };
    readonly libm: string;
  };
  return { python: `${python.implementation} ${python.version}`, libm };
}
