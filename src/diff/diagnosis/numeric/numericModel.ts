import { MLP_FACTOR } from '../../../engine/parameters.ts';
import type { Config } from '../../../reference/config.ts';
import { shapes } from '../../../reference/parameters.ts';
import { activated } from './activations.ts';
import { attention, type Cached } from './attention.ts';
import type { ModelChoices } from './modelChoices.ts';
import { norm } from './norms.ts';
import type { Pass, Room, Rows, Weights } from './pass.ts';
import { add, linear, transposed } from './products.ts';

/** Rows of width n_embd that a layer takes at most, and what is before and behind the layers. */
const STREAMS = 14;
/** Numbers by position that the norms of a layer take. */
const SCALES = 4;

/** The matrices by name, where they stand in the list of all parameters (parameters.5). */
export type Layout = ReadonlyMap<string, Weights>;

export function layoutOf(config: Config, vocab_size: number): Layout {
  let at = 0;
  return new Map(
    shapes(config, vocab_size).map(({ name, nout, nin }) => {
      const weights = { at, nout, nin };
      at += nout * nin;
      return [name, weights];
    }),
  );
}

/** Room for a pass of any choices over a model. */
export function roomOf(config: Config, vocab_size: number, positions: number): Room {
  const { n_layer, n_embd, n_head } = config;
  const num_params = shapes(config, vocab_size).reduce((sum, { nout, nin }) => sum + nout * nin, 0);
  return {
    num_params,
    positions,
    rows: [
      { width: n_embd, count: STREAMS * (n_layer + 1) },
      { width: MLP_FACTOR * n_embd, count: 2 * n_layer },
      { width: n_head * positions, count: n_layer },
      { width: vocab_size, count: 2 },
      { width: 1, count: SCALES * (n_layer + 1) },
    ],
  };
}

/** A model with choices: what its passes go through. */
export interface NumericModel {
  readonly config: Config;
  readonly layout: Layout;
  readonly choices: ModelChoices;
  readonly pass: Pass;
  /** The stream before the last layer's MLP, of the present pass. */
  beforeMlp: Rows | null;
}

/**
 * The first n tokens to the logits of each position (model.8 to model.17), all positions at once.
 *
 * @returns logits [n, vocab_size]
 */
export function numericLogits(model: NumericModel, tokens: ArrayLike<number>): Rows {
  const { config, choices, pass } = model;
  let x = embedded(model, tokens);
  if (choices.firstNorm) x = norm(pass, x, choices);
  for (let li = 0; li < config.n_layer && choices.layers === 'run'; li++) x = layer(model, x, li);
  const before = choices.headSeen === 'stream' ? undefined : model.beforeMlp;
  if (choices.finalNorm === 'full') x = norm(pass, x, choices);
  if (choices.finalNorm === 'forward') x = norm(pass, x, { ...choices, normGradient: 'identity' });
  return times(model, x, choices.head, before ?? undefined);
}

/** Rows of wte and wpe, added (model.8). */
function embedded({ config, layout, choices, pass }: NumericModel, tokens: ArrayLike<number>): Rows {
  const { n_embd, block_size } = config;
  const { n } = pass;
  const parameters = pass.parameters.data;
  const factor = choices.embedding === 'plain' ? 1 : Math.sqrt(n_embd);
  const wte = weightsOf(layout, 'wte').at;
  const wpe = weightsOf(layout, 'wpe').at;
  const shift = choices.position === 'next' ? 1 : 0;
  const ofPosition = (t: number) => wpe + ((t + shift) % block_size) * n_embd;
  const x = pass.rows(n_embd);
  for (let t = 0; t < n; t++) {
    const ofToken = wte + tokens[t] * n_embd;
    const at = ofPosition(t);
    for (let j = 0; j < n_embd; j++) {
      const position = choices.position === 'none' ? 0 : parameters[at + j];
      x.data[t * n_embd + j] = factor * parameters[ofToken + j] + position;
    }
  }
  if (!pass.records) return x;
  pass.note(() => {
    const gradient = pass.parameters.grad;
    for (let t = 0; t < n; t++) {
      const ofToken = wte + tokens[t] * n_embd;
      const at = ofPosition(t);
      for (let j = 0; j < n_embd; j++) {
        const dx = x.grad[t * n_embd + j];
        if (choices.wteGradient) gradient[ofToken + j] += factor * dx;
        if (choices.position !== 'none' && choices.wpeGradient) gradient[at + j] += dx;
      }
    }
  });
  return x;
}

