import fc from 'fast-check';
import { port } from '../subject.ts';

const HALF_BITS = 26;
const SINGLE_BITS = 24;

const bits = (count: number) => fc.noBias(fc.integer({ min: -(2 ** count), max: 2 ** count }));

/** A number between -1 and 1 of which every bit that the port's type has is drawn, so that hardly any sum of them is exact. */
const full: fc.Arbitrary<number> =
  port.dtype === 'f32'
    ? bits(SINGLE_BITS).map((n) => n * 2 ** -SINGLE_BITS)
    : fc
        .tuple(bits(HALF_BITS), bits(HALF_BITS))
        .map(([high, low]) => high * 2 ** -HALF_BITS + low * 2 ** (-2 * HALF_BITS - 1));

/** The same, between -size and size, a power of two. */
export function fullOf(size: number): fc.Arbitrary<number> {
  return full.map((x) => x * size);
}

/** A list of them. */
export function fulls(size: number, minLength: number, maxLength: number): fc.Arbitrary<number[]> {
  return fc
    .noBias(fc.integer({ min: minLength, max: maxLength }))
    .chain((n) => fc.array(fullOf(size), { minLength: n, maxLength: n }));
}
