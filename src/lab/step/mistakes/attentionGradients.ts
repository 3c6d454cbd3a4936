import { byHand, backwardEdit as edit } from './stepMistake.ts';

const BY_KEY = 'f(dscore * k[s][hs + j])';
const BY_QUERY = 'f(dscore * q[t][hs + j])';
const BY_WEIGHT = 'f(weights[s] * dout[j])';
const OWN_HEAD = 'slice(hs, hs + head_dim)';
const NEXT_HEAD = 'slice((hs + head_dim) % config.n_embd, ((hs + head_dim) % config.n_embd) + head_dim)';

/** The places that are one in a dump: what goes to the query alone, to the key, to the value. */
const QUERY = { name: 'layer*.attn_logits', or: ['layer*.q', 'layer*.attn_wq'] };
const KEY = { name: 'layer*.attn_logits', or: ['layer*.k', 'layer*.attn_wk'] };
const VALUE = { name: 'layer*.head_out', or: ['layer*.v', 'layer*.attn_wv'] };

/** Back through attention. */
export const ATTENTION_GRADIENTS = byHand('backward', [
  {
    id: 'wo-gradient-by-first-head',
    title: "gradient of attn_wo taken with the first head's output",
    what: 'The output of head 0 stands in place of that of every head, as the offset of the head was left out.',
    name: 'layer*.attn_wo',
    edits: [
      edit(
        'x_attn[t], params[wo]',
        'x_attn[t].map((_, i) => x_attn[t][i % (config.n_embd / config.n_head)]), params[wo]',
      ),
    ],
  },
  {
    id: 'attention-softmax-gradient-mean-missing',
    title: 'derivative of the attention softmax without its mean',
    what: 'The gradient of a score is its weight times the gradient of the weight, and the mean is not taken away.',
    name: 'layer*.attn_weights',
    edits: [edit('f(dweights[s] - mean)', 'dweights[s]')],
  },
  {
    id: 'attention-softmax-gradient-row-before',
    title: 'derivative of the attention softmax with the weights of the row before',
    what: 'The mean that is taken away is weighted by the weights of the position before.',
    name: 'layer*.attn_weights',
    edits: [edit('dot(weights, dweights)', 'dot(attn_weights[Math.max(t - 1, 0)][h], dweights)')],
  },
  {
    id: 'attention-softmax-gradient-mean-unweighted',
    title: 'derivative of the attention softmax with a plain mean',
    what: 'The mean that is taken away is not weighted by the attention weights.',
    name: 'layer*.attn_weights',
    edits: [edit('dot(weights, dweights)', 'f(dweights.reduce((sum, d) => f(sum + d), 0) / dweights.length)')],
  },
  {
    id: 'attention-softmax-gradient-weight-missing',
    title: 'derivative of the attention softmax without the weight',
    what: 'The gradient of a score is that of its weight less the mean, and not multiplied by the weight.',
    name: 'layer*.attn_weights',
    edits: [edit('f(weights[s] * f(dweights[s] - mean))', 'f(dweights[s] - mean)')],
  },
  {
    id: 'attention-scale-gradient-missing',
    title: 'attention scale forgotten on the way back',
    what: 'The gradient of the scores is not divided by the root of head_dim.',
    name: 'layer*.attn_logits',
    edits: [edit(' / root);', ');')],
  },
  {
    id: 'attention-scale-gradient-head-dim',
    title: 'attention scale head_dim on the way back',
    what: 'The gradient of the scores is divided by head_dim, not by its root.',
    name: 'layer*.attn_logits',
    edits: [edit(' / root);', ' / head_dim);')],
  },
  {
    id: 'query-scale-gradient-missing',
    title: "attention scale forgotten in the query's gradient",
    what: 'The gradient of the key is divided by the root of head_dim, that of the query is not.',
    ...QUERY,
    edits: [edit(BY_KEY, 'f(f(dscore * root) * k[s][hs + j])')],
  },
  {
    id: 'key-scale-gradient-missing',
    title: "attention scale forgotten in the key's gradient",
    what: 'The gradient of the query is divided by the root of head_dim, that of the key is not.',
    ...KEY,
    edits: [edit(BY_QUERY, 'f(f(dscore * root) * q[t][hs + j])')],
  },
  {
    id: 'key-gradient-own-position',
    title: "key's gradient from its own position only",
    what: 'A key has gradient from the query of its own position, and none from later ones.',
    ...KEY,
    edits: [edit(BY_QUERY, `(s === t ? ${BY_QUERY} : 0)`)],
  },
  {
    id: 'value-gradient-own-position',
    title: "value's gradient from its own position only",
    what: 'A value has gradient from the output of its own position, and none from later ones.',
    ...VALUE,
    edits: [edit(BY_WEIGHT, `(s === t ? ${BY_WEIGHT} : 0)`)],
  },
  {
    id: 'key-gradient-last-query',
    title: "key's gradient from the last query only",
    what: 'The gradient of a key is assigned by each position, not added, and that of the last one stays.',
    ...KEY,
    edits: [edit(`f(dk[s][hs + j] + ${BY_QUERY})`, BY_QUERY)],
  },
  {
    id: 'query-gradient-last-key',
    title: "query's gradient from the last key only",
    what: 'The gradient of a query is assigned for each key, not added, and that of its own position stays.',
    ...QUERY,
    edits: [edit(`f(dq[t][hs + j] + ${BY_KEY})`, BY_KEY)],
  },
  {
    id: 'value-gradient-last-query',
    title: "value's gradient from the last position only",
    what: 'The gradient of a value is assigned by each position, not added, and that of the last one stays.',
    ...VALUE,
    edits: [edit(`f(dv[s][hs + j] + ${BY_WEIGHT})`, BY_WEIGHT)],
  },
  {
    id: 'head-gradients-shifted',
    title: 'gradient of each head from the next one',
    what: 'Head h goes back with the gradient of the output of head h + 1, the last with that of head 0.',
    name: 'layer*.head_out',
    or: ['layer*.x_attn'],
    edits: [edit(OWN_HEAD, NEXT_HEAD)],
  },
  {
    id: 'last-head-gradient-missing',
    title: 'last head left out on the way back',
    what: 'The loop over the heads ends one early, so that the last one has no gradient.',
    name: 'layer*.head_out',
    or: ['layer*.x_attn'],
    edits: [edit('h < config.n_head;', 'h < config.n_head - 1;')],
  },
  {
    id: 'query-gradient-by-first-head',
    title: "query's gradient by the first head's keys",
    what: 'The offset of the head is left out where the keys are read, so that every head takes those of head 0.',
    ...QUERY,
    edits: [edit(BY_KEY, 'f(dscore * k[s][j])')],
  },
  {
    id: 'query-key-gradients-swapped',
    title: 'gradients of query and key by themselves',
    what: 'The gradient of a score goes to the query times the query and to the key times the key.',
    name: 'layer*.attn_logits',
    edits: [
      edit(`f(dq[t][hs + j] + ${BY_KEY})`, `f(dq[t][hs + j] + ${BY_QUERY})`),
      edit(`f(dk[s][hs + j] + ${BY_QUERY})`, `f(dk[s][hs + j] + ${BY_KEY})`),
    ],
  },
  {
    id: 'value-gradient-unweighted',
    title: "value's gradient without the attention weight",
    what: 'Each value is handed the whole gradient of the output, not its weight of it.',
    ...VALUE,
    edits: [edit(BY_WEIGHT, 'dout[j]')],
  },
  {
    id: 'weights-gradient-by-key',
    title: 'gradient of the attention weights by the keys',
    what: 'The gradient of a weight is the output times the key, where the value is due.',
    name: 'layer*.head_out',
    or: ['layer*.attn_weights'],
    edits: [edit('f(dout[j] * v[s][hs + j])', 'f(dout[j] * k[s][hs + j])')],
  },
  {
    id: 'scores-gradient-first-position-missing',
    title: 'no gradient by the score of position 0',
    what: 'The loop over the scores begins at 1 on the way back, but at position 0 itself.',
    name: 'layer*.attn_logits',
    or: ['layer*.attn_weights'],
    edits: [edit('const dscore = f(', 'if (s === 0) continue;\n                const dscore = f(')],
  },
  {
    id: 'value-path-gradient-missing',
    title: 'no gradient through the values to the norm',
    what: 'attn_wv has its gradient, and what goes through it to the normed x is not added to that of query and key.',
    name: 'layer*.v',
    or: ['layer*.attn_norm'],
    edits: [edit('add(add(byQuery, byKey), byValue)', 'add(byQuery, byKey)')],
  },
  {
    id: 'key-path-gradient-by-wq',
    title: "key's gradient handed back by attn_wq",
    what: 'What goes from the key to the normed x goes through attn_wq; attn_wk has its right gradient.',
    name: 'layer*.k',
    or: ['layer*.attn_norm'],
    edits: [edit('params[wk], grad[wk]', 'params[wq], grad[wk]')],
  },
  {
    id: 'value-gradient-copied-from-key',
    title: "key's gradient in place of the value's",
    what: 'attn_wv is handed the gradient of the key, a line that was copied and not changed.',
    name: 'layer*.v',
    or: ['layer*.attn_wv', 'layer*.head_out'],
    edits: [edit('linearBackward(dv[t]', 'linearBackward(dk[t]')],
  },
]);
