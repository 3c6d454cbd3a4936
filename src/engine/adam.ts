import type { Dtype } from '../port/precision.ts';
import type { Config } from '../reference/config.ts';
import { type Numbers, zeros } from './numbers.ts';

/** Adam's buffers, both [num_params] (optimizer.1). */
export interface Moments {
  readonly m: Numbers;
  readonly v: Numbers;
}

/** Zeroed buffers (optimizer.1). */
export function zeroMoments(dtype: Dtype, num_params: number): Moments {
  return { m: zeros(dtype, num_params), v: zeros(dtype, num_params) };
}

/**
 * One step of Adam in place, each parameter by itself (optimizer.2 to optimizer.6, optimizer.11).
 *
 * m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, p = p - rate m / (sqrt(v / correction2) + eps_adam), where the
 * rate is lr_t / correction1 and the corrections are 1 - beta^(step + 1).
 *
 * @param step - counted from 0
 * @param data - parameters, updated
 * @param grad - their gradients
 * @throws RangeError where the square of a gradient overflows (optimizer.3), or a step divides by 0 (optimizer.10)
 */
export function adam(config: Config, step: number, data: Numbers, grad: Numbers, { m, v }: Moments): void {
  const { beta1, beta2, eps_adam } = config;
  const rate = learningRate(config, step) / (1 - beta1 ** (step + 1));
  const inverse2 = 1 / (1 - beta2 ** (step + 1)); // a product takes a fifth of the time of a quotient
  const rest1 = 1 - beta1;
  const rest2 = 1 - beta2;
  for (let i = 0; i < m.length; i++) {
    const g = grad[i];
    const square = g * g;
    if (square === Infinity && Number.isFinite(g)) {
      throw new RangeError(`adam: the square of gradient ${i}, ${g}, overflows (optimizer.3)`);
    }
    const mi = beta1 * m[i] + rest1 * g;
    const vi = beta2 * v[i] + rest2 * square;
    const denominator = Math.sqrt(vi * inverse2) + eps_adam;
    if (denominator === 0) {
      throw new RangeError(`adam: parameter ${i} divides by zero; use eps_adam > 0 (optimizer.10)`);
    }
    m[i] = mi;
    v[i] = vi;
    data[i] -= (rate * mi) / denominator;
  }
}

/** lr_t = learning_rate (1 - step / num_steps), or half a cosine in the early revision (optimizer.7, optimizer.8). */
function learningRate({ learning_rate, num_steps, decay }: Config, step: number): number {
  if (num_steps === 0) throw new RangeError('adam: num_steps is 0; there is no step to take (optimizer.7)');
  const share = step / num_steps;
  return learning_rate * (decay === 'cosine' ? 0.5 * (1 + Math.cos(Math.PI * share)) : 1 - share);
}
