import type { StateDict } from '../src/port/config.ts';
import type { AdamStep, Trained } from '../src/port/port.ts';
import { equal } from './harness/expect.ts';
import { flat, unflat } from './harness/flat.ts';
import {
  agrees,
  CANONICAL_STEPS,
  canonicalRun,
  canonicalStep,
  madeFor,
  SMALL_RUNS,
  smallRun,
  tokensOf,
} from './harness/golden.ts';
import { vector } from './harness/law.ts';
import { times } from './harness/lists.ts';
import { undone } from './harness/oracle/undone.ts';
import { type Claiming, stepsAsked } from './harness/subject.ts';

const CANONICAL = madeFor(canonicalRun());
const steps = Math.min(stepsAsked ?? Infinity, canonicalRun().config.num_steps);

/** After many steps parameters are not compared in float32: its rounding turns the smallest gradients, and Adam with them (training.5). */
const FINE = { dtype: 'f64' } as const;

/** The canonical run of each port that was asked for it: it is trained once for the checks that look at it. */
const canonical = new WeakMap<Claiming<'train'>, Promise<Trained>>();

async function trainCanonical(port: Claiming<'train'>): Promise<Trained> {
  const { config, initial, ...data } = canonicalRun();
  const trained = canonical.get(port) ?? Promise.resolve(port.train(config, initial, tokensOf(data), steps));
  canonical.set(port, trained);
  return trained;
}

vector(
  "training.14 golden: the 1000 losses of the canonical run, from Python's start",
  { ops: ['train'], needs: CANONICAL },
  async (port) => {
    const { losses } = await trainCanonical(port);
    agrees('train', { losses: canonicalRun().losses.slice(0, steps) }, { losses }, 'canonical run');
  },
);

// With +-1 ulp on every exp, ln and power, or with all sums reversed, no parameter of the reference moves by more than
// 2e-14 of the largest in its matrix over the 1000 steps.
vector(
  'training.14 golden: the 4192 parameters at the end of the canonical run',
  {
    ops: ['train'],
    needs: { ...CANONICAL, ...FINE, steps: canonicalRun().config.num_steps },
  },
  async (port) => {
    const { state_dict } = await trainCanonical(port);
    agrees('train', { state_dict: canonicalRun().final }, { state_dict }, 'canonical run');
  },
);

for (const number of CANONICAL_STEPS) {
  const title = `training.14 golden: step ${number} of the canonical run`;

  vector(`${title}: logits and losses`, { ops: ['forward'], needs: CANONICAL }, async (port) => {
    const { config, step, params } = canonicalAt(number);
    const { logits, losses, loss } = step;
    agrees('forward', { logits, losses, loss }, await port.forward(config, params, step.tokens), title);
  });

  vector(`${title}: gradient`, { ops: ['backward'], needs: CANONICAL }, async (port) => {
    const { config, step, params } = canonicalAt(number);
    const { grad, loss } = step;
    agrees('backward', { grad, loss }, await port.backward(config, params, step.tokens), title);
  });

  vector(`${title}: update`, { ops: ['adam'], needs: CANONICAL }, async (port) => {
    const { config, step, grad, before } = canonicalAt(number);
    const updated = await port.adam(config, number - 1, before.data, grad, before.m, before.v);
    const got = { params: updated.data, m: updated.m, v: updated.v };
    for (const part of ['params', 'm', 'v'] as const) {
      // Matrix by matrix: each has its own scale.
      agrees('train', { state_dict: step[part] }, { state_dict: unflat(got[part], step[part]) }, `${title}: ${part}`);
    }
  });
}

for (const name of SMALL_RUNS) {
  const run = smallRun(name);
  const title = `training.14 golden: small run ${name}`;
  const needs = madeFor(run);

  vector(`${title}: losses`, { ops: ['train'], needs }, async (port) => {
    const { losses } = await port.train(run.config, run.initial, tokensOf(run), run.losses.length);
    agrees('train', { losses: run.losses }, { losses }, title);
  });

  vector(`${title}: parameters at the end`, { ops: ['train'], needs: { ...needs, ...FINE } }, async (port) => {
    const { state_dict } = await port.train(run.config, run.initial, tokensOf(run), run.losses.length);
    agrees('train', { state_dict: run.final }, { state_dict }, title);
  });

  vector(
    `${title}: logits, position losses and gradient of its first step`,
    { ops: ['forward', 'backward'], needs },
    async (port) => {
      const [{ tokens, losses, loss, grad, trace = [] }] = run.steps;
      const logits = trace.filter((entry) => /^pos\d+\.logits$/.test(entry.name)).map(({ value }) => value);
      agrees('forward', { logits, losses, loss }, await port.forward(run.config, run.initial, tokens), title);
      agrees('backward', { grad, loss }, await port.backward(run.config, run.initial, tokens), title);
    },
  );

  vector(
    `${title}: position losses of each step, from where train has led`,
    { ops: ['train', 'forward'], needs },
    async (port) => {
      for (const { step, tokens, losses, loss } of run.steps) {
        const before = await port.train(run.config, run.initial, tokensOf(run), step - 1);
        const got = await port.forward(run.config, before.state_dict, tokens);
        agrees('forward', { losses, loss }, got, `${title}, step ${step}`);
      }
    },
  );

  vector(`${title}: the whole program`, { ops: ['microgpt'], needs }, async (port) => {
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
  });
}

/** A recorded step, and the parameters and moments before it. */
function canonicalAt(number: (typeof CANONICAL_STEPS)[number]) {
  const { config, initial } = canonicalRun();
  const step = canonicalStep(number);
  const [data, grad, m, v] = [step.params, step.grad, step.m, step.v].map((part) => flat(part));
  const before = number === 1 ? started(initial) : undone(config, number, { data, m, v }, grad);
  return { config, step, grad, before, params: unflat(before.data, initial) };
}

/** Parameters and moments before the first step. */
function started(initial: StateDict): AdamStep {
  const data = flat(initial);
  return { data, m: times(data.length, 0), v: times(data.length, 0) };
}
