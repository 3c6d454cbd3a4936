import { ADAM } from './catalogue/adam.ts';
import { ATTENTION } from './catalogue/attention.ts';
import { AUTOGRAD } from './catalogue/autograd.ts';
import { BIAS_CORRECTION } from './catalogue/biasCorrection.ts';
import { CACHE } from './catalogue/cache.ts';
import { DATASET } from './catalogue/dataset.ts';
import { DRAW_ORDER } from './catalogue/drawOrder.ts';
import { EMBEDDING } from './catalogue/embedding.ts';
import { FLATTENING } from './catalogue/flattening.ts';
import { FUNCTION_GRADIENTS } from './catalogue/functionGradients.ts';
import { HEADS } from './catalogue/heads.ts';
import { INFERENCE } from './catalogue/inference.ts';
import { LEARNING_RATE } from './catalogue/learningRate.ts';
import { LOCAL_GRADIENTS } from './catalogue/localGradients.ts';
import { LOGARITHM } from './catalogue/logarithm.ts';
import { LOSS } from './catalogue/loss.ts';
import { MATRIX_GRADIENTS } from './catalogue/matrixGradients.ts';
import { MLP } from './catalogue/mlp.ts';
import { MODEL } from './catalogue/model.ts';
import { MOMENTS } from './catalogue/moments.ts';
import { NORM } from './catalogue/norm.ts';
import { NORM_GRADIENT } from './catalogue/normGradient.ts';
import { NUMBERS } from './catalogue/numbers.ts';
import { PARAMETERS } from './catalogue/parameters.ts';
import { RANDOM } from './catalogue/random.ts';
import { TOKENIZER } from './catalogue/tokenizer.ts';
import { TRAINING } from './catalogue/training.ts';
import type { Deviation } from './deviation.ts';

/** Everything that ports are known to do otherwise, or may easily do, in the order of the chapters. */
export const CATALOGUE: readonly Deviation[] = [
  ...RANDOM,
  ...DATASET,
  ...TOKENIZER,
  ...AUTOGRAD,
  ...LOCAL_GRADIENTS,
  ...FUNCTION_GRADIENTS,
  ...PARAMETERS,
  ...DRAW_ORDER,
  ...EMBEDDING,
  ...MODEL,
  ...NORM,
  ...NORM_GRADIENT,
  ...HEADS,
  ...ATTENTION,
  ...CACHE,
  ...MLP,
  ...MATRIX_GRADIENTS,
  ...LOGARITHM,
  ...LOSS,
  ...ADAM,
  ...BIAS_CORRECTION,
  ...MOMENTS,
  ...LEARNING_RATE,
  ...TRAINING,
  ...FLATTENING,
  ...INFERENCE,
  ...NUMBERS,
];

/**
 * The deviation of that name.
 *
 * @throws RangeError where there is none
 */
export function deviationOf(id: string): Deviation {
  const deviation = CATALOGUE.find((entry) => entry.id === id);
  if (deviation === undefined)
    throw new RangeError(`deviationOf: there is no ${id} in the catalogue; see src/deviations/catalogue`);
  return deviation;
}
