import type { Config } from '../../reference/config.ts';
import { documents, shuffled } from '../../reference/dataset.ts';
import { initialParameters } from '../../reference/parameters.ts';
import { Random } from '../../reference/random.ts';
import { tokenizer } from '../../reference/tokenizer.ts';
import type { RunStart } from '../replay/start.ts';

/**
 * Makes the starts that a dataset has in many seeds: it is read once, in a tenth of a second, and each seed draws from it in a
 * hundredth.
 *
 * @param bytes - the dataset, in UTF-8
 * @returns gives the start of a configuration (training.12)
 */
export function seededStarts(
  bytes: Uint8Array,
): (config: Config) => Pick<RunStart, 'config' | 'tokenizer' | 'documents' | 'state_dict'> {
  const docs = documents(bytes);
  const vocabulary = tokenizer(docs);
  return (config) => {
    const random = new Random(config.seed);
    const order = shuffled(docs, random);
    const state_dict = initialParameters(config, vocabulary.vocab_size, random);
    return { config, tokenizer: vocabulary, documents: order, state_dict };
  };
}
