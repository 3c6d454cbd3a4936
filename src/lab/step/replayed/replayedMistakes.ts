import type { HandEdit } from '../handPort.ts';
import { RMSNORM_LINES } from '../mistakes/place.ts';
import { byHand, type StepMistake } from '../mistakes/stepMistake.ts';

const adam = (find: string, replace: string, times?: number): HandEdit => ({
  ...{ file: 'adam', find, replace },
  ...(times === undefined ? {} : { times }),
});
const forward = (find: string, replace: string): HandEdit => ({ file: 'forward', find, replace });
const backward = (find: string, replace: string): HandEdit => ({ file: 'backward', find, replace });
/** The gradient that a key or value has from the query or the output of its own position. */
const KEPT = 'const [dq, dk, dv] = [q, k, v].map((rows) => rows.map((row) => zeros(row.length)));';
const keptOwn = (letter: 'k' | 'v', term: string) => {
  const line = `d${letter}[s][hs + j] = f(d${letter}[s][hs + j] + ${term});`;
  const own = `own${letter}[s][hs + j] = f(own${letter}[s][hs + j] + ${term});`;
  return backward(line, `${line}\n                    if (s === t) ${own}`);
};
const handedOn = (letter: 'k' | 'v') => {
  const call = (d: string, dw: string) => `linearBackward(${d}[t], attn_norm[t], params[w${letter}], ${dw})`;
  const right = call(`d${letter}`, `grad[w${letter}]`);
  return backward(right, `(${right}, ${call(`own${letter}`, `params[w${letter}].map((row) => zeros(row.length))`)})`);
};

/**
 * Mistakes that ports were found with, each in the port that goes back by hand. The catalogue has most of them, as changes of the
 * reference: `CATALOGUED` says which.
 */
export const REPLAYED_MISTAKES: readonly StepMistake[] = [
  ...byHand('forward', [
    {
      id: 'replayed-rmsnorm-sum',
      title: 'RMSNorm by the sum of squares',
      what: 'x is divided by the root of the sum of its squares, not of their mean, and the way back is the derivative of that.',
      name: 'x',
      lines: RMSNORM_LINES,
      edits: [forward('f(dot(x, x) / x.length)', 'dot(x, x)'), backward('/ x.length)', ')')],
    },
    {
      id: 'replayed-layers-never-run',
      title: 'layers that never run',
      what: 'The loop over the layers goes over lists that are empty.',
      name: 'logits',
      lines: [114, 143],
      edits: [forward('li < config.n_layer', 'li < 0'), backward('config.n_layer - 1', '-1')],
    },
  ]),
  ...byHand('backward', [
    {
      id: 'replayed-neg-gradient',
      title: 'local gradient of neg a.data',
      what: 'neg hands on its own value where -1 is due, so that the gradient of each position is multiplied by its loss.',
      name: 'losses',
      edits: [backward('f(p - (i === target ? 1 : 0))', 'f(f(p - (i === target ? 1 : 0)) * activations.losses[t])')],
    },
    {
      id: 'replayed-fc2-gradient-before-activation',
      title: 'gradient of mlp_fc2 by the values before the activation',
      what: 'The outer product of mlp_fc2 is taken with the hidden values before the activation.',
      name: 'layer*.mlp_fc2',
      edits: [backward('mlp_relu[t], params[fc2]', 'mlp_hidden[t], params[fc2]')],
    },
    {
      id: 'replayed-cache-input-detached',
      title: 'gradient through earlier keys and values does not reach their x',
      what: 'Keys and values of earlier positions hand gradient to attn_wk and attn_wv, and not to the x that they were made of.',
      name: 'layer*.v',
      or: ['layer*.k', 'layer*.attn_norm'],
      edits: [
        backward(KEPT, `${KEPT}\n    const [ownk, ownv] = [k, v].map((rows) => rows.map((row) => zeros(row.length)));`),
        keptOwn('k', 'f(dscore * q[t][hs + j])'),
        keptOwn('v', 'f(weights[s] * dout[j])'),
        backward('return { dq, dk, dv };', 'return { dq, dk, dv, ownk, ownv };'),
        backward('const { dq, dk, dv } =', 'const { dq, dk, dv, ownk, ownv } ='),
        handedOn('k'),
        handedOn('v'),
      ],
    },
  ]),
  ...byHand('adam', [
    {
      id: 'replayed-learning-rate-ahead',
      title: 'learning rate one step ahead',
      what: 'lr_t is that of the next step, 0 at the last.',
      name: 'updated',
      lines: [175, 175],
      edits: [adam('f(step / num_steps)', 'f((step + 1) / num_steps)')],
    },
    {
      id: 'replayed-bias-correction-ahead',
      title: 'both bias corrections one step ahead',
      what: 'The exponents are step + 2 where step + 1 is due.',
      name: 'updated',
      lines: [179, 180],
      edits: [adam('** (step + 1)', '** (step + 2)', 2)],
    },
    {
      id: 'replayed-bias-correction-two-ahead',
      title: 'both bias corrections two steps ahead',
      what: 'The exponents are step + 3 where step + 1 is due.',
      name: 'updated',
      lines: [179, 180],
      edits: [adam('** (step + 1)', '** (step + 3)', 2)],
    },
    {
      id: 'replayed-decay-linear',
      title: 'early revision with linear decay',
      what: 'The learning rate falls in a line where half a cosine is due.',
      name: 'updated',
      lines: [175, 175],
      from: 2,
      edits: [adam("decay === 'linear'", 'true')],
    },
  ]),
];

/** Entries of the catalogue by the mistake that is the same; of the others it has none. */
export const CATALOGUED: Readonly<Record<string, string>> = {
  'replayed-rmsnorm-sum': 'rmsnorm-mean',
  'replayed-layers-never-run': 'layers-never-run',
  'replayed-neg-gradient': 'neg-gradient',
  'replayed-fc2-gradient-before-activation': 'fc2-gradient-before-activation',
  'replayed-cache-input-detached': 'cache-input-detached',
  'replayed-learning-rate-ahead': 'learning-rate',
  'replayed-bias-correction-ahead': 'bias-correction',
};
