/** The loss of one step, as a log shows it. */
export interface LossEvent {
  readonly kind: 'loss';
  /** Counted from 1. */
  readonly step: number;
  /** How many steps the log says there are; null where it does not say. */
  readonly num_steps: number | null;
  readonly value: number;
  /** The digits as printed. */
  readonly text: string;
}
