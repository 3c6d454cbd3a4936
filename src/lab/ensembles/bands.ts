import { type Golden, readGoldenText } from '../../golden/golden.ts';

/** How right runs from other starts lie around each other (golden/ensemble/bands.json). */
export interface Bands {
  readonly schema: 1;
  readonly provenance: EnsembleProvenance;
  readonly quantiles: readonly number[];
  /** For each quantile the loss at every step, in nats [quantiles, steps]. */
  readonly losses: readonly (readonly number[])[];
}

/** How far the same runs go apart with noise (golden/ensemble/envelopes.json). */
export interface Envelopes {
  readonly schema: 1;
  readonly provenance: EnsembleProvenance;
  readonly envelopes: readonly Envelope[];
}

export interface Envelope {
  readonly id: NoiseId;
  readonly title: string;
  /** In how many runs a loss left the class f32, and the first step at which one did; f64 likewise. */
  readonly leaves: { readonly f64: number; readonly f32: number; readonly firstBeyondF32: number | null };
  /** Greatest |Δ| so far of the median run and of all, at every step [steps]. */
  readonly median: readonly number[];
  readonly most: readonly number[];
}

/** Noise that the engine can have: every exp, log and sqrt off by an ulp; float32 in memory, float64 between. */
export type NoiseId = 'ulp' | 'f32';

export interface EnsembleProvenance {
  readonly madeBy: 'npm run ensembles';
  readonly node: string;
  readonly v8: string;
  /** One run each: its initial parameters are drawn from the seed, and the golden documents shuffled by it. */
  readonly seeds: { readonly first: number; readonly last: number };
  readonly config: 'canonical/config.json';
  readonly documents: 'canonical/dataset.json';
}

export const BANDS_FILE = 'ensemble/bands.json';
export const ENVELOPES_FILE = 'ensemble/envelopes.json';

export const QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
/** Digits kept of losses and of differences: more than 256 runs tell. */
const DIGITS = { loss: 4, delta: 3 };

export function readBands(golden: Golden): Bands {
  return JSON.parse(readGoldenText(golden, BANDS_FILE)) as Bands;
}

export function readEnvelopes(golden: Golden): Envelopes {
  return JSON.parse(readGoldenText(golden, ENVELOPES_FILE)) as Envelopes;
}

/** Quantiles of the losses of all runs, step by step. */
export function bandsOf(runs: readonly ArrayLike<number>[]): Bands['losses'] {
  const sorted = byStep(runs).map((losses) => losses.sort((a, b) => a - b));
  return QUANTILES.map((q) => sorted.map((losses) => rounded(quantile(losses, q), DIGITS.loss)));
}

/**
 * How far runs are from the same runs with noise.
 *
 * @param runs - losses of each run
 * @param noisy - the same with noise, in the same order
 * @param tolerance - how far a loss may lie from another one of a class
 */
export function envelopeOf(
  { id, title }: Pick<Envelope, 'id' | 'title'>,
  runs: readonly ArrayLike<number>[],
  noisy: readonly ArrayLike<number>[],
  tolerance: (dtype: 'f64' | 'f32', loss: number) => number,
): Envelope {
  const soFar = runs.map((run, i) => greatestSoFar(run, noisy[i]));
  const beyond = (dtype: 'f64' | 'f32') =>
    runs
      .map((run, i) =>
        Array.from(run).findIndex((loss, t) => !(Math.abs(loss - noisy[i][t]) <= tolerance(dtype, loss))),
      )
      .filter((step) => step >= 0);
  const sorted = byStep(soFar).map((deltas) => deltas.sort((a, b) => a - b));
  const f32 = beyond('f32');
  return {
    id,
    title,
    leaves: {
      f64: beyond('f64').length,
      f32: f32.length,
      firstBeyondF32: f32.length > 0 ? Math.min(...f32) + 1 : null,
    },
    median: sorted.map((deltas) => rounded(quantile(deltas, 0.5), DIGITS.delta)),
    most: sorted.map((deltas) => rounded(deltas[deltas.length - 1], DIGITS.delta)),
  };
}

/** The quantile of sorted values, linear between them. */
export function quantile(sorted: readonly number[], q: number): number {
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

function greatestSoFar(run: ArrayLike<number>, noisy: ArrayLike<number>): number[] {
  let most = 0;
  return Array.from(run, (loss, t) => {
    most = Math.max(most, Math.abs(loss - noisy[t]));
    return most;
  });
}

/** What all runs have at each step. */
function byStep(runs: readonly ArrayLike<number>[]): number[][] {
  return Array.from(runs[0], (_, t) => runs.map((run) => run[t]));
}

function rounded(x: number, digits: number): number {
  return Number(x.toPrecision(digits));
}
