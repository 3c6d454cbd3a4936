import fc from 'fast-check';
import { port } from './subject.ts';

/** The seeds that a port takes, where it declares how many bits they may have. */
const declared = port.limits?.seed_bits;

/** Bits that a seed may have. */
export const SEED_BITS: number = declared ?? Infinity;

/** Bits of a seed that a run may have (spec/numerics.md, "Core and edge"). */
const RUN_BITS = 32;

/** Seeds of 32 bits, or of those that the port declares where these are fewer. */
function seedsOf<T extends number | bigint>(build: (seed: bigint) => T): fc.Arbitrary<T> {
  return fc.bigInt({ min: 0n, max: 2n ** BigInt(Math.min(RUN_BITS, SEED_BITS)) - 1n }).map(build);
}

/** Seeds that a run may have, for a configuration. */
export const configSeeds: fc.Arbitrary<number> = seedsOf(Number);

/** Seeds that a run may have, for a stream. */
export const streamSeeds: fc.Arbitrary<bigint> = seedsOf((seed) => seed);

/** Seeds of any size and sign, where the port declares no limit. */
export const anySeeds: fc.Arbitrary<bigint> =
  declared === undefined
    ? fc.oneof(
        streamSeeds,
        fc.bigInt({ min: -(2n ** 33n), max: 2n ** 33n }),
        fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
      )
    : fc.bigInt({ min: 0n, max: 2n ** BigInt(declared) - 1n });
