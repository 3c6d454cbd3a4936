import { createNetwork } from '../../engine/network.ts';
import { train } from '../../engine/train.ts';
import { flatten } from '../../port/flatten.ts';
import { configure } from '../../reference/config.ts';
import { initialParameters } from '../../reference/parameters.ts';
import { Random } from '../../reference/random.ts';
import { alternated, type Ratio, spread, timed } from './alternated.ts';
import { multiplyAdds } from './operations.ts';
import { timeOf, trainJob } from './processes.ts';

/** The cost of a step at one size, beside that at the first. */
export interface CostPoint {
  readonly n_embd: number;
  readonly n_layer: number;
  readonly block_size: number;
  readonly num_params: number;
  /** Multiply-adds and time of a step, as multiples of the canonical configuration's. */
  readonly operations: number;
  readonly time: number;
  /** Time of the engine by that of the C port. */
  readonly byC: Ratio;
}

const VOCAB_SIZE = 27;
const ROUNDS = 5;
/** Multiply-adds that a contender does in a round, at least. */
const WORK = 1e8;
const DIGITS = 3;

/** n_embd, n_layer, block_size; documents fill the block. */
const SIZES = [
  [16, 1, 16],
  [8, 1, 16],
  [16, 2, 16],
  [32, 1, 16],
  [32, 2, 32],
  [64, 2, 32],
  [64, 4, 64],
] as const;

/**
 * Measures engine and C port at each size, the first of which is the canonical one.
 *
 * @param program - the C port
 */
export function measureCost(program: string): CostPoint[] {
  const points = SIZES.map(([n_embd, n_layer, block_size]) => {
    const operations = multiplyAdds({ n_embd, n_layer }, VOCAB_SIZE, block_size);
    const num_steps = Math.ceil(WORK / operations);
    const config = configure({ n_embd, n_layer, block_size, num_steps });
    const state_dict = initialParameters(config, VOCAB_SIZE, new Random(1));
    const documents = [Array.from({ length: block_size + 1 }, (_, i) => (i * 7) % VOCAB_SIZE)];
    const job = (steps: number) => trainJob([program], [config, state_dict, documents, steps]);
    const [whole, start] = [job(num_steps), job(0)];
    const times = alternated(
      {
        engine: () => timed(() => [...train(createNetwork(config, state_dict), documents)]),
        // What is not training, reading parameters and writing them, is taken off.
        c: () => timeOf(whole) - timeOf(start),
      },
      ROUNDS,
    );
    const perStep = spread(times.engine.map((time) => time / num_steps)).median;
    const byC = spread(times.engine.map((time, round) => time / times.c[round]));
    return { n_embd, n_layer, block_size, num_params: flatten(state_dict).length, operations, perStep, byC };
  });
  const [canonical] = points;
  return points.map(({ operations, perStep, ...point }) => ({
    ...point,
    operations: Number((operations / canonical.operations).toPrecision(DIGITS)),
    time: Number((perStep / canonical.perStep).toPrecision(DIGITS)),
  }));
}
