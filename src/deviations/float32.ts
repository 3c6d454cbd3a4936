import type { Edit } from './patched.ts';

/**
 * Single precision in a language that has none: the stores become Float32Array, which rounds what is written, and where
 * two operations stand in one statement the first is rounded by Math.fround. Rounding a double-precision sum, product,
 * quotient or root to single gives the correctly rounded single (53 >= 2 * 24 + 2), so each operation is exactly IEEE's.
 * exp, log and pow become correctly rounded but for double rounding, which no 32-bit library is better than.
 */

/** The tape's numbers stored in single precision; what stands between two stores is still computed in double. */
export const STORED: readonly Edit[] = [
  { file: 'autograd', find: 'new Float64Array', replace: 'new Float32Array', times: 8 },
];

/** The whole graph in single precision, forward and backward. */
export const GRAPH: readonly Edit[] = [
  ...STORED,
  {
    file: 'autograd',
    find: 'exponent * power(x, exponent - 1, this.math)',
    replace: 'exponent * Math.fround(power(x, exponent - 1, this.math))',
  },
  ...[0, 1].map(
    (n): Edit => ({
      file: 'autograd',
      find: `+= this.#local${n}[v] * this.grad[v]`,
      replace: `+= Math.fround(this.#local${n}[v] * this.grad[v])`,
    }),
  ),
];

/** Adam in single precision, operation by operation, its constants and its moments too. */
export const OPTIMIZER: readonly Edit[] = [
  { file: 'optimizer', find: 'new Float64Array', replace: 'new Float32Array', times: 2 },
  {
    file: 'optimizer',
    find: "import { power, raise } from './python.js';",
    replace: "import { power, raise } from './python.js';\nconst f = Math.fround;",
  },
  {
    file: 'optimizer',
    find: 'return learning_rate * (1 - step / num_steps);',
    replace: 'return f(f(learning_rate) * f(1 - f(step / num_steps)));',
  },
  {
    file: 'optimizer',
    find: 'const { beta1, beta2, eps_adam } = config;',
    replace: 'const [beta1, beta2, eps_adam] = [f(config.beta1), f(config.beta2), f(config.eps_adam)];',
  },
  { file: 'optimizer', find: '1 - power(beta1, step + 1, math)', replace: 'f(1 - f(power(beta1, step + 1, math)))' },
  { file: 'optimizer', find: '1 - power(beta2, step + 1, math)', replace: 'f(1 - f(power(beta2, step + 1, math)))' },
  {
    file: 'optimizer',
    find: 'beta1 * m[i] + (1 - beta1) * grad[i]',
    replace: 'f(beta1 * m[i]) + f(f(1 - beta1) * grad[i])',
  },
  {
    file: 'optimizer',
    find: 'beta2 * v[i] + (1 - beta2) * math.pow(grad[i], 2)',
    replace: 'f(beta2 * v[i]) + f(f(1 - beta2) * f(math.pow(grad[i], 2)))',
  },
  { file: 'optimizer', find: 'm[i] / correction1', replace: 'f(m[i] / correction1)' },
  { file: 'optimizer', find: 'v[i] / correction2', replace: 'f(v[i] / correction2)' },
  { file: 'optimizer', find: 'math.pow(v_hat, 0.5) + eps_adam', replace: 'f(f(math.pow(v_hat, 0.5)) + eps_adam)' },
  { file: 'optimizer', find: '(lr_t * m_hat) / denominator', replace: 'f(f(lr_t * m_hat) / denominator)' },
];

/** Everything in single precision: the graph and Adam. */
export const EVERYTHING: readonly Edit[] = [...GRAPH, ...OPTIMIZER];

/** Only the parameters in single precision, rounded at the start and after each step. */
export const PARAMETERS: readonly Edit[] = [
  { file: 'parameters', find: 'tape.leaf(p)', replace: 'tape.leaf(Math.fround(p))' },
  {
    file: 'optimizer',
    find: 'data[i] -= (lr_t * m_hat) / denominator',
    replace: 'data[i] = Math.fround(data[i] - (lr_t * m_hat) / denominator)',
  },
];

/** A fused multiply-add in single precision, in dot products and in passing gradients on. */
export const GRAPH_FMA: readonly Edit[] = [
  ...STORED,
  {
    file: 'autograd',
    find: 'exponent * power(x, exponent - 1, this.math)',
    replace: 'exponent * Math.fround(power(x, exponent - 1, this.math))',
  },
  {
    file: 'autograd',
    find: 'total = this.add(total, this.mul(a[i], b[i]));',
    replace: `{
                const before = this.data[total];
                total = this.add(total, this.mul(a[i], b[i]));
                this.data[total] = this.data[a[i]] * this.data[b[i]] + before;
            }`,
  },
];
