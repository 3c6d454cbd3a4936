import { RMSNORM_LINES } from './place.ts';
import { byHand, backwardEdit as edit } from './stepMistake.ts';

/** Back through all norms; the first on the way is that of the last layer's MLP. */
const EVERY = { name: 'layer*.mlp_norm', lines: RMSNORM_LINES };

/** Back through RMSNorm. */
export const NORM_GRADIENTS = byHand('backward', [
  {
    id: 'rmsnorm-gradient-mean-twice',
    title: 'gradient through the RMSNorm scale divided by len(x) twice',
    what: 'The part of the gradient that goes through the scale is divided by the square of len(x).',
    ...EVERY,
    edits: [edit('/ x.length);', '/ (x.length * x.length));')],
  },
  {
    id: 'rmsnorm-gradient-by-normed',
    title: 'gradient through the RMSNorm scale taken with the normed x',
    what: 'The normed x stands where x is due, and the power of the scale was not lowered for it.',
    ...EVERY,
    edits: [edit('f(xi * through)', 'f(f(xi * s) * through)')],
  },
  {
    id: 'rmsnorm-gradient-plus',
    title: 'gradient through the RMSNorm scale added',
    what: 'The part of the gradient that goes through the scale is added, not taken away.',
    ...EVERY,
    edits: [edit('- f(xi * through)', '+ f(xi * through)')],
  },
  {
    id: 'rmsnorm-gradient-scale-missing',
    title: 'gradient of RMSNorm without its scale',
    what: 'The gradient is not multiplied by the scale; the part that goes through the scale is right.',
    ...EVERY,
    edits: [edit('f(s * dy[i])', 'dy[i]')],
  },
  {
    id: 'rmsnorm-gradient-scale-squared',
    title: 'gradient through the RMSNorm scale by its square',
    what: 'The part that goes through the scale has its square where the third power is due.',
    ...EVERY,
    edits: [edit('f(f(s * s) * s)', 'f(s * s)')],
  },
  {
    id: 'mlp-norm-gradient-at-output',
    title: "gradient of the MLP's norm taken at its output",
    what: 'The norm before the MLP goes back with the normed values in place of those that it was given.',
    name: 'layer*.mlp_norm',
    edits: [edit('rmsnormBackward(dnorm, attn_residual[t])', 'rmsnormBackward(dnorm, mlp_norm[t])')],
  },
  {
    id: 'attention-norm-gradient-identity',
    title: 'norm before attention left out on the way back',
    what: 'The norm before attention hands its gradient on as it is; the other norms are right.',
    name: 'layer*.attn_norm',
    edits: [edit('rmsnormBackward(dnorm, input[t])', 'dnorm')],
  },
  {
    id: 'first-norm-gradient-identity',
    title: 'first norm left out on the way back',
    what: 'The norm behind the embedding hands its gradient on as it is; the other norms are right.',
    name: 'x',
    edits: [edit('rmsnormBackward(dstream[t], embedding[t])', 'dstream[t]')],
  },
  {
    id: 'first-norm-gradient-at-output',
    title: 'gradient of the first norm taken at its output',
    what: 'The norm behind the embedding goes back with the normed values in place of those that it was given.',
    name: 'x',
    edits: [edit('rmsnormBackward(dstream[t], embedding[t])', 'rmsnormBackward(dstream[t], activations.x[t])')],
  },
]);
