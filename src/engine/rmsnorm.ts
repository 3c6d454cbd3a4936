import type { Libm } from './network.ts';
import type { Numbers, Rows } from './numbers.ts';

/** Added to the mean square (model.7). */
const EPS_RMSNORM = 1e-5;

/**
 * RMSNorm of the positions from `from` to before `to`: y_t = s_t x_t with s_t = (mean_j x_tj^2 + 1e-5)^(-1/2) (model.6,
 * model.7).
 *
 * @param y - results [positions, n]; may be x
 * @param x - [positions, n], n >= 1
 * @param scale - gets s [positions], which the way back needs
 */
export function rmsnorm(libm: Libm, y: Rows, x: Rows, scale: Numbers, from: number, to: number): void {
  for (let t = from; t < to; t++) {
    const xt = x[t];
    const yt = y[t];
    const n = xt.length;
    const s = 1 / libm.sqrt(dot(xt, xt) / n + EPS_RMSNORM);
    for (let i = 0; i < n; i++) yt[i] = s * xt[i];
    scale[t] = s;
  }
}

/**
 * Adds the gradient by x of y = s x over n positions, the scale's own derivative included:
 * dx += s dy - x s^3 <x, dy> / n_embd (model.23).
 *
 * @param dx - the gradient that x has from elsewhere [positions, n_embd]
 * @param dy - the gradient of y
 */
export function rmsnormBackward(dx: Rows, dy: Rows, x: Rows, scale: Numbers, n: number): void {
  for (let t = 0; t < n; t++) {
    const dxt = dx[t];
    const dyt = dy[t];
    const xt = x[t];
    const s = scale[t];
    const throughScale = (s * s * s * dot(xt, dyt)) / xt.length;
    for (let i = 0; i < xt.length; i++) dxt[i] += s * dyt[i] - xt[i] * throughScale;
  }
}

function dot(a: Numbers, b: Numbers): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
