import fc from 'fast-check';
import type { StateDict } from '../../src/port/config.ts';
import { type ModelCase, type ModelLimits, modelCases, stateDict } from './arbitraries.ts';
import { grown, withLarger } from './sizes.ts';
import { port } from './subject.ts';

/**
 * Random parameters, multiples of a power of two near 2**-13, so small that a sum over n_embd of them does not grow: then
 * rounding errors stay small through the layers, and a mistake stays visible.
 */
export function smallParameters(model: ModelCase): StateDict {
  return stateDict(model, 2 ** -Math.max(1, Math.ceil(Math.log2(model.config.n_embd)) - 1));
}

/** A factor on embeddings by which RMSNorm's epsilon becomes a large part of their mean square. */
export const TINY = 2 ** -7;

/** A factor on embeddings by which epsilon is lost in rounding, and no cube of their norm overflows. */
export const LARGE = port.dtype === 'f64' ? 2 ** 40 : 2 ** 30;

/** Models with documents that fit into the block: whether longer ones are cut off is for model.16 to say. */
export function fittingCases(limits: ModelLimits = {}): fc.Arbitrary<ModelCase> {
  return modelCases(limits).map((model) => ({ ...model, tokens: model.tokens.slice(0, model.config.block_size + 1) }));
}

/** Models with documents that fit into the block with BOS on both sides, as a run of training is given them. */
export function wholeCases(limits: ModelLimits = {}): fc.Arbitrary<ModelCase> {
  return modelCases(limits).map((model) => {
    const BOS = model.vocab_size - 1;
    return { ...model, tokens: [...model.tokens.slice(0, -1).slice(0, model.config.block_size), BOS] };
  });
}

/** The shortest document over a model's tokens, and one that fills its block. */
export function documentsBeside({ config, vocab_size }: ModelCase): readonly (readonly number[])[] {
  const BOS = vocab_size - 1;
  const full = Array.from({ length: config.block_size + 1 }, (_, t) => (t === 0 ? BOS : t % vocab_size));
  return [[BOS, BOS], full];
}

/** One layer, narrow: for laws that hold up to the rounding of a whole pass, which leaves much to see a mistake by. */
export const narrow = {
  n_layer: { min: 1, max: 1 },
  n_head: { min: 1, max: 2 },
  head_dim: { min: 1, max: 2 },
} satisfies ModelLimits;

/** The same, with dimensions that can be mixed. */
export const twoDimensions = { ...narrow, head_dim: { min: 2, max: 3 } } satisfies ModelLimits;

/** One layer or two, of any shape: for laws that hold exactly or within a block. */
export const withLayers = { n_layer: { min: 1, max: 2 } } satisfies ModelLimits;

/** BOS and a document of at least one token. */
export const withTokens = { length: { min: 1, max: 6 } } satisfies ModelLimits;

/** An empty document: one position, at which BOS predicts BOS. */
export const onePosition = { length: { min: 0, max: 0 } } satisfies ModelLimits;

/** More layers and heads than two, and an MLP wider than 64. */
const larger = {
  n_layer: { min: 0, max: 4 },
  n_head: { min: 1, max: 6 },
  head_dim: { min: 1, max: 6 },
  block_size: { min: 1, max: 12 },
  length: { min: 0, max: 14 },
  characters: { min: 1, max: 13 },
  anyActivation: true,
} satisfies ModelLimits;

/** So many layers that their names sort otherwise than their numbers. */
const deep = { ...narrow, n_layer: { min: 10, max: 12 }, anyActivation: true } satisfies ModelLimits;

/** The same, with documents that fit. */
export const deepCases = wholeCases(deep);

/** More than four heads, of more than four dimensions each, and an MLP wider than 64, in one layer. */
export const wide = {
  n_layer: { min: 1, max: 1 },
  n_head: { min: 5, max: 6 },
  head_dim: { min: 5, max: 6 },
  block_size: { min: 2, max: 3 },
  length: { min: 1, max: 3 },
} satisfies ModelLimits;

/** More positions than microgpt.py's block has. */
const long = { ...narrow, block_size: { min: 40, max: 48 }, length: { min: 17, max: 50 } } satisfies ModelLimits;

/** More than sixteen positions, of five tokens at least, whose samples may be as long. */
export const longCases = modelCases({ ...narrow, block_size: { min: 20, max: 28 }, characters: { min: 4, max: 8 } });

/** More tokens than a byte can number. */
const manyTokens = { ...narrow, n_layer: { min: 0, max: 1 }, characters: { min: 256, max: 300 } } satisfies ModelLimits;

/**
 * Models as ports meet them, larger than those that laws are usually drawn from: a loop that ends at a size, a buffer of a
 * size, and what is left over of blocks of 4 or 8 are seen here.
 */
export function roomyCases(limits: ModelLimits = {}): fc.Arbitrary<ModelCase> {
  const of = (size: ModelLimits) => modelCases({ ...size, ...limits });
  const usual = fc.oneof(
    { arbitrary: of(larger), weight: 3 },
    { arbitrary: of(deep), weight: 1 },
    { arbitrary: of(long), weight: 1 },
    { arbitrary: of(manyTokens), weight: 1 },
  );
  return withLarger(usual, () => wildCases(limits), 2);
}

/** Of 8 heads, or of as few as that, each of so many dimensions. */
const heads = (least: number, size: number) => ({ n_head: { min: least, max: 8 }, head_dim: { min: size, max: size } });

/**
 * Models of sizes that ports have in the wild, each size by itself. Together they are no input for a check: 384 wide, a layer has 1.8
 * million parameters, which is 25 MB a request, and 3.5 million nodes a position in a port with a graph of scalars. A layer is
 * therefore at most 128 wide, and a model without layers 384.
 */
export function wildCases(limits: ModelLimits = {}): fc.Arbitrary<ModelCase> {
  const of = (size: ModelLimits) => modelCases({ ...size, ...limits });
  const short = {
    block_size: { min: 1, max: 2 },
    length: { min: 0, max: 2 },
    anyActivation: true,
  } satisfies ModelLimits;
  const [head, block, characters] = [grown(6, 16), grown(48, 256), grown(300, 2000)];
  const wide = { ...short, n_layer: { min: 1, max: 1 }, ...heads(7, head) };
  const widest = { ...short, n_layer: { min: 0, max: 0 }, ...heads(8, 3 * head) };
  const long = {
    ...narrow,
    n_head: { min: 1, max: 1 },
    block_size: { min: block, max: block },
    length: { min: block - 1, max: block },
  };
  const manyTokens = { ...narrow, n_layer: { min: 0, max: 1 }, characters: { min: 300, max: characters } };
  return fc.oneof(
    { arbitrary: fc.oneof(of(wide), of(widest)), weight: 2 },
    { arbitrary: fc.oneof(of(long), of(manyTokens)), weight: 1 },
  );
}
