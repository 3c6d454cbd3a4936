import fc from 'fast-check';
import { CANONICAL, type Config, configure, EARLY, type StateDict } from '../src/port/config.ts';
import type { CompletePort } from '../src/port/reference.ts';
import { modelCases, stateDict } from './harness/arbitraries.ts';
import { CLASS, gamma, u } from './harness/arithmetic.ts';
import { each } from './harness/each.ts';
import { examples } from './harness/examples.ts';
import { allClose, close, equal, holds, rejects } from './harness/expect.ts';
import { flat } from './harness/flat.ts';
import { grownRounding, type Run } from './harness/grownRounding.ts';
import { differential, error, law } from './harness/law.ts';
import { largest } from './harness/lists.ts';
import { PAIRED_RUNS } from './harness/pairs.ts';
import { grown, grownSize, withLarger } from './harness/sizes.ts';
import { type Claiming, port } from './harness/subject.ts';
import { vectors } from './harness/vectors.ts';

/** Parameters are below this: products stay near 1, and no activation is large. */
const AMPLITUDE = 1 / 4;

/** Adam's constants: the canonical ones, the early revision's, and none that is like them. */
const ADAMS: readonly Partial<Config>[] = [
  {},
  { beta1: 0.9, beta2: 0.95 },
  { beta1: 0, beta2: 0.5, eps_adam: 1e-3, learning_rate: 0.1 },
];

/** Documents, by what their characters are taken from. */
const picksOf = (most: number, longest: number) =>
  fc.array(fc.array(fc.nat(), { maxLength: longest }), { minLength: 1, maxLength: most });

const runs: fc.Arbitrary<Run> = fc
  .record({
    model: modelCases({
      n_layer: { min: 0, max: 3 },
      n_head: { min: 1, max: 4 },
      head_dim: { min: 1, max: 4 },
      block_size: { min: 1, max: 8 },
      characters: { min: 1, max: 10 },
      anyActivation: true,
    }),
    picks: picksOf(grown(4, 400), grown(5, 40)),
    adam: fc.constantFrom(...ADAMS),
    decay: fc.constantFrom(CANONICAL.decay, EARLY.decay),
    num_steps: fc.integer({ min: 1, max: 6 }),
    rest: fc.nat({ max: 2 }),
  })
  .map(({ model, picks, adam, decay, num_steps, rest }) => ({
    config: configure({ ...model.config, ...adam, decay, num_steps: num_steps + rest, ...port.fixed }),
    start: stateDict(model, AMPLITUDE),
    documents: picks.map((pick) => document(model.vocab_size, pick)),
    steps: num_steps,
  }));

/** Models as small as can be, and runs of as many steps as people train for. */
const patient: fc.Arbitrary<Run> = fc
  .record({
    model: modelCases({ n_layer: { min: 0, max: 0 }, n_head: { min: 1, max: 1 }, head_dim: { min: 1, max: 1 } }),
    picks: picksOf(4, 2),
    num_steps: grownSize(6, 100_000),
  })
  .map(({ model, picks, num_steps }) => ({
    config: configure({ ...model.config, num_steps, ...port.fixed }),
    start: stateDict(model, AMPLITUDE),
    documents: picks.map((pick) => document(model.vocab_size, pick)),
    steps: num_steps,
  }));
/** Steps that are held against an answer of their own; those behind them against the same document's before. */
const OWN_STEPS = 400;

examples('training');

/**
 * How far Adam's step s m / (sqrt(v) + eps) can be from another computation of it, s being the learning rate.
 *
 * m and v, corrected for their bias, are weighted means of the gradients and of their squares. Gradients that are off by
 * d change m by at most d, and sqrt(v), a norm, by at most d. So the step changes by at most
 * s d / r (1 + |m| / r), r = sqrt(v) + eps, to first order; twice that holds for any d. The arithmetic itself takes about
 * 16 roundings, and 1 - beta, which loses beta / (1 - beta) of its accuracy, appears once in m and once in v.
 */
function stepBound(config: Config, gradientError: number, m: number, v: number): number {
  const { learning_rate, beta1, beta2, eps_adam } = config;
  const r = Math.sqrt(v) + eps_adam;
  const lost = u * (beta1 / (1 - beta1) + beta2 / (1 - beta2));
  const roundings = (gamma(16) + lost) * (Math.abs(m) / r);
  return learning_rate * (((2 * gradientError) / r) * (1 + Math.abs(m) / r) + roundings);
}

