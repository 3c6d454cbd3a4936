import fc from 'fast-check';
import type { Config } from '../src/port/config.ts';
import { adamOne, type Moment, moments, STEADY, steadyState, steadyUlps, updateUlps } from './harness/adam.ts';
import { real, representable } from './harness/arbitraries.ts';
import { gamma, HUGE, LEAST, LIBM, u } from './harness/arithmetic.ts';
import { examples } from './harness/examples.ts';
import { close, equal, notFinite } from './harness/expect.ts';
import { differential, error, law } from './harness/law.ts';
import { range } from './harness/lists.ts';
import { grownSize, withLarger } from './harness/sizes.ts';
import { port } from './harness/subject.ts';
import { vectors } from './harness/vectors.ts';

const fewSteps = fc.integer({ min: 0, max: 63 });

/** Steps so early that the learning rate has not fallen. */
const early = (overrides: Partial<Config> = {}, steps = fewSteps) =>
  fc.tuple(moments({ ...STEADY, ...overrides }), steps).map(([{ config }, pick]) => ({
    config,
    step: pick % config.num_steps,
  }));

/** The first steps that 15 and 16 bits do not count any more. */
const overflowing = fc.tuple(fc.constantFrom(2 ** 15, 2 ** 16), fewSteps).map(([bits, more]) => bits - 1 + more);

const finite = real(-(2 ** 30), 2 ** 30);
const gradients = fc.tuple(real(2 ** -20, 2 ** 20), fc.constantFrom(1, -1)).map(([x, sign]) => sign * x);
const squares = real(0, 2 ** 30);

examples('optimizer');

// Catches momentum without the factor 1 - beta1, another beta1, and a bias-corrected m that is stored.
law(
  'optimizer.2 m is the running mean of the gradient, at every step',
  ['adam'],
  [moments(), finite, finite, squares, finite],
  async (port, moment, p, g, v, m) => {
    const { beta1 } = moment.config;
    const after = await adamOne(port, moment, p, g, m, v);
    // Three roundings there, of m and g at the most, as in m + (1 - beta1) (g - m), and three here; a beta1 that was
    // rounded is off by u, and so is 1 - beta1.
    const bound = gamma(8) * (Math.abs(m) + Math.abs(g)) + LEAST;
    close(after.m, beta1 * m + (1 - beta1) * g, bound, 'm = beta1 m + (1 - beta1) g');
  },
);

// Catches |g| in place of its square, another beta2, and a bias-corrected v that is stored.
law(
  'optimizer.3 v is the running mean of the squared gradient, at every step',
  ['adam'],
  [moments(), finite, finite, squares, finite],
  async (port, moment, p, g, v, m) => {
    const { beta2 } = moment.config;
    const after = await adamOne(port, moment, p, g, m, v);
    const want = beta2 * v + (1 - beta2) * g * g;
    // As for m, also as v + (1 - beta2) (g^2 - v), and a square on each side.
    const bound = gamma(8 + 2 * LIBM) * (v + g * g) + LEAST;
    close(after.v, want, bound, 'v = beta2 v + (1 - beta2) g^2');
  },
);

error(
  'optimizer.3 a gradient whose square overflows gives no finite number',
  ['adam'],
  [moments(), fc.constantFrom(HUGE, -HUGE)],
  async (port, moment, g) => {
    await notFinite(() => adamOne(port, moment, 0, g, 0, 0), 'v = beta2 v + (1 - beta2) g^2');
  },
);

/** With eps 0 the step is learning_rate times a sign; the decay, whichever it is, takes off 2 (step + 2) / num_steps. */
const decayed = ({ config, step }: Moment) => (2 * (step + 2)) / config.num_steps;

for (const [title, steps] of [
  ['a constant gradient makes steps of one size from the first', fewSteps],
  ['so it does where 15 or 16 bits do not count the steps any more', overflowing],
] as const) {
  // Catches a correction by the power step or step + 2, of one moment only, none at all, or a power that begins anew.
  law(`optimizer.4 ${title}`, ['adam'], [early({ eps_adam: 0 }, steps), gradients], async (port, moment, g) => {
    const { m, v } = steadyState(moment, g);
    const { learning_rate, eps_adam } = moment.config;
    const { p } = await adamOne(port, moment, 0, g, m, v);
    const want = (-learning_rate * g) / (Math.abs(g) + eps_adam);
    close(p, want, (steadyUlps(moment) * u + decayed(moment)) * Math.abs(want), 'm_hat = g, v_hat = g^2');
  });
}

