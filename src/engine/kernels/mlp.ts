import { at, put, SIZE } from './real';

/** z becomes max(0, z), of n numbers (model.14). NaN gives 0, as Python's max(0, nan) does (autograd.7). */
export function relu(z: usize, n: usize): void {
  for (let i: usize = 0; i < n; i++) if (!(at(z + i * SIZE) > 0)) put(z + i * SIZE, 0);
}

/**
 * y = z^2, of n numbers (model.15).
 *
 * @returns the first index where the square of a finite number overflows, or n
 */
export function square(y: usize, z: usize, n: usize): usize {
  for (let i: usize = 0; i < n; i++) {
    const x = at(z + i * SIZE);
    put(y + i * SIZE, x * x);
    if (at(y + i * SIZE) === Infinity && x !== Infinity) return i;
  }
  return n;
}

/** From the gradient of max(0, z) to that of z, in place: by 1 where max(0, z) > 0, and else by 0 (model.25). */
export function reluBackward(dz: usize, z: usize, n: usize): void {
  for (let i: usize = 0; i < n; i++) if (!(at(z + i * SIZE) > 0)) put(dz + i * SIZE, 0);
}

/** From the gradient of max(0, z)^2 to that of z, in place: by 2 max(0, z) (model.25). */
export function squareBackward(dz: usize, z: usize, n: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const x = at(z + i * SIZE);
    put(dz + i * SIZE, x > 0 ? at(dz + i * SIZE) * (2 * x) : 0);
  }
}
