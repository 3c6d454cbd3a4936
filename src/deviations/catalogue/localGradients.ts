import type { Deviation } from '../deviation.ts';

const NEG = 'return this.mul(a, this.leaf(-1));';
const MUL = 'a, b, this.data[b], this.data[a]';
const ADD = 'a, b, 1, 1';
const EXP = 'return this.#node(data, a, NONE, data, 0);';

/** Deviations in the derivative that an operation of two numbers, or a negation, hands to its arguments. */
export const LOCAL_GRADIENTS: readonly Deviation[] = [
  {
    id: 'neg-gradient',
    clause: 'autograd.8',
    title: 'derivative of -a taken as a',
    explanation:
      "The negation hands on its argument where -1 is due, so the gradient of each position is multiplied by the position's loss, and all else is right. The derivative of -a is -1.",
    shows: 'update',
    edits: [{ file: 'autograd', find: NEG, replace: 'return this.#node(-this.data[a], a, NONE, this.data[a], 0);' }],
  },
  {
    id: 'neg-gradient-sign',
    clause: 'autograd.8',
    title: 'derivative of -a taken as 1',
    explanation:
      'The negation hands its gradient on as it is, so training climbs where it should descend, and the loss rises. The derivative of -a is -1.',
    shows: 'update',
    edits: [{ file: 'autograd', find: NEG, replace: 'return this.#node(-this.data[a], a, NONE, 1, 0);' }],
  },
  {
    id: 'sub-gradient',
    clause: 'autograd.8',
    title: 'derivative of a - b by b taken as 1',
    explanation:
      'The subtraction hands its gradient on to both as an addition does. The only one in microgpt.py takes a constant away, the largest logit, so no run shows it. The derivative by b is -1.',
    shows: 'law',
    edits: [
      {
        file: 'autograd',
        find: 'return this.add(a, this.neg(b));',
        replace: 'return this.#node(this.data[a] - this.data[b], a, b, 1, 1);',
      },
    ],
  },
  {
    id: 'div-gradient-sign',
    clause: 'autograd.8',
    title: 'derivative of a / b by b without its minus',
    explanation:
      'The divisor gets a / b^2 times the gradient where -a / b^2 is due. The divisors of microgpt.py are the sums of the softmax. The derivative of 1 / b is -1 / b^2.',
    shows: 'update',
    edits: [
      {
        file: 'autograd',
        find: 'return this.mul(a, this.pow(b, -1));',
        replace:
          'return this.mul(a, this.#node(power(this.data[b], -1, this.math), b, NONE, power(this.data[b], -2, this.math), 0));',
      },
    ],
  },
  {
    id: 'mul-gradients-swapped',
    clause: 'autograd.3',
    title: 'derivatives of a product swapped',
    explanation:
      'Each factor is handed itself times the gradient, where the other factor is due. Squares are right all the same. The derivative of a b by a is b.',
    shows: 'update',
    edits: [{ file: 'autograd', find: MUL, replace: 'a, b, this.data[a], this.data[b]' }],
  },
  {
    id: 'mul-gradient-first',
    clause: 'autograd.3',
    title: 'derivative of a product by its first factor wrong',
    explanation:
      'Both factors are handed the first one times the gradient, a line that was copied and not changed. The derivative of a b by a is b.',
    shows: 'update',
    edits: [{ file: 'autograd', find: MUL, replace: 'a, b, this.data[a], this.data[a]' }],
  },
  {
    id: 'mul-gradient-second',
    clause: 'autograd.3',
    title: 'derivative of a product by its second factor wrong',
    explanation:
      'Both factors are handed the second one times the gradient, a line that was copied and not changed. The derivative of a b by b is a.',
    shows: 'update',
    edits: [{ file: 'autograd', find: MUL, replace: 'a, b, this.data[b], this.data[b]' }],
  },
  {
    id: 'add-gradient-first',
    clause: 'autograd.2',
    title: 'a sum hands its gradient to the first term only',
    explanation:
      'The second term gets nothing. A sum of many starts at 0, and all the gradient ends there, so no parameter changes: the losses are those of no-backward. Hand it to both.',
    shows: 'update',
    edits: [{ file: 'autograd', find: ADD, replace: 'a, b, 1, 0' }],
  },
  {
    id: 'exp-gradient-argument',
    clause: 'autograd.6',
    title: 'derivative of exp(a) taken as a',
    explanation: 'The exponential hands on its argument where its result is due. The derivative of exp(a) is exp(a).',
    shows: 'update',
    edits: [{ file: 'autograd', find: EXP, replace: 'return this.#node(data, a, NONE, x, 0);' }],
  },
  {
    id: 'exp-gradient-missing',
    clause: 'autograd.6',
    title: 'derivative of exp(a) taken as 1',
    explanation: 'The exponential hands its gradient on as it is. The derivative of exp(a) is exp(a).',
    shows: 'update',
    edits: [{ file: 'autograd', find: EXP, replace: 'return this.#node(data, a, NONE, 1, 0);' }],
  },
];