// Catches corrected moments that are passed on to the next step.
law(
  "optimizer.4 so it is when the moments are the port's own",
  ['adam'],
  [early({ eps_adam: 0 }), gradients],
  async (port, { config }, g) => {
    let state = { p: 0, m: 0, v: 0 };
    const steps = Math.min(16, config.num_steps);
    for (let step = 0; step < steps; step++) {
      const { m, v } = state;
      state = await adamOne(port, { config, step }, 0, g, m, v);
      const want = (-config.learning_rate * g) / (Math.abs(g) + config.eps_adam);
      // Each step adds 3 roundings to m, and 4 to v.
      const ulps = steadyUlps({ config, step }) + 7 * step;
      close(state.p, want, (ulps * u + decayed({ config, step })) * Math.abs(want), `step ${step}`);
    }
  },
);

/** Betas whose powers vanish beside 1 after 64 steps: the correction, right or wrong, is no correction any more. */
const late = fc
  .tuple(early({ eps_adam: 0 }), fc.constantFrom(0, 0.25, 0.5), fc.constantFrom(0, 0.25, 0.5))
  .map(([{ config, step }, beta1, beta2]) => ({ config: { ...config, beta1, beta2, ...port.fixed }, step: step + 64 }));

// Catches an update without the root, or with m and v exchanged, plain gradient descent, and a step uphill.
law(
  'optimizer.5 the update is lr m_hat / (sqrt(v_hat) + eps), against the gradient',
  ['adam'],
  [late, gradients, gradients, real(2 ** -20, 2 ** 30)],
  async (port, moment, g, m, v) => {
    const { config, step } = moment;
    const after = await adamOne(port, moment, 0, g, m, v);
    const m_hat = after.m / (1 - config.beta1 ** (step + 1));
    const v_hat = after.v / (1 - config.beta2 ** (step + 1));
    const want = (-config.learning_rate * m_hat) / (Math.sqrt(v_hat) + config.eps_adam);
    close(after.p, want, (updateUlps(moment) * u + decayed(moment)) * Math.abs(want) + LEAST, 'p - 0');
  },
);

// Catches weight decay, in the gradient or beside it.
law(
  'optimizer.5 the update does not depend on the parameter',
  ['adam'],
  [moments(), finite, finite, finite, squares],
  async (port, moment, p, g, m, v) => {
    const [zero, after] = [await adamOne(port, moment, 0, g, m, v), await adamOne(port, moment, p, g, m, v)];
    equal([after.m, after.v], [zero.m, zero.v], 'm and v');
    // Rounded once there, once here; a fused p - x / y leaves the rounding of the quotient out.
    close(after.p, p + zero.p, 3 * u * (Math.abs(p) + Math.abs(zero.p)) + LEAST, 'p + update');
  },
);

// Catches weight decay once more, and noise: nothing at all may change.
law(
  'optimizer.5 without a gradient, now and before, a parameter stays bit-equal',
  ['adam'],
  [moments(), real(-HUGE, HUGE)],
  async (port, moment, p) => {
    const after = await adamOne(port, moment, p, 0, 0, 0);
    equal([after.p, after.m, after.v], [p, 0, 0], 'p, m, v');
  },
);

// Catches |g| in place of g in m, and a root of m^2.
law(
  'optimizer.5 with all signs turned around, the step is turned around',
  ['adam'],
  [moments(), finite, finite, finite, squares],
  async (port, moment, p, g, m, v) => {
    const [plus, minus] = [await adamOne(port, moment, p, g, m, v), await adamOne(port, moment, -p, -g, -m, v)];
    equal([minus.p, minus.m, minus.v], [-plus.p, -plus.m, plus.v], 'adam(-p, -g, -m, v)');
  },
);

const scales = fc.integer({ min: -9, max: 9 }).map((k) => 2 ** k);

// Catches eps under the root, which scales with g^2. A power of two scales all else without rounding, but for the root: a
// library's power of 0.5 is not the nearest number, and may be off otherwise at four times its argument.
law(
  'optimizer.6 gradient, moments and eps scaled together leave the step as it is',
  ['adam'],
  [moments(), scales, gradients, gradients, real(2 ** -20, 2 ** 30)],
  async (port, moment, c, g, m, v) => {
    const config = { ...moment.config, eps_adam: moment.config.eps_adam * c, ...port.fixed };
    const s = config.eps_adam / moment.config.eps_adam; // 1 where eps is fixed
    const plain = await adamOne(port, moment, 0, g, m, v);
    const scaled = await adamOne(port, { ...moment, config }, 0, s * g, s * m, s * s * v);
    const bound = (2 * LIBM + 8) * u * Math.abs(plain.p) + LEAST;
    close(scaled.p, plain.p, bound, 'step(s g, s m, s^2 v, s eps) = step(g, m, v, eps)');
  },
);

