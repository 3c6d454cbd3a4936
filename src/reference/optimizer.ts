import type { Config } from './config.ts';
import { type Libm, power, raise } from './python.ts';

// microgpt.py, lines 146 to 149 and 174 to 182.

/** Adam's buffers: a first and a second moment for each parameter, 0 at the start (optimizer.1). */
export interface Moments {
  readonly m: Float64Array;
  readonly v: Float64Array;
}

/**
 * Zeroed buffers for `num_params` parameters (optimizer.1).
 *
 * @example
 * [...zeroMoments(2).m]; // => [0, 0]
 */
export function zeroMoments(num_params: number): Moments {
  return { m: new Float64Array(num_params), v: new Float64Array(num_params) };
}

/**
 * lr_t = learning_rate (1 - step / num_steps), or half a cosine in the early revision (optimizer.7,
 * optimizer.8).
 *
 * @param step - counted from 0
 * @param math - the library that the cosine is taken from
 * @throws RangeError where num_steps is 0, as the division raises
 *
 * @example
 * learningRate(CANONICAL, 500); // => 0.005
 */
export function learningRate(config: Config, step: number, math: Libm = Math): number {
  const { learning_rate, num_steps, decay } = config;
  if (num_steps === 0)
    raise('learningRate: num_steps is 0; there is no step to take (optimizer.7)');
  if (decay === 'linear') return learning_rate * (1 - step / num_steps);
  return learning_rate * 0.5 * (1 + math.cos((Math.PI * step) / num_steps));
}

/**
 * One step of Adam, in place, on the first `m.length` entries of data and grad, each by itself
 * (optimizer.11).
 *
 * m = beta1 m + (1 - beta1) g (optimizer.2), v = beta2 v + (1 - beta2) g^2 (optimizer.3), both
 * divided by 1 - beta^(step + 1) (optimizer.4), then p = p - lr_t m_hat / (sqrt(v_hat) + eps_adam)
 * (optimizer.5, optimizer.6).
 *
 * @param config - learning_rate, beta1, beta2, eps_adam, decay, num_steps
 * @param step - counted from 0
 * @param data - parameters, updated
 * @param grad - their gradients, set to 0 afterwards (optimizer.9)
 * @param moments - the buffers, updated
 * @param math - the library that powers and the cosine are taken from
 * @throws RangeError where the square of a gradient overflows (optimizer.3), or a step divides by
 * 0, as a zero gradient under eps_adam = 0 does (optimizer.10)
 *
 * @example
 * const data = Float64Array.of(1);
 * adam(configure({ eps_adam: 0 }), 0, data, Float64Array.of(-2), zeroMoments(1));
 * data[0].toFixed(6); // => '1.010000'
 */
export function adam(
  config: Config,
  step: number,
  data: Float64Array,
  grad: Float64Array,
  moments: Moments,
  math: Libm = Math,
): void {
  const { beta1, beta2, eps_adam } = config;
  const { m, v } = moments;
  const lr_t = learningRate(config, step, math);
  const correction1 = 1 - power(beta1, step + 1, math);
  const correction2 = 1 - power(beta2, step + 1, math);
  for (let i = 0; i < m.length; i++) {
    if (grad[i] * grad[i] === Infinity && Number.isFinite(grad[i]))
      raise(`adam: the square of gradient ${i}, ${grad[i]}, overflows (optimizer.3)`);
    m[i] = beta1 * m[i] + (1 - beta1) * grad[i];
    v[i] = beta2 * v[i] + (1 - beta2) * math.pow(grad[i], 2);
    const m_hat = m[i] / correction1;
    const v_hat = v[i] / correction2;
    const denominator = math.pow(v_hat, 0.5) + eps_adam;
    if (denominator === 0)
      raise(`adam: parameter ${i} divides by zero; use eps_adam > 0 (optimizer.10)`);
    data[i] -= (lr_t * m_hat) / denominator;
    grad[i] = 0;
  }
}
