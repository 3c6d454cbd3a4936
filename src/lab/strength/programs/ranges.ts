import type { Edit } from '../../../deviations/patched.ts';
import { MODEL, type ProgramMistake } from './programMistake.ts';

/** Ranges that a program cuts: a softmax of its own, caps, clips and clamps. */

const MAX = 'const max_val = tape.leaf(max(logits.map((val) => tape.data[val])));';
const noMax: Edit = { file: 'model', find: MAX, replace: 'const max_val = tape.leaf(0);' };
const maxFrom0: Edit = {
  file: 'model',
  find: MAX,
  replace: 'const max_val = tape.leaf(Math.max(0, max(logits.map((val) => tape.data[val]))));',
};
/** Python raises where e to a power overflows; most languages go on with an infinity. */
const infinite: Edit = { file: 'autograd', find: 'if (data === Infinity && x !== Infinity)', replace: 'if (false)' };
const inAttention = (max_val: string): Edit => ({
  file: 'model',
  find: 'const attn_weights = softmax(tape, attn_logits);',
  replace: `const max_val = tape.leaf(${max_val});
        const exps = attn_logits.map((val) => tape.exp(tape.sub(val, max_val)));
        const total = tape.sum(exps);
        const attn_weights = exps.map((e) => tape.div(e, total));`,
});

/** Adam's gradients, changed one by one. */
function ofGradients(id: string, title: string, change: (g: number) => number): ProgramMistake {
  return {
    id,
    title,
    chapter: 'optimizer',
    ops: ['adam'],
    wrap: ({ adam }) => ({
      adam: (config, step, data, grad, m, v) => adam(config, step, data, grad.map(change), m, v),
    }),
  };
}

export const RANGES: readonly ProgramMistake[] = [
  ...(['forward', 'backward', 'train', 'sample', 'microgpt', 'cross_entropy', 'sampling'] as const).map(
    (op): ProgramMistake => ({
      id: `${op}-no-max`,
      title: `${op} takes no maximum in its softmax`,
      chapter: 'model',
      ops: [op],
      edits: [noMax, infinite],
    }),
  ),
  ...(['forward', 'backward', 'train', 'sample'] as const).map(
    (op): ProgramMistake => ({
      id: `${op}-max-from-0`,
      title: `${op} begins its maximum at 0`,
      chapter: 'model',
      ops: [op],
      edits: [maxFrom0, infinite],
    }),
  ),
  ...(['forward', 'backward', 'train', 'sample', 'microgpt'] as const).map(
    (op): ProgramMistake => ({
      id: `${op}-attention-no-max`,
      title: `${op} takes no maximum in attention's softmax`,
      chapter: 'model',
      ops: [op],
      edits: [inAttention('0'), infinite],
    }),
  ),
  {
    id: 'attention-max-from-0',
    title: "attention's maximum begins at 0",
    chapter: 'model',
    ops: MODEL,
    edits: [inAttention('Math.max(0, ...attn_logits.map((val) => tape.data[val]))'), infinite],
  },
  {
    id: 'logits-clipped-30',
    title: 'logits are clipped to 30',
    chapter: 'model',
    ops: ['forward'],
    wrap: ({ forward }) => ({
      forward: async (...args) => {
        const answer = await forward(...args);
        return { ...answer, logits: answer.logits.map((row) => row.map((x) => Math.max(-30, Math.min(30, x)))) };
      },
    }),
  },
  {
    id: 'exp-of-50',
    title: 'exp gives 0 below -50',
    chapter: 'autograd',
    ops: ['exp', 'autograd'],
    edits: [
      {
        file: 'autograd',
        find: 'const data = this.math.exp(x);',
        replace: 'const data = x < -50 ? 0 : this.math.exp(x);',
      },
    ],
  },
  {
    id: 'loss-capped-50',
    title: 'a position loss is 50 at most',
    chapter: 'loss',
    ops: ['position_loss'],
    wrap: ({ position_loss }) => ({
      position_loss: async (probs, target) => Math.min(50, await position_loss(probs, target)),
    }),
  },
  {
    id: 'forward-loss-capped-20',
    title: 'losses of a document are 20 at most',
    chapter: 'loss',
    ops: ['forward'],
    wrap: ({ forward }) => ({
      forward: async (...args) => {
        const answer = await forward(...args);
        return { ...answer, losses: answer.losses.map((loss) => Math.min(20, loss)) };
      },
    }),
  },
  {
    id: 'probability-clamped',
    title: 'in forward and training p is 1e-12 at least',
    chapter: 'loss',
    ops: ['forward', 'train', 'backward'],
    edits: [
      {
        file: 'loss',
        find: 'return tape.neg(tape.log(p));',
        replace: 'return tape.neg(tape.log(tape.data[p] < 1e-12 ? tape.leaf(1e-12) : p));',
      },
    ],
  },
  ofGradients('gradient-clipped-100', 'gradients are clipped to 100', (g) => Math.max(-100, Math.min(100, g))),
  ofGradients('small-gradients-dropped', 'gradients below 1e-12 are taken for 0', (g) => (Math.abs(g) < 1e-12 ? 0 : g)),
  {
    id: 'rmsnorm-capped',
    title: 'RMSNorm takes elements up to 1e6',
    chapter: 'model',
    ops: ['rmsnorm'],
    wrap: ({ rmsnorm }) => ({ rmsnorm: (x) => rmsnorm(x.map((xi) => Math.max(-1e6, Math.min(1e6, xi)))) }),
  },
  {
    id: 'beta-powers-float32',
    title: 'powers of beta are kept in float32',
    chapter: 'optimizer',
    ops: ['adam', 'train'],
    edits: [
      {
        file: 'optimizer',
        find: '1 - power(beta1, step + 1, math)',
        replace: '1 - Math.fround(power(beta1, step + 1, math))',
      },
      {
        file: 'optimizer',
        find: '1 - power(beta2, step + 1, math)',
        replace: '1 - Math.fround(power(beta2, step + 1, math))',
      },
    ],
  },
];
