import fc from 'fast-check';
import { type Config, configure, type StateDict } from '../src/port/config.ts';
import { steadyUlps } from './harness/adam.ts';
import { type ModelCase, modelCases, shapesOf, stateDict, uniforms } from './harness/arbitraries.ts';
import { CLASS, gamma, u } from './harness/arithmetic.ts';
import { close } from './harness/expect.ts';
import { flat } from './harness/flat.ts';
import { law } from './harness/law.ts';
import { largest, sumOf } from './harness/lists.ts';
import { naiveLogits } from './harness/oracle/naive.ts';
import { type Claiming, port } from './harness/subject.ts';

/** Parameters are below this. */
const AMPLITUDE = 1 / 4;

/**
 * The central difference (f(h) - f(-h)) / (2 h), and in how many parts the gradient is taken between its two points.
 *
 * The difference is the mean slope between -h and h, exactly, whatever kinks of ReLU lie between. It is off by e / h, e
 * being the rounding of a loss, and the mean of the slopes at the ends of the parts is off by about what the slope changes
 * within a part. In float64, h leaves e / h near 1e-6 and is so short that no part has two kinks (with 500 units, about
 * once in a million runs of this file). In float32 h must be long; the parts then have many kinks, but are many, too.
 */
const PATH = port.dtype === 'f64' ? { h: 2 ** -22, parts: 2 } : { h: 2 ** -6, parts: 16 };

// Catches every wrong derivative: no gradient through the RMSNorm scale, keys and values of earlier positions left out,
// gradients that overwrite in place of adding, a slope of ReLU other than 0 or 1, 1 / n forgotten.
law(
  'training.9 along a direction in any matrix the gradient is the slope of the loss',
  { ops: ['forward', 'backward'], heavy: 'gradients along a path' },
  [modelCases({ n_head: { min: 1, max: 2 } }), fc.nat()],
  async (port, model, seed) => {
    const uniform = uniforms(seed);
    const sign = () => (uniform() < 1 / 2 ? -1 : 1);
    const start = stateDict(model, AMPLITUDE);
    const rounding = lossError(model, start);
    for (const [name] of shapesOf(model)) {
      const direction = { [name]: start[name].map((row) => row.map(sign)) };
      await isSlope(port, model, start, direction, rounding, name);
    }
  },
);

// Catches the same, and names a parameter whose gradient is wrong.
law(
  'training.9 the gradient by one parameter is the slope of the loss along it',
  { ops: ['forward', 'backward'], heavy: 'gradients along a path' },
  [
    modelCases({
      n_layer: { min: 1, max: 1 },
      n_head: { min: 1, max: 2 },
      head_dim: { min: 1, max: 2 },
      block_size: { min: 2, max: 3 },
      length: { min: 1, max: 3 },
    }),
    fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
  ],
  async (port, model, picks) => {
    const start = stateDict(model, AMPLITUDE);
    const rounding = lossError(model, start);
    for (const [name, nout, nin] of shapesOf(model)) {
      for (const pick of picks) {
        const [i, j] = [pick % nout, Math.floor(pick / nout) % nin];
        const direction = { [name]: start[name].map((row, r) => row.map((_, c) => (r === i && c === j ? 1 : 0))) };
        await isSlope(port, model, start, direction, rounding, `${name}[${i}][${j}]`);
      }
    }
  },
);

/** So small that the slope hardly changes along the step, and so large that the loss falls by far more than rounding. */
const RATE = port.dtype === 'f64' ? 2 ** -24 : 2 ** -13;
/** In how many parts the slope is taken along the step: in float32 it is long enough for RMSNorm of a single number near 0 to pass 0. */
const STEP_PARTS = port.dtype === 'f64' ? 1 : 8;

/**
 * How far lr sum |g_i| d(g_i), d(g) being |g| / (|g| + eps_adam), may be from lr sum G_i d(g'_i), by which the loss falls
 * where G is its slope and g' the gradient that train follows. Both agree with g within the class, relative to the largest
 * entry: let that be e. Then G_i is off by e, and |g_i| d by 2 e: below |g_i| = e by a sign, below 2 e by 1 at most, and
 * beyond, where |g| d' is at most 1/2, by half of e. The step is off by steadyUlps of itself, and each parameter, below
 * AMPLITUDE + lr, is rounded behind it.
 */
function predictionError(config: Config, g: readonly number[]): number {
  const size = sumOf(g.map(Math.abs));
  const ofGradient = 3 * g.length * CLASS * largest(g) * RATE;
  return ofGradient + RATE * size * steadyUlps({ config, step: 0 }) * u + size * (AMPLITUDE + RATE) * u;
}

