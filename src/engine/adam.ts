import type { Config } from '../reference/config.ts';
import { type Matrix, view, type Workspace } from './memory.ts';

/** What Adam works on [num_params]: parameters, their gradients, and the two buffers. */
export interface AdamVectors {
  readonly p: Matrix;
  readonly g: Matrix;
  readonly m: Matrix;
  readonly v: Matrix;
}

/**
 * One step of Adam in place, each parameter by itself (optimizer.2 to optimizer.6, optimizer.11).
 *
 * m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, p = p - rate m / (sqrt(v / correction2) + eps_adam), where the
 * rate is lr_t / correction1 and the corrections are 1 - beta^(step + 1).
 *
 * @param step - counted from 0
 * @param vectors - all but the gradients are updated
 * @throws RangeError where the square of a gradient overflows (optimizer.3), or a step divides by 0 (optimizer.10)
 */
export function adam(config: Config, step: number, workspace: Workspace, { p, g, m, v }: AdamVectors): void {
  const { beta1, beta2, eps_adam } = config;
  const rate = learningRate(config, step) / (1 - beta1 ** (step + 1));
  const inverse2 = 1 / (1 - beta2 ** (step + 1));
  const n = p.columns;
  const fault = workspace.kernels.adam(
    p.address,
    g.address,
    m.address,
    v.address,
    n,
    rate,
    inverse2,
    beta1,
    beta2,
    eps_adam,
  );
  if (fault === n) return;
  const gradient = view(workspace, g)[fault];
  throw new RangeError(
    gradient * gradient === Infinity
      ? `adam: the square of gradient ${fault}, ${gradient}, overflows (optimizer.3)`
      : `adam: parameter ${fault} divides by zero; use eps_adam > 0 (optimizer.10)`,
  );
}

/** lr_t = learning_rate (1 - step / num_steps), or half a cosine in the early revision (optimizer.7, optimizer.8). */
function learningRate({ learning_rate, num_steps, decay }: Config, step: number): number {
  if (num_steps === 0) throw new RangeError('adam: num_steps is 0; there is no step to take (optimizer.7)');
  const share = step / num_steps;
  return learning_rate * (decay === 'cosine' ? 0.5 * (1 + Math.cos(Math.PI * share)) : 1 - share);
}
