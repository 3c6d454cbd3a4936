import { sqrt } from './libm';
import { at, put, SIZE } from './real';
import { dot } from './vectors';

/** Added to the mean square (model.7). */
const EPS_RMSNORM: f64 = 1e-5;

/**
 * RMSNorm of rows of n >= 1 numbers: y_t = s_t x_t with s_t = (mean_j x_tj^2 + 1e-5)^(-1/2) (model.6, model.7).
 *
 * @param y - results [rows, n]; may be x
 * @param x - [rows, n]
 * @param scale - gets s [rows], which the way back needs
 */
export function rmsnorm(y: usize, x: usize, scale: usize, rows: usize, n: usize): void {
  for (let t: usize = 0; t < rows; t++) {
    const row = t * n * SIZE;
    const s = 1 / sqrt(dot(x + row, x + row, n) / <f64>n + EPS_RMSNORM);
    for (let i: usize = 0; i < n; i++) put(y + row + i * SIZE, s * at(x + row + i * SIZE));
    put(scale + t * SIZE, s);
  }
}

/**
 * Adds the gradient by x of y = s x, the scale's own derivative included: dx += s dy - x s^3 <x, dy> / n (model.23).
 *
 * @param dx - the gradient that x has from elsewhere [rows, n]
 * @param dy - the gradient of y [rows, n]
 */
export function rmsnormBackward(dx: usize, dy: usize, x: usize, scale: usize, rows: usize, n: usize): void {
  for (let t: usize = 0; t < rows; t++) {
    const row = t * n * SIZE;
    const s = at(scale + t * SIZE);
    const throughScale = (s * s * s * dot(x + row, dy + row, n)) / <f64>n;
    for (let i: usize = 0; i < n; i++) {
      const o = row + i * SIZE;
      put(dx + o, at(dx + o) + (s * at(dy + o) - at(x + o) * throughScale));
    }
  }
}
