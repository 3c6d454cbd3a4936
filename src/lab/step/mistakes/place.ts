/** A part of a training step, in the order of execution. */
export type Stage = 'forward' | 'backward' | 'adam';

/** Where a step leaves the specification first. */
export interface Place {
  readonly stage: Stage;
  /**
   * What is computed wrong, `layer*` for a layer. Forward: a name of the trace without position and head, or `losses`, `loss`.
   * Backward: a matrix whose own gradient (dy x^T) is wrong, or the value of the trace through whose computation the gradient
   * goes back wrong. Adam: `m`, `v` or `updated`, with the matrix behind it where it is of one matrix: `updated.lm_head`.
   */
  readonly name: string;
  /** Other names that are as right: a dump does not tell them apart. */
  readonly or: readonly string[];
  /** First and last line of microgpt.py. */
  readonly lines: readonly [first: number, last: number];
  /**
   * What the same text makes wrong by itself too, in other statements of this stage: due beside the place, and no finding of it places
   * the mistake. `nodes` is all that goes back through the graph.
   */
  readonly also?: 'nodes' | readonly string[];
}

type Lines = Place['lines'];

/** The functions of microgpt.py that are called at several places. */
export const SOFTMAX_LINES: Lines = [97, 101];
export const RMSNORM_LINES: Lines = [103, 106];

const LINES: Readonly<Record<string, Lines>> = {
  wte: [109, 109],
  wpe: [110, 110],
  embedding: [111, 111],
  x: [112, 112],
  attn_norm: [117, 117],
  attn_wq: [118, 118],
  q: [118, 118],
  attn_wk: [119, 119],
  k: [119, 119],
  attn_wv: [120, 120],
  v: [120, 120],
  attn_logits: [129, 129],
  attn_weights: [130, 130],
  head_out: [131, 131],
  x_attn: [132, 132],
  attn_wo: [133, 133],
  attn_out: [133, 133],
  attn_residual: [134, 134],
  mlp_norm: [137, 137],
  mlp_fc1: [138, 138],
  mlp_hidden: [138, 138],
  mlp_relu: [139, 139],
  mlp_fc2: [140, 140],
  mlp_out: [140, 140],
  mlp_residual: [141, 141],
  lm_head: [143, 143],
  logits: [143, 143],
  probs: [166, 166],
  losses: [167, 167],
  loss: [169, 169],
};

const ADAM_LINES: Readonly<Record<string, Lines>> = { m: [177, 177], v: [178, 178], updated: [181, 181] };

/** The lines that compute what a place names. */
export function linesOf(stage: Stage, name: string): Lines {
  const lines = stage === 'adam' ? ADAM_LINES[name.split('.')[0]] : LINES[name.replace(/^layer[*\d]+\./, '')];
  if (lines === undefined) throw new Error(`linesOf: ${name} is not computed in the stage ${stage}; see place.ts`);
  return lines;
}
