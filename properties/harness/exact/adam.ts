import fc from 'fast-check';
import type { Arithmetic, Libm } from '../../../src/exact/arithmetic.ts';
import { CANONICAL, type Config, configure } from '../../../src/port/config.ts';
import { port } from '../subject.ts';
import { fullOf } from './numbers.ts';
import type { Form, Probe } from './probe.ts';

/** One parameter's step; `part` says which number of the answer is looked at. */
export interface Update {
  readonly part: 'm' | 'v' | 'data';
  readonly config: Config;
  /** Counted from 0. */
  readonly step: number;
  readonly data: number;
  readonly grad: number;
  readonly m: number;
  readonly v: number;
}

/** The numbers of an update on their way, each with what the ones before it gave. */
interface Way {
  readonly config: Config;
  readonly step: number;
  readonly grad: number;
  /** Before the step. */
  readonly m0: number;
  readonly v0: number;
  readonly p: number;
  readonly f: (x: number) => number;
  readonly fma: Arithmetic['fma'];
  readonly math: Libm;
}

/** The statements of an update, each of which may be taken in another way. */
interface Statements {
  readonly m: (way: Way) => number;
  readonly square: (way: Way) => number;
  readonly v: (way: Way, square: number) => number;
  readonly lr: (way: Way) => number;
  readonly correction: (beta: number, way: Way) => number;
  readonly hat: (moment: number, correction: number, way: Way) => number;
  readonly root: (v_hat: number, way: Way) => number;
  readonly updated: (way: Way, lr: number, m_hat: number, root: number) => number;
}

/** microgpt.py's. */
const PYTHON: Statements = {
  m: ({ config: { beta1 }, m0, grad, f }) => f(f(f(beta1) * m0) + f(f(1 - f(beta1)) * grad)),
  square: ({ grad, f, math }) => f(math.pow(grad, 2)),
  v: ({ config: { beta2 }, v0, f }, square) => f(f(f(beta2) * v0) + f(f(1 - f(beta2)) * square)),
  lr: ({ config: { learning_rate, num_steps }, step, f }) => f(f(learning_rate) * f(1 - f(step / num_steps))),
  correction: (beta, { step, f, math }) => f(1 - f(math.pow(f(beta), step + 1))),
  hat: (moment, correction, { f }) => f(moment / correction),
  root: (v_hat, { f, math }) => f(math.pow(v_hat, 0.5)),
  updated: ({ config: { eps_adam }, p, f }, lr, m_hat, root) => f(p - f(f(lr * m_hat) / f(root + f(eps_adam)))),
};

function updateBy(other: Partial<Statements>): Form<Update>['compute'] {
  const by = { ...PYTHON, ...other };
  return ({ part, config, step, data, grad, m, v }, { round, fma }, math) => {
    const way: Way = { config, step, grad, m0: m, v0: v, p: data, f: round, fma, math };
    const [m1, v1] = [by.m(way), by.v(way, by.square(way))];
    if (part !== 'data') return [part === 'm' ? m1 : v1];
    const m_hat = by.hat(m1, by.correction(config.beta1, way), way);
    const v_hat = by.hat(v1, by.correction(config.beta2, way), way);
    return [by.updated(way, by.lr(way), m_hat, by.root(v_hat, way))];
  };
}

const form = (words: string, other: Partial<Statements>): Form<Update> => ({ words, compute: updateBy(other) });

const ofFirstMoment: readonly Form<Update>[] = [
  form('a fused multiply-add', {
    m: ({ config: { beta1 }, m0, grad, f, fma }) => fma(f(beta1), m0, f(f(1 - f(beta1)) * grad)),
  }),
  form('the other product fused with the sum', {
    m: ({ config: { beta1 }, m0, grad, f, fma }) => fma(f(1 - f(beta1)), grad, f(f(beta1) * m0)),
  }),
  form('m + (1 - beta1) * (g - m)', {
    m: ({ config: { beta1 }, m0, grad, f }) => f(m0 + f(f(1 - f(beta1)) * f(grad - m0))),
  }),
];

const ofSquare: readonly Form<Update>[] = [
  form('g * g in place of g ** 2', { square: ({ grad, f }) => f(grad * grad) }),
  form('(1 - beta2) * g * g, from the left', {
    v: ({ config: { beta2 }, v0, grad, f }) => f(f(f(beta2) * v0) + f(f(f(1 - f(beta2)) * grad) * grad)),
  }),
];

const ofSecondMoment: readonly Form<Update>[] = [
  form('a fused multiply-add', {
    v: ({ config: { beta2 }, v0, f, fma }, square) => fma(f(beta2), v0, f(f(1 - f(beta2)) * square)),
  }),
  form('the other product fused with the sum', {
    v: ({ config: { beta2 }, v0, f, fma }, square) => fma(f(1 - f(beta2)), square, f(f(beta2) * v0)),
  }),
  form('v + (1 - beta2) * (g ** 2 - v)', {
    v: ({ config: { beta2 }, v0, f }, square) => f(v0 + f(f(1 - f(beta2)) * f(square - v0))),
  }),
  ...ofSquare,
];

