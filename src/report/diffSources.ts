import { COMPILED } from '../deviations/compiledReference.ts';
import type { CompiledReference } from '../deviations/patched.ts';
import type { Ensemble } from '../golden/ensemble.ts';
import { readEnsemble } from '../golden/ensembleFile.ts';
import { openGolden } from '../golden/folder.ts';
import type { Golden } from '../golden/golden.ts';

/** What the package holds and `diff` reads: golden data, right runs from other starts, the compiled reference. */
export interface DiffSources {
  readonly golden: Golden;
  readonly ensemble: () => Ensemble;
  readonly compiled: CompiledReference;
}

/** The package's own, on the disk. Throws GoldenFault where the golden data cannot be used. */
export function diffSources(): DiffSources {
  return { golden: openGolden(), ensemble: readEnsemble, compiled: COMPILED };
}
