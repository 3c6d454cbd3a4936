import fc from 'fast-check';
import { type Config, configure, type StateDict } from '../src/port/config.ts';
import { CLASS_TOLERANCE, gamma, SMALLEST_NORMAL, UNIT_ROUNDOFF } from '../src/port/precision.ts';
import { modelCases, real, representable, stateDict } from './harness/arbitraries.ts';
import { type Claiming, check, error, law, port } from './harness/check.ts';
import { differential } from './harness/differential.ts';
import { examples } from './harness/examples.ts';
import { allClose, close, equal, notFinite } from './harness/expect.ts';
import { forAll } from './harness/forAll.ts';
import { vectors } from './harness/vectors.ts';

const u = UNIT_ROUNDOFF[port.dtype];
const LEAST = SMALLEST_NORMAL[port.dtype];
/** What a library's pow, sqrt or cos may be off by, in units of u. */
const LIBM = 4;
/** A power of two that the type holds and whose square it does not. */
const HUGE = port.dtype === 'f32' ? 2 ** 127 : 2 ** 1023;

/** Adam's constants, and the step to take. */
interface Moment {
  readonly config: Config;
  /** Counted from 0, less than num_steps. */
  readonly step: number;
}

/** Constants and steps of all kinds; a beta is a multiple of 1/256, so that 1 - beta is exact. */
function moments(overrides: Partial<Config> = {}): fc.Arbitrary<Moment> {
  const ratio = fc.integer({ min: 0, max: 255 }).map((n) => n / 256);
  return fc
    .record({
      beta1: ratio,
      beta2: ratio,
      learning_rate: fc.integer({ min: 1, max: 1024 }).map((n) => n / 1024),
      eps_adam: fc.integer({ min: 1, max: 30 }).map((k) => 2 ** -k),
      num_steps: fc.integer({ min: 1, max: 2000 }),
      pick: fc.nat(),
    })
    .map(({ pick, ...constants }) => {
      const config = configure({ ...constants, ...overrides, ...port.fixed });
      return { config, step: pick % config.num_steps };
    });
}

/** So many steps that the learning rate does not fall in the first of them, whichever way it falls. */
const STEADY = { num_steps: 2 ** 30 };
const early = (overrides: Partial<Config> = {}) =>
  fc.tuple(moments({ ...STEADY, ...overrides }), fc.integer({ min: 0, max: 63 })).map(([{ config }, pick]) => ({
    config,
    step: pick % config.num_steps,
  }));

const finite = real(-(2 ** 30), 2 ** 30);
const gradients = fc.tuple(real(2 ** -20, 2 ** 20), fc.constantFrom(1, -1)).map(([x, sign]) => sign * x);
const squares = real(0, 2 ** 30);

/** One step for one parameter. */
async function adamOne(
  { adam }: Claiming<'adam'>,
  { config, step }: Moment,
  p: number,
  g: number,
  m: number,
  v: number,
) {
  const after = await adam(config, step, [p], [g], [m], [v]);
  return { p: after.data[0], m: after.m[0], v: after.v[0] };
}

/**
 * Units of u by which lr_t m_hat / (sqrt(v_hat) + eps) may be off, relative to itself, given the new m and v.
 *
 * 1 - beta**t is off by pow's LIBM u, by t u for a beta that was rounded, and by u of its own; each times
 * beta**t / (1 - beta**t), and t beta**t / (1 - beta**t), like the former, is at most 1 / (1 - beta). 1 - step / num_steps
 * is off by two roundings of at most num_steps / (num_steps - step) times its size. Two divisions, a root, a sum, a
 * product, a division and a difference remain.
 */
function updateUlps({ config, step }: Moment): number {
  const { beta1, beta2, num_steps } = config;
  const corrections = (LIBM + 2) * (1 / (1 - beta1) + 1 / (1 - beta2));
  return corrections + (2 * num_steps) / (num_steps - step) + LIBM + 7;
}

/** The same where m and v are to be what a constant gradient gives: 3 roundings for each, and 1 - beta off by u. */
const steadyUlps = (moment: Moment) =>
  updateUlps(moment) + 8 + 1 / (1 - moment.config.beta1) + 1 / (1 - moment.config.beta2);

/** Moments after `step` steps with the gradient g. */
const steadyState = ({ config, step }: Moment, g: number) => ({
  m: representable((1 - config.beta1 ** step) * g),
  v: representable((1 - config.beta2 ** step) * g * g),
});

