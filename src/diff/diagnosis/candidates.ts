import { CATALOGUE } from '../../deviations/catalogue.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import { FAMILIES, type Family } from '../../deviations/families.ts';
import { type Choices, choicesOf } from './numeric/choicesOf.ts';
import { BEHIND_LOGITS } from './numeric/numericLoss.ts';

/** What of a run's start is the port's own, and so cannot be otherwise. */
export interface Given {
  readonly parameters: boolean;
  readonly documents: boolean;
  /** Whether the dataset file is there. */
  readonly dataset: boolean;
}

/** A deviation that can be run in plain numbers. */
export interface Choice {
  readonly deviation: Deviation;
  readonly choices: Choices;
  /** Whether the logits are those of the reference. */
  readonly isBehindLogits: boolean;
}

/** The deviations that can explain a log of losses, by where they stand in a run and how they are tried. */
export interface Candidates {
  /** In the start: other parameters, other tokens. */
  readonly starts: readonly Deviation[];
  /** From the embeddings to the loss: step 1 shows them. */
  readonly models: readonly Choice[];
  /** On the way back, in the update and in the loop of training: step 1 does not show them. */
  readonly behind: readonly Choice[];
  /** On the way back, node by node: only a changed copy of the reference has them. */
  readonly tapes: readonly Deviation[];
  /** The same, of those that seldom show in a run or are never found beside others. */
  readonly others: readonly Deviation[];
  /** Numbers of any value. */
  readonly families: readonly Family[];
  /** How many there are. */
  readonly count: number;
}

/** The chapters that a start comes from. */
const START: ReadonlySet<string> = new Set(['random', 'dataset', 'tokenizer', 'parameters', 'inference']);
/** Constants that do. */
const START_CONSTANTS: ReadonlySet<string> = new Set(['std', 'std_residual', 'seed']);
/** Chapters of the way back. */
const TAPE: ReadonlySet<string> = new Set(['autograd', 'model']);

/** Chooses from the catalogue what the start leaves open: parameters that are given are as they are, however drawn. */
export function candidatesFor({ parameters, documents, dataset }: Given): Candidates {
  const possible = CATALOGUE.filter(
    ({ shows, needsDataset, edits }) =>
      shows !== 'samples' &&
      !(parameters && (needsDataset || (shows === 'parameters' && !edits.some(({ file }) => file === 'model')))) &&
      !(documents && needsDataset) &&
      !(needsDataset && !dataset),
  );
  const chosen = possible.flatMap((deviation): Choice[] => {
    const choices = choicesOf(deviation);
    return choices === null ? [] : [choiceOf(deviation, choices)];
  });
  const rest = possible.filter((deviation) => choicesOf(deviation) === null);
  const starts = rest.filter((deviation) => isStart(deviation));
  const tapes = rest.filter((deviation) => !starts.includes(deviation) && isTape(deviation));
  return {
    starts,
    // Those that share logits lie side by side, so that their choices do.
    models: chosen
      .filter((choice) => showsFirst(choice))
      .sort((a, b) => Number(a.isBehindLogits) - Number(b.isBehindLogits)),
    behind: chosen.filter((choice) => !showsFirst(choice)),
    tapes,
    others: rest.filter((deviation) => !starts.includes(deviation) && !tapes.includes(deviation)),
    families: FAMILIES.filter(({ shows }) => !(parameters && shows === 'parameters')),
    count: possible.length,
  };
}

/** A deviation with its choices. */
export function choiceOf(deviation: Deviation, choices: Choices): Choice {
  const isBehindLogits =
    choices.update === undefined && Object.keys(choices.model ?? {}).every((name) => BEHIND_LOGITS.has(name));
  return { deviation, choices, isBehindLogits };
}

function showsFirst({ deviation }: Choice): boolean {
  return deviation.shows !== 'update';
}

function isStart({ shows, edits, config = {} }: Deviation): boolean {
  return (
    shows !== 'law' &&
    edits.every(({ file }) => START.has(file)) &&
    (edits.length > 0 || Object.keys(config).some((name) => START_CONSTANTS.has(name)))
  );
}

function isTape({ shows, edits }: Deviation): boolean {
  return shows === 'update' && edits.every(({ file }) => TAPE.has(file));
}

/** All choices of `size` of some items, in order: the early ones first. */
export function* choices<T>(items: readonly T[], size: number, from = 0): Generator<T[]> {
  if (size === 0) yield [];
  for (let i = from; size > 0 && i <= items.length - size; i++) {
    for (const rest of choices(items, size - 1, i + 1)) yield [items[i], ...rest];
  }
}
