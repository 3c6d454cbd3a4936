import type { Edit } from '../deviations/patched.ts';
import type { Chapter } from '../port/ops.ts';
import type { Config } from '../reference/config.ts';
import { BACKWARD_MISTAKES, LOSS_MISTAKES, MODEL_MISTAKES } from './modelMistakes.ts';
import { OPTIMIZER_MISTAKES, SAMPLING_MISTAKES } from './trainingMistakes.ts';

/** Something that a port may do wrong, as a change of the reference. */
export interface Mistake {
  readonly id: string;
  /** As it stands in the table. */
  readonly title: string;
  /** The chapter that it goes against. */
  readonly chapter: Chapter;
  readonly edits: readonly Edit[];
  /** Constants that it sets otherwise. */
  readonly config?: Partial<Config>;
}

/** Mistakes that were seen in ports or are easily made, in the order of the chapters. */
export const MISTAKES: readonly Mistake[] = [
  ...BACKWARD_MISTAKES,
  ...MODEL_MISTAKES,
  ...LOSS_MISTAKES,
  ...OPTIMIZER_MISTAKES,
  ...SAMPLING_MISTAKES,
];
