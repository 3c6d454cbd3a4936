import { canonicalDataset, canonicalLosses, canonicalParameters } from '../../golden/canonical.ts';
import type { Golden } from '../../golden/golden.ts';
import { encode } from '../../reference/tokenizer.ts';

/** Steps whose losses a file of native tests has. */
const STEPS = 10;

/** The first steps of the canonical run (training.14). */
export interface NativeStart {
  readonly title: string;
  /** The rows of the matrices: a name, and base64 of the doubles, the most significant byte of each first. */
  readonly rows: readonly string[];
  /** The documents' tokens, one document a step. */
  readonly documents: readonly (readonly number[])[];
  readonly losses: readonly number[];
}

/** Reads it; throws GoldenFault where the golden data cannot be used. */
export function nativeStart(golden: Golden): NativeStart {
  const { documents, uchars } = canonicalDataset(golden);
  const rows = Object.entries(canonicalParameters(golden, 'initial')).flatMap(([name, matrix]) =>
    matrix.map((row) => `${name} ${base64(row)}`),
  );
  return {
    title: `training.14 the first ${STEPS} losses of the canonical run, from Python's start`,
    rows,
    documents: documents.slice(0, STEPS).map((document) => encode(uchars, document)),
    losses: canonicalLosses(golden).slice(0, STEPS),
  };
}

function base64(row: readonly number[]): string {
  const bytes = Buffer.alloc(8 * row.length);
  for (const [i, x] of row.entries()) bytes.writeDoubleBE(x, 8 * i);
  return bytes.toString('base64');
}
