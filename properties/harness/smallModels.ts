import type fc from 'fast-check';
import type { StateDict } from '../../src/port/config.ts';
import { type ModelCase, type ModelLimits, modelCases, stateDict } from './arbitraries.ts';
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
