import type { Tape, Value } from './autograd.ts';
import { emptyCache, gpt, type Model, softmax } from './model.ts';
import { bisectWeights, type Random } from './random.ts';
import { decode } from './tokenizer.ts';

// microgpt.py, lines 186 to 200.

/** One sampled document. */
export interface Sample {
  /** Its tokens, BOS left out at both ends. */
  readonly tokens: readonly number[];
  /**
   * The probabilities drawn from at each position, the one that gave BOS included
   * [positions, vocab_size].
   */
  readonly probs: readonly (readonly number[])[];
}

/**
 * softmax(logits / temperature) (inference.1, inference.6 to inference.8).
 *
 * @param tape - holds the arguments, and takes the nodes of the result
 * @param logits - [vocab_size]
 * @param temperature - > 0; below 1 sharpens, above 1 flattens
 * @returns probabilities [vocab_size]
 * @throws RangeError where temperature is 0 (inference.9)
 *
 * @example
 * const tape = new Tape();
 * sampling(tape, [tape.leaf(0), tape.leaf(0)], 0.5).map((p) => tape.data[p]); // => [0.5, 0.5]
 */
export function sampling(tape: Tape, logits: readonly Value[], temperature: number): Value[] {
  const divided = logits.map((l) => tape.divNumber(l, temperature));
  return softmax(tape, divided);
}

/**
 * Samples a document, from BOS until BOS is drawn or block_size positions are full (inference.2 to
 * inference.5).
 *
 * @param model - the parameters on their tape
 * @param uniform - gives the next uniform in [0, 1) of the stream, asked once a position
 * (inference.11)
 * @returns tokens, each below BOS, at most block_size of them
 *
 * @example
 * const random = new Random(42);
 * const model = createModel(new Tape(), CANONICAL, initialParameters(CANONICAL, 27, random));
 * sample(model, () => 0.999).tokens; // => []
 */
export function sample(model: Model, uniform: () => number): Sample {
  const { config, tape, num_params } = model;
  const BOS = model.state_dict.lm_head.length - 1;
  const keys = emptyCache(config);
  const values = emptyCache(config);
  const tokens: number[] = [];
  const drawnFrom: number[][] = [];
  let token_id = BOS;
  for (let pos_id = 0; pos_id < config.block_size; pos_id++) {
    const logits = gpt(model, token_id, pos_id, keys, values);
    const probs = sampling(tape, logits, config.temperature).map((p) => tape.data[p]);
    drawnFrom.push(probs);
    token_id = bisectWeights(probs, uniform());
    if (token_id === BOS) break;
    tokens.push(token_id);
  }
  tape.truncate(num_params);
  return { tokens, probs: drawnFrom };
}

/**
 * Samples num_samples documents, one behind the other from the one stream (inference.13).
 *
 * @param model - the parameters on their tape
 * @param uchars - the vocabulary's characters
 * @param random - the stream, where the initial parameters have left it
 * @returns the text of each, computed when it is asked for
 */
export function* samples(
  model: Model,
  uchars: readonly string[],
  random: Random,
): Generator<string, void> {
  for (let sample_idx = 0; sample_idx < model.config.num_samples; sample_idx++) {
    yield decode(uchars, sample(model, () => random.random()).tokens);
  }
}
