import type { Edit } from '../../../deviations/patched.ts';
import { RMSNORM_LINES, SOFTMAX_LINES } from './place.ts';
import { ofTape } from './stepMistake.ts';

const edit = (find: string, replace: string): Edit => ({ file: 'autograd', find, replace });
const DIV = 'return this.mul(a, this.pow(b, -1));';

/** Mistakes of a graph of scalars, as edits of the reference: what is wrong of an operation is wrong wherever it is used. */
export const TAPE = ofTape([
  {
    id: 'tape-div-denominator-constant',
    title: 'division hands nothing to its divisor',
    what: 'a / b has a gradient by a alone, so that softmax loses the part through its sum.',
    name: 'probs',
    lines: SOFTMAX_LINES,
    edits: [edit(DIV, 'return this.mul(a, this.leaf(power(this.data[b], -1, this.math)));')],
  },
  {
    id: 'tape-div-square-missing',
    title: 'derivative of a / b by b with b in place of b^2',
    what: 'The divisor of a quotient is handed -a / b, where -a / b^2 is due.',
    name: 'probs',
    lines: SOFTMAX_LINES,
    edits: [
      edit(
        DIV,
        'return this.mul(a, this.#node(power(this.data[b], -1, this.math), b, NONE, -power(this.data[b], -1, this.math), 0));',
      ),
    ],
  },
  {
    id: 'tape-inverse-root-not-lowered',
    title: 'derivative of the inverse root with its power not lowered',
    what: 'x^(-1/2) hands on -1/2 x^(-1/2) where -1/2 x^(-3/2) is due; other powers are right.',
    name: 'layer*.mlp_norm',
    lines: RMSNORM_LINES,
    edits: [edit('NONE, exponent *', 'NONE, (exponent === -0.5 ? x : 1) * exponent *')],
  },
  {
    id: 'tape-log-gradient-square',
    title: 'derivative of ln a taken as 1 / a^2',
    what: 'The logarithm hands on 1 / a^2, so that unlikely targets count for more.',
    name: 'losses',
    edits: [edit('NONE, 1 / x, 0', 'NONE, 1 / (x * x), 0')],
  },
  {
    id: 'tape-constant-divisor-gradient',
    title: 'division by a number hands its gradient on undivided',
    what: 'a / c hands 1 to a, which is used for the mean of RMSNorm and for the scale of attention.',
    name: 'layer*.mlp_norm',
    or: ['layer*.attn_logits'],
    lines: RMSNORM_LINES,
    edits: [
      edit(
        'return this.mul(a, this.leaf(power(c, -1, this.math)));',
        'return this.#node(this.data[a] * power(c, -1, this.math), a, NONE, 1, 0);',
      ),
    ],
  },
  {
    id: 'tape-square-once',
    title: 'a product of a node with itself hands its gradient on once',
    what: 'x * x hands x to its factor, where 2 x is due, as where the children are a set.',
    name: 'layer*.mlp_norm',
    lines: RMSNORM_LINES,
    edits: [edit('a, b, this.data[b], this.data[a]', 'a, b, this.data[b], a === b ? 0 : this.data[a]')],
  },
  {
    id: 'tape-leaf-overwritten',
    title: 'gradients of parameters assigned, not added',
    what: 'A node without children keeps the gradient of its last use; those between add theirs.',
    name: 'lm_head',
    lines: [72, 72],
    edits: [
      edit(
        'const v = this.#topo[i];',
        `const v = this.#topo[i];
            for (const child of [this.#child0[v], this.#child1[v]])
                if (this.#child0[child] === NONE) this.grad[child] = 0;`,
      ),
    ],
  },
  {
    id: 'tape-root-gradient-loss',
    title: 'the way back starts at the loss in place of 1',
    what: 'The gradient of the root is its own value, so that all gradients are multiplied by the loss.',
    name: 'loss',
    lines: [71, 71],
    edits: [edit('this.grad[root] = 1;', 'this.grad[root] = this.data[root];')],
  },
  {
    id: 'tape-backward-twice',
    title: 'backward called twice',
    what: 'The second pass adds to the gradients that the first has left in every node.',
    name: 'loss',
    lines: [172, 172],
    edits: [
      { file: 'training', find: 'tape.backward(loss);', replace: 'tape.backward(loss);\n    tape.backward(loss);' },
    ],
  },
  {
    id: 'tape-nodes-equal-by-value',
    title: 'nodes of equal value taken for one',
    what: 'The set of visited nodes compares values, so that of two nodes that hold the same number one is passed over.',
    name: 'loss',
    or: ['losses', 'lm_head'],
    lines: [63, 64],
    edits: [
      edit('let count = 0;', 'let count = 0;\n        const seen = new Set();'),
      edit('this.#visited[v] === 0 &&', '!seen.has(this.data[v]) &&'),
      edit('this.#visited[v] = 1;', 'seen.add(this.data[v]);'),
    ],
  },
]);
