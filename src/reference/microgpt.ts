import type { Config } from './config.ts';
import { documents, shuffled } from './dataset.ts';
import { samples } from './inference.ts';
import { initialParameters, type StateDict } from './parameters.ts';
import type { Libm } from './python.ts';
import type { Random } from './random.ts';
import { encode, type Tokenizer, tokenizer } from './tokenizer.ts';
import { startTraining, train } from './training.ts';

/** The program before its first step: what it has drawn from the stream so far (training.12). */
export interface Start {
  readonly config: Config;
  /** The stream, where the initial parameters have left it: next come the samples' uniforms. */
  readonly random: Random;
  /** The documents in training order. */
  readonly docs: readonly string[];
  readonly tokenizer: Tokenizer;
  /** The initial parameters. */
  readonly state_dict: StateDict;
}

/**
 * A run of the program, computed as it is read: the losses to their end, then the samples.
 *
 * @example
 * const bytes = new TextEncoder().encode('ab\nba');
 * const run: Run = microgpt(configure({ num_steps: 2 }), bytes, new Random(42));
 * run.tokenizer.uchars; // => ['a', 'b']
 */
export interface Run extends Start {
  /** Loss of each step, in nats. */
  readonly losses: Generator<number, void>;
  /** The samples of the parameters as the losses read so far have left them. */
  readonly samples: Generator<string, void>;
}

/**
 * microgpt.py from top to bottom.
 *
 * @param config - its constants
 * @param bytes - the dataset, in UTF-8
 * @param random - the one random stream, just seeded
 * @param math - the library that training and sampling take exp, log and powers from
 * @throws RangeError where microgpt.py raises
 *
 * @example
 * const bytes = new TextEncoder().encode('ab\nba');
 * const { losses } = microgpt(configure({ num_steps: 2 }), bytes, new Random(42));
 * [...losses].length; // => 2
 */
export function microgpt(config: Config, bytes: Uint8Array, random: Random, math?: Libm): Run {
  return proceed(begin(config, bytes, random), config.num_steps, math);
}

/** microgpt.py, lines 14 to 90. Parameters and errors as of `microgpt`. */
export function begin(config: Config, bytes: Uint8Array, random: Random): Start {
  const docs = shuffled(documents(bytes), random);
  const vocabulary = tokenizer(docs);
  const state_dict = initialParameters(config, vocabulary.vocab_size, random);
  return { config, random, docs, tokenizer: vocabulary, state_dict };
}

/**
 * microgpt.py, lines 146 to 200.
 *
 * @param start - of `begin`, or as it was recorded
 * @param steps - number of steps to take, as a rule num_steps
 * @param math - as of `microgpt`
 */
export function proceed(start: Start, steps: number, math?: Libm): Run {
  const { config, random, state_dict } = start;
  const { uchars } = start.tokenizer;
  const tokens = start.docs.map((doc) => encode(uchars, doc));
  const training = startTraining(config, state_dict, math);
  const losses = train(training, tokens, steps);
  return { ...start, losses, samples: samples(training.model, uchars, random) };
}
