import { JsonFault } from '../port/json.ts';

/** Golden data that cannot be used: a file missing, altered or of another form. A fault of the suite, not of a port. */
export class GoldenFault extends Error {
  override readonly name = 'GoldenFault';
}

/** Decodes golden data; throws GoldenFault in place of JsonFault. */
export function decodeGolden<T>(decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw error instanceof JsonFault ? new GoldenFault(error.message) : error;
  }
}
