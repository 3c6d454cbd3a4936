import { LineSplitter } from './lines.ts';
import { type LossEvent, readEvent, type SampleEvent } from './log.ts';
import { decimalsOf } from './printed.ts';

/** Different losses that are kept of one step: a log holds a step twice where two runs went into it. */
const KEPT_A_STEP = 4;
const NON_FINITE = /nan|inf/i;

/** What a log says of a run, as far as there are golden values to compare with. */
export interface Trace {
  /** The losses by step: one, or the different ones where the log has a step more than once. */
  readonly losses: ReadonlyMap<number, readonly LossEvent[]>;
  /** The name of each sample; the last, where the log has a sample more than once. */
  readonly samples: ReadonlyMap<number, string>;
  /** Number of steps that the log says there are, in its first loss; null without losses. */
  readonly num_steps: number | null;
  /** Lines of a step that had come before. */
  readonly repeated: number;
  /** Lines of losses and samples outside the golden run. */
  readonly outside: { readonly losses: number; readonly samples: number; readonly zero: boolean };
}

/** What there is to compare with: steps and samples beyond are counted, not kept. */
export interface TraceLimits {
  readonly steps: number;
  readonly samples: number;
}

/**
 * Reads a log to its end.
 *
 * @param chunks - its bytes, cut anywhere
 * @param limits - size of the golden run
 */
export async function readTrace(chunks: AsyncIterable<Uint8Array>, limits: TraceLimits): Promise<Trace> {
  const splitter = new LineSplitter();
  const collector = new Collector(limits);
  for await (const chunk of chunks) for (const line of splitter.push(chunk)) collector.take(line);
  collector.takeUnended(splitter.end());
  return collector;
}

class Collector implements Trace {
  readonly losses = new Map<number, LossEvent[]>();
  readonly samples = new Map<number, string>();
  readonly outside = { losses: 0, samples: 0, zero: false };
  num_steps: number | null = null;
  repeated = 0;
  readonly #limits: TraceLimits;

  constructor(limits: TraceLimits) {
    this.#limits = limits;
  }

  take(line: string): void {
    const event = readEvent(line);
    if (event?.kind === 'loss') this.#loss(event);
    else if (event?.kind === 'sample') this.#sample(event);
  }

  /** The text behind the last line end. A loss there may be cut off in its digits: then it says nothing. */
  takeUnended(line: string): void {
    const event = readEvent(line);
    if (event?.kind === 'loss' && this.#isCutOff(event)) return;
    this.take(line);
  }

  #loss(event: LossEvent): void {
    this.num_steps ??= event.num_steps;
    if (event.step < 1 || event.step > this.#limits.steps) {
      this.outside.losses++;
      this.outside.zero ||= event.step === 0;
      return;
    }
    const before = this.losses.get(event.step);
    if (before === undefined) {
      this.losses.set(event.step, [event]);
      return;
    }
    this.repeated++;
    if (before.length < KEPT_A_STEP && before.every(({ text }) => text !== event.text)) before.push(event);
  }

  #sample({ index, name }: SampleEvent): void {
    if (index >= 1 && index <= this.#limits.samples) this.samples.set(index, name);
    else this.outside.samples++;
  }

  #isCutOff({ text, value }: LossEvent): boolean {
    if (!Number.isFinite(value)) return !NON_FINITE.test(text);
    const others = [...this.losses.values()].flat();
    return others.some((other) => decimalsOf(other.text) > decimalsOf(text));
  }
}
