import type { DeviantStart } from '../../../deviations/deviantRun.ts';
import { Random } from '../../../reference/random.ts';
import { startOf } from '../starts.ts';

const MOST_LAYERS = 3;
const MOST_HEADS = 3;
const MOST_HEAD_DIM = 4;
const MOST_BLOCK = 9;
const MOST_LETTERS = 9;
const DOCUMENTS = 3;
const ALPHABET = [...'abcdefgh'];
const RATES = [1e-4, 1e-2, 0.3];
const DEVIATIONS = [1e-3, 0.02, 0.08, 0.5, 1.5];
const LENGTHS = [3, 10, 1000];

/**
 * Starts in configurations drawn at random: no layer to three, one position to nine, heads of one dimension to four, documents
 * within the block and beyond it, in both dialects.
 */
export function drawnStarts(count: number, seed: number): DeviantStart[] {
  const random = new Random(seed);
  const below = (n: number) => Math.floor(random.random() * n);
  const one = <T>(of: readonly T[]) => of[below(of.length)];
  return Array.from({ length: count }, (_, i) => {
    const letters = ALPHABET.slice(0, 1 + below(ALPHABET.length));
    const document = () => Array.from({ length: 1 + below(MOST_LETTERS) }, () => one(letters)).join('');
    const n_head = 1 + below(MOST_HEADS);
    const sizes = { n_head, n_embd: n_head * (1 + below(MOST_HEAD_DIM)), n_layer: below(MOST_LAYERS + 1) };
    const dialect = { activation: one(['relu', 'relu_squared'] as const), decay: one(['linear', 'cosine'] as const) };
    const rest = { learning_rate: one(RATES), std: one(DEVIATIONS), num_steps: one(LENGTHS), seed: i };
    const overrides = { ...sizes, ...dialect, ...rest, block_size: 1 + below(MOST_BLOCK) };
    return startOf(overrides, Array.from({ length: DOCUMENTS }, document));
  });
}