// Catches an update along the gradient in place of against it, the gradient of another document, an update of a copy.
law(
  'training.10 a small step lowers the loss by lr g^2 / (|g| + eps_adam), summed over the parameters',
  { ops: ['train', 'backward'], needs: { learning_rate: RATE, num_steps: 2 } },
  [modelCases({ n_head: { min: 1, max: 2 }, head_dim: { min: 1, max: 2 } })],
  async (port, model) => {
    const config = configure({ ...model.config, learning_rate: RATE, num_steps: 2, ...port.fixed });
    const start = stateDict(model, AMPLITUDE);
    const after = (await port.train(config, start, [model.tokens], 1)).state_dict;
    const { losses } = await port.train(config, start, [model.tokens], 2);
    const gradientAt = async (point: StateDict) => flat((await port.backward(config, point, model.tokens)).grad, start);
    const g = await gradientAt(start);
    const predicted = sumOf(g.map((x) => (RATE * x ** 2) / (Math.abs(x) + config.eps_adam)));
    // The loss falls by the mean slope along the step. Where the slope is monotone that is off the first one by what it
    // changes, by curvature and by kinks, at most; what it does beside that is taken to be less, as in isSlope.
    const step = flat(after, start).map((p, i) => p - flat(start)[i]);
    let change = 0;
    let before = g;
    for (let part = 1; part <= STEP_PARTS; part++) {
      const t = part / STEP_PARTS;
      const ahead = await gradientAt(part === STEP_PARTS ? after : between(start, after, t));
      change += Math.abs(sumOf(step.map((d, i) => (ahead[i] - before[i]) * d)));
      before = ahead;
    }
    const rounding = predictionError(config, g) + 2 * lossError(model, start);
    close(losses[0] - losses[1], predicted, 2 * change + rounding, 'first-order decrease');
  },
);

/**
 * Demands that backward's slope along a direction is forward's.
 *
 * If the slope is monotone within each part, its mean there lies between those at the part's ends; what it does beside that
 * is taken to be less than what it changes, and together at most as much as it changes on the whole path.
 *
 * @param rounding - what a loss may be off by
 */
async function isSlope(
  port: Claiming<'forward' | 'backward'>,
  model: ModelCase,
  start: StateDict,
  direction: StateDict,
  rounding: number,
  what: string,
): Promise<void> {
  const { h, parts } = PATH;
  const { config, tokens } = model;
  const at = (t: number) => moved(start, direction, t);
  const [left, right] = [await port.forward(config, at(-h), tokens), await port.forward(config, at(h), tokens)];
  const slopes: number[] = [];
  for (let i = 0; i <= parts; i++) {
    const { grad } = await port.backward(config, at(((2 * i) / parts - 1) * h), tokens);
    slopes.push(along(grad, direction));
  }
  const means = slopes.slice(1).map((slope, i) => (slopes[i] + slope) / 2);
  const changes = slopes.slice(1).map((slope, i) => Math.abs(slope - slopes[i]));
  const mean = (x: readonly number[]) => x.reduce((sum, value) => sum + value / parts, 0);
  close(mean(means), (right.loss - left.loss) / (2 * h), 2 * mean(changes) + rounding / h, `slope along ${what}`);
}

/**
 * What the loss of a document may be off by: the error of a logit moves the target's and those in the sum; softmax, ln and
 * the mean over n add about vocab_size + n + 24 roundings of numbers that are at most the spread of the logits and ln of
 * vocab_size.
 */
function lossError(model: ModelCase, state_dict: StateDict): number {
  const logits = naiveLogits(model, state_dict);
  const worst = Math.max(...logits.flat().map(({ rad }) => rad));
  const values = logits.flat().map(({ mid }) => mid);
  const size = 1 + Math.max(...values) - Math.min(...values) + Math.log(model.vocab_size);
  return 2 * worst + gamma(model.vocab_size + logits.length + 24) * size;
}

/** from + t (to - from). */
function between(from: StateDict, to: StateDict, t: number): StateDict {
  const changed = Object.entries(from).map(([name, rows]) => [
    name,
    rows.map((row, i) => row.map((p, j) => p + t * (to[name][i][j] - p))),
  ]);
  return Object.fromEntries(changed);
}

/** state_dict + t direction. */
function moved(state_dict: StateDict, direction: StateDict, t: number): StateDict {
  const changed = Object.entries(direction).map(([name, rows]) => [
    name,
    rows.map((row, i) => row.map((d, j) => state_dict[name][i][j] + t * d)),
  ]);
  return { ...state_dict, ...Object.fromEntries(changed) };
}

/** <grad, direction>. */
function along(grad: StateDict, direction: StateDict): number {
  const products = Object.entries(direction).flatMap(([name, rows]) =>
    rows.flatMap((row, i) => row.map((d, j) => d * grad[name][i][j])),
  );
  return sumOf(products);
}
