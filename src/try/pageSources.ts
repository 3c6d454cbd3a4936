import { CompiledReference } from '../deviations/patched.ts';
import type { Ensemble } from '../golden/ensemble.ts';
import { readEnsemble } from '../golden/ensembleFile.ts';
import type { Golden } from '../golden/golden.ts';
import { packedGolden } from './packedGolden.ts';

/** What `diff` reads of the package. */
interface PageSources {
  readonly golden: Golden;
  readonly ensemble: () => Ensemble;
  readonly compiled: CompiledReference;
}

/**
 * What `diff` reads of the package, out of texts that are in memory.
 *
 * @param textOf - gives a text by its path from the root of the package
 */
export function pageSources(textOf: (path: string) => string): PageSources {
  const compiled = new CompiledReference((file) => textOf(`dist/reference/${file}.js`));
  return { golden: packedGolden(textOf), ensemble: readEnsemble, compiled };
}
