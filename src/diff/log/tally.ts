import { type FromOne, fromOne } from './fromOne.ts';
import type { LossEvent } from './log.ts';
import { decimalsOf } from './printed.ts';

/** Different losses that are kept of one step: a log holds a step twice where two runs went into it. */
const KEPT_A_STEP = 4;
const NON_FINITE = /nan|inf/i;

/** The losses that one format finds in a log, in bounded memory however long the log is. */
export class Tally {
  /** Lines with a loss. */
  lines = 0;
  /** Lines of a step that had come before. */
  repeated = 0;
  /** Lines of a step smaller than that of the line before. */
  outOfOrder = 0;
  /** Lines of steps that are not kept. */
  outside = 0;
  /** Number of steps that the log says there are, in its first loss; null without losses, or where it does not say. */
  num_steps: number | null = null;
  readonly #losses = new Map<number, LossEvent[]>();
  readonly #mostSteps: number;
  #last = -1;

  /** @param mostSteps - steps that are kept: 1 to mostSteps, or from 0 where the log counts from there */
  constructor(mostSteps: number) {
    this.#mostSteps = mostSteps;
  }

  add(event: LossEvent): void {
    if (this.lines++ === 0) this.num_steps = event.num_steps;
    if (event.step < this.#last) this.outOfOrder++;
    this.#last = event.step;
    if (event.step > this.#mostSteps) {
      this.outside++;
      return;
    }
    const before = this.#losses.get(event.step);
    if (before === undefined) {
      this.#losses.set(event.step, [owned(event)]);
      return;
    }
    this.repeated++;
    if (before.length < KEPT_A_STEP && before.every(({ text }) => text !== event.text)) before.push(owned(event));
  }

  /** A loss behind the last line end. It may be cut off in its digits: then it says nothing. */
  addUnended(event: LossEvent): void {
    if (!this.#isCutOff(event)) this.add(event);
  }

  /** The losses by step: one, or the different ones where the log has a step more than once. */
  fromOne(): FromOne<readonly LossEvent[]> {
    const steps = fromOne(this.#losses, this.#mostSteps);
    if (!steps.zeroBased) return steps;
    const kept = [...steps.kept].map(([step, events]): [number, readonly LossEvent[]] => [
      step,
      events.map((event) => ({ ...event, step })),
    ]);
    return { ...steps, kept: new Map(kept) };
  }

  #isCutOff({ text, value }: LossEvent): boolean {
    if (!Number.isFinite(value)) return !NON_FINITE.test(text);
    const others = [...this.#losses.values()].flat();
    return others.some((other) => decimalsOf(other.text) > decimalsOf(text));
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The event with a copy of its digits, which else keep the whole piece of the log in memory that they are a part of. */
function owned(event: LossEvent): LossEvent {
  return { ...event, text: decoder.decode(encoder.encode(event.text)) };
}
