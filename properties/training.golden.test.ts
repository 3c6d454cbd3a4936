import type { Config, StateDict } from '../src/port/config.ts';
import type { Trained } from '../src/port/port.ts';
import { type Claiming, check, stepsAsked } from './harness/check.ts';
import { equal } from './harness/expect.ts';
import {
  agrees,
  CANONICAL_STEPS,
  COARSE,
  canonicalConfig,
  canonicalRun,
  canonicalStep,
  type FullStep,
  flat,
  SMALL_RUNS,
  smallRun,
  tokensOf,
  unfit,
  unflat,
} from './harness/golden.ts';

const CANONICAL = unfit(canonicalConfig(), canonicalRun().uchars.length + 1);
const steps = Math.min(stepsAsked ?? Infinity, canonicalConfig().num_steps);

/** The canonical run of each port that was asked for it: it is trained once for the checks that look at it. */
const canonical = new WeakMap<Claiming<'train'>, Promise<Trained>>();

async function trainCanonical(port: Claiming<'train'>): Promise<Trained> {
  const { config, initial, ...data } = canonicalRun();
  const trained = canonical.get(port) ?? Promise.resolve(port.train(config, initial, tokensOf(data), steps));
  canonical.set(port, trained);
  return trained;
}

check(
  'vector',
  "training.14 golden: the 1000 losses of the canonical run, from Python's start",
  ['train'],
  async (port) => {
    const { losses } = await trainCanonical(port);
    agrees('train', { losses: canonicalRun().losses.slice(0, steps) }, { losses }, 'canonical run');
  },
  CANONICAL,
);

// With +-1 ulp on every exp, ln and power, or with all sums reversed, no parameter of the reference moves by more than
// 2e-14 of the largest in its matrix over the 1000 steps.
check(
  'vector',
  'training.14 golden: the 4192 parameters at the end of the canonical run',
  ['train'],
  async (port) => {
    const { state_dict } = await trainCanonical(port);
    agrees('train', { state_dict: canonicalRun().final }, { state_dict }, 'canonical run');
  },
  CANONICAL ?? COARSE ?? (steps < canonicalConfig().num_steps ? `${steps} steps end before` : null),
);

for (const number of CANONICAL_STEPS) {
  const title = `training.14 golden: step ${number} of the canonical run`;

  check(
    'vector',
    `${title}: logits and losses`,
    ['forward'],
    async (port) => {
      const { config, step, before } = canonicalAt(number);
      const { logits, losses, loss } = step;
      agrees('forward', { logits, losses, loss }, await port.forward(config, before.params, step.tokens), title);
    },
    CANONICAL,
  );

  check(
    'vector',
    `${title}: gradient`,
    ['backward'],
    async (port) => {
      const { config, step, before } = canonicalAt(number);
      const { grad, loss } = step;
      agrees('backward', { grad, loss }, await port.backward(config, before.params, step.tokens), title);
    },
    CANONICAL,
  );

  check(
    'vector',
    `${title}: update`,
    ['adam'],
    async (port) => {
      const { config, step, before } = canonicalAt(number);
      const [data, grad, m, v] = [before.params, step.grad, before.m, before.v].map(flat);
      const updated = await port.adam(config, number - 1, data, grad, m, v);
      const got = { params: updated.data, m: updated.m, v: updated.v };
      for (const part of ['params', 'm', 'v'] as const) {
        // Matrix by matrix: each has its own scale.
        agrees('train', { state_dict: step[part] }, { state_dict: unflat(got[part], step[part]) }, `${title}: ${part}`);
      }
    },
    CANONICAL,
  );
}

