import fc from 'fast-check';
import { CANONICAL, type Config } from '../src/port/config.ts';
import { modelCases, shapesOf, stateDict } from './harness/arbitraries.ts';
import { examples } from './harness/examples.ts';
import { equal, notFinite, rejects } from './harness/expect.ts';
import { flat } from './harness/flat.ts';
import { error, law } from './harness/law.ts';
import { times } from './harness/lists.ts';
import { withLarger } from './harness/sizes.ts';
import { wildCases } from './harness/smallModels.ts';
import { vectors } from './harness/vectors.ts';

/** Tokens of microgpt.py's dataset. */
const VOCAB_SIZE = 27;
const MADE_FOR = { ...CANONICAL, vocab_size: VOCAB_SIZE };

const models = modelCases({ n_layer: { min: 0, max: 3 } });
const larger = withLarger(models, wildCases);

examples('parameters');

// Catches alphabetical order, lm_head after the layers, biases, and gains of RMSNorm.
law(
  'parameters.1 state_dict has the names of microgpt.py in its order',
  ['parameters'],
  [modelCases({ n_layer: { min: 0, max: 12 }, n_head: { min: 1, max: 1 } })],
  async ({ parameters }, model) => {
    const { config, vocab_size } = model;
    const got = await parameters(config, vocab_size);
    equal(
      Object.keys(got),
      shapesOf(model).map(([name]) => name),
      'names',
    );
  },
);

// Catches matrices stored as [nin, nout], and an MLP of another width.
law('parameters.2 every matrix has its shape', ['parameters'], [larger], async ({ parameters }, model) => {
  const got = await parameters(model.config, model.vocab_size);
  for (const [name, nout, nin] of shapesOf(model)) {
    const rows = got[name] ?? [];
    equal(
      rows.map((row) => row.length),
      times(nout, nin),
      `columns of each row of ${name}`,
    );
  }
});

/** Ways to spoil one matrix. */
const SPOILED: Readonly<Record<string, (rows: readonly (readonly number[])[]) => readonly (readonly number[])[]>> = {
  'a row short': (rows) => rows.slice(1),
  'a row long': (rows) => [...rows, rows[0]],
  'a column short': (rows) => rows.map((row) => row.slice(1)),
  'a column long': (rows) => rows.map((row) => [...row, 0]),
  ragged: (rows) => rows.map((row, i) => (i === rows.length - 1 ? [...row, 0] : row)),
};

// Catches zip and its like, which stop at the shorter of two lists.
error(
  'parameters.6 a matrix of another shape is rejected',
  ['forward'],
  [models, fc.nat(), fc.constantFrom(...Object.keys(SPOILED))],
  async ({ forward }, model, pick, way) => {
    const state_dict = stateDict(model);
    const names = Object.keys(state_dict);
    const name = names[pick % names.length];
    const spoiled = { ...state_dict, [name]: SPOILED[way](state_dict[name]) };
    await rejects(() => forward(model.config, spoiled, model.tokens), `${name}, ${way}`);
  },
);

error(
  'parameters.6 a matrix that is missing or surplus is rejected',
  ['forward'],
  [models, fc.nat()],
  async ({ forward }, model, pick) => {
    const state_dict = stateDict(model);
    const names = Object.keys(state_dict);
    const missing = names[pick % names.length];
    const rest = Object.fromEntries(Object.entries(state_dict).filter(([name]) => name !== missing));
    await rejects(() => forward(model.config, rest, model.tokens), `without ${missing}`);
    const surplus = { ...state_dict, [`layer${model.config.n_layer}.attn_wq`]: state_dict.wpe };
    await rejects(() => forward(model.config, surplus, model.tokens), 'with a layer too many');
  },
);

const SIZES = ['n_layer', 'n_embd', 'block_size', 'n_head', 'std', 'std_residual'] as const;
const BAD_SIZES: readonly Partial<Config>[] = [
  ...[-1, 0.5, Number.NaN].map((n_layer) => ({ n_layer })),
  ...[0, -4, 2.5, Number.NaN, 10].map((n_embd) => ({ n_embd })), // 10 is no multiple of 4
  ...[0, -1, 0.5].map((block_size) => ({ block_size })),
  ...[0, -4, 0.5, 3].map((n_head) => ({ n_head })),
  ...[-0.5, Number.NaN, Infinity].map((std) => ({ std })),
  ...[-0.5, Number.NaN, Infinity].map((std_residual) => ({ std_residual })),
];

