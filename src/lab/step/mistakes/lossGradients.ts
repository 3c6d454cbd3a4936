import { byHand, backwardEdit as edit } from './stepMistake.ts';

const CALL = 'dlogits = logitsGradient(activations, tokens, t)';
const TARGET = '(i === target ? 1 : 0)';

/** From the loss to the gradient of the logits, and of lm_head. */
export const LOSS_GRADIENTS = byHand('backward', [
  {
    id: 'loss-gradient-target-missing',
    title: 'gradient of the logits without the 1 at the target',
    what: 'The gradient of the logits is p / n, and the 1 is not taken away at the target.',
    name: 'losses',
    or: ['probs'],
    edits: [edit(TARGET, '0')],
  },
  {
    id: 'loss-gradient-at-input',
    title: 'gradient of the loss taken at the input token',
    what: 'The 1 is taken away at the token that the position was given, not at its target.',
    name: 'losses',
    edits: [edit('tokens[t + 1];', 'tokens[t];')],
  },
  {
    id: 'loss-gradient-target-two-ahead',
    title: 'gradient of the loss taken two tokens ahead',
    what: 'The 1 is taken away at the token after the target, and at the last one for the last position.',
    name: 'losses',
    edits: [edit('tokens[t + 1];', 'tokens[Math.min(t + 2, tokens.length - 1)];')],
  },
  {
    id: 'loss-gradient-probs-of-next',
    title: 'gradient of the logits from the next position',
    what: 'The probabilities in the gradient of the logits are those of the next position.',
    name: 'probs',
    edits: [edit('probs[t].map', 'probs[Math.min(t + 1, n - 1)].map')],
  },
  {
    id: 'loss-gradient-target-only',
    title: 'gradient of the logits at the target alone',
    what: 'Only the diagonal of the derivative of softmax is taken, so that all logits but the target have no gradient.',
    name: 'probs',
    edits: [edit(`f(f(p - ${TARGET}) / n)`, '(i === target ? f(f(p - 1) / n) : 0)')],
  },
  {
    id: 'mean-gradient-twice',
    title: 'gradient divided by n twice',
    what: 'The gradient of each position is divided by the number of positions twice.',
    name: 'loss',
    edits: [edit(' / n)', ' / (n * n))')],
  },
  {
    id: 'mean-gradient-over-block',
    title: 'gradient divided by block_size',
    what: 'The loss is the mean over the positions, and its gradient is divided by block_size.',
    name: 'loss',
    edits: [edit(CALL, 'dlogits = logitsGradient({ ...activations, n: config.block_size }, tokens, t)')],
  },
  {
    id: 'mean-gradient-over-one-more',
    title: 'gradient divided by n + 1',
    what: 'The loss is the mean over the positions, and its gradient is divided by one more.',
    name: 'loss',
    edits: [edit(' / n)', ' / (n + 1))')],
  },
  {
    id: 'loss-gradient-first-position-missing',
    title: 'no gradient from the first position',
    what: 'The way back begins at position 1, so that what follows BOS is never learnt.',
    name: 'loss',
    or: ['losses'],
    edits: [edit(CALL, `${CALL}.map((d) => (t === 0 ? 0 : d))`)],
  },
  {
    id: 'loss-gradient-last-position-missing',
    title: 'no gradient from the last position',
    what: 'The way back ends one position early, so that the end is never learnt.',
    name: 'loss',
    or: ['losses'],
    edits: [edit(CALL, `${CALL}.map((d) => (t === n - 1 ? 0 : d))`)],
  },
  {
    id: 'loss-gradient-last-position-only',
    title: 'gradient from the last position only',
    what: 'Only the loss of the last position goes back, with its weight 1 / n.',
    name: 'loss',
    or: ['losses'],
    edits: [edit(CALL, `${CALL}.map((d) => (t < n - 1 ? 0 : d))`)],
  },
  {
    id: 'lm-head-gradient-last-position',
    title: 'gradient of lm_head from the last position',
    what: 'The gradient of lm_head is assigned at each position, not added, and the last one stays.',
    name: 'lm_head',
    edits: [edit('grad.lm_head)', 'grad.lm_head.map((row) => row.fill(0)))')],
  },
  {
    id: 'lm-head-gradient-by-first-stream',
    title: 'gradient of lm_head taken with the values before the layers',
    what: 'The gradient of the logits is multiplied by what the first layer was given, not by what lm_head was given.',
    name: 'lm_head',
    edits: [edit('linearBackward(dlogits, stream[t]', 'linearBackward(dlogits, activations.x[t]')],
  },
  {
    id: 'logits-gradient-by-wte',
    title: 'gradient of the logits handed back by wte',
    what: 'The gradient of the logits goes back through wte in place of lm_head, as if the two were tied.',
    name: 'logits',
    edits: [edit('params.lm_head, grad', 'params.wte, grad')],
  },
  {
    id: 'lm-head-gradient-kept',
    title: 'gradient of lm_head not set to 0',
    what: 'lm_head adds the gradients of all steps so far, and every other matrix begins at 0.',
    name: 'lm_head',
    lines: [182, 182],
    from: 2,
    edits: [
      {
        file: 'training',
        find: 'Object.keys(grad)',
        replace: "Object.keys(grad).filter((name) => name !== 'lm_head')",
      },
    ],
  },
]);
