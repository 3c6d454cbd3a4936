import { type Config, configure } from '../reference/config.ts';
import type { StateDict } from '../reference/parameters.ts';
import type { Random } from '../reference/random.ts';
import { encode, type Tokenizer } from '../reference/tokenizer.ts';
import { combined } from './combined.ts';
import type { Deviation } from './deviation.ts';
import type { CompiledReference, Reference } from './patched.ts';

/** A run just before its first step, as the golden data or a port's own dump have it. */
export interface DeviantStart {
  readonly config: Config;
  /** Number of documents in the whole dataset. */
  readonly num_docs: number;
  readonly tokenizer: Tokenizer;
  /** Documents in training order. */
  readonly documents: readonly string[];
  readonly state_dict: StateDict;
  /** Whether the parameters are the port's own, and so are never drawn anew. */
  readonly ownParameters?: boolean;
  /** The dataset file; deviations with `needsDataset` cannot do without. */
  readonly dataset?: Uint8Array;
}

/** A run with deviations. */
export interface DeviantRun {
  readonly config: Config;
  /** The parameters that it starts from. */
  readonly state_dict: StateDict;
  /** Tokens of each document, in the order of the list that training goes through. */
  readonly tokens: readonly (readonly number[])[];
  /** Loss of each step in nats, computed when it is asked for; it ends early where the run stops with an error. */
  readonly losses: Generator<number, void>;
  /** The num_samples samples of the parameters as the losses taken so far have left them; fewer after an error. */
  readonly samples: () => readonly string[];
}

/** Documents, parameters and the stream behind them. */
interface Drawn {
  readonly random: Random;
  readonly documents: readonly string[];
  readonly state_dict: StateDict;
}

/** A reference with deviations, and where its run starts. */
export interface Prepared {
  readonly reference: Reference;
  readonly config: Config;
  readonly uchars: readonly string[];
  /** Tokens of each document, in the order of the list that training goes through. */
  readonly tokens: readonly (readonly number[])[];
  readonly state_dict: StateDict;
  /** Draws all anew from the seed; what comes next from the stream are the samples' uniforms. */
  readonly draw: () => Drawn;
}

/**
 * Makes the reference with deviations ready to run. It starts from the given parameters and documents; but where a
 * deviation shows in the parameters they are drawn anew, and where it needs the dataset the documents are too.
 *
 * @param deviations - which may be none
 * @param start - where the right run starts
 * @param compiled - the reference, to make the mistakes in
 * @returns null where the deviations cannot be combined
 * @throws RangeError where one needs the dataset and there is none, or the parameters do not fit the configuration
 */
export async function prepareDeviant(
  deviations: readonly Deviation[],
  start: DeviantStart,
  compiled: CompiledReference,
): Promise<Prepared | null> {
  const combination = combined(deviations, compiled);
  if (combination === null) return null;
  const reference = await compiled.patched(combination.edits);
  const config = configure(combination.config, start.config);
  const encodes = combination.edits.every(({ file }) => file !== 'tokenizer');
  // The whole vocabulary, also where the documents are the first of many.
  const { uchars, vocab_size } = encodes
    ? start.tokenizer
    : reference.tokenizer.tokenizer([...start.documents, ...start.tokenizer.uchars]);
  const redrawn =
    !start.ownParameters && deviations.some(({ shows, needsDataset }) => shows === 'parameters' || needsDataset);
  const wholeDataset = deviations.some(({ needsDataset }) => needsDataset);
  const draw = () => drawAnew(reference, config, vocab_size, start, wholeDataset);
  const { documents, state_dict } = redrawn ? draw() : start;
  const tokens = encodes
    ? tokensOf(documents, uchars)
    : documents.map((doc) => reference.tokenizer.encode(uchars, doc));
  return { reference, config, uchars, tokens, state_dict, draw };
}

/** Tokens by the list of documents: a search goes through thousands of runs on the same. */
const encoded = new WeakMap<readonly string[], readonly (readonly number[])[]>();

function tokensOf(documents: readonly string[], uchars: readonly string[]): readonly (readonly number[])[] {
  const known = encoded.get(documents);
  if (known !== undefined) return known;
  const tokens = documents.map((doc) => encode(uchars, doc));
  encoded.set(documents, tokens);
  return tokens;
}

/** Runs the reference with deviations, from where `prepareDeviant` says. Parameters and errors as there. */
export async function deviantRun(
  deviations: readonly Deviation[],
  start: DeviantStart,
  compiled: CompiledReference,
): Promise<DeviantRun | null> {
  const prepared = await prepareDeviant(deviations, start, compiled);
  if (prepared === null) return null;
  const { reference, config, uchars, tokens, state_dict, draw } = prepared;
  const training = reference.training.startTraining(config, state_dict);
  return {
    config,
    state_dict,
    tokens,
    losses: untilError(reference.training.train(training, tokens)),
    samples: () => [...untilError(reference.inference.samples(training.model, uchars, draw().random))],
  };
}

/** Shuffle and initial parameters, as the program draws them (training.12). */
function drawAnew(
  { dataset, parameters, random: { Random } }: Reference,
  config: Config,
  vocab_size: number,
  start: DeviantStart,
  wholeDataset: boolean,
): Drawn {
  const random = new Random(config.seed);
  let documents = start.documents;
  if (wholeDataset) {
    if (start.dataset === undefined) {
      throw new RangeError('deviantRun: a deviation needs the dataset; pass the file, or leave the deviation out');
    }
    documents = dataset.shuffled(dataset.documents(start.dataset), random);
  } else {
    random.shuffle(new Array(start.num_docs).fill(0)); // draws what the shuffle draws; the order is given
  }
  return { random, documents, state_dict: parameters.initialParameters(config, vocab_size, random) };
}

/** A mistake can end a run: log of 0, a division by 0, probabilities that are none. */
export function* untilError<T>(results: Iterable<T>): Generator<T, void> {
  try {
    yield* results;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}
