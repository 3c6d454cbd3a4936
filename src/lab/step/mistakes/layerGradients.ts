import { byHand, backwardEdit as edit } from './stepMistake.ts';

const WO = 'linearBackward(dout, x_attn[t], params[wo], grad[wo])';
const WQ = 'linearBackward(dq[t], attn_norm[t], params[wq], grad[wq])';
const MLP_RETURN = 'return add(dout, rmsnormBackward(dnorm, attn_residual[t]));';
const ATTENTION_RETURN = 'return add(dout, rmsnormBackward(dnorm, input[t]));';

/** A matrix that takes a gradient which is thrown away. */
const aside = (matrix: string) => `params[${matrix}].map((row) => [...row])`;

/** Residuals, square matrices, and the order of layers on the way back. */
export const LAYER_GRADIENTS = byHand('backward', [
  {
    id: 'wo-gradient-transposed',
    title: 'gradient of attn_wo transposed',
    what: 'The outer product of attn_wo is x dy^T, not dy x^T, which a square matrix takes without complaint.',
    name: 'layer*.attn_wo',
    edits: [
      edit(
        WO,
        `(linearBackward(x_attn[t], dout, params[wo], grad[wo]), linearBackward(dout, x_attn[t], params[wo], ${aside('wo')}))`,
      ),
    ],
  },
  {
    id: 'wq-gradient-transposed',
    title: 'gradient of attn_wq transposed',
    what: 'The outer product of attn_wq is x dy^T, not dy x^T.',
    name: 'layer*.attn_wq',
    edits: [
      edit(
        WQ,
        `(linearBackward(attn_norm[t], dq[t], params[wq], grad[wq]), linearBackward(dq[t], attn_norm[t], params[wq], ${aside('wq')}))`,
      ),
    ],
  },
  {
    id: 'attn-out-gradient-untransposed',
    title: 'gradient handed back by attn_wo untransposed',
    what: 'The gradient before attn_wo is w dy, not w^T dy.',
    name: 'layer*.attn_out',
    edits: [edit('x_attn[t], params[wo]', 'x_attn[t], params[wo].map((_, i) => params[wo].map((row) => row[i]))')],
  },
  {
    id: 'mlp-residual-gradient-missing',
    title: 'no gradient around the MLP',
    what: 'Behind the MLP the gradient goes back through its branch only; around attention it goes both ways.',
    name: 'layer*.mlp_residual',
    edits: [edit(MLP_RETURN, 'return rmsnormBackward(dnorm, attn_residual[t]);')],
  },
  {
    id: 'attention-residual-gradient-missing',
    title: 'no gradient around attention',
    what: 'Behind attention the gradient goes back through its branch only; around the MLP it goes both ways.',
    name: 'layer*.attn_residual',
    edits: [edit(ATTENTION_RETURN, 'return rmsnormBackward(dnorm, input[t]);')],
  },
  {
    id: 'mlp-residual-gradient-twice',
    title: 'gradient around the MLP added twice',
    what: 'The gradient that goes around the MLP is added to the branch twice.',
    name: 'layer*.mlp_residual',
    edits: [edit(MLP_RETURN, 'return add(add(dout, dout), rmsnormBackward(dnorm, attn_residual[t]));')],
  },
  {
    id: 'mlp-branch-gradient-missing',
    title: 'no gradient through the MLP to the stream',
    what: 'The matrices of the MLP have their gradients, and nothing goes through its norm to the residual stream.',
    name: 'layer*.mlp_norm',
    or: ['layer*.mlp_hidden'],
    edits: [edit(MLP_RETURN, 'return dout;')],
  },
  {
    id: 'attention-branch-gradient-missing',
    title: 'no gradient through attention to the stream',
    what: 'The matrices of attention have their gradients, and nothing goes through its norm to the residual stream.',
    name: 'layer*.attn_norm',
    or: ['layer*.q', 'layer*.k', 'layer*.v'],
    edits: [edit(ATTENTION_RETURN, 'return dout;')],
  },
  {
    id: 'layers-backward-upward',
    title: 'layers gone back through from the first to the last',
    what: 'The loop over the layers runs upward on the way back, too.',
    name: 'layer*.mlp_residual',
    or: ['layer*.mlp_fc2'],
    lines: [114, 114],
    // Each layer hands on what it was not given, down to the embeddings.
    also: ['layer*.attn_residual'],
    needs: 'two layers',
    edits: [edit('let li = config.n_layer - 1; li >= 0; li--', 'let li = 0; li < config.n_layer; li++')],
  },
  {
    id: 'first-layer-gradient-missing',
    title: 'first layer left out on the way back',
    what: 'The loop over the layers ends before layer 0, whose matrices have no gradient and which hands it on unchanged.',
    name: 'layer0.mlp_fc2',
    or: ['layer0.mlp_residual'],
    lines: [114, 114],
    // Nothing of layer 0 goes back, while the embeddings have what it was given.
    also: ['layer0.attn_residual'],
    edits: [edit('li >= 0;', 'li > 0;')],
  },
  {
    id: 'attn-out-gradient-by-first-layer',
    title: "gradient handed back by the first layer's attn_wo",
    what: 'Before attn_wo the gradient of every layer goes back through the matrix of layer 0.',
    name: 'layer*.attn_out',
    needs: 'two layers',
    edits: [edit('x_attn[t], params[wo]', "x_attn[t], params['layer0.attn_wo']")],
  },
  {
    id: 'fc2-gradient-in-first-layer',
    title: "all layers' gradients of mlp_fc2 in the first layer's",
    what: 'The gradient of mlp_fc2 is added to that of layer 0 whatever the layer.',
    name: 'layer*.mlp_fc2',
    needs: 'two layers',
    edits: [edit('grad[fc2]', "grad['layer0.mlp_fc2']")],
  },
  {
    id: 'mlp-gradient-by-layer-below',
    title: 'MLP gone back through with the values of the layer below',
    what: 'The buffer of activations is one layer off, and layer 0 takes its own.',
    name: 'layer*.mlp_fc2',
    or: ['layer*.mlp_relu'],
    // The values before mlp_fc1 and before the norm are of the layer below too.
    also: ['layer*.mlp_fc1', 'layer*.mlp_norm'],
    needs: 'two layers',
    edits: [
      edit(
        'mlpBackward(config, params, li, layers[li],',
        'mlpBackward(config, params, li, layers[Math.max(li - 1, 0)],',
      ),
    ],
  },
]);
