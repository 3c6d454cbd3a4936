import fc from 'fast-check';
import { CANONICAL, type Config, EARLY } from '../src/port/config.ts';
import { adamOne, type Moment, moments, steadyState, steadyUlps } from './harness/adam.ts';
import { modelCases, real, reals, stateDict } from './harness/arbitraries.ts';
import { CLASS, LIBM, u } from './harness/arithmetic.ts';
import { allClose, close, equal, notFinite } from './harness/expect.ts';
import { flat } from './harness/flat.ts';
import { error, law } from './harness/law.ts';
import { wholeCases, withTokens } from './harness/smallModels.ts';
import { type Claiming, port } from './harness/subject.ts';

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
  return (3 * config.learning_rate * CLASS * size) / config.eps_adam + rounding;
}

// Catches moments that start at another value, such as the first gradient.
law(
  'optimizer.1 the first step of training starts from moments of 0',
  ['train', 'backward', 'adam'],
  [runs],
  async (port, model) => {
    const { config, tokens } = model;
    const start = stateDict(model);
    const grad = flat((await port.backward(config, start, tokens)).grad);
    const zero = grad.map(() => 0);
    const { data } = await port.adam(config, 0, flat(start), grad, zero, zero);
    const trained = flat((await port.train(config, start, [tokens], 1)).state_dict);
    allClose(trained, data, stepBound(config, grad, data), 'train, 1 step = adam from m = v = 0');
  },
);

/** The learning rate, read off: with betas 0 and eps 0 a gradient of 1 makes a step of lr_t. */
const NEITHER = { beta1: 0, beta2: 0, eps_adam: 0 };
const learningRate = async (port: Claiming<'adam'>, moment: Moment) => {
  const { m, v } = steadyState(moment, 1);
  return -(await adamOne(port, moment, 0, 1, m, v)).p * (1 + moment.config.eps_adam);
};

// Catches a rate that is constant, a step early or late, or that reaches 0 at the last step.
law(
  'optimizer.7 the learning rate falls linearly from step 0 to num_steps',
  { ops: ['adam'], needs: { decay: 'linear' } },
  [moments({ ...NEITHER, decay: 'linear' })],
  async (port, moment) => {
    const { learning_rate, num_steps } = moment.config;
    const want = learning_rate * (1 - moment.step / num_steps);
    close(await learningRate(port, moment), want, (steadyUlps(moment) + 2) * u * want, 'lr (1 - step / num_steps)');
  },
);

// Catches a rate that is off where steps are few, and a learning_rate that is built in.
law(
  'optimizer.7 the first step is taken at the full learning rate, whatever num_steps',
  ['adam'],
  [moments(NEITHER)],
  async (port, { config }) => {
    const moment = { config, step: 0 };
    const want = config.learning_rate;
    close(await learningRate(port, moment), want, (steadyUlps(moment) + 2) * u * want, 'lr at step 0');
  },
);

// Catches moments that are kept only where a step is taken, and a rate that has a floor.
law(
  'optimizer.7 without a learning rate no parameter moves, and both moments are as with one',
  { ops: ['adam'], free: ['learning_rate'] },
  [moments(), fc.constantFrom(CANONICAL.decay, EARLY.decay), reals(-4, 4, 1, 4)],
  async ({ adam }, { config, step }, decay, p) => {
    const of = (learning_rate: number) =>
      adam({ ...config, decay, learning_rate, ...port.fixed }, step, p, p, p, p.map(Math.abs));
    const [still, moved] = [await of(0), await of(CANONICAL.learning_rate)];
    equal([...still.data], p, 'p, unchanged');
    equal([...still.m, ...still.v], [...moved.m, ...moved.v], 'm and v');
  },
);

error(
  'optimizer.7 with num_steps 0 there is no learning rate',
  ['adam'],
  [moments(), real(2 ** -20, 2 ** 20)],
  async (port, { config }, g) => {
    const none = { config: { ...config, num_steps: 0 }, step: 0 };
    await notFinite(() => adamOne(port, none, 0, g, 0, 0), '1 - step / 0');
  },
);

// Catches a whole period in place of half of one, and a cosine that ends above 0.
law(
  'optimizer.8 in the early revision the learning rate is half a cosine, the same turned around its middle',
  { ops: ['adam'], needs: { decay: 'cosine' } },
  [moments({ ...NEITHER, decay: 'cosine' })],
  async (port, moment) => {
    const { learning_rate, num_steps } = moment.config;
    const rate = await learningRate(port, moment);
    // The argument of the cosine, at most pi, is off by 3 roundings; cosine, sum and products follow.
    const bound = learning_rate * u * (3 * Math.PI + 2 * LIBM + steadyUlps({ ...moment, step: 0 }));
    const want = (learning_rate / 2) * (1 + Math.cos((Math.PI * moment.step) / num_steps));
    close(rate, want, bound, 'lr / 2 (1 + cos(pi step / num_steps))');
    const mirrored = await learningRate(port, { ...moment, step: num_steps - moment.step });
    close(rate + mirrored, learning_rate, 2 * bound, 'lr(step) + lr(num_steps - step) = lr');
  },
);

// Catches gradients that are left in place. Without a first moment to remember, what the short document does not use stands
// still in its step, whatever the gradient before was. Which of two steps is its own is for training.2 to say.
law(
  'optimizer.9 with beta1 0 a step moves no embedding that its document does not use, after one that does',
  { ops: ['train'], needs: { beta1: 0 } },
  [wholeCases({ ...withTokens, overrides: { num_steps: 4, beta1: 0 } })],
  async (port, model) => {
    const { config, tokens } = model;
    const start = stateDict(model);
    const BOS = model.vocab_size - 1;
    const after = async (steps: number) => {
      const { wte, wpe } = (await port.train(config, start, [tokens, [BOS, BOS]], steps)).state_dict;
      return [...wte.slice(0, BOS), ...wpe.slice(1)].flat();
    };
    const [first, second, third] = [await after(1), await after(2), await after(3)];
    const stands = (before: readonly number[], behind: readonly number[]) => behind.every((x, i) => x === before[i]);
    if (!stands(second, third)) equal(second, first, 'embeddings of other tokens and later positions');
  },
);
