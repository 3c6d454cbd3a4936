import { CATALOGUE, deviationOf } from '../../deviations/catalogue.ts';
import { combined } from '../../deviations/combined.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import type { CompiledReference } from '../../deviations/patched.ts';
import { type Config, configure } from '../../reference/config.ts';
import type { Back, Front } from './front.ts';

/** What of a run's start is the port's own, and so cannot be otherwise. */
export interface Given {
  readonly parameters: boolean;
  readonly documents: boolean;
  /** Whether the dataset file is there. */
  readonly dataset: boolean;
}

/** The deviations that can explain a log of losses, by where they stand in a run. */
export interface Candidates {
  /** Up to the gradient. */
  readonly fronts: readonly Deviation[];
  /** Behind it: Adam and its constants. */
  readonly backs: readonly Deviation[];
  /** Whole revisions of microgpt.py, to look for mistakes on top of. */
  readonly dialects: readonly Deviation[];
}

const DIALECTS = ['early-revision'].map(deviationOf);

/** Chooses from the catalogue what the start leaves open: parameters that are given are as they are, however drawn. */
export function candidatesFor({ parameters, documents, dataset }: Given): Candidates {
  const possible = CATALOGUE.filter(
    ({ shows, needsDataset, edits }) =>
      shows !== 'samples' &&
      !(parameters && (needsDataset || (shows === 'parameters' && !edits.some(({ file }) => file === 'model')))) &&
      !(documents && needsDataset) &&
      !(needsDataset && !dataset),
  );
  return {
    // Those that seldom show in a run follow it for longest, and come last.
    fronts: possible.filter((deviation) => !isBack(deviation)).sort((a, b) => lawLast(a) - lawLast(b)),
    backs: possible.filter(isBack),
    dialects: DIALECTS.filter((dialect) => possible.includes(dialect)),
  };
}

function lawLast({ shows }: Deviation): number {
  return shows === 'law' ? 1 : 0;
}

function isBack({ shows, edits }: Deviation): boolean {
  return shows === 'update' && edits.every(({ file }) => file === 'optimizer');
}

/** Makes a back ready to stand behind a front; null where their deviations cannot be combined. */
export async function backFor(
  front: Front,
  deviations: readonly Deviation[],
  start: Config,
  compiled: CompiledReference,
): Promise<Back | null> {
  const combination = combined([...front.deviations, ...deviations], compiled);
  if (combination === null) return null;
  const own = combination.edits.filter(({ file }) => file === 'optimizer');
  const { optimizer } = await compiled.patched(own);
  return { deviations, optimizer, config: configure(combination.config, start) };
}

/** All choices of `size` of some items, in order: the early ones first. */
export function* choices<T>(items: readonly T[], size: number, from = 0): Generator<T[]> {
  if (size === 0) yield [];
  for (let i = from; size > 0 && i <= items.length - size; i++) {
    for (const rest of choices(items, size - 1, i + 1)) yield [items[i], ...rest];
  }
}
