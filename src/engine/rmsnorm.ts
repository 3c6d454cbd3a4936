import type { Libm } from './network.ts';
import type { Numbers } from './numbers.ts';

/** Added to the mean square (model.7). */
const EPS_RMSNORM = 1e-5;

/**
 * y = s x with s = (mean x_j^2 + 1e-5)^(-1/2) (model.6, model.7).
 *
 * @param y - results [n]
 * @param x - [n], n >= 1
 * @returns s, which the way back needs
 */
export function rmsnorm(libm: Libm, y: Numbers, x: Numbers): number {
  const n = x.length;
  const s = 1 / libm.sqrt(dot(x, x) / n + EPS_RMSNORM);
  for (let i = 0; i < n; i++) y[i] = s * x[i];
  return s;
}

/**
 * Adds the gradient by x of y = s x, the scale's own derivative included: dx += s dy - x s^3 <x, dy> / n (model.23).
 *
 * @param dx - the gradient that x has from elsewhere [n]
 * @param dy - the gradient of y [n]
 */
export function rmsnormBackward(dx: Numbers, dy: Numbers, x: Numbers, s: number): void {
  const n = x.length;
  const throughScale = (s * s * s * dot(x, dy)) / n;
  for (let i = 0; i < n; i++) dx[i] += s * dy[i] - x[i] * throughScale;
}

function dot(a: Numbers, b: Numbers): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
