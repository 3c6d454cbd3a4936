import { candidatesFor, choices } from '../../diff/diagnosis/candidates.ts';
import { together } from '../../diff/diagnosis/numeric/choicesOf.ts';
import { NumericRuns, parametersOf } from '../../diff/diagnosis/numeric/numericRun.ts';
import { documentLoss } from '../../engine/loss.ts';
import { createNetwork } from '../../engine/network.ts';
import { CANONICAL } from '../../reference/config.ts';
import { readCanonicalRun } from '../numerics/canonicalRun.ts';
import { alternated, type Ratio, ratioOf, spread, timed } from './alternated.ts';

/** How fast step 1 is sieved, on one core. */
export interface SieveRate {
  /** Forward passes a second, each with two mistakes. */
  readonly passes: Ratio;
  /** The time of one, as a multiple of the engine's forward pass. */
  readonly byEngine: Ratio;
}

const ROUNDS = 9;
const MS_PER_S = 1000;

/** Times the loss of step 1 with each pair of mistakes in the model, beside as many forward passes of the engine. */
export async function measureSieve(): Promise<SieveRate> {
  const { initial, documents, uchars } = readCanonicalRun();
  const runs = new NumericRuns(CANONICAL, uchars.length + 1, CANONICAL.block_size);
  const start = { config: CANONICAL, parameters: parametersOf(CANONICAL, initial), tokens: documents };
  const { models } = candidatesFor({ parameters: false, documents: false, dataset: false });
  const pairs = [...choices(models, 2)].flatMap((parts) => {
    const chosen = together(parts.map((part) => part.choices));
    // Pairs that differ behind the logits alone share those.
    const before = parts.filter(({ isBehindLogits }) => !isBehindLogits);
    return chosen === null ? [] : [{ chosen, key: before.map(({ deviation }) => `${deviation.id} `).join('') }];
  });
  const network = createNetwork(CANONICAL, initial);
  const contenders = {
    sieve: () =>
      timed(() => {
        for (const { chosen, key } of pairs) runs.first(start, chosen, key);
      }),
    engine: () =>
      timed(() => {
        for (const _ of pairs) documentLoss(network, documents[0]);
      }),
  };
  alternated(contenders, 1); // V8 has optimized both behind this
  const times = alternated(contenders, ROUNDS);
  return {
    passes: spread(times.sieve.map((ms) => (pairs.length * MS_PER_S) / ms)),
    byEngine: ratioOf(times, 'sieve', 'engine'),
  };
}
