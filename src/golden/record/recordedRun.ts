import type { Config } from '../../reference/config.ts';
import type { Start } from '../../reference/microgpt.ts';
import type { StateDict } from '../../reference/parameters.ts';
import { decode, encode } from '../../reference/tokenizer.ts';
import type { StepPort, Trainer } from './trainer.ts';

/** A step in full (spec/traces.md, "canonical/"), with its parameters before it. */
export interface RecordedStep {
  /** Counted from 1. */
  readonly step: number;
  readonly doc: string;
  readonly tokens: readonly number[];
  readonly logits: readonly (readonly number[])[];
  readonly probs: readonly (readonly number[])[];
  readonly losses: readonly number[];
  readonly loss: number;
  readonly grad: StateDict;
  readonly m: StateDict;
  readonly v: StateDict;
  /** Behind the update. */
  readonly params: StateDict;
  readonly before: StateDict;
}

/** A sample, what it was drawn with, and what from. */
export interface RecordedSample {
  readonly name: string;
  readonly tokens: readonly number[];
  readonly uniforms: readonly number[];
  readonly probs: readonly (readonly number[])[];
}

/** What a run has left when it is done; its steps in full are given as they come. */
export interface RecordedRun {
  readonly config: Config;
  readonly losses: readonly number[];
  readonly final: StateDict;
  readonly samples: readonly RecordedSample[];
}

/** How a run is recorded. */
export interface Recording {
  readonly trainer: Trainer;
  readonly port: StepPort;
  /** Number of steps to take, at most num_steps. */
  readonly steps: number;
  /** The steps to give in full, counted from 1. */
  readonly inFull: ReadonlySet<number>;
  /** Is told of every step that is taken, counted from 1. */
  readonly onStep: (step: number) => Promise<void>;
  /** Is told of every sample that is drawn, counted from 1. */
  readonly onSample: (sample: number) => Promise<void>;
}

/**
 * Trains and samples as microgpt.py does, and writes down what it computes.
 *
 * @param start - the run before its first step; its stream is used up
 * @returns the run, behind each step that is asked for in full
 * @throws RangeError where microgpt.py raises
 */
export async function* recordRun(start: Start, recording: Recording): AsyncGenerator<RecordedStep, RecordedRun> {
  const { config, docs, tokenizer } = start;
  const { trainer, steps, inFull, onStep, onSample } = recording;
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const doc = docs[step % docs.length];
    const tokens = encode(tokenizer.uchars, doc);
    if (inFull.has(step + 1)) {
      const full = await stepInFull(config, recording, step, tokens);
      yield { step: step + 1, doc, tokens, ...full };
      losses.push(full.loss);
    } else losses.push(trainer.step(step, tokens));
    await onStep(step + 1);
  }
  const samples: RecordedSample[] = [];
  for (let sample = 0; sample < config.num_samples; sample++) {
    samples.push(recordSample(start, trainer));
    await onSample(sample + 1);
  }
  return { config, losses, final: trainer.parameters(), samples };
}

async function stepInFull(
  config: Config,
  { trainer, port }: Recording,
  step: number,
  tokens: readonly number[],
): Promise<Omit<RecordedStep, 'step' | 'doc' | 'tokens'>> {
  const before = trainer.parameters();
  const { logits, losses } = await port.forward(config, before, tokens);
  const probs = await Promise.all(logits.map((row) => port.softmax(row)));
  const { grad } = await port.backward(config, before, tokens);
  const loss = trainer.step(step, tokens);
  return { logits, probs, losses, loss, grad, ...trainer.moments(), params: trainer.parameters(), before };
}

function recordSample({ tokenizer, random }: Start, trainer: Trainer): RecordedSample {
  const uniforms: number[] = [];
  const { tokens, probs } = trainer.sample(() => {
    const uniform = random.random();
    uniforms.push(uniform);
    return uniform;
  });
  return { name: decode(tokenizer.uchars, tokens), tokens, uniforms, probs };
}
