import { readFileSync } from 'node:fs';
import type { Ensemble } from './ensemble.ts';

/** Where the ensemble is written. */
export const ENSEMBLE_FILE = new URL('../../spec/measured/ensemble.json', import.meta.url);

/** Reads what was measured last. */
export function readEnsemble(): Ensemble {
  return JSON.parse(readFileSync(ENSEMBLE_FILE, 'utf8')) as Ensemble;
}
