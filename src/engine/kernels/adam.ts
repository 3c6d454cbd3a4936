import { pairAt, putPair, SIZE } from './real';

/**
 * One step of Adam in place, two parameters at once (optimizer.2 to optimizer.6, optimizer.11):
 *
 * m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, p = p - rate m / (sqrt(v inverse2) + eps_adam).
 *
 * @param p - parameters [n]; each vector has room for a pair at its end
 * @param g - their gradients [n]
 * @param n - number of parameters
 * @param rate - lr_t / (1 - beta1^(step + 1))
 * @param inverse2 - 1 / (1 - beta2^(step + 1)): a product takes a fifth of the time of a quotient
 * @returns the first index where the square of a finite gradient overflows or a step divides by 0, or n
 */
export function adam(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: usize,
  rate: f64,
  inverse2: f64,
  beta1: f64,
  beta2: f64,
  eps_adam: f64,
): usize {
  const zero = f64x2.splat(0);
  const infinite = f64x2.splat(Infinity);
  const keep1 = f64x2.splat(beta1);
  const keep2 = f64x2.splat(beta2);
  const rest1 = f64x2.splat(1 - beta1);
  const rest2 = f64x2.splat(1 - beta2);
  for (let i: usize = 0; i < n; i += 2) {
    const o = i * SIZE;
    const grad = pairAt(g + o);
    const square = f64x2.mul(grad, grad);
    const mi = f64x2.add(f64x2.mul(keep1, pairAt(m + o)), f64x2.mul(rest1, grad));
    const vi = f64x2.add(f64x2.mul(keep2, pairAt(v + o)), f64x2.mul(rest2, square));
    const denominator = f64x2.add(f64x2.sqrt(f64x2.mul(vi, f64x2.splat(inverse2))), f64x2.splat(eps_adam));
    const overflows = v128.andnot(f64x2.eq(square, infinite), f64x2.eq(f64x2.abs(grad), infinite));
    const faults = i64x2.bitmask(v128.or(overflows, f64x2.eq(denominator, zero)));
    if (faults !== 0) {
      const first = i + ctz<i32>(faults);
      if (first < n) return first;
    }
    putPair(m + o, mi);
    putPair(v + o, vi);
    putPair(p + o, f64x2.sub(pairAt(p + o), f64x2.div(f64x2.mul(f64x2.splat(rate), mi), denominator)));
  }
  return n;
}