const flat = (state_dict: StateDict): number[] => Object.values(state_dict).flat(2);

examples('optimizer');

/** Two steps on one document, in an arithmetic that forgives: with eps 1 an error of a gradient is never magnified. */
const runs = modelCases({
  overrides: { num_steps: 4, eps_adam: 1, learning_rate: 2 ** -4 },
  length: { min: 1, max: 5 },
});

/**
 * How far apart a step of `train` and a step of `adam` on the gradient of `backward` may be: the two gradients of one
 * port agree within its class, relative to the largest entry, and change m_hat / (sqrt(v_hat) + eps) by at most
 * 3 / eps times as much, once through m_hat and, as |m_hat| <= 2 sqrt(v_hat) in the first two steps, twice through v_hat.
 */
function stepBound(config: Config, gradient: readonly number[], data: readonly number[]): number {
  const size = Math.max(...gradient.map(Math.abs));
  const rounding = 2 * u * Math.max(...data.map(Math.abs));
  return (3 * config.learning_rate * CLASS_TOLERANCE[port.dtype] * size) / config.eps_adam + rounding;
}

// Catches moments that start at another value, such as the first gradient.
law('optimizer.1 the first step of training starts from moments of 0', ['train', 'backward', 'adam'], (port) =>
  forAll(
    fc.asyncProperty(runs, async (model) => {
      const { config, tokens } = model;
      const start = stateDict(model);
      const grad = flat((await port.backward(config, start, tokens)).grad);
      const zero = grad.map(() => 0);
      const { data } = await port.adam(config, 0, flat(start), grad, zero, zero);
      const trained = flat((await port.train(config, start, [tokens], 1)).state_dict);
      allClose(trained, data, stepBound(config, grad, data), 'train, 1 step = adam from m = v = 0');
    }),
    { share: 0.3 },
  ),
);

// Catches momentum without the factor 1 - beta1, another beta1, and a bias-corrected m that is stored.
law('optimizer.2 m is the running mean of the gradient, at every step', ['adam'], (port) =>
  forAll(
    fc.asyncProperty(moments(), finite, finite, squares, finite, async (moment, p, g, v, m) => {
      const { beta1 } = moment.config;
      const after = await adamOne(port, moment, p, g, m, v);
      const [kept, added] = [beta1 * m, (1 - beta1) * g];
      // Two products and a sum, there and here; a beta1 that was rounded makes 1 - beta1 off by u / (1 - beta1).
      const bound = gamma(6 + 1 / (1 - beta1), port.dtype) * (Math.abs(kept) + Math.abs(added)) + LEAST;
      close(after.m, kept + added, bound, 'm = beta1 m + (1 - beta1) g');
    }),
  ),
);

// Catches |g| in place of its square, another beta2, and a bias-corrected v that is stored.
law('optimizer.3 v is the running mean of the squared gradient, at every step', ['adam'], (port) =>
  forAll(
    fc.asyncProperty(moments(), finite, finite, squares, finite, async (moment, p, g, v, m) => {
      const { beta2 } = moment.config;
      const after = await adamOne(port, moment, p, g, m, v);
      const want = beta2 * v + (1 - beta2) * g * g;
      // As for m, and a square on each side.
      const bound = gamma(6 + 2 * LIBM + 1 / (1 - beta2), port.dtype) * want + LEAST;
      close(after.v, want, bound, 'v = beta2 v + (1 - beta2) g^2');
    }),
  ),
);

error('optimizer.3 a gradient whose square overflows gives no finite number', ['adam'], (port) =>
  forAll(
    fc.asyncProperty(moments(), fc.constantFrom(HUGE, -HUGE), async (moment, g) => {
      await notFinite(() => adamOne(port, moment, 0, g, 0, 0), 'v = beta2 v + (1 - beta2) g^2');
    }),
  ),
);

/** With eps 0 the step is learning_rate times a sign; the decay, whichever it is, takes off 2 (step + 2) / num_steps. */
const decayed = ({ config, step }: Moment) => (2 * (step + 2)) / config.num_steps;

