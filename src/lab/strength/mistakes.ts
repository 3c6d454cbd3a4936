import { deviationOf } from '../../deviations/catalogue.ts';
import type { Edit } from '../../deviations/patched.ts';
import type { Chapter } from '../../port/ops.ts';
import type { OpName } from '../../port/port.ts';

/** A mistake that is put into right ports of another make: it has to fail there as it fails in the reference. */
export interface Mistake {
  readonly edits: readonly Edit[];
  /** Its checks are about it. */
  readonly chapter: Chapter;
  /** Operations that show it in a port that claims nothing else. */
  readonly ops: readonly OpName[];
}

const IN_LOSSES: readonly OpName[] = ['position_loss', 'forward', 'cross_entropy', 'backward', 'train', 'microgpt'];

/** Each by its id: in the catalogue, but for the last. */
export const MISTAKES: Readonly<Record<string, Mistake>> = {
  'log-eps-1e-10': { edits: deviationOf('log-eps-1e-10').edits, chapter: 'loss', ops: IN_LOSSES },
  log2: { edits: deviationOf('log2').edits, chapter: 'loss', ops: IN_LOSSES },
  // In whole runs the logits stay too small to show it.
  'softmax-max': {
    edits: deviationOf('softmax-max').edits,
    chapter: 'model',
    ops: ['softmax', 'cross_entropy', 'backward', 'sampling'],
  },
  'rmsnorm-eps-1e-10': {
    edits: [{ file: 'model', find: 'const EPS_RMSNORM = 1e-5;', replace: 'const EPS_RMSNORM = 1e-10;' }],
    chapter: 'model',
    ops: ['rmsnorm', 'forward', 'backward', 'train', 'sample', 'microgpt'],
  },
};
