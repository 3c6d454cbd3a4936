import { canonicalConfig, canonicalDataset, canonicalParameters } from '../../golden/canonical.ts';
import type { Golden } from '../../golden/golden.ts';
import type { Config } from '../../reference/config.ts';
import { begin } from '../../reference/microgpt.ts';
import { initialParameters, type StateDict } from '../../reference/parameters.ts';
import { Random } from '../../reference/random.ts';
import type { Tokenizer } from '../../reference/tokenizer.ts';

/** A run of microgpt.py just before its first step. */
export interface RunStart {
  readonly config: Config;
  /** The stream, where the initial parameters have left it: next come the samples' uniforms. */
  readonly random: Random;
  /** Number of documents in the whole dataset. */
  readonly num_docs: number;
  readonly tokenizer: Tokenizer;
  /** Documents in training order: all of them, or as many as the golden data have. */
  readonly documents: readonly string[];
  readonly state_dict: StateDict;
}

/** The constants that decide which initial parameters are drawn. */
const DECIDE_PARAMETERS = ['n_layer', 'n_embd', 'block_size', 'std', 'std_residual', 'seed'] as const;

/**
 * The canonical start: the recorded documents and initial parameters, so that a platform's own log, cos and sin have no
 * part in the losses. Where the configuration asks for other parameters, they are drawn.
 *
 * @param golden - the golden folder
 * @param config - the configuration
 * @throws GoldenFault where the golden data cannot be used
 */
export function startFromGolden(golden: Golden, config: Config): RunStart {
  const { num_docs, vocab_size, uchars, BOS, documents } = canonicalDataset(golden);
  const random = new Random(config.seed);
  random.shuffle(new Array(num_docs).fill(0)); // draws what microgpt.py's shuffle draws; the order is recorded
  const drawn = initialParameters(config, vocab_size, random);
  const recorded = canonicalConfig(golden);
  const same = DECIDE_PARAMETERS.every((name) => config[name] === recorded[name]);
  const state_dict = same ? canonicalParameters(golden, 'initial') : drawn;
  return { config, random, num_docs, tokenizer: { uchars, BOS, vocab_size }, documents, state_dict };
}

/**
 * The start from a dataset file, all of it drawn: shuffle, then initial parameters (training.1).
 *
 * @param config - the configuration
 * @param bytes - the file
 * @throws RangeError where the bytes are no UTF-8 (dataset.9)
 */
export function startFromDataset(config: Config, bytes: Uint8Array): RunStart {
  const { docs, ...start } = begin(config, bytes, new Random(config.seed));
  return { ...start, num_docs: docs.length, documents: docs };
}
