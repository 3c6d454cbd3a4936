import { deviationOf } from '../../deviations/catalogue.ts';
import type { Edit } from '../../deviations/patched.ts';
import type { Chapter } from '../../port/ops.ts';
import type { OpName } from '../../port/port.ts';

/** A mistake that is put into right ports of another make: it has to fail there as it fails in the reference. */
export interface Mistake {
  readonly edits: readonly Edit[];
  /** What stands for them in a form (otherForms.ts) that has a text of its own in that place. */
  readonly inForm?: Readonly<Record<string, readonly Edit[]>>;
  /** Its checks are about it. */
  readonly chapter: Chapter;
  /** Operations that show it in a port that claims nothing else. */
  readonly ops: readonly OpName[];
}

const IN_LOSSES: readonly OpName[] = ['position_loss', 'forward', 'cross_entropy', 'backward', 'train', 'microgpt'];

/** Of the form fused-loss. */
const SUM = 'tape.sum(shifted.map((v) => tape.exp(v)))';

/** Each by its id: in the catalogue, but for the last. */
export const MISTAKES: Readonly<Record<string, Mistake>> = {
  'log-eps-1e-10': {
    edits: deviationOf('log-eps-1e-10').edits,
    inForm: { 'fused-loss': [{ file: 'loss', find: SUM, replace: `tape.add(tape.leaf(1e-10), ${SUM})` }] },
    chapter: 'loss',
    ops: IN_LOSSES,
  },
  log2: {
    edits: deviationOf('log2').edits,
    inForm: {
      'fused-loss': [
        { file: 'loss', find: `tape.log(${SUM})`, replace: `tape.mul(tape.leaf(Math.LOG2E), tape.log(${SUM}))` },
      ],
    },
    chapter: 'loss',
    ops: IN_LOSSES,
  },
  'softmax-max': {
    edits: deviationOf('softmax-max').edits,
    inForm: {
      'online-softmax': [
        { file: 'model', find: 'tape.leaf(tape.data[attn_logits[0]])', replace: 'tape.leaf(0)' },
        { file: 'model', find: 'Math.max(tape.data[most], tape.data[score])', replace: '0' },
      ],
    },
    chapter: 'model',
    // Logits of whole runs are too small to show it.
    ops: ['softmax', 'cross_entropy', 'backward', 'sampling'],
  },
  'rmsnorm-eps-1e-10': {
    edits: [{ file: 'model', find: 'const EPS_RMSNORM = 1e-5;', replace: 'const EPS_RMSNORM = 1e-10;' }],
    chapter: 'model',
    ops: ['rmsnorm', 'forward', 'backward', 'train', 'sample', 'microgpt'],
  },
};
