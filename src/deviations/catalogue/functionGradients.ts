import type { Deviation } from '../deviation.ts';

const LOG = 'NONE, 1 / x, 0';
const RELU = 'positive ? 1 : 0';

/** Deviations in the derivative that a power, a logarithm or a ReLU hands to its argument. */
export const FUNCTION_GRADIENTS: readonly Deviation[] = [
  {
    id: 'pow-gradient-exponent',
    clause: 'autograd.4',
    title: 'derivative of a^n taken as n a^n',
    explanation: 'The exponent was not lowered by 1. The derivative of a^n is n a^(n - 1).',
    shows: 'update',
    edits: [{ file: 'autograd', find: 'power(x, exponent - 1, this.math)', replace: 'power(x, exponent, this.math)' }],
  },
  {
    id: 'pow-gradient-factor',
    clause: 'autograd.4',
    title: 'derivative of a^n taken as a^(n - 1)',
    explanation:
      'The factor n is missing: 1 / b then has the wrong sign, and the scale of RMSNorm the wrong sign and twice the size. The derivative of a^n is n a^(n - 1).',
    shows: 'update',
    edits: [{ file: 'autograd', find: 'exponent * power(', replace: 'power(' }],
  },
  {
    id: 'log-gradient-argument',
    clause: 'autograd.5',
    title: 'derivative of ln a taken as a',
    explanation:
      'The logarithm hands on its argument where the inverse is due, so the gradient of each position is multiplied by the square of its probability. The derivative of ln a is 1 / a.',
    shows: 'update',
    edits: [{ file: 'autograd', find: LOG, replace: 'NONE, x, 0' }],
  },
  {
    id: 'log-gradient-missing',
    clause: 'autograd.5',
    title: 'derivative of ln a taken as 1',
    explanation:
      'The logarithm hands its gradient on as it is, so the gradient of each position is multiplied by its probability. The derivative of ln a is 1 / a.',
    shows: 'update',
    edits: [{ file: 'autograd', find: LOG, replace: 'NONE, 1, 0' }],
  },
  {
    id: 'relu-gradient-one',
    clause: 'autograd.7',
    title: 'derivative of ReLU taken as 1 everywhere',
    explanation:
      'ReLU hands its gradient on also where its argument is negative, as where the backward pass forgets the activation. There it is 0.',
    shows: 'update',
    edits: [{ file: 'autograd', find: RELU, replace: '1' }],
  },
  {
    id: 'relu-gradient-mask',
    clause: 'autograd.7',
    title: 'ReLU masks its gradient by the sign of the gradient',
    explanation:
      'ReLU hands on what is positive of the gradient it gets, as where ReLU itself is applied to the gradient. The mask is the sign of its argument.',
    shows: 'update',
    edits: [
      // No other local gradient is infinite: it marks what backward is to make of the gradient.
      { file: 'autograd', find: RELU, replace: 'Infinity' },
      {
        file: 'autograd',
        find: 'const v = this.#topo[i];',
        replace: `const v = this.#topo[i];
            if (this.#local0[v] === Infinity)
                this.#local0[v] = this.grad[v] > 0 ? 1 : 0;`,
      },
    ],
  },
];