for (const name of SMALL_RUNS) {
  const run = smallRun(name);
  const title = `training.14 golden: small run ${name}`;
  const other = unfit(run.config, run.uchars.length + 1);

  check(
    'vector',
    `${title}: losses`,
    ['train'],
    async (port) => {
      const { losses } = await port.train(run.config, run.initial, tokensOf(run), run.losses.length);
      agrees('train', { losses: run.losses }, { losses }, title);
    },
    other,
  );

  check(
    'vector',
    `${title}: parameters at the end`,
    ['train'],
    async (port) => {
      const { state_dict } = await port.train(run.config, run.initial, tokensOf(run), run.losses.length);
      agrees('train', { state_dict: run.final }, { state_dict }, title);
    },
    other ?? COARSE,
  );

  check(
    'vector',
    `${title}: logits, position losses and gradient of its first step`,
    ['forward', 'backward'],
    async (port) => {
      const [{ tokens, losses, loss, grad, trace = [] }] = run.steps;
      const logits = trace.filter((entry) => /^pos\d+\.logits$/.test(entry.name)).map(({ value }) => value);
      agrees('forward', { logits, losses, loss }, await port.forward(run.config, run.initial, tokens), title);
      agrees('backward', { grad, loss }, await port.backward(run.config, run.initial, tokens), title);
    },
    other,
  );

  check(
    'vector',
    `${title}: position losses of each step, from where train has led`,
    ['train', 'forward'],
    async (port) => {
      for (const { step, tokens, losses, loss } of run.steps) {
        const before = await port.train(run.config, run.initial, tokensOf(run), step - 1);
        const got = await port.forward(run.config, before.state_dict, tokens);
        agrees('forward', { losses, loss }, got, `${title}, step ${step}`);
      }
    },
    other,
  );

  check(
    'vector',
    `${title}: the whole program`,
    ['microgpt'],
    async (port) => {
      const { docs, samples, losses, state_dict } = await port.microgpt(
        run.config,
        new TextEncoder().encode(run.dataset),
      );
      equal(docs, run.documents, `${title}: documents`);
      agrees('microgpt', { state_dict: run.initial, losses: run.losses }, { state_dict, losses }, title);
      equal(
        samples,
        run.samples.map((sample) => sample.name),
        `${title}: samples`,
      );
    },
    other,
  );
}

/** A recorded step, and what stood before it. */
function canonicalAt(number: (typeof CANONICAL_STEPS)[number]) {
  const { config, initial } = canonicalRun();
  const step = canonicalStep(number);
  return { config, step, before: number === 1 ? atStart(initial) : undone(config, step) };
}

/** Parameters and moments before the first step. */
function atStart(initial: StateDict): Pick<FullStep, 'params' | 'm' | 'v'> {
  const zeros = Object.fromEntries(
    Object.entries(initial).map(([name, rows]) => [name, rows.map((row) => row.map(() => 0))]),
  );
  return { params: initial, m: zeros, v: zeros };
}

/**
 * Parameters and moments before a step, from those after it: what Adam adds is a function of the moments after it. Each is
 * off by a rounding or two, which a loss or gradient cannot see at the tolerance of its class.
 */
function undone(config: Config, { step, params, grad, m, v }: FullStep): Pick<FullStep, 'params' | 'm' | 'v'> {
  const { beta1, beta2, eps_adam, learning_rate, num_steps } = config;
  const lr = learning_rate * (1 - (step - 1) / num_steps);
  const entries = (like: StateDict, value: (name: string, i: number, j: number) => number): StateDict =>
    Object.fromEntries(
      Object.entries(like).map(([name, rows]) => [name, rows.map((row, i) => row.map((_, j) => value(name, i, j)))]),
    );
  return {
    params: entries(params, (name, i, j) => {
      const m_hat = m[name][i][j] / (1 - beta1 ** step);
      const v_hat = v[name][i][j] / (1 - beta2 ** step);
      return params[name][i][j] + (lr * m_hat) / (Math.sqrt(v_hat) + eps_adam);
    }),
    m: entries(m, (name, i, j) => (m[name][i][j] - (1 - beta1) * grad[name][i][j]) / beta1),
    v: entries(v, (name, i, j) => Math.max(0, (v[name][i][j] - (1 - beta2) * grad[name][i][j] ** 2) / beta2)),
  };
}