/** One layer: attention and MLP, each behind a norm and beside a residual (model.9 to model.15). */
function layer(model: NumericModel, stream: Rows, li: number): Rows {
  const { choices, pass } = model;
  const name = (matrix: string) => `layer${li}.${matrix}`;
  let x = choices.attentionNorm ? norm(pass, stream, choices) : stream;
  let residual = choices.residual === 'normed' ? x : stream;
  x = attended(model, x, stream, li);
  if (choices.attentionResidual) x = add(pass, x, residual, choices.residualGradient);
  const middle = x;
  if (choices.mlpNorm) x = norm(pass, x, choices);
  residual = choices.residual === 'normed' ? x : middle;
  model.beforeMlp = middle;
  const hidden = times(model, x, name('mlp_fc1'), choices.fc1Seen === 'normed' ? x : middle);
  const active = activated(pass, hidden, choices);
  x = linear(pass, active, weightsOf(model.layout, name('mlp_fc2')), choices.fc2Seen === 'hidden' ? hidden : active);
  return choices.mlpResidual ? add(pass, x, residual, choices.residualGradient) : x;
}

/** Queries, keys and values, attention over them, and attn_wo behind it (model.10 to model.13). */
function attended(model: NumericModel, x: Rows, stream: Rows, li: number): Rows {
  const { config, choices, pass } = model;
  const name = (matrix: string) => `layer${li}.${matrix}`;
  const seen = choices.qkvSeen === 'normed' ? x : stream;
  const cached = (matrix: string, kept: ModelChoices['keys'], gradient: ModelChoices['keyGradient']): Cached => {
    const rows = kept === 'unprojected' ? x : times(model, x, name(matrix), seen);
    if (gradient !== 'weights-only') return { rows, later: null };
    return { rows, later: ofWeightsOnly(model, seen, rows, name(matrix)) };
  };
  const q = times(model, x, name('attn_wq'), seen);
  const k = cached('attn_wk', choices.keys, choices.keyGradient);
  const v = cached('attn_wv', 'projected', choices.valueGradient);
  const heads = attention(pass, config, q, k, v, choices);
  return times(model, heads, name('attn_wo'), choices.woSeen === 'heads' ? heads : v.rows);
}

/** Room for a gradient that goes on to the weights, and not to what they were applied to. */
function ofWeightsOnly({ layout, pass }: NumericModel, x: Rows, y: Rows, name: string): Float64Array {
  const { at, nout, nin } = weightsOf(layout, name);
  const later = new Float64Array(pass.n * y.width);
  if (!pass.records) return later;
  pass.note(() => {
    for (let t = 0; t < pass.n; t++) {
      for (let i = 0; i < nout; i++) {
        for (let j = 0; j < nin; j++)
          pass.parameters.grad[at + i * nin + j] += later[t * nout + i] * x.data[t * nin + j];
      }
    }
  });
  return later;
}

function times({ layout, choices, pass }: NumericModel, x: Rows, name: string, seen: Rows = x): Rows {
  const weights = weightsOf(layout, name);
  const isTransposed = choices.squareMatrices === 'transposed' && weights.nout === weights.nin;
  return isTransposed ? transposed(pass, x, weights, seen) : linear(pass, x, weights, seen);
}

function weightsOf(layout: Layout, name: string): Weights {
  const weights = layout.get(name);
  if (weights === undefined) throw new RangeError(`numericModel: there is no matrix ${name} in this configuration`);
  return weights;
}
