import type { Ball } from '../../port/balls.ts';
import type { Config } from '../../reference/config.ts';
import { MLP_FACTOR } from './readSizes.ts';
import type { Stages } from './stages.ts';
import type { StepDump } from './stepDump.ts';
import { all, known, type Row, type StepModel } from './stepModel.ts';

/** A layer's values by position: the port's own where the dump has them. */
export interface LayerValues {
  readonly x: Row[];
  readonly attn_norm: Row[];
  readonly q: Row[];
  readonly k: Row[];
  readonly v: Row[];
  /** [n, n_head]. */
  readonly attn_weights: Row[][];
  readonly x_attn: Row[];
  readonly attn_residual: Row[];
  readonly mlp_norm: Row[];
  readonly mlp_hidden: Row[];
  readonly mlp_relu: Row[];
}

/** The values of a forward pass. */
export interface ForwardValues {
  /** Positions. */
  readonly n: number;
  readonly embedding: Row[];
  readonly layers: readonly LayerValues[];
  /** Behind the last layer. */
  readonly final: Row[];
  readonly probs: Row[];
}

/**
 * Judges the forward pass of a step in the order of execution, each value from the port's own values before it.
 *
 * @returns the values that the backward pass is judged by
 */
export function judgeForward(model: StepModel, dump: StepDump, stages: Stages): ForwardValues {
  const { config } = model;
  const { tokens } = dump;
  const n = positionsOf(dump, config.block_size);
  const values: ForwardValues = {
    n,
    embedding: [],
    layers: Array.from({ length: config.n_layer }, emptyLayer),
    final: [],
    probs: [],
  };
  for (let t = 0; t < n; t++) {
    const take = (name: string, due: Row, own = dump.trace.get(`pos${t}.${name}`)) =>
      stages.row(`pos${t}.${name}`, own, due, lengthOf(config, name, t));
    const token = known([model.matrix('wte'), tokens], (wte, list) => wte[list[t]] ?? null);
    values.embedding.push(take('embedding', model.added(token, model.matrix('wpe')?.[t] ?? null)));
    let x = take('x', model.rmsnorm(values.embedding[t]));
    for (const [li, layer] of values.layers.entries()) {
      x = layerForward(model, layer, t, x, (name, due) => take(`layer${li}.${name}`, due), `layer${li}.`);
    }
    values.final.push(x);
    const logits = take('logits', model.linear('lm_head', x), dump.logits?.[t] ?? dump.trace.get(`pos${t}.logits`));
    const due = known([logits], (row) => model.balls.softmax(row));
    values.probs.push(take('probs', due, dump.probs?.[t] ?? dump.trace.get(`pos${t}.probs`)));
  }
  judgeLosses(model, dump, values, stages);
  return values;
}

/** How many numbers a value of position t has; null where the vocabulary says it. */
function lengthOf({ n_embd, n_head }: Config, name: string, t: number): number | null {
  const kind = name.replace(/^.*\./, '');
  if (kind === 'logits' || kind === 'probs') return null;
  if (kind === 'attn_logits' || kind === 'attn_weights') return t + 1;
  if (kind === 'head_out') return n_embd / n_head;
  return kind === 'mlp_hidden' || kind === 'mlp_relu' ? MLP_FACTOR * n_embd : n_embd;
}

/** n = min(block_size, len(tokens) - 1) (loss.7); without tokens as many as there are logits, losses or positions traced. */
function positionsOf({ tokens, logits, probs, losses, trace }: StepDump, block_size: number): number {
  if (tokens !== null) return Math.max(0, Math.min(block_size, tokens.length - 1));
  const traced = [...trace.keys()].map((name) => Number(/^pos(\d+)\./.exec(name)?.[1] ?? -1) + 1);
  return Math.max(0, logits?.length ?? 0, probs?.length ?? 0, losses?.length ?? 0, ...traced);
}

