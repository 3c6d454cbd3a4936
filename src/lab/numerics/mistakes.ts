import { deviationOf } from '../../deviations/catalogue.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import type { Chapter } from '../../port/ops.ts';

/** A deviation that is measured. */
export interface Mistake extends Deviation {
  /** Where it stands in the table. */
  readonly chapter: Chapter;
}

/** The deviations of the table, chapter by chapter: one or more of each kind that starts from the recorded start. */
const MEASURED: readonly (readonly [chapter: Chapter, ids: readonly string[]])[] = [
  ['autograd', ['relu-derivative', 'gradient-overwritten', 'preorder']],
  [
    'model',
    [
      'softmax-max',
      'rmsnorm-mean',
      'rmsnorm-constant',
      'rmsnorm-eps-0.000001',
      'rmsnorm-eps-1e-8',
      'rmsnorm-eps-0',
      'rmsnorm-eps-outside',
      'first-rmsnorm',
      'attention-scale',
    ],
  ],
  [
    'loss',
    [
      'log-eps-0.000001',
      'log-eps-1e-8',
      'log-eps-1e-10',
      'log-eps-1e-12',
      'log-clamp',
      'loss-sum',
      'last-target',
      'block-clip',
      'cache-kept',
    ],
  ],
  [
    'optimizer',
    [
      'adam-eps-inside',
      'adam-eps-0.000001',
      'adam-eps-1e-7',
      'adam-eps-1e-9',
      'bias-correction',
      'bias-correction-v',
      'no-bias-correction',
      'beta1',
      'beta2',
      'learning-rate',
      'learning-rate-end',
      'no-decay',
      'gradient-kept',
    ],
  ],
  ['inference', ['temperature']],
];

/** Mistakes that were seen in ports or are easily made, in the order of the chapters. */
export const MISTAKES: readonly Mistake[] = MEASURED.flatMap(([chapter, ids]) =>
  ids.map((id) => ({ ...deviationOf(id), chapter })),
);
