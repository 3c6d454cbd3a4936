import type { ModelChoices } from './modelChoices.ts';
import type { Pass, Rows } from './pass.ts';

type ActivationChoices = Pick<ModelChoices, 'activation' | 'activationConstant' | 'reluGradient'>;

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
  if (choices.activation === 'none') return x;
  const { f, slope } = curveOf(choices);
  const y = pass.rows(x.width);
  const count = pass.n * x.width;
  for (let i = 0; i < count; i++) y.data[i] = f(x.data[i]);
  if (!pass.records) return y;
  const { reluGradient } = choices;
  pass.note(() => {
    for (let i = 0; i < count; i++) {
      const gradient = y.grad[i];
      const factor = reluGradient === 'right' ? slope(x.data[i]) : reluSlope(choices, x.data[i], gradient);
      x.grad[i] += gradient * factor;
    }
  });
  return y;
}

function curveOf({ activation, activationConstant }: ActivationChoices): Curve {
  switch (activation) {
    case 'leaky':
      return leaky(activationConstant);
    case 'gelu-tanh':
      return geluTanh(activationConstant);
    case 'gelu-erf':
      return GELU_ERF;
    case 'silu':
      return SILU;
    case 'relu_squared':
      return RELU_SQUARED;
    default:
      return RELU;
  }
}

/** The slope of ReLU and of its square where ReLU's own is 1, or asks for the gradient and not for x: mistakes (autograd.7). */
function reluSlope({ activation, reluGradient }: ActivationChoices, x: number, gradient: number): number {
  const outer = activation === 'relu_squared' ? 2 * Math.max(0, x) : 1;
  return reluGradient === 'one' || gradient * outer > 0 ? outer : 0;
}

const RELU: Curve = { f: (x) => (x > 0 ? x : 0), slope: (x) => (x > 0 ? 1 : 0) };
const RELU_SQUARED: Curve = { f: (x) => (x > 0 ? x * x : 0), slope: (x) => (x > 0 ? 2 * x : 0) };

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