// Catches a correction by the power step or step + 2, of one moment only, or none at all.
law('optimizer.4 a constant gradient makes steps of one size from the first', ['adam'], (port) =>
  forAll(
    fc.asyncProperty(early({ eps_adam: 0 }), gradients, async (moment, g) => {
      const { m, v } = steadyState(moment, g);
      const { learning_rate, eps_adam } = moment.config;
      const { p } = await adamOne(port, moment, 0, g, m, v);
      const want = (-learning_rate * g) / (Math.abs(g) + eps_adam);
      close(p, want, (steadyUlps(moment) * u + decayed(moment)) * Math.abs(want), 'm_hat = g, v_hat = g^2');
    }),
  ),
);

// Catches corrected moments that are passed on to the next step.
law("optimizer.4 so it is when the moments are the port's own", ['adam'], (port) =>
  forAll(
    fc.asyncProperty(early({ eps_adam: 0 }), gradients, async ({ config }, g) => {
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
    }),
    { share: 0.3 },
  ),
);

/** Betas whose powers vanish beside 1 after 64 steps: the correction, right or wrong, is no correction any more. */
const late = fc
  .tuple(early(), fc.constantFrom(0, 0.25, 0.5), fc.constantFrom(0, 0.25, 0.5))
  .map(([{ config, step }, beta1, beta2]) => ({ config: { ...config, beta1, beta2, ...port.fixed }, step: step + 64 }));

// Catches an update without the root, or with m and v exchanged, plain gradient descent, and a step uphill.
law('optimizer.5 the update is lr m_hat / (sqrt(v_hat) + eps), against the gradient', ['adam'], (port) =>
  forAll(
    fc.asyncProperty(late, gradients, gradients, real(2 ** -20, 2 ** 30), async (moment, g, m, v) => {
      const { config, step } = moment;
      const after = await adamOne(port, moment, 0, g, m, v);
      const m_hat = after.m / (1 - config.beta1 ** (step + 1));
      const v_hat = after.v / (1 - config.beta2 ** (step + 1));
      const want = (-config.learning_rate * m_hat) / (Math.sqrt(v_hat) + config.eps_adam);
      close(after.p, want, (updateUlps(moment) * u + decayed(moment)) * Math.abs(want) + LEAST, 'p - 0');
    }),
  ),
);

// Catches weight decay, in the gradient or beside it.
law('optimizer.5 the update does not depend on the parameter', ['adam'], (port) =>
  forAll(
    fc.asyncProperty(moments(), finite, finite, finite, squares, async (moment, p, g, m, v) => {
      const [zero, after] = [await adamOne(port, moment, 0, g, m, v), await adamOne(port, moment, p, g, m, v)];
      equal([after.m, after.v], [zero.m, zero.v], 'm and v');
      // Rounded once there, once here; a fused p - x / y leaves the rounding of the quotient out.
      close(after.p, p + zero.p, 3 * u * (Math.abs(p) + Math.abs(zero.p)) + LEAST, 'p + update');
    }),
  ),
);

// Catches weight decay once more, and noise: nothing at all may change.
law('optimizer.5 without a gradient, now and before, a parameter stays bit-equal', ['adam'], (port) =>
  forAll(
    fc.asyncProperty(moments(), real(-HUGE, HUGE), async (moment, p) => {
      const after = await adamOne(port, moment, p, 0, 0, 0);
      equal([after.p, after.m, after.v], [p, 0, 0], 'p, m, v');
    }),
  ),
);

// Catches |g| in place of g in m, and a root of m^2.
law('optimizer.5 with all signs turned around, the step is turned around', ['adam'], (port) =>
  forAll(
    fc.asyncProperty(moments(), finite, finite, finite, squares, async (moment, p, g, m, v) => {
      const [plus, minus] = [await adamOne(port, moment, p, g, m, v), await adamOne(port, moment, -p, -g, -m, v)];
      equal([minus.p, minus.m, minus.v], [-plus.p, -plus.m, plus.v], 'adam(-p, -g, -m, v)');
    }),
  ),
);

const scales = fc.integer({ min: -9, max: 9 }).map((k) => 2 ** k);

