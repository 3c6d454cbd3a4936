import { enginePort } from '../../engine/enginePort.ts';
import { CLASS_TOLERANCE } from '../../port/precision.ts';
import { referencePort } from '../../port/reference.ts';
import type { Start } from '../../reference/microgpt.ts';
import { encode } from '../../reference/tokenizer.ts';
import { engineTrainer } from './engineTrainer.ts';
import { referenceTrainer, type StepPort, type Trainer } from './trainer.ts';
import { products } from './work.ts';

/** Who computes a recording, and how far it was held to the reference. */
export interface Recorder {
  readonly by: 'reference' | 'engine';
  readonly trainer: Trainer;
  readonly port: StepPort;
  /**
   * In how many first losses the engine is the reference, within the class f64, the largest difference in them, and the step
   * at which they part, or null where none of those that were tried; null of the reference itself.
   */
  readonly held: { readonly steps: number; readonly maxAbsDelta: number; readonly partAt: number | null } | null;
}

/** Multiplications of a run that the reference is given: about a minute (25 million a second; spec/measured/benchmarks.md). */
const MOST_OF_REFERENCE = 1.5e9;
/** Those of the steps in which the engine is held to it: about ten seconds. */
const MOST_HELD = 2.5e8;
/** Those of a single step of the reference, whose graph has 100 bytes for each: 3 GB. */
const MOST_OF_STEP = 3e7;
/** Losses in which they must not part: the first shows the forward pass, the second the gradient and Adam too. */
const LEAST_HELD = 2;

/**
 * The reference, or where it would take long the engine, held to the reference in the first steps.
 *
 * @param steps - number of steps that will be taken
 * @throws RangeError where a step is too large for the reference, or the engine's first losses are not the reference's
 */
export function recorderOf(start: Start, steps: number, version: string): Recorder {
  const { config, docs, tokenizer, state_dict } = start;
  const { uchars, vocab_size } = tokenizer;
  const documents = Array.from({ length: steps }, (_, step) => encode(uchars, docs[step % docs.length]));
  const work = documents.map(({ length }) => products(config, vocab_size, length - 1));
  if (work.reduce((sum, count) => sum + count, 0) <= MOST_OF_REFERENCE) {
    return { by: 'reference', trainer: referenceTrainer(config, state_dict), port: referencePort(version), held: null };
  }
  const held = compared(start, documents.slice(0, heldSteps(work)));
  return { by: 'engine', trainer: engineTrainer(config, state_dict), port: enginePort(version), held };
}

function heldSteps(work: readonly number[]): number {
  if (work[0] > MOST_OF_STEP) {
    throw new RangeError(
      `step 1 has ${work[0].toPrecision(2)} multiplications, and the reference, which has to confirm it, takes at most ${MOST_OF_STEP}; record a smaller model, or a smaller block_size`,
    );
  }
  let left = MOST_HELD;
  const beyond = work.findIndex((count) => {
    left -= count;
    return left < 0 || count > MOST_OF_STEP;
  });
  return beyond < 0 ? work.length : beyond;
}

/**
 * Holds the engine to the reference, step by step, until they part: from there on rounding alone decides the run.
 *
 * @throws RangeError where they part before the first update has shown
 */
function compared(
  { config, state_dict }: Start,
  documents: readonly (readonly number[])[],
): NonNullable<Recorder['held']> {
  const [engine, reference] = [engineTrainer(config, state_dict), referenceTrainer(config, state_dict)];
  let maxAbsDelta = 0;
  for (const [step, tokens] of documents.entries()) {
    const [got, due] = [engine.step(step, tokens), reference.step(step, tokens)];
    const delta = Math.abs(got - due);
    const isWithin = delta <= CLASS_TOLERANCE.f64 * Math.max(1, Math.abs(due));
    if (!isWithin && step < LEAST_HELD) {
      throw new RangeError(
        `the engine's loss of step ${step + 1} is ${got}, and the reference's ${due}: rounding alone decides this run; record one with a smaller std or learning_rate`,
      );
    }
    if (!isWithin) return { steps: step, maxAbsDelta, partAt: step + 1 };
    maxAbsDelta = Math.max(maxAbsDelta, delta);
  }
  return { steps: documents.length, maxAbsDelta, partAt: null };
}
