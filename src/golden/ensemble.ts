/** What right runs from other starts look like: spec/measured/ensemble.json, written by `npm run ensembles`. */
export interface Ensemble {
  readonly schema: 1;
  readonly measuredWith: { readonly node: string; readonly v8: string };
  /** One run each: its initial parameters are drawn from the seed, and its documents shuffled by it. */
  readonly seeds: { readonly first: number; readonly last: number };
  /** Steps of a run, all with the constants of microgpt.py. */
  readonly num_steps: number;
  /** Number of documents, the same ones in every run. */
  readonly documents: number;
  /** The mean curve, smoothed: steps in ascending order, and the loss of each in nats. */
  readonly curve: readonly { readonly step: number; readonly loss: number }[];
  readonly statistics: readonly EnsembleStatistic[];
  /** Which deviations of the catalogue the test flags, in one run each from another start, and which it does not. */
  readonly power: { readonly flagged: readonly string[]; readonly missed: readonly string[] };
}

/** A mean over some steps, and how it lies over the ensemble. */
export interface EnsembleStatistic {
  readonly id: string;
  /** Mean of what: `level` of the losses, `scatter` of their distances from the mean curve. */
  readonly of: 'level' | 'scatter';
  /** First and last step, counted from 1. */
  readonly first: number;
  readonly last: number;
  readonly mean: number;
  /** Standard deviation from run to run, of the mean over all steps. */
  readonly sd: number;
  /** Standard deviation from step to step, of what the mean is taken of. */
  readonly stepSd: number;
}

/**
 * The loss that is to be expected of a step: the mean curve, in straight lines over the logarithm of the step.
 *
 * @param curve - of an ensemble
 * @param step - counted from 1; outside the curve its first or last loss is taken
 */
export function expectedLoss(curve: Ensemble['curve'], step: number): number {
  const next = curve.findIndex((point) => point.step >= step);
  const { step: x1, loss: y1 } = curve.at(next) ?? { step: NaN, loss: NaN };
  if (next <= 0) return y1; // before the first; or behind the last, which .at(-1) gives
  const { step: x0, loss: y0 } = curve[next - 1];
  return y0 + ((y1 - y0) * Math.log(step / x0)) / Math.log(x1 / x0);
}

/** How weak the test is, in a clause: to stand where the test is described. */
export function powerText({ power: { flagged, missed } }: Pick<Ensemble, 'power'>): string {
  const tried = flagged.length + missed.length;
  return `of ${tried} known deviations, one run each from another start, the curves of ${flagged.length} look unusual`;
}
