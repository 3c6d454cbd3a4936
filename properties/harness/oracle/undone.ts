import type { Config } from '../../../src/port/config.ts';
import type { AdamStep } from '../../../src/port/port.ts';

/**
 * Parameters and moments before a step of Adam, from those after it and the gradient of the step: the moments are solved
 * for what stood there, and what was taken off a parameter is a function of its moments after the step. Each is off by a
 * rounding or two, which a loss or gradient cannot see at the tolerance of its class.
 *
 * @param step - counted from 1, as it is printed
 * @param after - [num_params] each, as is the gradient
 */
export function undone(config: Config, step: number, after: AdamStep, grad: readonly number[]): AdamStep {
  const { beta1, beta2, eps_adam, learning_rate, num_steps } = config;
  const rate = learning_rate * (1 - (step - 1) / num_steps);
  const update = (m: number, v: number) =>
    (rate * (m / (1 - beta1 ** step))) / (Math.sqrt(v / (1 - beta2 ** step)) + eps_adam);
  return {
    data: after.data.map((p, i) => p + update(after.m[i], after.v[i])),
    m: after.m.map((m, i) => (m - (1 - beta1) * grad[i]) / beta1),
    v: after.v.map((v, i) => Math.max(0, (v - (1 - beta2) * grad[i] ** 2) / beta2)),
  };
}
