import { expect, test } from 'vitest';
import { meaningOf } from './readNames.ts';

test.each([
  ['grad.wte', 'grad', 'wte'],
  ['grad/wte', 'grad', 'wte'],
  ['grad_wte', 'grad', 'wte'],
  ['wte.grad', 'grad', 'wte'],
  ['layers.0.attn_wq.weight.grad', 'grad', 'layer0.attn_wq'],
  ['gradients.layer1/mlp_fc2', 'grad', 'layer1.mlp_fc2'],
  ['layers.0.attn.v', 'params', 'layer0.attn_wv'],
  ['v.layers.0.attn.v', 'v', 'layer0.attn_wv'],
  ['m_lm_head', 'm', 'lm_head'],
  ['optimizer.exp_avg_sq.wpe', 'v', 'wpe'],
  ['wpe.exp_avg', 'm', 'wpe'],
  ['params.wte', 'params', 'wte'],
  ['wte', 'params', 'wte'],
  ['params.wte.grad', 'grad', 'wte'],
  ['updated.layer0.attn_wo', 'updated', 'layer0.attn_wo'],
])('%s is a matrix of %s', (spelling, dict, name) => {
  expect(meaningOf(spelling)).toEqual({ kind: 'matrix', dict, name });
});

test.each([
  ['pos0.layer0.q', 'pos0.layer0.q'],
  ['trace.pos12.x', 'pos12.x'],
  ['pos3/layer1/head2/attn_weights', 'pos3.layer1.head2.attn_weights'],
  ['pos0_layer0_mlp_relu', 'pos0.layer0.mlp_relu'],
])('%s is a value of the trace', (spelling, name) => {
  expect(meaningOf(spelling)).toEqual({ kind: 'value', name });
});

test('whole lists and fields', () => {
  expect(meaningOf('Grad')).toEqual({ kind: 'list', dict: 'grad' });
  expect(meaningOf('tokens')).toEqual({ kind: 'field', field: 'tokens' });
  expect(meaningOf('step0')).toEqual({ kind: 'field', field: 'step0' });
});

test.each([
  'm_hat.wte',
  'gard.wte',
  'pos0.q',
  'pos0.layer0.logits',
  'pos0.layer0.head0.q',
  'target',
  'wte_bias',
])('%s means nothing', (spelling) => expect(meaningOf(spelling)).toBeNull());
