import type { Rank } from './row.ts';

/** Names of the column of steps, the most telling first; without one, rows are counted. */
const STEPS = [
  'step',
  'global_step',
  '_step',
  'trainer/global_step',
  'iter',
  'iteration',
  'it',
  'update',
  'batch',
  'document',
  'doc',
  'i',
  'epoch',
];
const LOSSES = ['loss', 'train_loss', 'train/loss', 'training_loss', 'trainloss', 'train_loss_step', 'loss_step'];
/** `run 3 - loss`, as Weights & Biases exports it, or `batch_loss`; not a loss of other data. */
const ENDS_WITH_LOSS = /(?:^|- |[/_.:]|^(?:batch|step|total) )loss(?:_step)?$/;
const OTHER_LOSS = /val|test|eval|dev|avg|average|mean|ema|smooth|epoch$/;
const FINAL_LOSS = /final|last|end/;
/** Other words for a loss: they count where there is a step beside them. */
const COSTS = ['value', 'nll', 'cost', 'ce', 'xent', 'cross_entropy', 'objective', 'error', 'perte', 'verlust'];
/** What pandas, programs and people add to a name. */
const PLURAL = /(?:es|s|_?(?:history|curve|values|list|log))$/;

/** Which columns of a table, or members of an object, hold step and loss. */
export interface Columns {
  /** What may be the step, the most telling first. */
  readonly steps: readonly string[];
  readonly loss: string;
  readonly rank: Rank;
  /** Losses of other data, and averages. */
  readonly others: readonly string[];
}

/** What was found last: objects of a log have the same names, and looking them up takes half of the time. */
let last: { readonly key: string; readonly columns: Columns | null } = { key: '', columns: null };

/**
 * Finds the columns by their names.
 *
 * @param names - as the log has them
 * @param areLists - whether each is a list, so that its name may be a plural: `losses`, `loss_history`
 * @returns null where none is a loss
 */
export function columnsOf(names: readonly string[], areLists = false): Columns | null {
  if (names.length === 0) return null;
  const key = `${areLists} ${names.join('\0')}`;
  if (key === last.key) return last.columns;
  last = { key, columns: findColumns(names, areLists) };
  return last.columns;
}

function findColumns(names: readonly string[], areLists: boolean): Columns | null {
  const keys = names.map((name) => keyOf(name, areLists));
  const nameOf = (key: string | undefined) => (key === undefined ? undefined : names[keys.indexOf(key)]);
  const lossKeys = keys.filter((key) => ENDS_WITH_LOSS.test(key) && !OTHER_LOSS.test(key));
  const steps = STEPS.flatMap((key) => {
    const at = keys.findIndex((name) => name === key || name.endsWith(`.${key}`));
    return at < 0 ? [] : [names[at]];
  });
  const others = names.filter((_, i) => /loss/.test(keys[i]) && OTHER_LOSS.test(keys[i]));
  const named = LOSSES.find((key) => keys.includes(key)) ?? lossKeys[0];
  if (named !== undefined) {
    return { steps, loss: nameOf(named) ?? '', rank: FINAL_LOSS.test(named) ? 'final' : 'loss', others };
  }
  const cost = steps.length === 0 ? undefined : nameOf(COSTS.find((key) => keys.includes(key)));
  return cost === undefined ? null : { steps, loss: cost, rank: 'cost', others };
}

function keyOf(name: string, isList: boolean): string {
  const key = name
    .trim()
    .toLowerCase()
    .replace(/^(train(?:ing)?) (?=loss)/, '$1_');
  if (isList && /loss(?:es|_?(?:history|curve|values|list|log))$/.test(key))
    return key.replace(PLURAL, '').replace(/_$/, '');
  return /(?:^|[._])(?:step|iter|iteration|update|epoch)s$/.test(key) ? key.slice(0, -1) : key;
}
