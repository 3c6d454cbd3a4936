/** What a number is in memory: f64, or f32 in the second of the two modules. Between loads and stores all is f64. */
export type real = f64;

/** Bytes of a number in memory. */
export const SIZE: usize = sizeof<real>();

/** The number at an address. */
export function at(address: usize): f64 {
  return <f64>load<real>(address);
}

/** Puts a number there, rounded to what memory holds. */
export function put(address: usize, x: f64): void {
  store<real>(address, <real>x);
}

/** Two numbers that stand side by side. */
export function pairAt(address: usize): v128 {
  return sizeof<real>() === 8 ? v128.load(address) : f64x2.promote_low_f32x4(v128.load64_zero(address));
}

/** Puts two numbers side by side. */
export function putPair(address: usize, x: v128): void {
  if (sizeof<real>() === 8) v128.store(address, x);
  else v128.store64_lane(address, f32x4.demote_f64x2_zero(x), 0);
}

/** The sum of a pair. */
export function sumOf(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}
