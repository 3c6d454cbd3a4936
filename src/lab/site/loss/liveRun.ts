import { lossTolerance } from '../../../diff/tolerance.ts';
import { createNetwork, type Network } from '../../../engine/network.ts';
import { trainStep } from '../../../engine/train.ts';
import { canonicalConfig, canonicalDataset, canonicalLosses, canonicalParameters } from '../../../golden/canonical.ts';
import type { Golden } from '../../../golden/golden.ts';
import { encode } from '../../../reference/tokenizer.ts';
import { type Reading, readingOf } from './reading.ts';

/** The canonical run on the engine, from the recorded parameters and on the recorded documents, as far as it was asked to go. */
export class LiveRun {
  /** The loss of each step that is due, in nats. */
  readonly due: readonly number[];
  readonly uchars: readonly string[];
  /** The loss of each step so far. */
  readonly losses: number[] = [];
  readonly #network: Network;
  readonly #documents: readonly (readonly number[])[];

  /** @throws GoldenFault where the golden data cannot be used */
  constructor(golden: Golden) {
    const { uchars, documents } = canonicalDataset(golden);
    this.due = canonicalLosses(golden);
    this.uchars = uchars;
    this.#documents = documents.map((doc) => encode(uchars, doc));
    this.#network = createNetwork(canonicalConfig(golden), canonicalParameters(golden, 'initial'));
  }

  /** Takes so many steps, or as many as are left. */
  advance(steps: number): void {
    const end = Math.min(this.losses.length + steps, this.due.length);
    for (let step = this.losses.length; step < end; step++) {
      this.losses.push(trainStep(this.#network, step, this.#documents[step]));
    }
  }

  get isDone(): boolean {
    return this.losses.length === this.due.length;
  }

  /** How many losses so far lie outside float64's class (spec/numerics.md). */
  get outside(): number {
    return this.losses.filter((loss, i) => !(Math.abs(loss - this.due[i]) <= lossTolerance('f64', this.due[i]))).length;
  }

  /** What the model gives for a name now. */
  reading(text: string): Reading {
    return readingOf(this.#network, this.uchars, text);
  }
}
