import type { Edit } from '../../deviations/patched.ts';
import { LANES, REVERSED } from '../numerics/variants.ts';
import { EFFICIENT, FROM_THE_LEFT, RECIPROCALS, RUNNING_PRODUCTS } from './adamForms.ts';
import { FUSED_QKV, ONLINE, padded } from './attentionForms.ts';
import { FUSED, RECOMPUTED } from './forms.ts';
import { FORWARD_MODE } from './forwardMode.ts';
import { DOUBLE_DOUBLE, EXTENDED, KAHAN, PAIRWISE } from './sumForms.ts';

/** Other forms and arithmetics of the same mathematics, with their title. */
export const OTHER_FORMS: Readonly<Record<string, readonly [title: string, edits: readonly Edit[]]>> = {
  reversed: ['sums from the right', REVERSED],
  lanes: ['dot products in four partial sums', LANES],
  pairwise: ['sums by halves', PAIRWISE],
  kahan: ['sums with compensation', KAHAN],
  'double-double': ['sums of two doubles', DOUBLE_DOUBLE],
  extended: ['sums in 64 bits of mantissa', EXTENDED],
  'padded-infinity': ['attention over the whole block, masked by -inf', padded('-Infinity')],
  'padded-large': ['attention over the whole block, masked by -1e30', padded('-1e30')],
  'online-softmax': ['attention as online softmax, its probabilities computed anew', ONLINE],
  'fused-qkv': ['queries, keys and values in one product', FUSED_QKV],
  'adam-efficient': ['Adam with both corrections in its step size', EFFICIENT],
  'running-products': ['powers of beta as running products', RUNNING_PRODUCTS],
  reciprocals: ['reciprocals in place of quotients', RECIPROCALS],
  'fused-loss': ['loss as log-sum-exp less the logit of the target', FUSED],
  recomputed: ['every position recomputed from the first, no cache', RECOMPUTED],
  'forward-mode': ['gradient by forward mode', FORWARD_MODE],
  'from-the-left': ['(1 - beta2) g g from the left', FROM_THE_LEFT],
};
