import { canonicalDataset, canonicalLosses, canonicalParameters, canonicalSamples } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { flatten } from '../../port/flatten.ts';
import type { StateDict } from '../../reference/parameters.ts';
import { encode } from '../../reference/tokenizer.ts';

/** The recorded canonical run, as far as the measurements use it. */
export interface CanonicalRun {
  readonly uchars: readonly string[];
  /** Number of documents in the whole dataset: as many were shuffled before the first parameter was drawn. */
  readonly num_docs: number;
  /** Tokens of the documents trained on, BOS on both sides, one document a step. */
  readonly documents: readonly (readonly number[])[];
  readonly initial: StateDict;
  /** Final parameters, in the order of state_dict. */
  readonly final: readonly number[];
  /** Loss of each step, in nats. */
  readonly losses: readonly number[];
  /** The 20 sampled names. */
  readonly samples: readonly string[];
  readonly provenance: Readonly<Record<string, unknown>>;
}

/** Reads it from the package's golden folder. */
export function readCanonicalRun(): CanonicalRun {
  const golden = openGolden();
  const { uchars, num_docs, documents } = canonicalDataset(golden);
  return {
    uchars,
    num_docs,
    documents: documents.map((doc) => encode(uchars, doc)),
    initial: canonicalParameters(golden, 'initial'),
    final: flatten(canonicalParameters(golden, 'final')),
    losses: canonicalLosses(golden),
    samples: canonicalSamples(golden).map(({ name }) => name),
    provenance: golden.provenance,
  };
}
