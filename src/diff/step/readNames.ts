import { matrixName } from '../replay/formats/matrixNames.ts';

/** The state_dicts of a dump. */
export const DICTS = ['params', 'grad', 'm', 'v', 'updated'] as const;
export type Dict = (typeof DICTS)[number];
/** What else has numbers. `step0` is counted from 0. */
export type Field = 'step' | 'step0' | 'tokens' | 'logits' | 'probs' | 'losses' | 'loss';

/** What a name in a dump means. */
export type Meaning =
  | { readonly kind: 'field'; readonly field: Field }
  | { readonly kind: 'matrix'; readonly dict: Dict; readonly name: string }
  /** All matrices of a state_dict in one list. */
  | { readonly kind: 'list'; readonly dict: Dict }
  /** A value of the forward pass, by its name in a trace. */
  | { readonly kind: 'value'; readonly name: string };

/** What messages say of the names. */
export const KNOWN_NAMES =
  'known are doc, tokens, params, logits, probs, losses, loss, grad, m, v, updated, the matrices wte, wpe, lm_head, layer0.attn_wq, ..., layer0.mlp_fc2 in params to updated, and values such as pos0.layer0.q (spec/traces.md, Dumps of a step)';

const FIELD = /^(?:step|step0|tokens|logits|probs|losses|loss)$/;
/** How ports call a state_dict, before the name of a matrix or behind it. */
const SPELLINGS: Readonly<Record<Dict, string>> = {
  params: 'params(?:_before)?|parameters|weights|(?:model_)?state_dict|before',
  grad: 'grads?|gradients?',
  m: 'm|exp_avg|(?:adam|opt)_m|first_moment',
  v: 'v|exp_avg_sq|(?:adam|opt)_v|second_moment',
  updated: 'updated|params_after|after',
};
const PATTERNS = {
  params: patternsOf('params'),
  grad: patternsOf('grad'),
  m: patternsOf('m'),
  v: patternsOf('v'),
  updated: patternsOf('updated'),
};
/** What may stand around all of these. */
const AROUND = /^(?:step|dump|optimizer|optim|opt|adam|state|moments)[./]/;

const IN_HEAD = /^(?:attn_logits|attn_weights|head_out)$/;
const IN_LAYER =
  /^(?:attn_norm|q|k|v|x_attn|attn_out|attn_residual|mlp_norm|mlp_hidden|mlp_relu|mlp_out|mlp_residual)$/;
const IN_POSITION = /^(?:embedding|x|logits|probs)$/;
const VALUE =
  /^(?:trace[./_])?pos(?:ition)?s?[./_[]?(\d{1,6})\]?[./_](?:layers?[./_[]?(\d{1,4})\]?[./_](?:heads?[./_[]?(\d{1,4})\]?[./_])?)?([a-z_]+)$/;

/**
 * What a name in a dump means: `tokens`, `grad`, `grad.wte`, `wte.grad`, `grad_layer0_attn_wq`, `layers.0.attn.wq.weight.grad`,
 * `pos0.layer0.q`. A matrix alone is one of the parameters before the step.
 *
 * @param spelling - the name in a dump; names inside one another with points between
 * @returns null where it means nothing here
 */
export function meaningOf(spelling: string): Meaning | null {
  const name = spelling.trim();
  const lower = name.toLowerCase();
  if (FIELD.test(lower)) return { kind: 'field', field: lower as Field };
  const value = VALUE.exec(lower);
  if (value !== null) return traceValue(value);
  const list = DICTS.find((dict) => PATTERNS[dict].alone.test(lower));
  if (list !== undefined) return { kind: 'list', dict: list };
  const plain = matrixName(name); // first, since the v of layers.0.attn.v is attn_wv
  if (plain !== null) return { kind: 'matrix', dict: 'params', name: plain };
  return inDict(name) ?? (AROUND.test(lower) ? meaningOf(name.replace(/^[^./]*[./]/, '')) : null);
}

function traceValue([, position, layer, head, name]: RegExpExecArray): Meaning | null {
  const known = head !== undefined ? IN_HEAD : layer !== undefined ? IN_LAYER : IN_POSITION;
  if (!known.test(name)) return null;
  const parts = [`pos${Number(position)}`];
  if (layer !== undefined) parts.push(`layer${Number(layer)}`);
  if (head !== undefined) parts.push(`head${Number(head)}`);
  return { kind: 'value', name: [...parts, name].join('.') };
}

/** A matrix with its state_dict before or behind it. */
function inDict(name: string): Meaning | null {
  for (const dict of DICTS) {
    const { before, behind } = PATTERNS[dict];
    for (const pattern of [before, behind]) {
      const matrix = matrixName(pattern.exec(name)?.[1] ?? '');
      if (matrix !== null) return { kind: 'matrix', dict, name: matrix };
    }
  }
  return null;
}

/** For a spelling alone, before a name and behind one. */
function patternsOf(dict: Dict) {
  const spelling = `(?:${SPELLINGS[dict]})`;
  return {
    alone: new RegExp(`^${spelling}$`),
    before: new RegExp(`^${spelling}[./_]+(.+)$`, 'i'),
    behind: new RegExp(`^(.*[^./_])[./_]+${spelling}$`, 'i'),
  };
}
