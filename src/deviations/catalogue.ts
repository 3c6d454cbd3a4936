import { ADAM } from './catalogue/adam.ts';
import { ATTENTION } from './catalogue/attention.ts';
import { AUTOGRAD } from './catalogue/autograd.ts';
import { BIAS_CORRECTION } from './catalogue/biasCorrection.ts';
import { DATASET } from './catalogue/dataset.ts';
import { DRAW_ORDER } from './catalogue/drawOrder.ts';
import { INFERENCE } from './catalogue/inference.ts';
import { LEARNING_RATE } from './catalogue/learningRate.ts';
import { LOGARITHM } from './catalogue/logarithm.ts';
import { LOSS } from './catalogue/loss.ts';
import { MLP } from './catalogue/mlp.ts';
import { MODEL } from './catalogue/model.ts';
import { MOMENTS } from './catalogue/moments.ts';
import { NORM } from './catalogue/norm.ts';
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
  ...PARAMETERS,
  ...DRAW_ORDER,
  ...MODEL,
  ...NORM,
  ...ATTENTION,
  ...MLP,
  ...LOGARITHM,
  ...LOSS,
  ...ADAM,
  ...BIAS_CORRECTION,
  ...MOMENTS,
  ...LEARNING_RATE,
  ...TRAINING,
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
