import type { Edit } from '../../deviations/patched.ts';
import { BY_CREATION } from '../../exact/gradientOrders.ts';
import type { Chapter } from '../../port/ops.ts';

/** A right port but for how it rounds: what a check of `order=python` must see, and name by its first operation. */
export interface Rounding {
  readonly id: string;
  readonly chapter: Chapter;
  /** Of the compiled reference; the operations exp, log and pow stay as they are, as a port's library does. */
  readonly edits: readonly Edit[];
  /** What the failure names first. */
  readonly operation: string;
  /** The form that it names; null where none is known that gives these bits. */
  readonly words: string | null;
  /** Whether it says what it computes on its way; true if not given. */
  readonly traces?: false;
}

const imported = (file: string, name: string): Edit => ({
  file: 'autograd',
  find: 'const NONE = -1;',
  replace: `import { ${name} } from '${new URL(`../../../dist/libm/${file}.js`, import.meta.url).href}';\nconst NONE = -1;`,
});

const importedInRandom: Edit = {
  file: 'random',
  find: 'const TWO_PI',
  replace: `import { fma } from '${new URL('../../../dist/libm/fma.js', import.meta.url).href}';\nconst TWO_PI`,
};

const LOOP = `for (let i = 0; i < a.length; i++)
            total = this.add(total, this.mul(a[i], b[i]));
        return total;`;

/** Another sum of products, of which `value` is what the last node holds. */
function dotOf(value: string): Edit {
  return {
    file: 'autograd',
    find: LOOP,
    replace: `for (let i = 0; i < a.length; i++)
            total = this.add(total, this.mul(a[i], b[i]));
        const [x, y] = [a.map((v) => this.data[v]), b.map((v) => this.data[v])];
        if (a.length > 0) this.data[total] = ${value};
        return total;`,
  };
}

