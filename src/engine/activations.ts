import type { Config } from '../reference/config.ts';
import type { Matrix, Space } from './memory.ts';
import { MLP_FACTOR } from './parameters.ts';

/** What the forward pass leaves in a layer, for the positions behind and for the way back. */
export interface LayerActivations {
  /** The residual stream before the layer [positions, n_embd]; its norm, and that norm's scales [positions, 1]. */
  readonly x: Matrix;
  readonly norm: Matrix;
  readonly scale: Matrix;
  /** Query, key and value [positions, 3 n_embd]: also the KV cache (model.11). */
  readonly qkv: Matrix;
  /** Attention weights: for position t the heads, one behind the other, each over positions 0 to t. */
  readonly weights: Matrix;
  /** The heads' results [positions, n_embd]. */
  readonly heads: Matrix;
  /** The stream behind attention, its norm, and that norm's scales. */
  readonly mid: Matrix;
  readonly midNorm: Matrix;
  readonly midScale: Matrix;
  /** ReLU of the MLP's units [positions, 4 n_embd], and the activation: the same, or its square (model.15). */
  readonly hidden: Matrix;
  readonly active: Matrix;
  /** The residual stream behind the layer: x of the next. */
  readonly behind: Matrix;
}

/** What the forward pass leaves, position by position. */
export interface Activations {
  /** Sum of the two embeddings, and its norm, which is where the residual stream begins; that norm's scales. */
  readonly sum: Matrix;
  readonly normed: Matrix;
  readonly scale: Matrix;
  readonly layers: readonly LayerActivations[];
  /** The residual stream behind the last layer [positions, n_embd]. */
  readonly x: Matrix;
  readonly logits: Matrix;
  /** Probabilities of the next token [positions, vocab_size]. */
  readonly probs: Matrix;
  /** Loss at each position, in nats. */
  readonly losses: Float64Array;
}

/** Room for what the forward pass leaves. */
export function placeActivations(space: Space, config: Config, vocab_size: number, positions: number): Activations {
  const { n_embd, n_head, n_layer, activation } = config;
  const rows = (width: number) => space.matrix(positions, width);
  const streams = Array.from({ length: n_layer + 1 }, () => rows(n_embd));
  const layers = Array.from({ length: n_layer }, (_, li): LayerActivations => {
    const hidden = rows(MLP_FACTOR * n_embd);
    return {
      x: streams[li],
      behind: streams[li + 1],
      norm: rows(n_embd),
      scale: space.matrix(positions, 1),
      qkv: rows(3 * n_embd),
      weights: space.vector((n_head * positions * (positions + 1)) / 2),
      heads: rows(n_embd),
      mid: rows(n_embd),
      midNorm: rows(n_embd),
      midScale: space.matrix(positions, 1),
      hidden,
      active: activation === 'relu' ? hidden : rows(MLP_FACTOR * n_embd),
    };
  });
  return {
    sum: rows(n_embd),
    normed: streams[0],
    scale: space.matrix(positions, 1),
    layers,
    x: streams[n_layer],
    logits: rows(vocab_size),
    probs: rows(vocab_size),
    losses: new Float64Array(positions),
  };
}
