import type { Edit } from '../deviations/patched.ts';
import type { Mistake } from './mistakes.ts';

const SCALE = 'const scale = tape.pow(tape.add(ms, tape.leaf(EPS_RMSNORM)), -0.5);';
const LOG_OF_P = 'tape.log(probs[target_id])';
const RMSNORM_EPSILONS = [1e-6, 1e-8, 0];
const LOG_EPSILONS = [1e-6, 1e-8, 1e-10, 1e-12];

/** Mistakes on the way back. */
export const BACKWARD_MISTAKES: readonly Mistake[] = [
  {
    id: 'relu-derivative',
    title: "ReLU'(0) = 1",
    chapter: 'autograd',
    edits: [{ file: 'autograd', find: 'positive ? 1 : 0', replace: 'this.data[a] >= 0 ? 1 : 0' }],
  },
  {
    id: 'gradient-overwritten',
    title: 'a later gradient overwrites an earlier one',
    chapter: 'autograd',
    edits: [{ file: 'autograd', find: '[v]] += ', replace: '[v]] = ', times: 2 }],
  },
  {
    id: 'preorder',
    title: 'backward in the order in which nodes are first reached',
    chapter: 'autograd',
    edits: [
      { file: 'autograd', find: 'let count = 0;', replace: 'let count = 0; this.reached = 0;' },
      {
        file: 'autograd',
        find: 'this.#seen[v] = 1;',
        replace: 'this.#seen[v] = 1; this.#topo[this.reached++] = v;',
      },
      { file: 'autograd', find: 'this.#topo[count++] = v;', replace: 'count++;' },
      {
        file: 'autograd',
        find: 'for (let i = count - 1; i >= 0; i--)',
        replace: 'for (let i = 0; i < count; i++)',
      },
    ],
  },
];

/** Mistakes in the network. */
export const MODEL_MISTAKES: readonly Mistake[] = [
  {
    id: 'softmax-max',
    title: 'softmax without max subtraction',
    chapter: 'model',
    edits: [{ file: 'model', find: 'tape.leaf(maximum(', replace: 'tape.leaf(0 * maximum(' }],
  },
  {
    id: 'rmsnorm-mean',
    title: 'RMSNorm without the mean',
    chapter: 'model',
    edits: [{ file: 'model', find: 'tape.divNumber(tape.dot(x, x), x.length)', replace: 'tape.dot(x, x)' }],
  },
  {
    id: 'rmsnorm-constant',
    title: 'no gradient through the RMSNorm scale',
    chapter: 'model',
    edits: [{ file: 'model', find: 'tape.mul(xi, scale)', replace: 'tape.mul(xi, tape.leaf(tape.data[scale]))' }],
  },
  ...RMSNORM_EPSILONS.map(
    (eps): Mistake => ({
      id: `rmsnorm-eps-${eps}`,
      title: `RMSNorm eps ${eps.toString().replace('0.000001', '1e-6')}`,
      chapter: 'model',
      edits: [{ file: 'model', find: 'const EPS_RMSNORM = 1e-5;', replace: `const EPS_RMSNORM = ${eps};` }],
    }),
  ),
  {
    id: 'rmsnorm-eps-outside',
    title: 'RMSNorm eps outside the root',
    chapter: 'model',
    edits: [
      {
        file: 'model',
        find: SCALE,
        replace: 'const scale = tape.pow(tape.add(tape.pow(ms, 0.5), tape.leaf(EPS_RMSNORM)), -1);',
      },
    ],
  },
  {
    id: 'first-rmsnorm',
    title: 'no RMSNorm after the embedding',
    chapter: 'model',
    edits: [{ file: 'model', find: 'x = rmsnorm(tape, x); // not redundant', replace: '// not redundant' }],
  },
  {
    id: 'attention-scale',
    title: 'attention divided by head_dim, not by its root',
    chapter: 'model',
    edits: [{ file: 'model', find: 'head_dim ** 0.5', replace: 'head_dim' }],
  },
];

/** Mistakes from the logits to the loss. */
export const LOSS_MISTAKES: readonly Mistake[] = [
  ...LOG_EPSILONS.map(
    (eps): Mistake => ({
      id: `log-eps-${eps}`,
      title: `log(p + ${eps.toString().replace('0.000001', '1e-6')})`,
      chapter: 'loss',
      edits: [{ file: 'loss', find: LOG_OF_P, replace: `tape.log(tape.add(probs[target_id], tape.leaf(${eps})))` }],
    }),
  ),
  {
    id: 'log-clamp',
    title: 'log(max(p, 1e-10))',
    chapter: 'loss',
    edits: [
      {
        file: 'loss',
        find: LOG_OF_P,
        replace: 'tape.log(tape.data[probs[target_id]] > 1e-10 ? probs[target_id] : tape.leaf(1e-10))',
      },
    ],
  },
  {
    id: 'loss-sum',
    title: 'loss summed over the positions, not averaged',
    chapter: 'loss',
    edits: [{ file: 'loss', find: 'tape.leaf(1 / losses.length)', replace: 'tape.leaf(1)' }],
  },
  {
    id: 'last-target',
    title: 'last target (BOS) dropped',
    chapter: 'loss',
    edits: [{ file: 'loss', find: 'tokens.length - 1', replace: 'tokens.length - 2' }],
  },
  {
    id: 'block-clip',
    title: 'no clip to block_size',
    chapter: 'loss',
    edits: [{ file: 'loss', find: 'Math.min(config.block_size, tokens.length - 1)', replace: 'tokens.length - 1' }],
  },
  {
    id: 'cache-kept',
    title: 'KV cache of the document before kept',
    chapter: 'loss',
    edits: [
      ...['keys', 'values'].map(
        (name): Edit => ({
          file: 'loss',
          find: `const ${name} = emptyCache(config);`,
          replace: `const ${name} = (tape.${name} ?? emptyCache(config)).map((layer) => layer.map((row) => row.map((x) => tape.leaf(x))));`,
        }),
      ),
      {
        file: 'loss',
        find: 'return { loss: averageLoss(',
        replace: `[tape.keys, tape.values] = [keys, values].map((cache) => cache.map((layer) => layer.slice(-n).map((row) => row.map((x) => tape.data[x]))));
    return { loss: averageLoss(`,
      },
    ],
  },
];
