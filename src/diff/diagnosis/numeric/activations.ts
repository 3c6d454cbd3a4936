import type { ModelChoices } from './modelChoices.ts';
import type { Pass, Rows } from './pass.ts';

type ActivationChoices = Pick<ModelChoices, 'activation' | 'activationConstant' | 'squared' | 'reluGradient'>;

/** A function and its derivative. */
interface Curve {
  readonly f: (x: number) => number;
  readonly slope: (x: number) => number;
}

/**
 * The activation between mlp_fc1 and mlp_fc2, element by element (model.14, model.15).
 *
 * @param x - what mlp_fc1 gives [n, 4 n_embd]
 */
export function activated(pass: Pass, x: Rows, choices: ActivationChoices): Rows {
  const { squared, reluGradient } = choices;
  const { f, slope } = curveOf(choices);
  const y = pass.rows(x.width);
  const count = pass.n * x.width;
  for (let i = 0; i < count; i++) {
    const value = f(x.data[i]);
    y.data[i] = squared ? value * value : value;
  }
  if (!pass.records) return y;
  pass.note(() => {
    for (let i = 0; i < count; i++) {
      const back = squared ? 2 * f(x.data[i]) * y.grad[i] : y.grad[i];
      x.grad[i] += back * (reluGradient === 'right' ? slope(x.data[i]) : reluSlope(reluGradient, back));
    }
  });
  return y;
}

function curveOf({ activation, activationConstant }: ActivationChoices): Curve {
  switch (activation) {
    case 'relu':
      return RELU;
    case 'none':
      return NONE;
    case 'leaky':
      return leaky(activationConstant);
    case 'gelu-tanh':
      return geluTanh(activationConstant);
    case 'gelu-erf':
      return GELU_ERF;
    case 'silu':
      return SILU;
  }
}

/** The slope of ReLU where it is always 1, or asks for the gradient and not for x: mistakes (autograd.7). */
function reluSlope(reluGradient: ModelChoices['reluGradient'], gradient: number): number {
  return reluGradient === 'one' || gradient > 0 ? 1 : 0;
}

const RELU: Curve = { f: (x) => (x > 0 ? x : 0), slope: (x) => (x > 0 ? 1 : 0) };
const NONE: Curve = { f: (x) => x, slope: () => 1 };

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const SILU: Curve = { f: (x) => x * sigmoid(x), slope: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))) };

function leaky(factor: number): Curve {
  return { f: (x) => (x > 0 ? x : factor * x), slope: (x) => (x > 0 ? 1 : factor) };
}

/** x / 2 (1 + tanh u), u = sqrt(2 / pi) (x + cubic x^3). */
function geluTanh(cubic: number): Curve {
  const root = Math.sqrt(2 / Math.PI);
  const tanh = (x: number) => Math.tanh(root * (x + cubic * x * x * x));
  return {
    f: (x) => 0.5 * x * (1 + tanh(x)),
    slope: (x) => 0.5 * (1 + tanh(x)) + 0.5 * x * (1 - tanh(x) ** 2) * root * (1 + 3 * cubic * x * x),
  };
}

/** x Phi(x). */
const GELU_ERF: Curve = {
  f: (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
  slope: (x) => 0.5 * (1 + erf(x * Math.SQRT1_2)) + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI),
};

/** Beyond it erf is 1 in double precision. */
const ERF_ONE = 6;
const ROUNDING = 1e-17;

/** 2 / sqrt(pi) exp(-x^2) sum 2^n x^(2n+1) / (2n+1)!!, whose terms are positive. */
function erf(x: number): number {
  if (Math.abs(x) > ERF_ONE) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > ROUNDING * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
