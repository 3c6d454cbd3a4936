import { byHand, backwardEdit as edit } from './stepMistake.ts';

const FC1 = 'linearBackward(dhidden, mlp_norm[t], params[fc1], grad[fc1])';
const ASIDE = 'params[fc1].map((row) => [...row])';

/** Back through the MLP. */
export const MLP_GRADIENTS = byHand('backward', [
  {
    id: 'fc2-gradient-last-position',
    title: 'gradient of mlp_fc2 from the last position',
    what: 'The gradient of mlp_fc2 is assigned at each position, not added, and the last one stays.',
    name: 'layer*.mlp_fc2',
    edits: [edit('grad[fc2])', 'grad[fc2].map((row) => row.fill(0)))')],
  },
  {
    id: 'fc1-gradient-before-mask',
    title: 'gradient of mlp_fc1 taken before the mask of ReLU',
    what: 'The outer product of mlp_fc1 is taken with the gradient behind ReLU; what is handed on is masked.',
    name: 'layer*.mlp_fc1',
    edits: [edit(FC1, `(${FC1.replace('dhidden', 'drelu')}, ${FC1.replace('grad[fc1]', ASIDE)})`)],
  },
  {
    id: 'hidden-gradient-unmasked',
    title: 'gradient handed on by mlp_fc1 without the mask of ReLU',
    what: 'The gradient of mlp_fc1 is right, and what it hands on is taken with the gradient behind ReLU.',
    name: 'layer*.mlp_hidden',
    edits: [edit(FC1, `(${FC1}, ${FC1.replace('dhidden', 'drelu').replace('grad[fc1]', ASIDE)})`)],
  },
  {
    id: 'relu-mask-last-position',
    title: 'mask of ReLU from the last position',
    what: 'Every position is masked by the signs of the last one, as where one buffer serves all positions.',
    name: 'layer*.mlp_relu',
    edits: [edit('mlp_hidden[t][i]', 'mlp_hidden[mlp_hidden.length - 1][i]')],
  },
  {
    id: 'relu-mask-inverted',
    title: 'mask of ReLU inverted',
    what: 'The gradient goes through where the argument is negative, and not where it is positive.',
    name: 'layer*.mlp_relu',
    edits: [edit('if (h <= 0)', 'if (h > 0)')],
  },
  {
    id: 'squared-relu-gradient-without-2',
    title: 'gradient of the squared ReLU without its 2',
    what: 'The derivative of the squared ReLU is taken as h, not 2 h.',
    name: 'layer*.mlp_relu',
    needs: 'squared ReLU',
    edits: [edit('f(f(2 * h) * d)', 'f(h * d)')],
  },
  {
    id: 'relu-gradient-first-quarter',
    title: 'gradient through the first n_embd hidden values only',
    what: 'The loop over the hidden values on the way back is n_embd long, not 4 n_embd.',
    name: 'layer*.mlp_relu',
    or: ['layer*.mlp_out', 'layer*.mlp_fc1'],
    edits: [
      edit(
        'activationBackward(config, d, mlp_hidden[t][i])',
        '(i < dout.length ? activationBackward(config, d, mlp_hidden[t][i]) : 0)',
      ),
    ],
  },
  {
    id: 'fc1-gradient-by-attention-norm',
    title: 'gradient of mlp_fc1 taken with the normed values of attention',
    what: 'The buffer of normed values is that of the block before, as where both norms share one.',
    name: 'layer*.mlp_fc1',
    edits: [edit('mlp_norm[t], params[fc1]', 'layer.attn_norm[t], params[fc1]')],
  },
  {
    id: 'hidden-gradient-by-fc2',
    title: 'gradient handed back by mlp_fc2 in place of mlp_fc1',
    what: 'The gradient before mlp_fc1 goes through mlp_fc2, which has as many entries.',
    name: 'layer*.mlp_hidden',
    edits: [
      edit('mlp_norm[t], params[fc1]', 'mlp_norm[t], params[fc1].map((_, i) => params[fc2].map((row) => row[i]))'),
    ],
  },
]);