// Catches an eps that is built in, left out, or added to the root before it is corrected.
law(
  'optimizer.6 a gradient r eps makes a first step of lr r / (|r| + 1)',
  ['adam'],
  [moments({ ...STEADY, beta1: 0 }), real(2 ** -10, 2 ** 10), fc.constantFrom(1, -1)],
  async (port, { config }, r, sign) => {
    const g = representable(sign * r * config.eps_adam);
    const moment = { config, step: 0 };
    const { p } = await adamOne(port, moment, 0, g, 0, 0);
    const want = (-config.learning_rate * g) / (Math.abs(g) + config.eps_adam);
    close(p, want, (steadyUlps(moment) * u + decayed(moment)) * Math.abs(want), '-lr g / (|g| + eps)');
  },
);

// Catches a denominator that is replaced where it is 0.
error(
  'optimizer.10 with eps 0 a parameter without a gradient gets no finite number',
  { ops: ['adam'], needs: { eps_adam: 0 } },
  [moments({ eps_adam: 0 }), finite],
  async (port, moment, p) => {
    await notFinite(() => adamOne(port, moment, p, 0, 0, 0), '0 / 0');
  },
);

const rows = fc.array(fc.tuple(finite, finite, finite, squares), { minLength: 1, maxLength: 9 });

/** As many parameters as a line takes: 16 MB hold a step of 200,000. */
const manyRows = withLarger(
  rows,
  () => fc.tuple(rows, grownSize(9, 100_000)).map(([list, n]) => range(n).map((i) => list[i % list.length])),
  20,
);

/** How far a port may be from the exact step, whatever the decay: the learning rate is at most learning_rate. */
function bounds({ config, step }: Moment, p: number, g: number, m: number, v: number) {
  const { beta1, beta2, eps_adam, learning_rate } = config;
  const relative = (steadyUlps({ config, step: 0 }) + 2 * LIBM) * u;
  const sizeM = Math.abs(m) + Math.abs(g);
  const [errorM, errorV] = [relative * sizeM + LEAST, relative * (v + g * g) + LEAST];
  const newV = beta2 * v + (1 - beta2) * g * g;
  const rate = (v_t: number) =>
    learning_rate / (1 - beta1 ** (step + 1)) / (Math.sqrt(v_t / (1 - beta2 ** (step + 1))) + eps_adam);
  const most = rate(Math.max(0, newV - errorV));
  const update = most * errorM + (most - rate(newV)) * sizeM + relative * most * sizeM;
  return { p: update + 2 * u * (Math.abs(p) + most * sizeM) + LEAST, m: errorM, v: errorV };
}

// Catches clipping by the norm of the gradient, one v for all, and an index that is off by one.
law(
  'optimizer.11 a parameter in company makes the step that it makes alone',
  ['adam'],
  [moments(), rows],
  async (port, moment, list) => {
    const [p, g, m, v] = [0, 1, 2, 3].map((k) => list.map((row) => row[k]));
    const all = await port.adam(moment.config, moment.step, p, g, m, v);
    for (const [i, row] of list.entries()) {
      const alone = await adamOne(port, moment, ...row);
      const bound = bounds(moment, ...row); // both are within it: vector units may round otherwise
      close(all.data[i], alone.p, 2 * bound.p, `data[${i}]`);
      close(all.m[i], alone.m, 2 * bound.m, `m[${i}]`);
      close(all.v[i], alone.v, 2 * bound.v, `v[${i}]`);
    }
  },
);

// Catches moments, powers of a beta or a rate that are left from the step before.
law(
  'optimizer.11 a step is the same again, behind the next one and behind the first',
  ['adam'],
  [moments(), rows],
  async (port, { config, step }, list) => {
    const [p, g, m, v] = [0, 1, 2, 3].map((k) => list.map((row) => row[k]));
    const at = (t: number) => port.adam(config, t, p, g, m, v);
    const first = await at(step);
    for (const other of [Math.min(step + 1, config.num_steps - 1), 0]) {
      await at(other);
      const again = await at(step);
      equal([again.data, again.m, again.v], [first.data, first.m, first.v], `step ${step}, behind step ${other}`);
    }
  },
);

vectors('optimizer');

differential(
  'optimizer.5 a step agrees with the reference',
  ['adam'],
  [moments(), manyRows],
  async (port, oracle, moment, list) => {
    const [p, g, m, v] = [0, 1, 2, 3].map((k) => list.map((row) => row[k]));
    const got = await port.adam(moment.config, moment.step, p, g, m, v);
    const want = await oracle.adam(moment.config, moment.step, p, g, m, v);
    for (const [i, row] of list.entries()) {
      const bound = bounds(moment, ...row); // both are within it
      close(got.data[i], want.data[i], 2 * bound.p, `data[${i}]`);
      close(got.m[i], want.m[i], 2 * bound.m, `m[${i}]`);
      close(got.v[i], want.v[i], 2 * bound.v, `v[${i}]`);
    }
  },
);
