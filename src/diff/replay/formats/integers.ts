/** Integers of a binary file: how many bytes each has, and whether one is its sign. */
export interface IntegerType {
  readonly size: number;
  readonly isSigned: boolean;
}

const NUMPY = /^[<>=|]?([iu])([1248])$/;
const SAFETENSORS = /^([IU])(8|16|32|64)$/;
const BITS_OF_BYTE = 8;

/**
 * The type of integers that a name means.
 *
 * @param name - numpy's `<i8`, or safetensors' `I64`
 * @returns null where it is none
 */
export function integerTypeOf(name: string): IntegerType | null {
  const numpy = NUMPY.exec(name);
  if (numpy !== null) return { size: Number(numpy[2]), isSigned: numpy[1] === 'i' };
  const bits = SAFETENSORS.exec(name);
  return bits === null ? null : { size: Number(bits[2]) / BITS_OF_BYTE, isSigned: bits[1] === 'I' };
}

/**
 * Reads integers of a binary file; those beyond 2^53 are rounded.
 *
 * @param bytes - exactly the integers
 */
export function integers(bytes: Uint8Array, { size, isSigned }: IntegerType, littleEndian: boolean): Float64Array {
  return Float64Array.from({ length: bytes.length / size }, (_, i) => {
    const own = bytes.slice(i * size, (i + 1) * size);
    const lastFirst = littleEndian ? own : own.reverse();
    const bits = lastFirst.reduceRight((sum, byte) => (sum << 8n) + BigInt(byte), 0n);
    return Number(isSigned ? BigInt.asIntN(size * BITS_OF_BYTE, bits) : bits);
  });
}
