import type { Deviation } from '../deviation.ts';

const SCALE = 'const scale = tape.pow(tape.add(ms, tape.leaf(EPS_RMSNORM)), -0.5);';
const NORMED = 'x = rmsnorm(tape, x);';

/** Deviations in RMSNorm and in where it stands. */
export const NORM: readonly Deviation[] = [
  {
    id: 'rmsnorm-mean',
    clause: 'model.6',
    title: 'RMSNorm without the mean',
    explanation:
      'x is divided by the root of the sum of its squares, so it comes out smaller by the root of n_embd. Divide the sum by len(x).',
    shows: 'forward',
    edits: [{ file: 'model', find: 'tape.divNumber(tape.dot(x, x), x.length)', replace: 'tape.dot(x, x)' }],
  },
  {
    id: 'rmsnorm-constant',
    clause: 'model.23',
    title: 'no gradient through the RMSNorm scale',
    explanation:
      'The backward pass takes the scale for a constant: dx = scale * dy. It depends on x too. Every forward check holds, and the curve looks like a right one.',
    shows: 'update',
    edits: [{ file: 'model', find: 'tape.mul(xi, scale)', replace: 'tape.mul(xi, tape.leaf(tape.data[scale]))' }],
  },
  rmsnormEpsilon('0.000001', '1e-6', 'as in Llama'),
  rmsnormEpsilon('1e-8', '1e-8', "like Adam's"),
  rmsnormEpsilon('1.19e-7', '1.1920929e-7', 'the float32 epsilon that torch.nn.RMSNorm takes where none is given'),
  rmsnormEpsilon('0', '0', 'that is, none at all'),
  {
    id: 'rmsnorm-eps-outside',
    clause: 'model.7',
    title: 'RMSNorm eps outside the root',
    explanation: 'x is divided by sqrt(ms) + eps. Add eps to the mean square, under the root.',
    shows: 'forward',
    edits: [
      {
        file: 'model',
        find: SCALE,
        replace: 'const scale = tape.pow(tape.add(tape.pow(ms, 0.5), tape.leaf(EPS_RMSNORM)), -1);',
      },
    ],
  },
  {
    id: 'rmsnorm-eps-sum',
    clause: 'model.7',
    title: 'RMSNorm eps added to the sum of squares',
    explanation: 'eps is added before the division by len(x), so it counts a sixteenth. Add it to the mean.',
    shows: 'forward',
    edits: [
      {
        file: 'model',
        find: SCALE,
        replace: 'const scale = tape.pow(tape.add(ms, tape.leaf(EPS_RMSNORM / x.length)), -0.5);',
      },
    ],
  },
  {
    id: 'layernorm',
    clause: 'model.6',
    title: 'LayerNorm: the mean subtracted first',
    explanation:
      'The mean of x is subtracted before it is divided by its deviation, as in GPT-2. RMSNorm leaves the mean where it is.',
    shows: 'forward',
    edits: [
      {
        file: 'model',
        find: 'function rmsnorm(tape, x) {',
        replace: `function rmsnorm(tape, x) {
    const mean = tape.divNumber(tape.sum(x), x.length);
    x = x.map((xi) => tape.sub(xi, mean));`,
      },
    ],
  },
  {
    id: 'first-rmsnorm',
    clause: 'model.9',
    title: 'no RMSNorm after the embedding',
    explanation:
      'The embeddings go into the residual stream as they are, as in GPT-2. The norm inside the first block does not make up for it.',
    shows: 'forward',
    edits: [{ file: 'model', find: 'x = rmsnorm(tape, x); // not redundant', replace: '// not redundant' }],
  },
  {
    id: 'attention-norm-missing',
    clause: 'model.10',
    title: 'no RMSNorm before attention',
    explanation:
      'Queries, keys and values are made of the residual stream itself. In the first layer it is already normed, so only a little changes. Norm it first.',
    shows: 'forward',
    edits: [{ file: 'model', find: `let x_residual = x;\n        ${NORMED}`, replace: 'let x_residual = x;' }],
  },
  {
    id: 'mlp-norm-missing',
    clause: 'model.14',
    title: 'no RMSNorm before the MLP',
    explanation: 'The MLP is applied to the residual stream itself. Norm it first.',
    shows: 'forward',
    edits: [
      {
        file: 'model',
        find: ` x_residual = x;\n        ${NORMED}\n        x = linear`,
        replace: ' x_residual = x;\n        x = linear',
      },
    ],
  },
  {
    id: 'final-rmsnorm',
    clause: 'model.17',
    title: 'another RMSNorm before lm_head',
    explanation:
      'The residual stream is normed once more before the logits, as in GPT-2 and Llama. microgpt.py has no final norm.',
    shows: 'forward',
    edits: [
      {
        file: 'model',
        find: 'return linear(tape, x, state_dict.',
        replace: 'x = rmsnorm(tape, x);\n    return linear(tape, x, state_dict.',
      },
    ],
  },
];

function rmsnormEpsilon(name: string, eps: string, note: string): Deviation {
  return {
    id: `rmsnorm-eps-${name}`,
    clause: 'model.7',
    title: `RMSNorm eps ${name.replace('0.000001', '1e-6')}`,
    explanation: `The epsilon of RMSNorm is ${eps}, ${note}. It is 1e-5 in microgpt.py.`,
    shows: 'forward',
    edits: [{ file: 'model', find: 'const EPS_RMSNORM = 1e-5;', replace: `const EPS_RMSNORM = ${eps};` }],
  };
}