// Catches an integer division that hides the rest, and loops over less than nothing.
error(
  'parameters.8 sizes that make no model, and a std that is no standard deviation, are rejected',
  { ops: ['parameters'], needs: MADE_FOR, free: SIZES },
  [],
  async ({ parameters }) => {
    for (const bad of BAD_SIZES) {
      await rejects(
        () => parameters({ ...CANONICAL, ...bad }, VOCAB_SIZE),
        `${Object.keys(bad)}: ${Object.values(bad)}`,
      );
    }
  },
);

const RATES = ['learning_rate', 'beta1', 'beta2', 'eps_adam', 'num_steps'] as const;
const BAD_RATES: readonly Partial<Config>[] = [
  ...[Number.NaN, Infinity].map((learning_rate) => ({ learning_rate })),
  ...[1, Number.NaN].map((beta1) => ({ beta1 })),
  ...[1, Number.NaN].map((beta2) => ({ beta2 })),
  { eps_adam: Number.NaN },
  { num_steps: 0 },
];

// Catches a rate that is replaced by another one where it is NaN.
error(
  'parameters.8 rates without meaning give no finite number',
  { ops: ['adam'], needs: MADE_FOR, free: RATES },
  [],
  async ({ adam }) => {
    for (const bad of BAD_RATES) {
      const ask = () => adam({ ...CANONICAL, ...bad }, 0, [1], [0.5], [0], [0]);
      await notFinite(ask, `${Object.keys(bad)}: ${Object.values(bad)}`, false); // NaN goes through, in Python too
    }
  },
);

const BAD_CONSTANTS: readonly Partial<Config>[] = [
  ...[-0.01, -Infinity].map((learning_rate) => ({ learning_rate })),
  ...[-0.5, 1.5].map((beta1) => ({ beta1 })),
  ...[-0.5, 1.5].map((beta2) => ({ beta2 })),
  ...[-1e-8, Infinity].map((eps_adam) => ({ eps_adam })),
  { num_steps: -1 },
];

// Catches a configuration that is taken as it comes: a rate uphill, moments that grow, an epsilon that stops every step.
error(
  'parameters.14 rates outside their ranges are rejected by adam',
  { ops: ['adam'], needs: MADE_FOR, free: RATES },
  [],
  async ({ adam }) => {
    for (const bad of BAD_CONSTANTS) {
      const ask = () => adam({ ...CANONICAL, ...bad }, 0, [1], [0.5], [0], [0]);
      await notFinite(ask, `${Object.keys(bad)}: ${Object.values(bad)}`);
    }
  },
);

// Catches the same, in a run.
error(
  'parameters.14 rates outside their ranges are rejected by train',
  { ops: ['train'], free: RATES },
  [models],
  async ({ train }, model) => {
    for (const bad of BAD_CONSTANTS) {
      const ask = () => train({ ...model.config, ...bad }, stateDict(model), [model.tokens], 1);
      await notFinite(ask, `${Object.keys(bad)}: ${Object.values(bad)}`);
    }
  },
);

// Catches a temperature whose sign turns the model's opinion round, and one that makes all tokens alike.
error(
  'parameters.14 a temperature outside its range is rejected by sample',
  { ops: ['sample'], free: ['temperature'] },
  [models],
  async ({ sample }, model) => {
    const uniforms = times(model.config.block_size, 0.5);
    for (const temperature of [-1, Infinity, Number.NaN]) {
      const ask = () => sample({ ...model.config, temperature }, stateDict(model), uniforms);
      await notFinite(ask, `temperature: ${temperature}`);
    }
  },
);

// Catches a tied lm_head, biases and another width of the MLP.
law(
  'parameters.9 there are 2 V E + B E + 12 L E^2 parameters',
  ['parameters'],
  [models],
  async ({ parameters }, { config, vocab_size }) => {
    const { n_embd, n_layer, block_size } = config;
    const count = 2 * vocab_size * n_embd + block_size * n_embd + 12 * n_layer * n_embd ** 2;
    equal(flat(await parameters(config, vocab_size)).length, count, 'number of parameters');
  },
);

/** What microgpt.py prints after `num params: `. */
const NUM_PARAMS = 4192;

// Catches a matrix left out, one too many, and a bias.
law(
  'parameters.9 the canonical configuration has 4192 parameters',
  { ops: ['parameters'], needs: MADE_FOR },
  [],
  async ({ parameters }) => {
    equal(flat(await parameters(CANONICAL, VOCAB_SIZE)).length, NUM_PARAMS, 'num params');
  },
);

vectors('parameters');
