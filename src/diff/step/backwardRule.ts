import { exact, type Vector } from '../../port/balls.ts';
import type { LayerValues } from './forwardStages.ts';
import { type Row, type Rows, type StepModel, transposed } from './stepModel.ts';

/** A norm by the value that it gives. */
export type Norm = 'mlp_norm' | 'attn_norm' | 'x';
/** Whose gradient is summed over pairs of positions. */
export type Side = 'q' | 'k' | 'v';

/** Query t and key s of head h. */
export interface Pair {
  readonly t: number;
  readonly s: number;
  readonly h: number;
}

/** How a derivative is made at each place of the way back: one function a place, so that one of them can be another. */
export interface BackwardRule {
  /** The gradient of the logits of position t. */
  logits(model: StepModel, probs: readonly Vector[], tokens: readonly number[], t: number): Vector;
  /** The gradient of w x by w, a sum over positions, row by row. */
  product(model: StepModel, name: string, d: readonly Vector[], x: readonly Vector[]): Vector;
  /** The gradient of x from that of w x. */
  back(model: StepModel, name: string, d: Row): Row;
  /** The gradient before the activation of position t. */
  activation(model: StepModel, hidden: Rows, d: Row, t: number): Row;
  /** The gradient before a norm. */
  norm(model: StepModel, x: Row, dy: Row, by: Norm): Row;
  /** What comes around a block and through it, behind one another, or through the projections of attention. */
  joined(model: StepModel, a: Row, b: Row, by: 'mlp_residual' | 'attn_residual' | 'attn_norm'): Row;
  /** The gradient of attention logits from that of the weights p. */
  scores(model: StepModel, p: Vector, dp: Vector): Vector;
  /** Whether what query t has of key s goes to this side. */
  pair(side: Side, t: number, s: number, n: number): boolean;
  /** The head whose output's gradient goes back through head h; null for none. */
  head(h: number, n_head: number): number | null;
  /** What query t's gradient is multiplied by for key s, what key s's is for query t, and what weight s's gradient is. */
  partner(model: StepModel, of: 'q' | 'k' | 'weights', layer: LayerValues, at: Pair): Row;
  /** What of the gradient of a head's output goes to a value. */
  weight(weights: Vector): Vector;
  /** The row of wte, and of wpe, that position t adds to; null for none. */
  token(tokens: readonly number[], t: number, n: number): number | null;
  position(t: number, n: number): number | null;
}

/** microgpt.py's own derivatives. */
export const RIGHT_RULE: BackwardRule = {
  // (p - onehot) / n (loss.10).
  logits: ({ balls }, probs, tokens, t) =>
    probs[t].map((p, i) => balls.scaled(balls.add(p, exact(i === tokens[t + 1] ? -1 : 0)), 1 / probs.length)),
  product: ({ bounds }, _, d, x) => {
    const columns = transposed(x);
    return transposed(d).flatMap((of) => columns.map((column) => bounds.dot(of, column)));
  },
  back: (model, name, d) => model.back(name, d),
  activation: (model, hidden, d, t) => model.activationBack(hidden[t], d),
  norm: (model, x, dy) => model.rmsnormBack(x, dy),
  joined: (model, a, b) => model.added(a, b),
  scores: ({ balls, head_dim }, p, dp) => {
    const mean = balls.scaled(balls.dot(p, dp), -1);
    return p.map((p_s, s) => balls.scaled(balls.mul(p_s, balls.add(dp[s], mean)), head_dim ** -0.5));
  },
  pair: () => true,
  head: (h) => h,
  partner: (model, of, { q, k, v }, { t, s, h }) => model.head({ q: k[s], k: q[t], weights: v[s] }[of], h),
  weight: (weights) => weights,
  token: (tokens, t) => tokens[t],
  position: (t) => t,
};

/** Whose computation is another where a part of the rule is changed, without layer; none where the matrix's own gradient alone is, or more than one. */
export const CHANGED_AT: Readonly<Record<keyof BackwardRule, readonly string[]>> = {
  logits: ['probs', 'losses', 'loss'],
  product: [],
  back: [],
  activation: ['mlp_relu'],
  norm: ['mlp_norm', 'attn_norm', 'x'],
  joined: ['mlp_residual', 'attn_residual'],
  scores: ['attn_weights', 'attn_logits'],
  pair: ['attn_logits'],
  head: ['head_out', 'x_attn'],
  partner: ['attn_logits'],
  weight: ['head_out'],
  token: [],
  position: [],
};

/** Sums rows into those of an embedding. */
export function intoRows(
  model: StepModel,
  into: readonly (number | null)[],
  d: readonly Vector[],
  table: readonly (readonly number[])[],
): Vector {
  return table.flatMap((row, i) =>
    row.map((_, j) => model.balls.sum(d.filter((_, t) => into[t] === i).map((of) => of[j]))),
  );
}