// Catches eps under the root, which scales with g^2: a power of two scales all else without rounding.
law('optimizer.6 gradient, moments and eps scaled together leave the step as it is', ['adam'], (port) =>
  forAll(
    fc.asyncProperty(moments(), scales, gradients, gradients, real(2 ** -20, 2 ** 30), async (moment, c, g, m, v) => {
      const config = { ...moment.config, eps_adam: moment.config.eps_adam * c, ...port.fixed };
      const s = config.eps_adam / moment.config.eps_adam; // 1 where eps is fixed
      const plain = await adamOne(port, moment, 0, g, m, v);
      const scaled = await adamOne(port, { ...moment, config }, 0, s * g, s * m, s * s * v);
      equal(scaled.p, plain.p, 'step(s g, s m, s^2 v, s eps) = step(g, m, v, eps)');
    }),
  ),
);

// Catches an eps of its own, and one that is added to the corrected v.
law('optimizer.6 a gradient r eps makes a first step of lr r / (|r| + 1)', ['adam'], (port) =>
  forAll(
    fc.asyncProperty(moments(STEADY), real(2 ** -10, 2 ** 10), fc.constantFrom(1, -1), async ({ config }, r, sign) => {
      const g = representable(sign * r * config.eps_adam);
      const moment = { config, step: 0 };
      const { p } = await adamOne(port, moment, 0, g, 0, 0);
      const want = (-config.learning_rate * g) / (Math.abs(g) + config.eps_adam);
      close(p, want, (steadyUlps(moment) * u + decayed(moment)) * Math.abs(want), '-lr g / (|g| + eps)');
    }),
  ),
);

/** The learning rate, read off: with betas 0 and eps 0 a gradient of 1 makes a step of lr_t. */
const NEITHER = { beta1: 0, beta2: 0, eps_adam: 0 };
const learningRate = async (port: Claiming<'adam'>, moment: Moment) => {
  const { m, v } = steadyState(moment, 1);
  return -(await adamOne(port, moment, 0, 1, m, v)).p * (1 + moment.config.eps_adam);
};

// Catches a rate that is constant, a step early or late, or that reaches 0 at the last step.
law('optimizer.7 the learning rate falls linearly from step 0 to num_steps', ['adam'], (port) =>
  forAll(
    fc.asyncProperty(moments({ ...NEITHER, decay: 'linear' }), async (moment) => {
      const { learning_rate, num_steps } = moment.config;
      const want = learning_rate * (1 - moment.step / num_steps);
      close(await learningRate(port, moment), want, (steadyUlps(moment) + 2) * u * want, 'lr (1 - step / num_steps)');
    }),
  ),
);

// Catches a rate that is off where steps are few, and a learning_rate that is built in.
law('optimizer.7 the first step is taken at the full learning rate, whatever num_steps', ['adam'], (port) =>
  forAll(
    fc.asyncProperty(moments(NEITHER), async ({ config }) => {
      const moment = { config, step: 0 };
      const want = config.learning_rate;
      close(await learningRate(port, moment), want, (steadyUlps(moment) + 2) * u * want, 'lr at step 0');
    }),
  ),
);

error('optimizer.7 with num_steps 0 there is no learning rate', ['adam'], (port) =>
  forAll(
    fc.asyncProperty(moments(), gradients, async ({ config }, g) => {
      const none = { config: { ...config, num_steps: 0 }, step: 0 };
      await notFinite(() => adamOne(port, none, 0, g, 0, 0), '1 - step / 0');
    }),
    { share: 0.1 },
  ),
);

// Catches a whole period in place of half of one, and a cosine that ends above 0.
check(
  'law',
  'optimizer.8 in the early revision the learning rate is half a cosine, the same turned around its middle',
  ['adam'],
  (port) =>
    forAll(
      fc.asyncProperty(moments({ ...NEITHER, decay: 'cosine' }), async (moment) => {
        const { learning_rate, num_steps } = moment.config;
        const rate = await learningRate(port, moment);
        // The argument of the cosine, at most pi, is off by 3 roundings; cosine, sum and products follow.
        const bound = learning_rate * u * (3 * Math.PI + 2 * LIBM + steadyUlps({ ...moment, step: 0 }));
        const want = (learning_rate / 2) * (1 + Math.cos((Math.PI * moment.step) / num_steps));
        close(rate, want, bound, 'lr / 2 (1 + cos(pi step / num_steps))');
        const mirrored = await learningRate(port, { ...moment, step: num_steps - moment.step });
        close(rate + mirrored, learning_rate, 2 * bound, 'lr(step) + lr(num_steps - step) = lr');
      }),
    ),
  port.fixed?.decay === 'linear' ? 'its decay is linear' : null,
);

