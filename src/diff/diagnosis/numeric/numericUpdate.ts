import type { Pass, Tensor } from './pass.ts';
import type { Correction, UpdateChoices } from './updateChoices.ts';

/**
 * One update with choices, in place (optimizer.2 to optimizer.11): of a pass's parameters, by their gradient, which is 0
 * behind it where it is not kept.
 *
 * @param step - counted from 0
 */
export function numericUpdate(choices: UpdateChoices, step: number, { workspace, parameters, moments }: Pass): void {
  const { beta1, beta2, eps_adam, rule, first, second, denominator, guarded, weightDecay } = choices;
  const { data, grad } = parameters;
  const count = data.length;
  if (choices.clipped) clip(grad);
  if (choices.coupledDecay !== 0) for (let i = 0; i < count; i++) grad[i] += choices.coupledDecay * data[i];
  const rate = rateOf(choices, step);
  const inverse1 = 1 / correctionOf(choices.correction1, beta1, step);
  const inverse2 = 1 / correctionOf(choices.correction2, beta2, step);
  if (weightDecay !== 0) for (let i = 0; i < count; i++) data[i] -= rate * weightDecay * data[i];
  const isAdam = rule === 'adam' && first === 'damped' && second === 'square' && denominator === 'outside' && !guarded;
  if (isAdam) {
    const { address: p, gradAddress: g } = parameters;
    const { address: m, gradAddress: v } = moments;
    workspace.kernels.adam(p, g, m, v, count, rate * inverse1, inverse2, beta1, beta2, eps_adam);
  } else changed(choices, { rate, inverse1, inverse2 }, parameters, moments);
  if (!choices.kept) grad.fill(0);
}

/** What the step is, and what it divides the moments by. */
interface Rates {
  readonly rate: number;
  readonly inverse1: number;
  readonly inverse2: number;
}

/** An update that is not Adam's as it ought to be. */
function changed(
  { beta1, beta2, eps_adam, rule, first, second, denominator, guarded }: UpdateChoices,
  { rate, inverse1, inverse2 }: Rates,
  { data, grad }: Tensor,
  { data: m, grad: v }: Tensor,
): void {
  const share1 = first === 'damped' ? 1 - beta1 : 1;
  for (let i = 0; i < data.length; i++) {
    const g = grad[i];
    m[i] = beta1 * m[i] + share1 * g;
    v[i] = beta2 * v[i] + (1 - beta2) * (second === 'square' ? g * g : second === 'abs' ? Math.abs(g) : m[i] * m[i]);
    if (rule === 'sgd') data[i] -= rate * g;
    else if (rule === 'momentum') data[i] -= rate * m[i];
    else {
      let divisor = 0;
      if (denominator === 'outside') divisor = Math.sqrt(v[i] * inverse2) + eps_adam;
      else if (denominator === 'inside') divisor = Math.sqrt(v[i] * inverse2 + eps_adam);
      else if (denominator === 'rootless') divisor = v[i] * inverse2 + eps_adam;
      else divisor = (Math.sqrt(v[i]) + eps_adam) * Math.sqrt(inverse2);
      data[i] -= (rate * m[i] * inverse1) / (guarded && divisor === 0 ? 1 : divisor);
    }
  }
}

/** Scaled down to norm 1 where it is longer. */
function clip(grad: Float64Array): void {
  let squares = 0;
  for (let i = 0; i < grad.length; i++) squares += grad[i] * grad[i];
  const norm = Math.sqrt(squares);
  for (let i = 0; norm > 1 && i < grad.length; i++) grad[i] /= norm;
}

/** lr_t (optimizer.7, optimizer.8). */
function rateOf(
  { learning_rate, decay, num_steps, schedule, rateStep, fallsOver }: UpdateChoices,
  step: number,
): number {
  if (schedule === 'constant') return learning_rate;
  const at = rateStep === 'own' ? step : rateStep === 'ahead' ? step + 1 : Math.max(step - 1, 0);
  const share = at / (fallsOver === 'num_steps' ? num_steps : Math.max(num_steps - 1, 1));
  return learning_rate * (decay === 'linear' ? 1 - share : 0.5 * (1 + Math.cos(Math.PI * share)));
}

/** What a moment is divided by (optimizer.4). */
function correctionOf(correction: Correction, beta: number, step: number): number {
  switch (correction) {
    case 'own':
      return 1 - beta ** (step + 1);
    case 'ahead':
      return 1 - beta ** (step + 2);
    case 'behind':
      return 1 - beta ** Math.max(step, 1);
    case 'none':
      return 1;
  }
}
