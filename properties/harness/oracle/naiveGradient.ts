import type { StateDict } from '../../../src/port/config.ts';
import type { ModelCase } from '../arbitraries.ts';
import { columns } from '../lists.ts';
import { add, type Ball, dot, exact, mul, scaled, softmax, sum, type Vector } from './ball.ts';
import {
  type Analysis,
  activated,
  added,
  type Balls,
  eachHead,
  exactMatrices,
  type LayerTrace,
  naiveForward,
  nearZero,
  relu,
  rmsnormScale,
  scoreScale,
} from './naive.ts';

/** What the backward pass of a layer needs to know of the model. */
interface Backward {
  readonly model: ModelCase;
  readonly w: Balls;
  readonly analysis: Analysis;
  /** The gradient of each matrix, as it is found. */
  readonly grad: Record<string, readonly Vector[]>;
}

/** The derivative of the document's loss by every parameter, by the chain rule written out for each matrix. */
export function naiveGradient(model: ModelCase, state_dict: StateDict, analysis: Analysis): Balls {
  const { embedded, layers, final, logits } = naiveForward(model, state_dict, analysis);
  const pass: Backward = { model, w: exactMatrices(state_dict), analysis, grad: {} };
  const { w, grad } = pass;
  const dlogits = logits.map((row, t) => {
    const p = softmax(analysis.settle(row));
    return p.map((p_i, i) => scaled(add(p_i, exact(i === model.tokens[t + 1] ? -1 : 0)), 1 / logits.length));
  });
  grad.lm_head = outerSum(dlogits, final);
  let dx = dlogits.map((d) => analysis.settle(backThrough(w.lm_head, d)));
  for (let li = layers.length - 1; li >= 0; li--) dx = layerBackward(pass, li, layers[li], dx);
  const dEmbedded = embedded.map((x, t) => rmsnormBackward(x, dx[t]));
  grad.wte = w.wte.map((row, token) =>
    row.map((_, j) => sum(dEmbedded.filter((_, t) => model.tokens[t] === token).map((d) => d[j]))),
  );
  grad.wpe = w.wpe.map((row, t) => dEmbedded[t] ?? row.map(() => exact(0)));
  return grad;
}

/** dx_i = s dy_i - x_i s^3 mean(x dy): the derivative of x_i s(x), in which s depends on every x. */
export function rmsnormBackward(x: Vector, dy: Vector): Vector {
  const s = rmsnormScale(x);
  const along = scaled(mul(mul(s, mul(s, s)), dot(x, dy)), -1 / x.length);
  return x.map((xi, i) => add(mul(s, dy[i]), mul(along, xi)));
}

/** w^T d: the gradient of x from that of w x. */
export function backThrough(w: readonly Vector[], d: Vector): Vector {
  return columns(w).map((column) => dot(column, d));
}

/** Takes the gradient after a layer to the one before it. */
function layerBackward({ model, w, analysis, grad }: Backward, li: number, layer: LayerTrace, dAfter: Vector[]) {
  const name = (matrix: string) => `layer${li}.${matrix}`;
  const { settle } = analysis;
  grad[name('mlp_fc2')] = outerSum(
    dAfter,
    layer.units.map((z) => activated(model, z)),
  );
  const dUnits = dAfter.map((d, t) =>
    backThrough(w[name('mlp_fc2')], d).map((dr, i) => mul(dr, slope(model, layer.units[t][i]))),
  );
  grad[name('mlp_fc1')] = outerSum(dUnits, layer.mlpNorm);
  const dMiddle = dAfter.map((d, t) => {
    const dNorm = settle(backThrough(w[name('mlp_fc1')], dUnits[t]));
    return settle(added(d, rmsnormBackward(layer.afterAttn[t], dNorm)));
  });
  grad[name('attn_wo')] = outerSum(dMiddle, layer.heads);
  const dHeads = dMiddle.map((d) => backThrough(w[name('attn_wo')], d));
  const { dq, dk, dv } = attentionBackward(model, layer, dHeads, analysis);
  grad[name('attn_wq')] = outerSum(dq, layer.attnNorm);
  grad[name('attn_wk')] = outerSum(dk, layer.attnNorm);
  grad[name('attn_wv')] = outerSum(dv, layer.attnNorm);
  return dMiddle.map((d, t) => {
    const [ofQ, ofK] = [backThrough(w[name('attn_wq')], dq[t]), backThrough(w[name('attn_wk')], dk[t])];
    const dNorm = settle(added(added(ofQ, ofK), backThrough(w[name('attn_wv')], dv[t])));
    return settle(added(d, rmsnormBackward(layer.x[t], dNorm)));
  });
}

/** Gradients of queries, keys and values [n, n_embd] from those of the heads' outputs. */
function attentionBackward(
  model: ModelCase,
  { q, k, v, weights }: LayerTrace,
  dHeads: readonly Vector[],
  { settle }: Analysis,
) {
  // ds[t][h][s]: by the score of position t for position s, that is p_s (dp_s - sum p dp), over sqrt(head_dim).
  const ds = dHeads.map((d, t) =>
    eachHead(model, (head, h) => {
      const p = weights[t][h];
      const dp = p.map((_, s) => dot(head(d), head(v[s])));
      const mean = scaled(dot(p, dp), -1);
      return settle(p.map((p_s, s) => scaled(mul(p_s, add(dp[s], mean)), scoreScale(model))));
    }),
  );
  const before = (t: number) => k.map((_, s) => s).slice(0, t + 1);
  const after = (s: number) => k.map((_, t) => t).slice(s);
  return {
    dq: q.map((_, t) => gathered(model, before(t), k, (s, h) => ds[t][h][s])),
    dk: k.map((_, s) => gathered(model, after(s), q, (t, h) => ds[t][h][s])),
    dv: v.map((_, s) => gathered(model, after(s), dHeads, (t, h) => weights[t][h][s])),
  };
}

/** sum_t factor(t, h) rows[t] over some positions, head by head. */
function gathered(
  model: ModelCase,
  at: readonly number[],
  rows: readonly Vector[],
  factor: (t: number, h: number) => Ball,
): Vector {
  return eachHead(model, (head, h) => {
    const factors = at.map((t) => factor(t, h));
    return columns(at.map((t) => head(rows[t]))).map((column) => dot(factors, column));
  }).flat();
}

/** Derivative of the activation: of ReLU 1 above 0 and 0 elsewhere, or either where the port may be on either side. */
function slope({ config }: ModelCase, z: Ball): Ball {
  if (config.activation === 'relu_squared') return scaled(relu(z), 2);
  return nearZero(z) ? { mid: 0.5, rad: 0.5 } : exact(z.mid > 0 ? 1 : 0);
}

/** sum_t d_t x_t^T: the gradient of w from those of w x_t. */
function outerSum(d: readonly Vector[], x: readonly Vector[]): Vector[] {
  const inputs = columns(x);
  return columns(d).map((d_i) => inputs.map((x_j) => dot(d_i, x_j)));
}