export const ROUNDINGS: readonly Rounding[] = [
  {
    id: 'sums from the right',
    chapter: 'model',
    edits: [
      {
        file: 'autograd',
        find: '(let i = 0; i < a.length; i++)\n            total',
        replace: '(let i = a.length - 1; i >= 0; i--)\n            total',
      },
    ],
    operation: 'the sum of products',
    words: 'a sum from the right',
  },
  {
    id: 'four lanes',
    chapter: 'model',
    edits: [
      dotOf(`(() => {
            const whole = x.length - x.length % 4, lanes = [0, 0, 0, 0];
            for (let i = 0; i < whole; i++) lanes[i % 4] += x[i] * y[i];
            let sum = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
            for (let i = whole; i < x.length; i++) sum += x[i] * y[i];
            return sum;
        })()`),
    ],
    operation: 'the sum of products',
    words: 'a sum in 4 lanes',
  },
  {
    id: 'fused multiply-add',
    chapter: 'model',
    edits: [imported('fma', 'fma'), dotOf('x.reduce((sum, xi, i) => fma(xi, y[i], sum), 0)')],
    operation: 'the sum of two products',
    words: 'a fused multiply-add',
  },
  {
    id: 'g * g for g ** 2',
    chapter: 'optimizer',
    edits: [{ file: 'optimizer', find: 'math.pow(grad[i], 2)', replace: '(grad[i] * grad[i])' }],
    operation: 'the square of the gradient',
    words: 'g * g in place of g ** 2',
  },
  {
    id: 'a division for a product with the inverse',
    chapter: 'model',
    edits: [
      {
        file: 'model',
        find: 'return exps.map((e) => tape.div(e, total));',
        replace:
          'return exps.map((e) => { const p = tape.div(e, total); tape.data[p] = tape.data[e] / tape.data[total]; return p; });',
      },
    ],
    operation: 'the quotient by the total',
    words: 'a division, e / total, in place of e * total ** -1',
  },
  {
    id: 'a sum that starts at its first term',
    chapter: 'model',
    edits: [dotOf('x.slice(1).reduce((sum, xi, i) => sum + xi * y[i + 1], x[0] * y[0])')],
    operation: 'the start of the sum, which is 0',
    words: 'a sum that starts at its first term in place of 0',
  },
  {
    id: "Kahan's sum",
    chapter: 'model',
    edits: [
      dotOf(`(() => {
            let sum = 0, lost = 0;
            for (let i = 0; i < x.length; i++) {
                const term = x[i] * y[i] - lost, next = sum + term;
                lost = next - sum - term;
                sum = next;
            }
            return sum;
        })()`),
    ],
    operation: 'the sum of products',
    words: "Kahan's compensated sum",
  },
  {
    id: 'sums in a wider type',
    chapter: 'model',
    edits: [imported('exactSum', 'exactSum'), dotOf('exactSum(x, y)')],
    operation: 'the sum of two products',
    words: 'a sum in a wider type, rounded at its end',
  },
  {
    id: 'subnormal numbers flushed to 0',
    chapter: 'model',
    edits: [
      {
        file: 'autograd',
        find: 'this.data[v] = data;',
        replace: 'this.data[v] = Math.abs(data) < 2 ** -1022 ? 0 * data : data;',
      },
    ],
    operation: 'a product among the subnormal numbers',
    words: 'subnormal numbers taken for 0',
  },
  {
    id: 'float32 accumulators',
    chapter: 'model',
    edits: [dotOf('x.reduce((sum, xi, i) => Math.fround(sum + Math.fround(xi * y[i])), 0)')],
    operation: 'a product among the subnormal numbers',
    words: 'a sum in float32',
  },
  {
    id: 'exp2 for exp',
    chapter: 'model',
    edits: [
      {
        file: 'autograd',
        find: 'const data = this.math.exp(x);',
        replace: 'const data = this.math.pow(2, x * Math.LOG2E);',
      },
    ],
    operation: 'the exp of a difference from the largest logit',
    words: 'a power of 2: 2 ** (x / ln 2)',
  },
  {
    id: 'a scale computed again',
    chapter: 'model',
    edits: [
      {
        file: 'model',
        find: 'tape.divNumber(tape.dot(q_h, k_t), root)',
        replace: 'tape.mul(tape.dot(q_h, k_t), tape.leaf(tape.math.pow(head_dim, -0.5)))',
      },
    ],
    operation: 'the scores, q k / head_dim ** 0.5',
    words: 'a scale computed again, head_dim ** -0.5',
  },
  {
    id: 'the same, in a port that does not trace',
    chapter: 'model',
    edits: [
      {
        file: 'model',
        find: 'tape.divNumber(tape.dot(q_h, k_t), root)',
        replace: 'tape.mul(tape.dot(q_h, k_t), tape.leaf(tape.math.pow(head_dim, -0.5)))',
      },
    ],
    operation: 'one of the forward pass; a port that claims trace is told which',
    words: 'scores that are multiplied by head_dim ** -0.5',
    traces: false,
  },
  {
    id: 'a square root in RMSNorm',
    chapter: 'model',
    edits: [
      {
        file: 'model',
        find: 'const scale = tape.pow(tape.add(ms, tape.leaf(EPS_RMSNORM)), -0.5);',
        replace:
          'const scale = tape.pow(tape.add(ms, tape.leaf(EPS_RMSNORM)), -0.5); tape.data[scale] = 1 / Math.sqrt(tape.data[ms] + EPS_RMSNORM);',
      },
    ],
    operation: 'the scale, (ms + 1e-5) ** -0.5, and the product with it',
    words: 'the inverse of a root, 1 / sqrt(s)',
  },
  {
    id: 'a mean of losses that is divided',
    chapter: 'loss',
    edits: [
      {
        file: 'loss',
        find: 'return tape.mul(tape.sum(losses), tape.leaf(1 / losses.length));',
        replace:
          'const mean = tape.mul(tape.sum(losses), tape.leaf(1 / losses.length)); tape.data[mean] = losses.reduce((sum, v) => sum + tape.data[v], 0) / losses.length; return mean;',
      },
    ],
    operation: 'the factor of the sum, 1 / n',
    words: 'a division, sum / n, in place of (1 / n) * sum',
  },
  {
    id: 'gradients in the reverse order of creation',
    chapter: 'autograd',
    edits: BY_CREATION,
    operation: 'the sum of the gradients that arrive at a node',
    words: 'nodes that pass on in the reverse of the order in which they were made',
  },
  {
    id: 'a step in another order',
    chapter: 'optimizer',
    edits: [{ file: 'optimizer', find: '(lr_t * m_hat) / denominator', replace: 'lr_t * (m_hat / denominator)' }],
    operation: 'the corrected moments, the rate and the step that they give',
    words: 'lr_t * (m_hat / (...)) in place of lr_t * m_hat / (...)',
  },
  {
    id: 'a normal variate with its mean by a fused multiply-add',
    chapter: 'random',
    edits: [
      {
        file: 'random',
        find: 'return mu + z * sigma;',
        replace: 'return fma(z, sigma, mu);',
      },
      importedInRandom,
    ],
    operation: 'the sum mu + z * sigma',
    words: 'a fused multiply-add',
  },
  {
    id: 'two roots for one in the radius of a normal variate',
    chapter: 'random',
    edits: [
      {
        file: 'random',
        find: 'Math.sqrt(-2 * this.#math.log(1 - this.random()))',
        replace: 'Math.SQRT2 * Math.sqrt(-this.#math.log(1 - this.random()))',
      },
    ],
    operation: 'z, the cosine of 2 pi u times sqrt(-2 ln(1 - u))',
    words: 'sqrt(2) * sqrt(-ln(1 - u))',
  },
  {
    id: 'the second of a pair by Pythagoras',
    chapter: 'random',
    edits: [
      {
        file: 'random',
        find: 'this.#math.sin(x2pi) * g2rad',
        replace: 'Math.sign(Math.PI - x2pi) * Math.sqrt(g2rad * g2rad - z * z)',
      },
    ],
    operation: 'the second z, the sine of the same angle times the same radius',
    words: null,
  },
  {
    id: 'parameters that are drawn in float32',
    chapter: 'parameters',
    edits: [{ file: 'random', find: 'return mu + z * sigma;', replace: 'return Math.fround(mu + z * sigma);' }],
    operation: 'a draw of gauss (random.6), or its product with the standard deviation',
    words: null,
  },
  {
    id: 'the share of steps before pi in a half cosine',
    chapter: 'optimizer',
    edits: [{ file: 'optimizer', find: '(Math.PI * step) / num_steps', replace: 'Math.PI * (step / num_steps)' }],
    operation: 'the rate of half a cosine',
    words: 'pi * (step / num_steps)',
  },
];
