import type { Config } from '../../../reference/config.ts';
import { f } from './arithmetic.ts';
import type { Buffers } from './backward.ts';

/** learning_rate, falling over num_steps in a line or in half a cosine; step counts from 0. */
function learningRate(config: Config, step: number): number {
  const { num_steps, decay } = config;
  const rate = f(config.learning_rate);
  if (decay === 'linear') return f(rate * f(1 - f(step / num_steps)));
  return f(f(rate * 0.5) * f(1 + f(Math.cos(f((Math.PI * step) / num_steps)))));
}

/** One step of Adam, in place, matrix by matrix; step counts from 0. */
export function adam(config: Config, step: number, params: Buffers, grad: Buffers, m: Buffers, v: Buffers): void {
  const [beta1, beta2, eps] = [f(config.beta1), f(config.beta2), f(config.eps_adam)];
  const lr = learningRate(config, step);
  const correction1 = f(1 - f(beta1 ** (step + 1)));
  const correction2 = f(1 - f(beta2 ** (step + 1)));
  for (const name of Object.keys(params)) {
    for (let i = 0; i < params[name].length; i++) {
      for (let j = 0; j < params[name][i].length; j++) {
        const g = grad[name][i][j];
        m[name][i][j] = f(f(beta1 * m[name][i][j]) + f(f(1 - beta1) * g));
        v[name][i][j] = f(f(beta2 * v[name][i][j]) + f(f(1 - beta2) * f(g * g)));
        const m_hat = f(m[name][i][j] / correction1);
        const v_hat = f(v[name][i][j] / correction2);
        const change = f(f(lr * m_hat) / f(f(Math.sqrt(v_hat)) + eps));
        params[name][i][j] = f(params[name][i][j] - change);
      }
    }
  }
}
