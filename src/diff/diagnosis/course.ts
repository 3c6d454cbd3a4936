import type { Agreement, Target } from './target.ts';

/** How far a run agrees with a log, and how well, where that is to the end. */
export interface Course {
  /** Steps that agree, from the first on. */
  readonly agreed: number;
  readonly agreement: Agreement | null;
  /** The first loss that does not agree, in units of what the log leaves open; null where all do, or the run has ended. */
  readonly miss: { readonly step: number; readonly distance: number } | null;
  /** The losses of the run, as far as it was followed. */
  readonly losses: readonly number[];
}

/** Compares a run with a log, as long as it agrees. */
export function followed(target: Target, run: Iterable<number>): Course {
  const { last } = target;
  const losses: number[] = [];
  for (const loss of run) {
    losses.push(loss);
    const step = losses.length;
    if (!target.agreesAt(step, loss)) {
      const distance = target.distance(step, loss) ?? Number.POSITIVE_INFINITY;
      return { agreed: step - 1, agreement: null, miss: { step, distance }, losses };
    }
    if (step === last) break;
  }
  const agreed = losses.length;
  if (agreed < last && !target.isLostFrom(agreed + 1)) return { agreed, agreement: null, miss: null, losses };
  const whole = [...losses, ...new Array<number>(last - agreed).fill(Number.NaN)];
  return { agreed: last, agreement: target.agreement(whole), miss: null, losses };
}
