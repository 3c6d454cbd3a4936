import { CANONICAL, type Config, configure, EARLY } from '../../src/port/config.ts';
import type { ModelCase } from './arbitraries.ts';
import { range } from './lists.ts';
import type { Built } from './needs.ts';
import { pairwise } from './pairwise.ts';
import type { ProgramCase } from './programs.ts';

/** Sizes of each kind: none, one, some, more than small models have; of heads and dimensions odd ones and multiples of 4. */
const SIZES = {
  n_layer: [0, 1, 2, 3],
  n_head: [1, 3, 4],
  head_dim: [1, 3, 4],
  block_size: [1, 3, 7],
  characters: [3, 11],
} as const;
const ACTIVATION = { activation: [CANONICAL.activation, EARLY.activation] } as const;
/** What Adam takes, as microgpt.py and the early revision have it, or neither. */
const RATES = {
  decay: [CANONICAL.decay, EARLY.decay],
  learning_rate: [CANONICAL.learning_rate, 0],
  beta1: [CANONICAL.beta1, EARLY.beta1],
  beta2: [CANONICAL.beta2, EARLY.beta2],
  eps_adam: [CANONICAL.eps_adam, 1e-3],
} as const;
const RESIDUALS = { std_residual: [CANONICAL.std, 0, 1 / 4] } as const;
const TEMPERATURES = { temperature: [CANONICAL.temperature, 1, 2] } as const;
const EPOCHS = { epochs: [1, 2] } as const;

/** What the rows vary: a port that is built for one value of these is not asked. */
const SHAPE = ['n_layer', 'n_head', 'n_embd', 'block_size', 'vocab_size'] as const satisfies readonly Built[];
const RATE_NAMES = ['decay', 'learning_rate', 'beta1', 'beta2', 'eps_adam'] as const satisfies readonly Built[];

/** Rows of inputs, in which any two kinds of constants meet, and the constants. */
interface Paired<T> {
  readonly free: readonly Built[];
  readonly inputs: readonly T[];
}

interface SizeRow {
  readonly n_layer: number;
  readonly n_head: number;
  readonly head_dim: number;
  readonly block_size: number;
  readonly characters: number;
}

/** A model and a document of some characters, which the row's number decides. */
function modelOf({ head_dim, characters, ...row }: SizeRow & Partial<Config>, i: number, length: number): ModelCase {
  const config = configure({ ...row, n_embd: row.n_head * head_dim });
  return { config, vocab_size: characters + 1, tokens: documentOf(characters, length, i), parameters: i };
}

/** BOS, so many tokens, BOS. */
function documentOf(characters: number, length: number, i: number): number[] {
  return [characters, ...range(length).map((t) => (3 * t + i) % characters), characters];
}

/** For forward and backward: documents that the block holds, and some that it cuts off. */
export const PAIRED_MODELS: Paired<ModelCase> = {
  free: [...SHAPE, 'activation'],
  inputs: pairwise({ ...SIZES, ...ACTIVATION, isCut: [false, true] }).map(({ isCut, ...row }, i) =>
    modelOf(row, i, isCut ? row.block_size + 2 : row.block_size - 1),
  ),
};

/** For sample. */
export const PAIRED_SAMPLES: Paired<ModelCase> = {
  free: [...SHAPE, 'activation', 'temperature'],
  inputs: pairwise({ ...SIZES, ...ACTIVATION, ...TEMPERATURES }).map((row, i) => modelOf(row, i, 0)),
};

/** For parameters: a model's sizes alone, and either deviation. */
export const PAIRED_SIZES: Paired<Pick<ModelCase, 'config' | 'vocab_size'>> = {
  free: [...SHAPE, 'std', 'std_residual'],
  inputs: pairwise({ ...SIZES, ...RESIDUALS, std: [CANONICAL.std, 0, EARLY.std] }).map(({ std, ...row }, i) =>
    modelOf({ ...row, std, std_residual: row.std_residual === CANONICAL.std ? std : row.std_residual }, i, 0),
  ),
};

/** A training of some steps, on documents in order and round again. */
interface PairedRun {
  readonly model: ModelCase;
  readonly documents: readonly (readonly number[])[];
  readonly steps: number;
}

const STEPS = 2;

/** For train. */
export const PAIRED_RUNS: Paired<PairedRun> = {
  free: [...SHAPE, ...RATE_NAMES, 'activation'],
  inputs: pairwise({ ...SIZES, ...ACTIVATION, ...RATES, ...EPOCHS }).map(({ epochs, ...row }, i) => ({
    model: modelOf({ ...row, num_steps: STEPS }, i, 0),
    documents: range(STEPS / epochs).map((d) => documentOf(row.characters, 4, i + d)),
    steps: STEPS,
  })),
};

/** For microgpt: one file with a few characters, and one with many. */
export const PAIRED_PROGRAMS: Paired<ProgramCase> = {
  free: [...SHAPE, ...RATE_NAMES, 'activation', 'std_residual', 'temperature'],
  inputs: pairwise({ ...SIZES, ...ACTIVATION, ...RATES, ...RESIDUALS, ...TEMPERATURES, ...EPOCHS }).map(
    ({ epochs, characters, head_dim, ...row }, i) => ({
      config: configure({
        ...row,
        n_embd: row.n_head * head_dim,
        num_steps: epochs === 1 ? STEPS : STEPS + 1,
        num_samples: 1,
        seed: i,
      }),
      text: characters === 3 ? 'ab\nca' : 'kadbge\nfcilhj',
    }),
  ),
};
