import type { Golden } from '../golden/golden.ts';
import { GoldenFault } from '../golden/goldenFault.ts';

/**
 * Golden data out of texts that are in memory.
 *
 * @param textOf - gives a text by its path from the root of the package, or throws
 */
export function packedGolden(textOf: (path: string) => string): Golden {
  return {
    read: (path) => {
      try {
        return new TextEncoder().encode(textOf(`golden/${path}`));
      } catch (error) {
        throw new GoldenFault(String(error));
      }
    },
  };
}
