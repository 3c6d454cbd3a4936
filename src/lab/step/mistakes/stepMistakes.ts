import { ADAM_STEP } from './adamStep.ts';
import { ATTENTION_GRADIENTS } from './attentionGradients.ts';
import { EMBEDDING_GRADIENTS } from './embeddingGradients.ts';
import { FORWARD_PASS } from './forwardPass.ts';
import { LAYER_GRADIENTS } from './layerGradients.ts';
import { LOSS_GRADIENTS } from './lossGradients.ts';
import { MLP_GRADIENTS } from './mlpGradients.ts';
import { NORM_GRADIENTS } from './normGradients.ts';
import type { StepMistake } from './stepMistake.ts';
import { TAPE } from './tape.ts';

/**
 * Mistakes of a training step that are neither in the catalogue nor in src/lab/diagnosis/outside. They were written down before
 * what places them was built, and are not tuned to: none becomes an entry of the catalogue, and no place is changed because of
 * what is said of it.
 */
export const STEP_MISTAKES: readonly StepMistake[] = [
  ...FORWARD_PASS,
  ...LOSS_GRADIENTS,
  ...LAYER_GRADIENTS,
  ...MLP_GRADIENTS,
  ...NORM_GRADIENTS,
  ...ATTENTION_GRADIENTS,
  ...EMBEDDING_GRADIENTS,
  ...TAPE,
  ...ADAM_STEP,
];
