import type { Deviation } from '../deviation.ts';

const DOWN = 'for (let i = count - 1; i >= 0; i--)';
const UP = 'for (let i = 0; i < count; i++)';
const PUSHED = `this.#stack[depth++] = ~v;
                if (this.#child1[v] !== NONE)
                    this.#stack[depth++] = this.#child1[v];
                this.#stack[depth++] = this.#child0[v];`;
/** A node joins the list when it is reached; of its children the second is the last to be pushed. */
const REACHED = `this.#topo[count++] = v;
                this.#stack[depth++] = this.#child0[v];
                if (this.#child1[v] !== NONE)
                    this.#stack[depth++] = this.#child1[v];`;

/** Deviations in the order in which gradients are passed on, and in how they add up. */
export const AUTOGRAD: readonly Deviation[] = [
  {
    id: 'relu-derivative',
    clause: 'autograd.7',
    title: "ReLU'(0) = 1",
    explanation:
      'The derivative of ReLU is taken as 1 where its argument is 0, by x >= 0 in place of x > 0. An argument that is exactly 0 does not occur in a run from random parameters.',
    shows: 'law',
    edits: [{ file: 'autograd', find: 'positive ? 1 : 0', replace: 'this.data[a] >= 0 ? 1 : 0' }],
  },
  {
    id: 'gradient-overwritten',
    clause: 'autograd.10',
    title: 'a later gradient overwrites an earlier one',
    explanation:
      'A node that is used more than once keeps the gradient of one use only, as = stands where += should. Add over all uses.',
    shows: 'update',
    edits: [{ file: 'autograd', find: '[v]] += ', replace: '[v]] = ', times: 2 }],
  },
  {
    id: 'preorder',
    clause: 'autograd.12',
    title: 'backward in the order in which nodes are first reached',
    explanation:
      'A node passes its gradient on when it is reached, before all who use it have added theirs. That is right for a tree and wrong for residual connections. Sort topologically: a node goes into the list behind its children, and the list is read backwards.',
    shows: 'update',
    edits: [
      { file: 'autograd', find: 'this.#topo[count++] = ~v;', replace: 'continue;' },
      { file: 'autograd', find: 'this.#visited[v] = 1;', replace: 'this.#visited[v] = 1; this.#topo[count++] = v;' },
      { file: 'autograd', find: DOWN, replace: UP },
    ],
  },
  {
    id: 'backward-stack',
    clause: 'autograd.12',
    title: 'backward by a stack, each node once',
    explanation:
      'A node is taken from a stack, passes its gradient on unless it has done so before, and its children are pushed. It goes on before all who use it have added theirs. Sort topologically, and read the list backwards.',
    shows: 'update',
    edits: [
      { file: 'autograd', find: PUSHED, replace: REACHED },
      { file: 'autograd', find: DOWN, replace: UP },
    ],
  },
  {
    id: 'backward-queue',
    clause: 'autograd.12',
    title: 'backward by a queue, each node once',
    explanation:
      'Nodes pass their gradient on breadth first, the nearest to the loss before those behind, whatever else uses them. Sort topologically, and read the list backwards.',
    shows: 'update',
    edits: [
      { file: 'autograd', find: 'while (depth > 0) {', replace: 'let head = 0;\n        while (head < depth) {' },
      { file: 'autograd', find: 'this.#stack[--depth]', replace: 'this.#stack[head++]' },
      { file: 'autograd', find: PUSHED, replace: REACHED },
      { file: 'autograd', find: DOWN, replace: UP },
    ],
  },
  {
    id: 'topo-not-reversed',
    clause: 'autograd.12',
    title: 'topological order not reversed',
    explanation:
      'The sorted list is read from the leaves to the root, so only the nodes next to the root get a gradient, and no parameter does: the losses are those of no-backward. Read it backwards.',
    shows: 'update',
    edits: [{ file: 'autograd', find: DOWN, replace: UP }],
  },
];