function layerForward(
  model: StepModel,
  layer: LayerValues,
  t: number,
  x: Row,
  take: (name: string, due: Row) => Row,
  at: string,
): Row {
  layer.x.push(x);
  const attn_norm = take('attn_norm', model.rmsnorm(x));
  layer.attn_norm.push(attn_norm);
  for (const name of ['q', 'k', 'v'] as const) {
    layer[name].push(take(name, model.linear(`${at}attn_w${name}`, attn_norm)));
  }
  const weights: Row[] = [];
  const heads = Array.from({ length: model.config.n_head }, (_, h) => {
    const attn_logits = take(`head${h}.attn_logits`, scoresOf(model, layer, t, h));
    weights.push(
      take(
        `head${h}.attn_weights`,
        known([attn_logits], (row) => model.balls.softmax(row)),
      ),
    );
    return take(`head${h}.head_out`, weighted(model, layer, weights[h], h));
  });
  layer.attn_weights.push(weights);
  const x_attn = take(
    'x_attn',
    known([all(heads)], (rows) => rows.flat()),
  );
  layer.x_attn.push(x_attn);
  const attn_out = take('attn_out', model.linear(`${at}attn_wo`, x_attn));
  const attn_residual = take('attn_residual', model.added(attn_out, x));
  layer.attn_residual.push(attn_residual);
  const mlp_norm = take('mlp_norm', model.rmsnorm(attn_residual));
  layer.mlp_norm.push(mlp_norm);
  const mlp_hidden = take('mlp_hidden', model.linear(`${at}mlp_fc1`, mlp_norm));
  layer.mlp_hidden.push(mlp_hidden);
  const mlp_relu = take('mlp_relu', model.activated(mlp_hidden));
  layer.mlp_relu.push(mlp_relu);
  const mlp_out = take('mlp_out', model.linear(`${at}mlp_fc2`, mlp_relu));
  return take('mlp_residual', model.added(mlp_out, attn_residual));
}

/** q_t k_s / sqrt(head_dim) of the positions s up to t (model.10, model.11). */
function scoresOf(model: StepModel, { q, k }: LayerValues, t: number, h: number): Row {
  return known([model.head(q[t], h), all(k.map((row) => model.head(row, h)))], (query, keys) =>
    keys.map((key) => model.balls.scaled(model.balls.dot(query, key), model.head_dim ** -0.5)),
  );
}

/** sum_s weight_s v_s (model.12). */
function weighted(model: StepModel, { v }: LayerValues, weights: Row, h: number): Row {
  return known([weights, all(v.map((row) => model.head(row, h)))], (p, rows) =>
    Array.from({ length: model.head_dim }, (_, j) =>
      model.balls.dot(
        p,
        rows.map((row) => row[j]),
      ),
    ),
  );
}

/** -ln p(target) of each position, and their mean (loss.1, loss.6). */
function judgeLosses(model: StepModel, dump: StepDump, { n, probs }: ForwardValues, stages: Stages): void {
  const { balls } = model;
  const { tokens } = dump;
  const due = known([tokens, all(probs)], (list, rows): Ball[] =>
    rows.map((row, t) => {
      const p = row[list[t + 1]] ?? { mid: Number.NaN, rad: 0 };
      const mid = -Math.log(p.mid);
      return { mid, rad: ofLogarithm(p) + balls.rounding(1, Math.abs(mid)) };
    }),
  );
  const losses = stages.row('losses', dump.losses ?? undefined, n === 0 ? null : due, n);
  const mean = known([losses], (row) => [balls.scaled(balls.sum(row), 1 / n)]);
  stages.row('loss', dump.loss === null ? undefined : [dump.loss], mean, 1);
}

/** What the logarithm is off by: any number, where rounding may make the probability 0. */
function ofLogarithm({ mid, rad }: Ball): number {
  if (rad === 0) return 0;
  return rad < mid ? -Math.log1p(-rad / mid) : Infinity;
}

function emptyLayer(): LayerValues {
  return {
    x: [],
    attn_norm: [],
    q: [],
    k: [],
    v: [],
    attn_weights: [],
    x_attn: [],
    attn_residual: [],
    mlp_norm: [],
    mlp_hidden: [],
    mlp_relu: [],
  };
}