// Catches moments that do not start at 0, and a step that is counted from 1 in the bias correction.
law(
  'training.1 the first step moves each parameter by lr g / (|g| + eps_adam)',
  ['train', 'backward'],
  [runs],
  async (port, { config, start, documents }) => {
    const [tokens] = documents;
    const g = flat((await port.backward(config, start, tokens)).grad, start);
    const after = flat((await port.train(config, start, [tokens], 1)).state_dict, start);
    const error = CLASS * largest(g);
    const want = flat(start).map((p, i) => p - (config.learning_rate * g[i]) / (Math.abs(g[i]) + config.eps_adam));
    const bounds = want.map((p, i) => stepBound(config, error, g[i], g[i] ** 2) + gamma(2) * Math.abs(p));
    allClose(after, want, bounds, 'p - lr g / (|g| + eps)');
  },
);

// Catches a run that stops at the last document, begins again at the second, or draws its documents at random.
law(
  'training.2 documents repeat: a short list is the same as the long one written out',
  ['train'],
  [runs],
  async (port, { config, start, documents, steps }) => {
    const written = Array.from({ length: steps }, (_, step) => documents[step % documents.length]);
    sameRun(
      await port.train(config, start, documents, steps),
      await port.train(config, start, written, steps),
      start,
      'documents[step % len(documents)]',
    );
  },
);

// Catches a run that is trained in reverse, or that skips the first document.
law(
  'training.2 documents that are not reached do not matter',
  ['train'],
  [runs, runs],
  async (port, { config, start, documents, steps }, other) => {
    const reached = Array.from({ length: steps }, (_, step) => documents[step % documents.length]);
    const unreached = other.documents.map((tokens) => document(start.lm_head.length, tokens));
    sameRun(
      await port.train(config, start, [...reached, ...unreached], steps),
      await port.train(config, start, reached, steps),
      start,
      'the first documents alone',
    );
  },
);

// Catches an order by length or by chance, and a KV cache that is kept from one document to the next.
law(
  'training.2 without a learning rate the losses are the forward losses of the documents, in order and round again',
  { ops: ['train', 'forward'], needs: { learning_rate: 0 } },
  [withLarger(runs, () => patient, 8)],
  async (port, { config, start, documents, steps }) => {
    const { losses } = await port.train({ ...config, learning_rate: 0 }, start, documents, steps);
    const asked: number[] = [];
    for (let step = 0; step < Math.min(steps, OWN_STEPS); step++) {
      asked.push((await port.forward(config, start, documents[step % documents.length])).loss);
    }
    equal(losses.length, steps, 'a loss for each step');
    for (const [step, loss] of losses.entries()) {
      const want = asked[step] ?? asked[step % documents.length];
      close(loss, want, CLASS * Math.max(1, want), `step ${step}`);
    }
  },
);

// Catches a loss that is taken after the update, and a running mean in place of the loss.
law(
  'training.3 the loss of a step is the forward loss before its update',
  ['train', 'forward'],
  [runs],
  async (port, { config, start, documents, steps }) => {
    const [tokens] = documents;
    const before = await port.train(config, start, [tokens], steps - 1);
    const { losses } = await port.train(config, start, [tokens], steps);
    const { loss } = await port.forward(config, before.state_dict, tokens);
    equal(losses.length, steps, 'one loss a step');
    close(losses[steps - 1], loss, CLASS * Math.max(1, loss), 'forward with the parameters before the update');
  },
);

// Catches an epoch behind the first that is trained in another order: with a rate, and by the port's own forward pass.
law(
  'training.2 in every epoch the loss of a step is that of its document',
  ['train', 'forward'],
  [runs],
  async (port, { config, start, documents, steps }) => {
    const { losses } = await port.train(config, start, documents, steps);
    for (let step = documents.length; step < steps; step++) {
      const before = await port.train(config, start, documents, step);
      const { loss } = await port.forward(config, before.state_dict, documents[step % documents.length]);
      close(losses[step], loss, CLASS * Math.max(1, loss), `step ${step}`);
    }
  },
);

// Catches gradients that are not set to 0 between steps, moments that are, and a step number that does not advance.
law(
  'training.5 a run is made of backward and adam',
  ['train', 'backward', 'adam'],
  [runs],
  async (port, { config, start, documents, steps }) => {
    const zeros = flat(start).map(() => 0);
    let [m, v, gradientError]: [readonly number[], readonly number[], number] = [zeros, zeros, 0];
    let before = start;
    for (let step = 0; step < steps; step++) {
      const { grad } = await port.backward(config, before, documents[step % documents.length]);
      const g = flat(grad, start);
      gradientError = Math.max(gradientError, CLASS * largest(g));
      const update = await port.adam(config, step, flat(before, start), g, m, v);
      ({ m, v } = update);
      before = (await port.train(config, start, documents, step + 1)).state_dict;
      const corrected = (moment: number, beta: number) => moment / (1 - beta ** (step + 1));
      const bounds = update.data.map((p, i) => {
        const [m_hat, v_hat] = [corrected(update.m[i], config.beta1), corrected(update.v[i], config.beta2)];
        return stepBound(config, gradientError, m_hat, v_hat) + gamma(2) * Math.abs(p);
      });
      allClose(flat(before, start), update.data, bounds, `Adam of the gradient of step ${step}`);
    }
  },
);

