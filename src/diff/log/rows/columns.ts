import { isOfReference, isOwn } from './ofReference.ts';
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
/** The token that is to come, as a column. */
const IS_DATA = /^targets?$/i;
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
  /** The name of a reference's loss beside it. */
  readonly over?: string;
}

/** A column, and the form of its name that is looked up. */
interface Named {
  readonly name: string;
  readonly key: string;
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
  const all = names.map((name) => ({ name, key: keyOf(name, areLists) }));
  const own = all.filter(({ name }) => !isOfReference(name));
  const references = all.filter(({ name }) => isOfReference(name));
  const others = all.filter(({ key }) => /loss/.test(key) && OTHER_LOSS.test(key)).map(({ name }) => name);
  const over = references.find(({ name, key }) => /loss/.test(key) || !IS_DATA.test(name))?.name;
  const named = lossIn(own) ?? (references.length === 0 ? undefined : own.find(({ name }) => isOwn(name)));
  const lossOf = ({ name, key }: Named): Columns => ({
    steps: stepsFor(name, all),
    loss: name,
    rank: FINAL_LOSS.test(key) ? 'final' : 'loss',
    others,
    ...(over === undefined ? {} : { over }),
  });
  if (named !== undefined) return lossOf(named);
  const isCost = ({ key }: Named, cost: string) => key === cost && !(over !== undefined && cost === 'error');
  const cost = COSTS.flatMap((one) => own.filter((column) => isCost(column, one)))[0];
  if (cost !== undefined && stepsFor(cost.name, all).length > 0) return { ...lossOf(cost), rank: 'cost' };
  const reference = lossIn(references);
  return reference === undefined
    ? null
    : { steps: stepsFor(reference.name, all), loss: reference.name, rank: 'reference', others };
}

function lossIn(columns: readonly Named[]): Named | undefined {
  const exact = LOSSES.flatMap((loss) => columns.filter(({ key }) => key === loss));
  return exact[0] ?? columns.find(({ key }) => ENDS_WITH_LOSS.test(key) && !OTHER_LOSS.test(key));
}

/** What may be the step of a loss: beside `port.losses` rather `port.steps` than those of another. */
function stepsFor(loss: string, columns: readonly Named[]): string[] {
  const prefix = loss.slice(0, loss.lastIndexOf('.') + 1);
  const [near, far] = [
    columns.filter(({ name }) => name.startsWith(prefix)),
    columns.filter(({ name }) => !name.startsWith(prefix)),
  ];
  return STEPS.flatMap((step) => {
    const column = [...near, ...far].find(({ key }) => key === step || key.endsWith(`.${step}`));
    return column === undefined ? [] : [column.name];
  });
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
