import type { Deviation } from '../deviation.ts';
import type { Edit } from '../patched.ts';

/**
 * w x, whose gradient by x is right, and whose gradient by w is taken with other activations in place of x. A `var`, since
 * two of these deviations together declare it twice.
 */
const LINEAR_SEEING: Edit = {
  file: 'model',
  find: 'function attention(',
  replace: `var linearSeeing = (tape, seen, x, w) => {
    const right = linear(tape, x, w).map((y) => tape.data[y]);
    const [given, other] = [x, seen].map((nodes) => nodes.map((node) => tape.data[node]));
    const set = (nodes, data) => nodes.forEach((node, i) => (tape.data[node] = data[i]));
    set(x, other);
    const y = linear(tape, x, w);
    set(x, given);
    set(y, right);
    return y;
};
function attention(`,
};

/** Where a layer's matrix is taken from state_dict: the beginning of it. */
const inLayer = (matrix: string) => `[\`layer\${li}.${matrix}`;

/** Deviations in the gradient of a matrix, as a backward pass that is written by hand can have them: all else is right. */
export const MATRIX_GRADIENTS: readonly Deviation[] = [
  {
    id: 'fc2-gradient-before-activation',
    clause: 'model.20',
    title: 'gradient of mlp_fc2 taken with the values before the activation',
    explanation:
      'The backward pass multiplies the gradient behind mlp_fc2 by what mlp_fc1 gives, negative values too, as where the activation has a buffer of its own. Multiply by the activated values.',
    shows: 'update',
    edits: [
      LINEAR_SEEING,
      {
        file: 'model',
        find: 'x = x.map((xi) => activate(model, xi));',
        replace: 'const hidden = x;\n        x = x.map((xi) => activate(model, xi));',
      },
      seeing('hidden', 'x', inLayer('mlp_fc2')),
    ],
  },
  {
    id: 'fc1-gradient-before-norm',
    clause: 'model.27',
    title: 'gradient of mlp_fc1 taken with the values before the norm',
    explanation:
      'The backward pass multiplies the gradient behind mlp_fc1 by the residual stream, which was kept for the residual. Multiply by its normed values.',
    shows: 'update',
    edits: [LINEAR_SEEING, seeing('x_residual', 'x', inLayer('mlp_fc1'))],
  },
  {
    id: 'qkv-gradient-before-norm',
    clause: 'model.27',
    title: 'gradients of attn_wq, wk and wv taken with the values before the norm',
    explanation:
      'The backward pass multiplies the gradients of query, key and value by the residual stream, which was kept for the residual. In the first layer both are nearly alike. Multiply by its normed values.',
    shows: 'update',
    edits: [LINEAR_SEEING, { ...seeing('x_residual', 'x', inLayer('attn_w')), times: 3 }],
  },
  {
    id: 'wo-gradient-before-attention',
    clause: 'model.19',
    title: 'gradient of attn_wo taken with the values before attention',
    explanation:
      "The backward pass multiplies the gradient behind attn_wo by the position's own value. At position 0 both are one. Multiply by the heads' outputs.",
    shows: 'update',
    edits: [LINEAR_SEEING, seeing('v', 'x_attn', inLayer('attn_wo'))],
  },
  {
    id: 'lm-head-gradient-before-mlp',
    clause: 'model.27',
    title: 'gradient of lm_head taken with the values before the MLP',
    explanation:
      'The backward pass multiplies the gradient of the logits by the residual stream as it is before the last MLP, as where a buffer is not written again. Multiply by what lm_head is applied to.',
    shows: 'update',
    edits: [
      LINEAR_SEEING,
      { file: 'model', find: 'for (let li = 0;', replace: 'let before = x;\n    for (let li = 0;' },
      { file: 'model', find: '// 2) MLP block', replace: '// 2) MLP block\n        before = x;' },
      seeing('before', 'x', '.lm_head'),
    ],
  },
];

/** The gradient of the matrix that is applied to x, taken with others. */
function seeing(seen: string, x: string, matrix: string): Edit {
  return {
    file: 'model',
    find: `linear(tape, ${x}, state_dict${matrix}`,
    replace: `linearSeeing(tape, ${seen}, ${x}, state_dict${matrix}`,
  };
}