// Catches a learning rate that falls over the steps taken in place of num_steps, and whatever looks ahead.
law(
  'training.6 a longer run begins with the shorter one',
  ['train'],
  [runs],
  async (port, { config, start, documents, steps }) => {
    const { losses } = await port.train(config, start, documents, steps);
    const shorter = await port.train(config, start, documents, steps - 1);
    equal([...shorter.losses], losses.slice(0, steps - 1), 'the first losses');
  },
);

// Catches a decay that is off by one, with which the first rate depends on the length of the run.
law(
  'training.7 the first step is the same in a run of any length',
  { ops: ['train'], free: ['num_steps'] },
  [runs, fc.integer({ min: 1, max: 1000 })],
  async (port, { config, start, documents }, num_steps) => {
    sameRun(
      await port.train({ ...config, num_steps }, start, documents, 1),
      await port.train(config, start, documents, 1),
      start,
      'lr_0 = learning_rate',
    );
  },
);

// Catches weight decay, noise, a rate that has a floor, and parameters that are normalised between steps.
law(
  'training.8 a learning rate of 0 changes no parameter',
  { ops: ['train'], needs: { learning_rate: 0 } },
  [runs],
  async (port, { config, start, documents, steps }) => {
    const { state_dict } = await port.train({ ...config, learning_rate: 0 }, start, documents, steps);
    equal(flat(state_dict, start), flat(start), 'p - 0 = p');
  },
);

// Catches moments, gradients or a KV cache that outlive their run.
law(
  'training.11 a run is the same before and after another run',
  ['train'],
  [runs, runs],
  async (port, { config, start, documents, steps }, other) => {
    const first = await port.train(config, start, documents, steps);
    await port.train(other.config, other.start, other.documents, other.steps);
    sameRun(await port.train(config, start, documents, steps), first, start, 'again');
  },
);

vectors('training');

differential('training.5 the losses agree with the reference', ['train'], [runs], (port, oracle, run) =>
  agreesWith(oracle, port, run),
);

// Catches a constant that is taken for another, or for none, beside one kind of another constant alone.
differential(
  'training.5 the losses of runs in which any two kinds of constants meet agree with the reference',
  { ops: ['train'], free: PAIRED_RUNS.free },
  [],
  (port, oracle) =>
    each(PAIRED_RUNS.inputs, ({ model, ...run }) =>
      agreesWith(oracle, port, { ...run, config: model.config, start: stateDict(model, AMPLITUDE) }),
    ),
);

async function agreesWith(oracle: CompletePort, port: Claiming<'train'>, run: Run): Promise<void> {
  const { config, start, documents, steps } = run;
  const { losses } = await port.train(config, start, documents, steps);
  const want = (await oracle.train(config, start, documents, steps)).losses;
  const grown = await grownRounding(oracle, run, want);
  const bounds = want.map((loss, i) => CLASS * Math.max(1, loss) + grown[i]);
  allClose(losses, want, bounds, 'losses');
}

// Catches a loop that takes no step when there is no document, and one that trains on an empty document instead.
error(
  'training.4 a step without a document is rejected',
  { ops: ['train'], reach: 'core' },
  [runs],
  async (port, { config, start, steps }) => {
    await rejects(() => port.train(config, start, [], steps), 'step % 0');
  },
);

// Catches a loop that runs once before it looks at its condition, and one that asks for a document too early.
law(
  'training.4 no step needs no document, and leaves everything as it is',
  ['train'],
  [runs],
  async (port, { config, start }) => {
    const { losses, state_dict } = await port.train(config, start, [], 0);
    holds(losses.length === 0, 'no step, no loss', losses);
    equal(flat(state_dict, start), flat(start), 'the parameters given');
  },
);

/** Tokens of a document over a vocabulary: BOS, the picks, BOS. */
function document(vocab_size: number, picks: readonly number[]): number[] {
  const BOS = vocab_size - 1;
  return [BOS, ...picks.map((pick) => pick % BOS), BOS];
}

/** Demands that two runs of the same arithmetic gave the same bits. */
function sameRun(
  got: { readonly losses: readonly number[]; readonly state_dict: StateDict },
  want: { readonly losses: readonly number[]; readonly state_dict: StateDict },
  like: StateDict,
  what: string,
): void {
  equal([...got.losses], [...want.losses], `${what}: losses`);
  equal(flat(got.state_dict, like), flat(want.state_dict, like), `${what}: parameters`);
}
