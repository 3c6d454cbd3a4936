import { at, pairAt, put, putPair, SIZE, sumOf } from './real';

/** <a, b> of n numbers. */
export function dot(a: usize, b: usize, n: usize): f64 {
  let pair = f64x2.splat(0);
  let i: usize = 0;
  for (; i + 2 <= n; i += 2) pair = f64x2.add(pair, f64x2.mul(pairAt(a + i * SIZE), pairAt(b + i * SIZE)));
  const sum = sumOf(pair);
  return i < n ? sum + at(a + i * SIZE) * at(b + i * SIZE) : sum;
}

/** y += s x, of n numbers. */
export function addScaled(y: usize, s: f64, x: usize, n: usize): void {
  const both = f64x2.splat(s);
  let i: usize = 0;
  for (; i + 2 <= n; i += 2) {
    const o = i * SIZE;
    putPair(y + o, f64x2.add(pairAt(y + o), f64x2.mul(both, pairAt(x + o))));
  }
  if (i < n) put(y + i * SIZE, at(y + i * SIZE) + s * at(x + i * SIZE));
}

/** y = a + b, of n numbers; y may be one of them. */
export function sum(y: usize, a: usize, b: usize, n: usize): void {
  for (let i: usize = 0; i < n; i++) put(y + i * SIZE, at(a + i * SIZE) + at(b + i * SIZE));
}

/** y = x / d, of n numbers. */
export function quotient(y: usize, x: usize, d: f64, n: usize): void {
  for (let i: usize = 0; i < n; i++) put(y + i * SIZE, at(x + i * SIZE) / d);
}

/** n numbers become 0. */
export function clear(x: usize, n: usize): void {
  memory.fill(x, 0, n * SIZE);
}
