import type { DeviantStart } from '../../deviations/deviantRun.ts';
import { canonicalDataset } from '../../golden/canonical.ts';
import type { Golden } from '../../golden/golden.ts';
import { configure } from '../../reference/config.ts';
import { shuffled } from '../../reference/dataset.ts';
import { initialParameters } from '../../reference/parameters.ts';
import { Random } from '../../reference/random.ts';

/**
 * A canonical run from another start: the documents of the golden run shuffled by the seed, then the initial parameters
 * drawn behind them.
 */
export function seededStart(golden: Golden, seed: number): DeviantStart {
  const { uchars, BOS, vocab_size, documents } = canonicalDataset(golden);
  const config = configure({ seed });
  const random = new Random(seed);
  return {
    config,
    tokenizer: { uchars, BOS, vocab_size },
    num_docs: documents.length,
    documents: shuffled(documents, random),
    state_dict: initialParameters(config, vocab_size, random),
  };
}
