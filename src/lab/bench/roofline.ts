import { createWorkspace, reserve, Space, view } from '../../engine/memory.ts';
import { createNetwork, type Network } from '../../engine/network.ts';
import { MLP_FACTOR } from '../../engine/parameters.ts';
import { trainStep } from '../../engine/train.ts';
import { CANONICAL, type Config, configure } from '../../reference/config.ts';
import { initialParameters } from '../../reference/parameters.ts';
import { Random } from '../../reference/random.ts';
import { alternated, type Ratio, ratioOf, timed } from './alternated.ts';
import { multiplyAdds } from './operations.ts';

/** How near the engine comes to what this core does in a plain loop of multiply-adds, in the same process. */
export interface Roofline {
  readonly title: string;
  /** Counted from the configuration, for one step. */
  readonly multiplyAdds: number;
  /** Rate of whole steps, of the product in them alone, and of a block of it in registers: each by the plain loop's. */
  readonly step: Ratio;
  readonly product: Ratio;
  readonly block: Ratio;
}

const VOCAB_SIZE = 27;
const ROUNDS = 15;
/** Multiply-adds that each contender does in a round. */
const WORK = 4e7;
const BLOCK = 1024;
/** Terms of a sum: few enough for the first-level cache. */
const TERMS = 256;
/** Sums that products.ts keeps in registers, with two lanes each. */
const BLOCK_ROWS = 2;
const BLOCK_COLUMNS = 4;

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
    const block = blockProduct();
    let step = 0;
    const times = alternated(
      {
        plain: () => timed(() => repeat(WORK / BLOCK, plainLoop)),
        step: () => timed(() => repeat(WORK / perStep, () => trainStep(network, step++ % config.num_steps, tokens))),
        product: () => timed(() => repeat(WORK / perProduct, () => widen(network, n))),
        block: () => timed(() => repeat(WORK / (BLOCK_ROWS * BLOCK_COLUMNS * TERMS), block)),
      },
      ROUNDS,
    );
    return {
      title,
      multiplyAdds: perStep,
      step: ratioOf(times, 'plain', 'step'),
      product: ratioOf(times, 'plain', 'product'),
      block: ratioOf(times, 'plain', 'block'),
    };
  });
}

/** mlp_fc1 of the first layer at n positions. */
function widen({ workspace, parameters, activations }: Network, n: number): void {
  const { mlp_fc1 } = parameters.layers[0];
  const { hidden, midNorm } = activations.layers[0];
  workspace.kernels.timesTransposed(hidden.address, midNorm.address, mlp_fc1.address, n, mlp_fc1.rows, mlp_fc1.columns);
}

/** The product in the shape that it is made for. */
function blockProduct(): () => void {
  const workspace = createWorkspace();
  const space = new Space(workspace.dtype);
  const [a, b, c] = [BLOCK_ROWS, BLOCK_COLUMNS, BLOCK_ROWS].map((rows) => space.matrix(rows, TERMS));
  reserve(workspace, space);
  view(workspace, a).fill(0.5);
  view(workspace, b).fill(0.25);
  const { kernels } = workspace;
  return () => kernels.timesTransposed(c.address, a.address, b.address, BLOCK_ROWS, BLOCK_COLUMNS, TERMS);
}

function repeat(count: number, run: () => unknown): void {
  for (let i = 0; i < count; i++) run();
}

const a = new Float64Array(BLOCK).fill(0.5);
const b = new Float64Array(BLOCK).fill(0.25);
const sums = new Float64Array(1);

/**
 * BLOCK multiply-adds in eight sums that do not wait for each other, on numbers in the first-level cache. Written out: with
 * the sums destructured it takes 1.4 times as long.
 */
function plainLoop(): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let s5 = 0;
  let s6 = 0;
  let s7 = 0;
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
  sums[0] = s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7; // so that it is not left out
}
