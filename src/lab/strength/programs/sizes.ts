import type { OpName } from '../../../port/port.ts';
import { MODEL, type ProgramMistake } from './programMistake.ts';

/** Sizes that a program does not come to: loops, buffers and windows, and what is left over of lanes. */

/** A mistake that each operation which runs a model may have for itself. */
function inEach(ops: readonly OpName[], mistake: Omit<ProgramMistake, 'ops'>): ProgramMistake[] {
  return ops.map((op) => ({ ...mistake, id: `${op}-${mistake.id}`, title: `${op}: ${mistake.title}`, ops: [op] }));
}

const layersBelow = (count: number) =>
  ({ file: 'model', find: 'li < config.n_layer', replace: `li < Math.min(${count}, config.n_layer)` }) as const;
const dotOf = (lane: number) =>
  ({
    file: 'autograd',
    find: 'for (let i = 0; i < a.length; i++)\n            total',
    replace: `for (let i = 0; i < (a.length < ${lane} ? a.length : a.length - (a.length % ${lane})); i++)\n            total`,
  }) as const;

export const SIZES: readonly ProgramMistake[] = [
  ...inEach(MODEL.slice(0, 4), {
    id: 'layers-from-third',
    title: 'layers from the third on never run',
    chapter: 'model',
    edits: [layersBelow(2)],
  }),
  {
    id: 'layers-from-fifth',
    title: 'layers from the fifth on never run',
    chapter: 'model',
    ops: MODEL,
    edits: [layersBelow(4)],
  },
  {
    id: 'layers-by-name',
    title: 'layers run in the order of their names: layer10 before layer2',
    chapter: 'model',
    ops: MODEL,
    edits: [
      {
        file: 'model',
        find: 'for (let li = 0; li < config.n_layer; li++) {',
        replace: 'for (const li of Array.from({ length: config.n_layer }, (_, i) => String(i)).sort()) {',
      },
    ],
  },
  ...inEach(['forward', 'backward', 'sample'], {
    id: 'positions-from-17th',
    title: 'positions from the 17th on have the 16th embedding',
    chapter: 'model',
    edits: [
      {
        file: 'model',
        find: "rowOf(state_dict.wpe, pos_id, 'pos_id')",
        replace: "rowOf(state_dict.wpe, Math.min(pos_id, 15), 'pos_id')",
      },
    ],
  }),
  ...inEach(['forward', 'backward', 'sample', 'train'], {
    id: 'attention-window-16',
    title: 'attention looks at the last 16 positions',
    chapter: 'model',
    edits: [
      {
        file: 'model',
        find: 'attention(model, q, keys[li], values[li])',
        replace: 'attention(model, q, keys[li].slice(-16), values[li].slice(-16))',
      },
    ],
  }),
  ...inEach(['forward', 'backward'], {
    id: 'tokens-of-a-byte',
    title: 'tokens are kept in a byte',
    chapter: 'model',
    edits: [
      {
        file: 'model',
        find: "rowOf(state_dict.wte, token_id, 'token_id')",
        replace: "rowOf(state_dict.wte, token_id & 255, 'token_id')",
      },
    ],
  }),
  ...inEach(['forward', 'backward', 'train'], {
    id: 'heads-from-fifth',
    title: 'heads from the fifth on give nothing',
    chapter: 'model',
    edits: [
      {
        file: 'model',
        find: 'x_attn.push(tape.dot(attn_weights, v_j));',
        replace: 'x_attn.push(h < 4 ? tape.dot(attn_weights, v_j) : tape.leaf(0));',
      },
    ],
  }),
  ...inEach(['forward', 'backward'], {
    id: 'head-dimensions-from-fifth',
    title: 'scores are of the first four dimensions of a head',
    chapter: 'model',
    edits: [{ file: 'model', find: 'tape.dot(q_h, k_t)', replace: 'tape.dot(q_h.slice(0, 4), k_t.slice(0, 4))' }],
  }),
  ...inEach(['forward', 'backward', 'sample'], {
    id: 'mlp-64',
    title: 'hidden units from the 65th on are not computed',
    chapter: 'model',
    edits: [
      {
        file: 'model',
        find: 'x = x.map((xi) => activate(model, xi));',
        replace: 'x = x.map((xi, i) => (i < 64 ? activate(model, xi) : tape.leaf(0)));',
      },
    ],
  }),
  ...inEach(['forward', 'backward', 'train', 'sample'], {
    id: 'tail-of-4',
    title: 'sums of more than three leave out what is left over of fours',
    chapter: 'model',
    edits: [dotOf(4)],
  }),
  ...inEach(['forward', 'backward', 'linear'], {
    id: 'tail-of-8',
    title: 'sums of more than seven leave out what is left over of eights',
    chapter: 'model',
    edits: [dotOf(8)],
  }),
  {
    id: 'linear-64',
    title: 'linear takes the first 64 inputs',
    chapter: 'model',
    ops: ['linear'],
    wrap: ({ linear }) => ({
      linear: (x, w) =>
        linear(
          x.slice(0, 64),
          w.map((row) => row.slice(0, 64)),
        ),
    }),
  },
  {
    id: 'softmax-256',
    title: 'softmax sums the first 256 powers',
    chapter: 'model',
    ops: ['softmax'],
    edits: [
      { file: 'model', find: 'const total = tape.sum(exps);', replace: 'const total = tape.sum(exps.slice(0, 256));' },
    ],
  },
  {
    id: 'forward-vocabulary-64',
    title: 'the sum of the probabilities is of the first 64 tokens',
    chapter: 'loss',
    ops: ['forward', 'backward', 'train'],
    edits: [
      { file: 'model', find: 'const total = tape.sum(exps);', replace: 'const total = tape.sum(exps.slice(0, 64));' },
    ],
  },
  {
    id: 'cross-entropy-64',
    title: 'cross_entropy looks at 64 logits',
    chapter: 'loss',
    ops: ['cross_entropy'],
    edits: [
      { file: 'model', find: 'const total = tape.sum(exps);', replace: 'const total = tape.sum(exps.slice(0, 64));' },
    ],
  },
  {
    id: 'average-loss-32',
    title: 'the mean is over 32 positions at most',
    chapter: 'loss',
    ops: ['average_loss'],
    wrap: ({ average_loss }) => ({ average_loss: (losses) => average_loss(losses.slice(0, 32)) }),
  },
];
