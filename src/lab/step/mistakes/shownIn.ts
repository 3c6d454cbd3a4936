import type { Place } from './place.ts';

/** What the gradient reaches next on its way down the residual stream. */
const BELOW = ['layer*.mlp_fc2', 'layer*.mlp_fc1', 'layer*.attn_wo', 'wte', 'wpe'];
const QKV = ['layer*.attn_wv', 'layer*.attn_wk', 'layer*.attn_wq'];
/** In which matrices a gradient can first be wrong that goes back wrong through a value. */
const BEHIND: Readonly<Record<string, readonly string[]>> = {
  loss: ['lm_head'],
  losses: ['lm_head'],
  probs: ['lm_head'],
  logits: BELOW,
  'layer*.mlp_residual': BELOW,
  'layer*.mlp_out': ['layer*.mlp_fc1'],
  'layer*.mlp_relu': ['layer*.mlp_fc1'],
  'layer*.mlp_hidden': ['layer*.attn_wo'],
  'layer*.mlp_norm': ['layer*.attn_wo'],
  'layer*.attn_residual': BELOW,
  'layer*.attn_out': QKV,
  'layer*.head_out': QKV,
  'layer*.attn_weights': ['layer*.attn_wk'],
  'layer*.attn_logits': ['layer*.attn_wk', 'layer*.attn_wq'],
  'layer*.q': BELOW,
  'layer*.k': BELOW,
  'layer*.v': ['layer*.attn_wv', ...BELOW],
  'layer*.attn_norm': BELOW,
  x: ['wte'],
};

/**
 * Under which names of a dump a mistake can show first: a gradient that goes back wrong through a value shows in the matrices behind
 * it, and what Adam does to all matrices in the first of them.
 */
export function shownIn({ stage, name }: Place): readonly string[] {
  if (stage === 'forward') return [name];
  if (stage === 'adam') return name.includes('.') ? [name] : [`${name}.wte`];
  return BEHIND[name] ?? [name.replace(/^layer\d/, 'layer*')];
}
