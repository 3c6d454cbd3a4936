import { sizeFault } from '../../port/sizeLimit.ts';
import type { Config } from '../../reference/config.ts';
import { tokenizer } from '../../reference/tokenizer.ts';
import { sizeOf } from './formats/dumpedArray.ts';
import { countOf, type DumpedMatrix, type ParamsDump } from './paramsDump.ts';
import { hasGoldenCharacters, type VocabularySources } from './vocabulary.ts';
import { numParams, sizesOfCount } from './vocabularySize.ts';

/** The sizes that parameters tell; heads do not show in them. */
export type Sizes = Pick<Config, 'n_layer' | 'n_embd' | 'block_size'>;

const SIZES = ['n_layer', 'n_embd', 'block_size'] as const;
const LAYER = /^layer(\d+)\./;
const SQUARE = /\.attn_w[qkvo]$/;

/**
 * The configuration that parameters are of, where another was given: matrices by name tell n_layer, n_embd and
 * block_size; a list tells one of them by its length, where just one usual size fits the vocabulary.
 *
 * @param params - the dump
 * @param config - the configuration that was given
 * @param sources - where the vocabulary comes from
 * @returns the sizes of the dump, those given where it does not tell
 * @throws RangeError where n_embd is no multiple of n_head, or the sizes are too large
 */
export function withDumpedSizes(
  params: ParamsDump,
  config: Config,
  sources: Pick<VocabularySources, 'golden' | 'docs' | 'dataset'>,
): Config {
  const sizes = params.kind === 'named' ? namedSizes(params.matrices, config) : listSizes(params, config, sources);
  const merged = { ...config, ...sizes };
  if (merged.n_embd % config.n_head !== 0) {
    throw new RangeError(
      `params: n_embd is ${merged.n_embd} by the dump, and no multiple of n_head ${config.n_head}; give the port's own --n_head (parameters.8)`,
    );
  }
  const fault = sizeFault(merged);
  if (fault !== null) throw new RangeError(`params: ${fault} (parameters.9)`);
  return merged;
}

/** What is said where parameters are of other sizes than were given; nothing where they are of the same. */
export function sizeNotes(given: Config, taken: Config): string[] {
  const others = SIZES.filter((name) => given[name] !== taken[name]);
  if (others.length === 0) return [];
  const found = others.map((name) => `${name} ${taken[name]} (not ${given[name]})`).join(', ');
  const flags = others.map((name) => `--${name} ${taken[name]}`).join(' ');
  const heads = others.includes('n_embd') ? `; n_head is ${taken.n_head}, which they do not tell (--n_head)` : '';
  return [`params: they are of ${found}, and so the run is replayed with ${flags}${heads} (parameters.9)`];
}

function namedSizes(matrices: ReadonlyMap<string, DumpedMatrix>, config: Config): Sizes {
  const layers = [...matrices.keys()].map((name) => Number(LAYER.exec(name)?.[1] ?? -1));
  const n_embd = widthOf(matrices) ?? config.n_embd;
  const block_size = (matrices.get('wpe')?.values.length ?? 0) / n_embd;
  return {
    n_layer: Math.max(...layers) + 1,
    n_embd,
    block_size: Number.isInteger(block_size) && block_size > 0 ? block_size : config.block_size,
  };
}

/** n_embd: the side of the square matrices of attention; without layers the length that wte and wpe share. */
function widthOf(matrices: ReadonlyMap<string, DumpedMatrix>): number | null {
  const square = [...matrices].find(([name]) => SQUARE.test(name));
  if (square !== undefined) {
    const side = Math.sqrt(square[1].values.length);
    return Number.isInteger(side) && side > 0 ? side : null;
  }
  const [wte, wpe] = ['wte', 'wpe'].map((name) => matrices.get(name)?.shape ?? []);
  const shared = wte.length === 2 ? wte.filter((length) => wpe.includes(length)) : [];
  return shared.length === 1 && sizeOf(shared) > 0 ? shared[0] : null;
}

function listSizes(
  params: ParamsDump,
  config: Config,
  sources: Pick<VocabularySources, 'golden' | 'docs' | 'dataset'>,
): Partial<Sizes> {
  const count = countOf(params);
  const vocabularies = vocabulariesOf(sources);
  if (vocabularies.some((size) => numParams(config, size) === count)) return {};
  const fitting = new Map(
    vocabularies.flatMap((size) => sizesOfCount(count, config, size)).map((sizes) => [JSON.stringify(sizes), sizes]),
  );
  return fitting.size === 1 ? [...fitting.values()][0] : {};
}

/** The sizes that the vocabulary can have: that of the dataset, of the documents, or of a to z. */
function vocabulariesOf({ golden, docs, dataset }: Pick<VocabularySources, 'golden' | 'docs' | 'dataset'>): number[] {
  if (dataset !== undefined) return [tokenizer(dataset).vocab_size];
  if (docs === undefined) return [golden.length + 1];
  if (docs.kind === 'tokens') return docs.BOS === null || docs.BOS === 0 ? [golden.length + 1] : [docs.BOS + 1];
  return [...(hasGoldenCharacters(docs, golden) ? [golden.length + 1] : []), tokenizer(docs.documents).vocab_size];
}
