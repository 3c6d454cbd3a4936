/** The loss of one step, as a log shows it. */
export interface LossEvent {
  readonly kind: 'loss';
  /** Counted from 1 in microgpt.py; some ports count from 0. */
  readonly step: number;
  /** How many steps the log says there are; null where it does not say. */
  readonly num_steps: number | null;
  /** NaN where the text is no number. */
  readonly value: number;
  /** The digits as printed. */
  readonly text: string;
}

/** One sampled name, as a log shows it. */
export interface SampleEvent {
  readonly kind: 'sample';
  /** Counted from 1 in microgpt.py, from 0 in some ports; null where names have no numbers. */
  readonly index: number | null;
  readonly name: string;
}

export type LogEvent = LossEvent | SampleEvent;
