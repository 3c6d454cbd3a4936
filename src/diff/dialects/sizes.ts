import { sizeFault } from '../../port/sizeLimit.ts';
import { type Config, configure } from '../../reference/config.ts';
import { numParams } from '../replay/vocabularySize.ts';
import type { Clues } from './clues.ts';

/** Sizes that ports have, to find those behind a number of parameters. */
const N_LAYER = [1, 2, 3, 4, 5, 6];
const N_EMBD = [16, 32, 48, 64];
const BLOCK_SIZE = [16, 8, 32];
const N_HEAD = [4, 1, 2, 8];

/**
 * A dialect in the sizes that the clues allow, its own first. Where no clue tells, they are its own. How many heads there
 * are shows in no number of parameters, and is open where n_embd is another alone: one head in the usual width is a
 * known mistake.
 *
 * @param dialect - its constants, those that were stated among them
 * @param clues - what the log and the dump tell
 * @param stated - the constants that are not open
 * @returns none where it cannot have the sizes that the clues tell
 */
export function inSizes(dialect: Config, clues: Clues, stated: Partial<Config>): Config[] {
  const told = { ...toldSizes(clues), ...stated };
  const isOpen = clues.num_params !== null;
  const choice = (name: 'n_layer' | 'n_embd' | 'block_size', usual: readonly number[]): readonly number[] => {
    const known = told[name] ?? dialect[name];
    return isOpen && told[name] === undefined ? [known, ...usual.filter((size) => size !== known)] : [known];
  };
  const layers = choice('n_layer', N_LAYER);
  const widths = choice('n_embd', N_EMBD);
  // The early revision is one of 8 positions; those of microgpt.py are as many as the parameters say.
  const contexts = dialect.activation === 'relu' ? choice('block_size', BLOCK_SIZE) : [dialect.block_size];
  const all = layers.flatMap((n_layer) =>
    widths.flatMap((n_embd) => contexts.map((block_size) => ({ ...dialect, n_layer, n_embd, block_size }))),
  );
  return all
    .filter((config) => fits(config, clues))
    .flatMap((config) => headsOf(config, dialect, told.n_head).map((n_head) => configure({ n_head }, config)));
}

/** Whether a configuration can be computed, and nothing that the log and the dump tell of its sizes speaks against it. */
export function fits(config: Config, clues: Clues): boolean {
  const { num_params, vocab_size } = clues;
  const hasCount = num_params === null || numParams(config, vocab_size) === num_params;
  if (sizeFault(config) !== null) return false;
  return hasCount && Object.entries(toldSizes(clues)).every(([name, size]) => Reflect.get(config, name) === size);
}

/** Sizes that are told outright, by the log or by matrices with names. */
function toldSizes({ header, dump }: Clues): Partial<Config> {
  return { ...header.sizes, ...(dump?.named ? dump.sizes : {}) };
}

function headsOf({ n_embd }: Config, dialect: Config, told: number | undefined): readonly number[] {
  const heads = told !== undefined ? [told] : n_embd === dialect.n_embd ? [dialect.n_head] : N_HEAD;
  return heads.filter((n_head) => n_embd % n_head === 0);
}