// Catches gradients that are left in place: the second step then follows the sum of both.
law('optimizer.9 the second step of training uses the second gradient alone', ['train', 'backward', 'adam'], (port) =>
  forAll(
    fc.asyncProperty(runs, async (model) => {
      const { config, tokens } = model;
      const start = stateDict(model);
      const first = flat((await port.backward(config, start, tokens)).grad);
      const zero = first.map(() => 0);
      const { m, v } = await port.adam(config, 0, flat(start), first, zero, zero);
      const between = (await port.train(config, start, [tokens], 1)).state_dict;
      const second = flat((await port.backward(config, between, tokens)).grad);
      const { data } = await port.adam(config, 1, flat(between), second, m, v);
      const trained = flat((await port.train(config, start, [tokens], 2)).state_dict);
      const bound = stepBound(config, [...first, ...second], data);
      allClose(trained, data, bound, 'train, 2 steps = train, 1 step, then adam on backward of it');
    }),
    { share: 0.3 },
  ),
);

// Catches a denominator that is replaced where it is 0.
check(
  'error',
  'optimizer.10 with eps 0 a parameter without a gradient gets no finite number',
  ['adam'],
  (port) =>
    forAll(
      fc.asyncProperty(moments({ eps_adam: 0 }), finite, async (moment, p) => {
        await notFinite(() => adamOne(port, moment, p, 0, 0, 0), '0 / 0');
      }),
      { share: 0.2 },
    ),
  port.fixed?.eps_adam === undefined ? null : 'its eps_adam is fixed',
);

const rows = fc.array(fc.tuple(finite, finite, finite, squares), { minLength: 1, maxLength: 9 });

/** How far a port may be from the exact step, whatever the decay: the learning rate is at most learning_rate. */
function bounds({ config, step }: Moment, p: number, g: number, m: number, v: number) {
  const { beta1, beta2, eps_adam, learning_rate } = config;
  const sizeM = beta1 * Math.abs(m) + (1 - beta1) * Math.abs(g);
  const newV = beta2 * v + (1 - beta2) * g * g;
  const root = Math.sqrt(newV / (1 - beta2 ** (step + 1)));
  const update = (learning_rate * sizeM) / (1 - beta1 ** (step + 1)) / (root + eps_adam);
  const relative = (steadyUlps({ config, step: 0 }) + 2 * LIBM) * u;
  return {
    p: relative * update + 2 * u * (Math.abs(p) + update) + LEAST,
    m: relative * sizeM + LEAST,
    v: relative * newV + LEAST,
  };
}

// Catches clipping by the norm of the gradient, one v for all, and an index that is off by one.
law('optimizer.11 a parameter in company makes the step that it makes alone', ['adam'], (port) =>
  forAll(
    fc.asyncProperty(moments(), rows, async (moment, list) => {
      const [p, g, m, v] = [0, 1, 2, 3].map((k) => list.map((row) => row[k]));
      const all = await port.adam(moment.config, moment.step, p, g, m, v);
      for (const [i, row] of list.entries()) {
        const alone = await adamOne(port, moment, ...row);
        const bound = bounds(moment, ...row); // both are within it: vector units may round otherwise
        close(all.data[i], alone.p, 2 * bound.p, `data[${i}]`);
        close(all.m[i], alone.m, 2 * bound.m, `m[${i}]`);
        close(all.v[i], alone.v, 2 * bound.v, `v[${i}]`);
      }
    }),
    { share: 0.5 },
  ),
);

vectors('optimizer');

differential('optimizer.5 a step agrees with the reference', ['adam'], (port, oracle) =>
  forAll(
    fc.asyncProperty(moments(), rows, async (moment, list) => {
      const [p, g, m, v] = [0, 1, 2, 3].map((k) => list.map((row) => row[k]));
      const got = await port.adam(moment.config, moment.step, p, g, m, v);
      const want = await oracle.adam(moment.config, moment.step, p, g, m, v);
      for (const [i, row] of list.entries()) {
        const bound = bounds(moment, ...row); // both are within it
        close(got.data[i], want.data[i], 2 * bound.p, `data[${i}]`);
        close(got.m[i], want.m[i], 2 * bound.m, `m[${i}]`);
        close(got.v[i], want.v[i], 2 * bound.v, `v[${i}]`);
      }
    }),
  ),
);
