import type { MutatedProgram } from './mutatedPrograms.ts';

/** A mutant that no input tells from the program that it is made of. */
export interface Equivalent {
  readonly file: string;
  /** The text that is replaced, and by what. */
  readonly original: string;
  readonly replacement: string;
  /** Why both compute the same, on every input that a clause allows. */
  readonly argument: string;
}

const OUTSIDE = 'what is written outside a typed array is lost, and read from there it is undefined';
const ENTERED =
  'a leaf that is entered, or a child that is none, has no child to pass a gradient to: it costs time and changes no gradient';

const REFERENCE: readonly Equivalent[] = [
  {
    file: 'autograd.ts',
    original: 'this.#child1[v] !== NONE',
    replacement: 'true',
    argument: `${OUTSIDE}: grad[-1] takes the gradient of a child that is none`,
  },
  {
    file: 'autograd.ts',
    original: 'depth > 0',
    replacement: 'depth >= 0',
    argument:
      'one more turn takes stack[-1], which is undefined, and puts node 0 last into the order; the first node of a tape is a leaf, and passes nothing on',
  },
  ...['false', 'v === NONE && this.#child0[v] === NONE'].map((replacement) => ({
    file: 'autograd.ts',
    original: 'v === NONE || this.#child0[v] === NONE',
    replacement,
    argument: ENTERED,
  })),
  { file: 'autograd.ts', original: 'v === NONE', replacement: 'false', argument: ENTERED },
  { file: 'autograd.ts', original: 'this.#child0[v] === NONE', replacement: 'false', argument: ENTERED },
  {
    file: 'autograd.ts',
    original: 'x === 0 && y < 0',
    replacement: 'false',
    argument: '0 to a negative power is infinite, and the check of an overflow rejects it: only the wording differs',
  },
  {
    file: 'autograd.ts',
    original: 'x < 0',
    replacement: 'x <= 0',
    argument: '0 to a power is NaN for the power NaN alone, and that is left out beside it',
  },
  {
    file: 'model.ts',
    original: 'h < config.n_head',
    replacement: 'h <= config.n_head',
    argument: 'one more head, of no dimensions, gives outputs behind the n_embd that attn_wo reads',
  },
  {
    file: 'optimizer.ts',
    original: 'i < m.length',
    replacement: 'i <= m.length',
    argument: `${OUTSIDE}; the entry of the tape behind the parameters belongs to a graph that is used up`,
  },
  {
    file: 'random.ts',
    original: 'k < N',
    replacement: 'k <= N',
    argument: `${OUTSIDE}: the state has N words`,
  },
  {
    file: 'random.ts',
    original: 'i < N',
    replacement: 'i <= N',
    argument: `${OUTSIDE}: the state has N words`,
  },
];

const ENGINE: readonly Equivalent[] = [];

/** Every mutant that is argued to be equivalent; `npm run mutation` reads it, and counts all other survivors. */
export const EQUIVALENT: Readonly<Record<MutatedProgram, readonly Equivalent[]>> = {
  reference: REFERENCE,
  engine: ENGINE,
};
