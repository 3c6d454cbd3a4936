import type { Reference } from '../../deviations/patched.ts';
import { CANONICAL, type Config } from '../../reference/config.ts';
import type { CanonicalRun } from './canonicalRun.ts';

/** What a run of the canonical 1000 steps leaves. */
export interface WholeRun {
  /** Loss of each step, in nats; fewer than 1000 where the run stopped with an error. */
  readonly losses: readonly number[];
  /** Final parameters, in the order of state_dict. */
  readonly parameters: readonly number[];
  /** The sampled names; null where none were drawn. */
  readonly samples: readonly string[] | null;
}

/**
 * Runs the canonical steps from the recorded start, then draws the names from the recorded run's stream.
 *
 * @param reference - the reference, or a changed copy of it
 * @param canonical - the recorded run
 * @param constants - those that differ from microgpt.py's
 */
export function wholeRunOf(reference: Reference, canonical: CanonicalRun, constants: Partial<Config> = {}): WholeRun {
  const { training, inference, tokenizer } = reference;
  const run = training.startTraining({ ...CANONICAL, ...constants }, canonical.initial);
  const losses = takeUntilError(training.train(run, canonical.documents));
  const parameters = [...run.model.tape.data.subarray(0, run.model.num_params)];
  if (losses.length < canonical.losses.length) return { losses, parameters, samples: null };
  const uniform = samplingStream(reference, canonical);
  const samples = canonical.samples.map(() =>
    tokenizer.decode(canonical.uchars, inference.sample(run.model, uniform).tokens),
  );
  return { losses, parameters, samples };
}

/** A mistake can end a run: log of 0, a division by 0. */
function takeUntilError(losses: Iterable<number>): number[] {
  const taken: number[] = [];
  try {
    for (const loss of losses) taken.push(loss);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return taken;
}

/** The run's random stream where sampling begins: behind the shuffle and the initial parameters. */
function samplingStream({ random, parameters }: Reference, canonical: CanonicalRun): () => number {
  const stream = new random.Random(CANONICAL.seed);
  stream.shuffle(new Array(canonical.num_docs).fill(0));
  parameters.initialParameters(CANONICAL, canonical.uchars.length + 1, stream);
  return () => stream.random();
}
