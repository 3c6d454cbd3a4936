import type { Deviation } from '../../deviations/deviation.ts';

/**
 * Ten mistakes that the catalogue does not have, and that no three of its entries make together: for logs to which no
 * name may be given. Each changes a loss of the canonical run as it is printed.
 */
export const UNLISTED: readonly Deviation[] = [
  {
    id: 'unlisted-values-unprojected',
    clause: 'model.10',
    title: 'values kept before their projection',
    explanation: 'The cache of values holds the normed x, not attn_wv x.',
    shows: 'forward',
    edits: [{ file: 'model', find: '.push(v);', replace: '.push(x);' }],
  },
  {
    id: 'unlisted-query-key-swapped',
    clause: 'model.10',
    title: 'attn_wq and attn_wk swapped',
    explanation:
      'Queries are made by attn_wk and keys by attn_wq: as good a model, but another from the same parameters.',
    shows: 'forward',
    edits: [
      { file: 'model', find: 'keys[li].push(k);', replace: 'keys[li].push(q);' },
      { file: 'model', find: 'attention(model, q, keys[li]', replace: 'attention(model, k, keys[li]' },
    ],
  },
  {
    id: 'unlisted-position-behind-norm',
    clause: 'model.9',
    title: 'position embedding added behind the first RMSNorm',
    explanation: 'The token embedding is normed alone, and the position embedding added to what comes out.',
    shows: 'forward',
    edits: [
      { file: 'model', find: 'tape.add(t, pos_emb[i])', replace: 't' },
      {
        file: 'model',
        find: 'x = rmsnorm(tape, x); // not redundant',
        replace: 'x = rmsnorm(tape, x).map((t, i) => tape.add(t, pos_emb[i])); // not redundant',
      },
    ],
  },
  {
    id: 'unlisted-rmsnorm-eps-1e-4',
    clause: 'model.7',
    title: 'RMSNorm eps 1e-4',
    explanation: 'The epsilon of RMSNorm is ten times as large: near the epsilons of the catalogue, and none of them.',
    shows: 'forward',
    edits: [{ file: 'model', find: 'const EPS_RMSNORM = 1e-5;', replace: 'const EPS_RMSNORM = 1e-4;' }],
  },
  {
    id: 'unlisted-label-smoothing',
    clause: 'loss.1',
    title: 'label smoothing 0.1',
    explanation:
      'A tenth of each position loss is the mean over all tokens, as training loops of larger models have it.',
    shows: 'forward',
    edits: [
      {
        file: 'loss',
        find: 'return tape.neg(tape.log(p));',
        replace: `const mean = tape.divNumber(tape.sum(probs.map((p) => tape.log(p))), probs.length);
    return tape.neg(tape.add(tape.mul(tape.leaf(0.9), tape.log(p)), tape.mul(tape.leaf(0.1), mean)));`,
      },
    ],
  },
  {
    id: 'unlisted-init-uniform',
    clause: 'parameters.3',
    title: 'initial parameters uniform in [-std, std)',
    explanation: 'Each parameter is drawn by random() and not by gauss(), so they are smaller by the root of 3.',
    shows: 'parameters',
    edits: [
      { file: 'parameters', find: '() => random.gauss(0, std)', replace: '() => (2 * random.random() - 1) * std' },
    ],
  },
  {
    id: 'unlisted-learning-rate-0.02',
    clause: 'parameters.12',
    title: 'learning rate 0.02',
    explanation: 'The learning rate is twice as large.',
    shows: 'update',
    edits: [],
    config: { learning_rate: 0.02 },
  },
  {
    id: 'unlisted-bias-correction-beta1',
    clause: 'optimizer.4',
    title: 'both bias corrections by beta1',
    explanation: 'v is divided by 1 - beta1^(step + 1) too, a line that was copied and not changed.',
    shows: 'update',
    edits: [{ file: 'optimizer', find: 'power(beta2, step + 1,', replace: 'power(beta1, step + 1,' }],
  },
  {
    id: 'unlisted-amsgrad',
    clause: 'optimizer.5',
    title: 'AMSGrad: the largest second moment so far',
    explanation: 'The update divides by the root of the largest v_hat that the parameter has had.',
    shows: 'update',
    edits: [
      {
        file: 'optimizer',
        find: 'const { m, v } = moments;',
        replace: 'const { m, v } = moments;\n    moments.largest ??= new Float64Array(m.length);',
      },
      {
        file: 'optimizer',
        find: 'const v_hat = v[i] / correction2;',
        replace: 'const v_hat = (moments.largest[i] = Math.max(moments.largest[i], v[i] / correction2));',
      },
    ],
  },
  {
    id: 'unlisted-learning-rate-floor',
    clause: 'optimizer.7',
    title: 'learning rate never below a tenth',
    explanation:
      'The rate falls to a tenth of its start and stays there, so that only the last tenth of the losses differs.',
    shows: 'update',
    edits: [
      {
        file: 'optimizer',
        find: 'return learning_rate * (1 - step / num_steps);',
        replace: 'return learning_rate * Math.max(0.1, 1 - step / num_steps);',
      },
    ],
  },
];
