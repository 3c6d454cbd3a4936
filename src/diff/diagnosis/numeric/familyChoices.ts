import { FAMILIES, type Family } from '../../../deviations/families.ts';
import type { Choices } from './choicesOf.ts';

/** The values of a family as choices; std lies in the start, and has none. */
export const FAMILY_CHOICES: Readonly<Record<string, (value: number) => Choices>> = {
  'rmsnorm-eps': (normEps) => ({ model: { normEps } }),
  'attention-factor': (attentionScale) => ({ model: { attentionScale } }),
  'leaky-relu-slope': (activationConstant) => ({ model: { activation: 'leaky', activationConstant } }),
  'gelu-cubic': (activationConstant) => ({ model: { activation: 'gelu-tanh', activationConstant } }),
  'softmax-epsilon': (softmaxEps) => ({ model: { softmaxEps } }),
  'log-eps': (logEps) => ({ model: { logEps } }),
  learning_rate: (learning_rate) => ({ update: { learning_rate } }),
  beta1: (beta1) => ({ update: { beta1 } }),
  beta2: (beta2) => ({ update: { beta2 } }),
  eps_adam: (eps_adam) => ({ update: eps_adam === 0 ? { eps_adam, guarded: true } : { eps_adam } }),
  'weight-decay': (weightDecay) => ({ update: { weightDecay } }),
};

/** The family that choices are a value of, and the value; null where they are none. */
export function familyOf({ choices }: { readonly choices: Choices }): { family: Family; value: number } | null {
  const value = Object.values({ ...choices.model, ...choices.update }).find((entry) => typeof entry === 'number');
  if (value === undefined) return null;
  const isOf = ({ id }: Family) => JSON.stringify(FAMILY_CHOICES[id]?.(value)) === JSON.stringify(choices);
  const family = FAMILIES.find(isOf);
  return family === undefined ? null : { family, value };
}
