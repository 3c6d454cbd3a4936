import type { Deviation } from '../deviation.ts';

/** Deviations in RMSNorm on the way back, as a backward pass that is written by hand can have them. */
export const NORM_GRADIENT: readonly Deviation[] = [
  {
    id: 'rmsnorm-gradient-identity',
    clause: 'model.23',
    title: 'RMSNorm in the forward pass only',
    explanation:
      'The backward pass hands the gradient on as it is, as where the norms were forgotten in it. Multiply by the scale, and take the part away that goes through it.',
    shows: 'update',
    edits: [
      {
        file: 'model',
        find: 'return x.map((xi) => tape.mul(xi, scale));',
        replace: `return x.map((xi) => {
        const y = tape.add(xi, tape.leaf(0));
        tape.data[y] = tape.data[xi] * tape.data[scale];
        return y;
    });`,
      },
    ],
  },
  {
    id: 'rmsnorm-gradient-sum',
    clause: 'model.23',
    title: 'gradient through the RMSNorm scale not divided by len(x)',
    explanation:
      'The part of the gradient that goes through the scale is len(x) times too large: the mean of the forward pass is a sum in the backward one. Divide by len(x) in both.',
    shows: 'update',
    edits: [
      {
        file: 'model',
        find: 'const ms = tape.divNumber(tape.dot(x, x), x.length);',
        replace: `const squares = tape.dot(x, x);
    const ms = tape.add(squares, tape.leaf(0));
    tape.data[ms] = tape.data[tape.divNumber(squares, x.length)];`,
      },
    ],
  },
  {
    id: 'final-rmsnorm-forward-only',
    clause: 'model.17',
    title: 'another RMSNorm before lm_head, in the forward pass only',
    explanation:
      'The residual stream is normed once more before the logits, and the backward pass knows nothing of it. microgpt.py has no final norm: leave it out.',
    shows: 'forward',
    edits: [
      {
        file: 'model',
        find: 'return linear(tape, x, state_dict.',
        replace: `const normed = rmsnorm(tape, x).map((y) => tape.data[y]);
    x = x.map((xi, i) => {
        const y = tape.add(xi, tape.leaf(0));
        tape.data[y] = normed[i];
        return y;
    });
    return linear(tape, x, state_dict.`,
      },
    ],
  },
];
