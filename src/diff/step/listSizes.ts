import { CANONICAL } from '../../reference/config.ts';
import type { StepSizes } from './readSizes.ts';

type Size = keyof StepSizes;

/** Of n_embd 1 (parameters.9). */
const NUMBERS_OF_LAYER = 12;

/** The sizes that a list of all parameters has. */
export interface ListSizes {
  readonly sizes: StepSizes;
  /** Those that nothing says and that are taken from microgpt.py, since they make as many numbers. */
  readonly taken: readonly Size[];
}

/** How many parameters a model has: 2 vocab_size n_embd + block_size n_embd + 12 n_layer n_embd^2 (parameters.9). */
export function parametersOf({ n_embd, block_size, vocab_size, n_layer }: Required<StepSizes>): number {
  return 2 * vocab_size * n_embd + block_size * n_embd + NUMBERS_OF_LAYER * n_layer * n_embd ** 2;
}

/**
 * The sizes of a list of all parameters: what is known; a last one that the count tells; else microgpt.py's own, where they make that
 * count.
 *
 * @param count - of the list's numbers
 * @returns only what is known where neither is so
 */
export function listSizes(count: number, known: StepSizes): ListSizes {
  const { n_embd, block_size, n_layer } = CANONICAL;
  const usual = { n_embd, block_size, n_layer };
  for (const tried of [known, { ...usual, ...known }]) {
    const sizes = completed(count, tried);
    if (sizes === null || parametersOf(sizes) !== count) continue;
    return { sizes, taken: (Object.keys(tried) as Size[]).filter((name) => known[name] === undefined) };
  }
  return { sizes: known, taken: [] };
}

/** Sizes with the one that is missing, told by the count; null where more are missing, or it would be none. */
function completed(count: number, sizes: StepSizes): Required<StepSizes> | null {
  const { n_embd } = sizes;
  const missing = (['block_size', 'vocab_size', 'n_layer'] as const).filter((name) => sizes[name] === undefined);
  if (n_embd === undefined || missing.length > 1) return null;
  const without = { block_size: 0, vocab_size: 0, n_layer: 0, ...sizes, n_embd };
  const [name] = missing;
  if (name === undefined) return without;
  const each = parametersOf({ ...without, [name]: 1 }) - parametersOf(without);
  const size = (count - parametersOf(without)) / each;
  return Number.isInteger(size) && size >= (name === 'n_layer' ? 0 : 1) ? { ...without, [name]: size } : null;
}
