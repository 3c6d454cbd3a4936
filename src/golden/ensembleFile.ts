import { readOwnText } from '../port/ownText.ts';
import type { Ensemble } from './ensemble.ts';

/** Where the ensemble is written. */
export const ENSEMBLE_FILE = new URL('../../spec/measured/ensemble.json', import.meta.url);

/** Reads what was measured last. */
export function readEnsemble(): Ensemble {
  return JSON.parse(readOwnText(ENSEMBLE_FILE)) as Ensemble;
}