/** beta multiplied by itself, step by step. */
function running(beta: number, { step, f }: Way): number {
  let power = f(beta);
  for (let i = 0; i < step; i++) power = f(power * f(beta));
  return f(1 - power);
}

const ofUpdate: readonly Form<Update>[] = [
  form('a product with the inverse, m * (1 / (1 - beta ** t))', {
    hat: (moment, correction, { f }) => f(moment * f(1 / correction)),
  }),
  form('powers of beta that are multiplied from step to step', { correction: running }),
  form('a square root in place of v_hat ** 0.5', { root: (v_hat, { f }) => f(Math.sqrt(v_hat)) }),
  form('lr_t * (m_hat / (...)) in place of lr_t * m_hat / (...)', {
    updated: ({ config: { eps_adam }, p, f }, lr, m_hat, root) => f(p - f(lr * f(m_hat / f(root + f(eps_adam))))),
  }),
  form('a product with the inverse of the denominator', {
    updated: ({ config: { eps_adam }, p, f }, lr, m_hat, root) =>
      f(p - f(f(lr * m_hat) * f(1 / f(root + f(eps_adam))))),
  }),
  form('a fused multiply-add', {
    updated: ({ config: { eps_adam }, p, f, fma }, lr, m_hat, root) => fma(-lr, f(m_hat / f(root + f(eps_adam))), p),
  }),
  form('a learning rate by another order, learning_rate - learning_rate * step / num_steps', {
    lr: ({ config: { learning_rate, num_steps }, step, f }) =>
      f(f(learning_rate) - f(f(f(learning_rate) * step) / num_steps)),
  }),
  form('a learning rate by another order, learning_rate * (num_steps - step) / num_steps', {
    lr: ({ config: { learning_rate, num_steps }, step, f }) => f(f(f(learning_rate) * (num_steps - step)) / num_steps),
  }),
];

const ofCosine: readonly Form<Update>[] = [
  form('an angle by another order, pi * (step / num_steps)', {
    lr: ({ config: { learning_rate, num_steps }, step, math }) =>
      learning_rate * 0.5 * (1 + math.cos(Math.PI * (step / num_steps))),
  }),
  form('an angle by another order, step * (pi / num_steps)', {
    lr: ({ config: { learning_rate, num_steps }, step, math }) =>
      learning_rate * 0.5 * (1 + math.cos(step * (Math.PI / num_steps))),
  }),
  form('a product that is added to, 0.5 * learning_rate + 0.5 * learning_rate * cos', {
    lr: ({ config: { learning_rate, num_steps }, step, math }) => {
      const half = 0.5 * learning_rate;
      return half + half * math.cos((Math.PI * step) / num_steps);
    },
  }),
];

const gradient = fullOf(1 / 16);
const config = configure({ ...CANONICAL, ...port.fixed });
const zero = { config, step: 0, data: 0, m: 0, v: 0 };
const steps = fc.integer({ min: 0, max: Math.min(config.num_steps, 1000) - 1 });

/** One statement behind the other: a moment from 0, from another moment, and the parameter. */
export const ADAM_PROBES: readonly Probe<Update>[] = [
  {
    operation: 'the product (1 - beta1) * g',
    line: 'line 177',
    inputs: gradient.map((grad) => ({ ...zero, part: 'm', grad })),
    forms: ofFirstMoment,
  },
  {
    operation: 'the first moment',
    line: 'line 177',
    inputs: fc.record({ grad: gradient, m: gradient }).map((drawn) => ({ ...zero, ...drawn, part: 'm' })),
    forms: ofFirstMoment,
  },
  {
    operation: 'the square of the gradient, g ** 2, and its product with 1 - beta2',
    line: 'line 178',
    inputs: gradient.map((grad) => ({ ...zero, part: 'v', grad })),
    forms: ofSquare,
  },
  {
    operation: 'the second moment',
    line: 'line 178',
    inputs: fc
      .record({ grad: gradient, v: gradient.map((x) => x * x) })
      .map((drawn) => ({ ...zero, ...drawn, part: 'v' })),
    forms: ofSecondMoment,
  },
  {
    operation: 'the corrected moments, the rate and the step that they give',
    line: 'lines 175 and 179 to 181',
    inputs: fc
      .record({ data: fullOf(1 / 4), grad: gradient, m: gradient, v: gradient.map((x) => x * x), step: steps })
      .map((drawn) => ({ config, ...drawn, part: 'data' })),
    forms: ofUpdate,
  },
];

/** Half a cosine, by a step of 1 against a moment that is corrected to 1; with the constants that a port has compiled in. */
export const COSINE_PROBES: readonly Probe<Update>[] = [
  {
    operation: 'the rate of half a cosine',
    line: 'line 175 in the early revision',
    inputs: steps.map((step) => ({
      config: { ...config, beta1: 0, beta2: 0, eps_adam: 0, ...port.fixed, decay: 'cosine' },
      part: 'data',
      step,
      data: 0,
      grad: 1,
      m: 0,
      v: 0,
    })),
    forms: ofCosine,
  },
];
