/** Names of the column of steps, the most telling first; without one, rows are counted. */
const STEPS = [
  'step',
  'steps',
  'global_step',
  '_step',
  'trainer/global_step',
  'iter',
  'iteration',
  'iterations',
  'epoch',
];
const LOSSES = ['loss', 'train_loss', 'train/loss', 'training_loss', 'train loss', 'training loss', 'trainloss'];
/** `run 3 - loss`, as Weights & Biases exports it, or `batch_loss`; not a loss of other data. */
const ENDS_WITH_LOSS = /(?: - |[/_.:])loss$/;
const OTHER_LOSS = /val|test|eval|dev|avg|average|mean|ema|smooth/;

/** Which columns of a table, or members of an object, hold step and loss. */
export interface Columns {
  /** null where there is none. */
  readonly step: string | null;
  readonly loss: string;
}

/**
 * Finds the columns by their names.
 *
 * @param names - as the log has them
 * @returns null where none is a loss
 */
export function columnsOf(names: readonly string[]): Columns | null {
  const byKey = new Map(names.map((name) => [name.trim().toLowerCase(), name]));
  const first = (keys: readonly string[]) => byKey.get(keys.find((key) => byKey.has(key)) ?? '');
  const other = [...byKey].find(([key]) => ENDS_WITH_LOSS.test(key) && !OTHER_LOSS.test(key))?.[1];
  const loss = first(LOSSES) ?? other;
  return loss === undefined ? null : { step: first(STEPS) ?? null, loss };
}
