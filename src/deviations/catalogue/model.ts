import type { Deviation } from '../deviation.ts';

const ADDED = 'x = x.map((a, i) => tape.add(a, x_residual[i]));';
const ATTN_WO = 'attn_wo`]);';
const MLP_FC2 = 'mlp_fc2`]);';

/** Deviations in the network, behind the embeddings to the logits, but for its norms, attention and activation. */
export const MODEL: readonly Deviation[] = [
  {
    id: 'linear-transposed',
    clause: 'model.1',
    title: 'square matrices applied as their transpose',
    explanation:
      'linear sums over the rows of w where it should sum over the columns. Only square matrices fit that way: wq, wk, wv and wo. y[i] is the sum of w[i][j] x[j] over j.',
    shows: 'forward',
    edits: [
      {
        file: 'model',
        find: 'return w.map((wo) => tape.dot(wo, x));',
        replace: `const rows = w.length === x.length ? w.map((_, j) => w.map((row) => row[j])) : w;
    return rows.map((wo) => tape.dot(wo, x));`,
      },
    ],
  },
  {
    id: 'softmax-max',
    clause: 'model.3',
    title: 'softmax without max subtraction',
    explanation:
      'The exponentials are those of the logits themselves, which overflow at 710, in single precision at 89. Trained logits stay below 20, so no run shows it. Subtract the largest logit first.',
    shows: 'law',
    edits: [{ file: 'model', find: 'tape.leaf(max(', replace: 'tape.leaf(0 * max(' }],
  },
  {
    id: 'softmax-eps',
    clause: 'model.2',
    title: 'softmax with 1e-8 in the denominator',
    explanation:
      'A small number guards the division, so that probabilities sum to less than 1. The denominator is at least 1 and needs no guard.',
    shows: 'forward',
    edits: [{ file: 'model', find: 'tape.sum(exps)', replace: 'tape.add(tape.sum(exps), tape.leaf(1e-8))' }],
  },
  {
    id: 'layers-never-run',
    clause: 'model.17',
    title: 'layers never run',
    explanation:
      'The loop over the layers goes over a list that is empty, so the logits are made of the embeddings alone, and no matrix of a layer ever changes. Run each of the n_layer layers.',
    shows: 'forward',
    edits: [{ file: 'model', find: 'li < config.n_layer', replace: 'li < 0' }],
  },
  {
    id: 'attention-residual-missing',
    clause: 'model.13',
    title: 'no residual around attention',
    explanation: "The attention block's output replaces the residual stream. Add what was there before the norm.",
    shows: 'forward',
    edits: [{ file: 'model', find: `${ATTN_WO}\n        ${ADDED}`, replace: ATTN_WO }],
  },
  {
    id: 'mlp-residual-missing',
    clause: 'model.13',
    title: 'no residual around the MLP',
    explanation: "The MLP's output replaces the residual stream. Add what was there before the norm.",
    shows: 'forward',
    edits: [{ file: 'model', find: `${MLP_FC2}\n        ${ADDED}`, replace: MLP_FC2 }],
  },
  {
    id: 'residual-normed',
    clause: 'model.13',
    title: 'residual taken behind the norm',
    explanation:
      'What is added to the output of each block is its normed input. Keep x before the norm of the block, and add that.',
    shows: 'forward',
    edits: [
      {
        file: 'model',
        find: 'let x_residual = x;\n        x = rmsnorm(tape, x);',
        replace: 'x = rmsnorm(tape, x);\n        let x_residual = x;',
      },
      {
        file: 'model',
        find: ' x_residual = x;\n        x = rmsnorm(tape, x);\n        x = linear',
        replace: ' x = rmsnorm(tape, x);\n        x_residual = x;\n        x = linear',
      },
    ],
  },
  {
    id: 'residual-gradient-missing',
    clause: 'model.26',
    title: 'no gradient around the blocks',
    explanation:
      'The backward pass goes through attention and MLP and forgets the residual connections, so that what is before a block learns by way of the block alone. Add the gradient that came to the sum.',
    shows: 'update',
    edits: [
      {
        file: 'model',
        find: 'tape.add(a, x_residual[i])',
        replace: 'tape.add(a, tape.leaf(tape.data[x_residual[i]]))',
        times: 2,
      },
    ],
  },
  {
    id: 'lm-head-is-wte',
    clause: 'model.17',
    title: 'logits by wte in place of lm_head',
    explanation:
      'The parameters are drawn as in microgpt.py, but the logits come from wte, as where both are tied in GPT-2. lm_head then never changes. Use lm_head.',
    shows: 'forward',
    edits: [{ file: 'model', find: 'linear(tape, x, state_dict.lm_head)', replace: 'linear(tape, x, state_dict.wte)' }],
  },
];
