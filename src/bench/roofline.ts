import { createNetwork, type Network } from '../engine/network.ts';
import { MLP_FACTOR } from '../engine/parameters.ts';
import { trainStep } from '../engine/train.ts';
import { CANONICAL, type Config, configure } from '../reference/config.ts';
import { initialParameters } from '../reference/parameters.ts';
import { Random } from '../reference/random.ts';
import { multiplyAdds } from './operations.ts';
import { inTurns, type Ratio, ratioOf, timed } from './turns.ts';

/** How near the engine comes to what this core does in a plain loop of multiply-adds, in the same process. */
export interface Roofline {
  readonly title: string;
  /** Counted from the configuration, for one step. */
  readonly multiplyAdds: number;
  /** Rate of whole steps, and of the product in them alone, each as a share of the plain loop's. */
  readonly step: Ratio;
  readonly product: Ratio;
}

const VOCAB_SIZE = 27;
const ROUNDS = 15;
/** Multiply-adds that each contender does in a round. */
const WORK = 4e7;
const BLOCK = 1024;

/** Two configurations: microgpt.py's own, and one of 203,000 parameters. */
const SUBJECTS: readonly { readonly title: string; readonly config: Config; readonly n: number }[] = [
  { title: 'canonical, 8 positions', config: CANONICAL, n: 8 },
  { title: 'n_embd 64, n_layer 4, 64 positions', config: configure({ n_embd: 64, n_layer: 4, block_size: 64 }), n: 64 },
];

/** Measures both. */
export function measureRoofline(): Roofline[] {
  return SUBJECTS.map(({ title, config, n }) => {
    const network = createNetwork(config, initialParameters(config, VOCAB_SIZE, new Random(1)));
    const tokens = Array.from({ length: n + 1 }, (_, i) => (i * 7) % VOCAB_SIZE);
    const { n_embd } = config;
    const [perStep, perProduct] = [multiplyAdds(config, VOCAB_SIZE, n), MLP_FACTOR * n_embd ** 2 * n];
    let step = 0;
    const times = inTurns(
      {
        plain: () => timed(() => repeat(WORK / BLOCK, plainLoop)),
        step: () => timed(() => repeat(WORK / perStep, () => trainStep(network, step++ % config.num_steps, tokens))),
        product: () => timed(() => repeat(WORK / perProduct, () => widen(network, n))),
      },
      ROUNDS,
    );
    return {
      title,
      multiplyAdds: perStep,
      step: ratioOf(times, 'plain', 'step'),
      product: ratioOf(times, 'plain', 'product'),
    };
  });
}

/** mlp_fc1 of the first layer at n positions. */
function widen({ machine, parameters, trace }: Network, n: number): void {
  const { mlp_fc1 } = parameters.layers[0];
  const { hidden, midNorm } = trace.layers[0];
  machine.kernels.timesTransposed(hidden.address, midNorm.address, mlp_fc1.address, n, mlp_fc1.rows, mlp_fc1.columns);
}

function repeat(count: number, run: () => unknown): void {
  for (let i = 0; i < count; i++) run();
}

const a = new Float64Array(BLOCK).fill(0.5);
const b = new Float64Array(BLOCK).fill(0.25);
const sums = new Float64Array(8);

/** BLOCK multiply-adds in eight sums that do not wait for each other, on numbers in the first-level cache. */
function plainLoop(): void {
  let [s0, s1, s2, s3, s4, s5, s6, s7] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < BLOCK; i += 8) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
    s4 += a[i + 4] * b[i + 4];
    s5 += a[i + 5] * b[i + 5];
    s6 += a[i + 6] * b[i + 6];
    s7 += a[i + 7] * b[i + 7];
  }
  sums.set([s0, s1, s2, s3, s4, s5, s6, s7]); // so that it is not left out
}
