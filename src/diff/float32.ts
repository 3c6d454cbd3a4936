/** Significant digits that give a float32 back exactly (`%.9g`). */
export const FLOAT32_DIGITS = 9;

/** Whether a number is of float32: to its last bit, or as 9 significant digits print it. NaN and infinities are not. */
export function isFloat32(x: number): boolean {
  const single = Math.fround(x);
  return Number.isFinite(x) && (single === x || Number(single.toPrecision(FLOAT32_DIGITS)) === x);
}
