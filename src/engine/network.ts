import type { Dtype } from '../port/precision.ts';
import type { Config } from '../reference/config.ts';
import type { StateDict } from '../reference/parameters.ts';
import { type Numbers, type Rows, zeroRows, zeros, zeroTriangle } from './numbers.ts';
import { flattened, MLP_FACTOR, type Parameters, zeroParameters } from './parameters.ts';

/** The functions in which mathematical libraries differ (spec/numerics.md). */
export type Libm = Pick<Math, 'exp' | 'log' | 'sqrt'>;

/** What the forward pass leaves in a layer, for the positions behind and for the way back. */
export interface LayerTrace {
  /** The residual stream before the layer [positions, n_embd]; its norm, and that norm's scales [positions]. */
  readonly x: Rows;
  readonly norm: Rows;
  readonly scale: Numbers;
  /** Query, key and value [positions, 3 n_embd]: also the KV cache (model.11). */
  readonly qkv: Rows;
  /** Attention weights: for position t the heads, one behind the other, each over positions 0 to t. */
  readonly weights: Rows;
  /** The heads' results [positions, n_embd]. */
  readonly heads: Rows;
  /** The stream behind attention, its norm, and that norm's scales. */
  readonly mid: Rows;
  readonly midNorm: Rows;
  readonly midScale: Numbers;
  /** ReLU of the MLP's units [positions, 4 n_embd], and the activation: the same, or its square (model.15). */
  readonly hidden: Rows;
  readonly active: Rows;
  /** The residual stream behind the layer: x of the next. */
  readonly behind: Rows;
}

/** What the forward pass leaves, position by position. */
export interface Trace {
  /** Sum of the two embeddings, and its norm, which is where the residual stream begins; that norm's scales. */
  readonly sum: Rows;
  readonly normed: Rows;
  readonly scale: Numbers;
  readonly layers: readonly LayerTrace[];
  /** The residual stream behind the last layer [positions, n_embd]. */
  readonly x: Rows;
  readonly logits: Rows;
  /** Probabilities of the next token [positions, vocab_size]. */
  readonly probs: Rows;
  /** Loss at each position, in nats. */
  readonly losses: Float64Array;
}

/** A model and the room that it computes in: nothing is allocated behind this. */
export interface Network {
  readonly dtype: Dtype;
  readonly libm: Libm;
  readonly config: Config;
  readonly vocab_size: number;
  /** How many positions there is room for. */
  readonly positions: number;
  readonly parameters: Parameters;
  readonly trace: Trace;
}

/** The engine's arithmetic: float64, or float32 in memory and float64 between; and the library it calls. */
export interface Arithmetic {
  readonly dtype: Dtype;
  readonly libm: Libm;
}

/** Double precision, and JavaScript's own functions. */
export const DOUBLE: Arithmetic = { dtype: 'f64', libm: Math };

/**
 * Makes a model.
 *
 * @param config - the configuration
 * @param state_dict - its parameters, which are copied
 * @param positions - how many positions the longest document will take, at most block_size of them count
 * @throws RangeError where the parameters are not of the configuration's shapes (parameters.6, parameters.8)
 */
export function createNetwork(
  config: Config,
  state_dict: StateDict,
  positions: number = config.block_size,
  { dtype, libm }: Arithmetic = DOUBLE,
): Network {
  const numbers = flattened(config, state_dict);
  const vocab_size = state_dict.lm_head.length;
  const parameters = zeroParameters(dtype, config, vocab_size);
  parameters.all.set(numbers);
  const room = Math.min(config.block_size, positions);
  const trace = newTrace(dtype, config, vocab_size, room);
  return { dtype, libm, config, vocab_size, positions: room, parameters, trace };
}

function newTrace(dtype: Dtype, config: Config, vocab_size: number, positions: number): Trace {
  const { n_embd, n_head, n_layer, activation } = config;
  const rows = (width: number) => zeroRows(dtype, positions, width);
  const streams = Array.from({ length: n_layer + 1 }, () => rows(n_embd));
  const layers = Array.from({ length: n_layer }, (_, li): LayerTrace => {
    const hidden = rows(MLP_FACTOR * n_embd);
    return {
      x: streams[li],
      behind: streams[li + 1],
      norm: rows(n_embd),
      scale: zeros(dtype, positions),
      qkv: rows(3 * n_embd),
      weights: zeroTriangle(dtype, positions, n_head),
      heads: rows(n_embd),
      mid: rows(n_embd),
      midNorm: rows(n_embd),
      midScale: zeros(dtype, positions),
      hidden,
      active: activation === 'relu' ? hidden : rows(MLP_FACTOR * n_embd),
    };
  });
  return {
    sum: rows(n_embd),
    normed: streams[0],
    scale: zeros(dtype, positions),
    layers,
    x: streams[n_layer],
    logits: rows(vocab_size),
    probs: rows(vocab_size),
    losses: new Float64Array(positions),
  };
}
