import fc from 'fast-check';
import { port } from './subject.ts';

/** The seeds that a port takes, where it declares how many bits they may have. */
const declared = port.limits?.seed_bits;

/** Bits that a seed may have. */
export const SEED_BITS: number = declared ?? Infinity;

/**
 * Seeds for a port: those of an arbitrary, or all that it declares.
 *
 * @param unlimited - for a port that takes seeds of any size and sign
 */
export function seedsWithin<T extends number | bigint>(unlimited: fc.Arbitrary<T>): fc.Arbitrary<T | bigint> {
  return declared === undefined ? unlimited : fc.bigInt({ min: 0n, max: 2n ** BigInt(declared) - 1n });
}

/** Seeds of any size and sign, for a configuration. */
export const configSeeds: fc.Arbitrary<number | bigint> = seedsWithin(
  fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: -(2n ** 100n), max: 2n ** 100n })),
);

/** Seeds of any size and sign, for a stream. */
export const streamSeeds: fc.Arbitrary<bigint> = seedsWithin(
  fc.oneof(fc.bigInt({ min: -(2n ** 33n), max: 2n ** 33n }), fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n })),
);
