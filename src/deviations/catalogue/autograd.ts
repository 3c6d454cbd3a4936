import type { Deviation } from '../deviation.ts';

/** Deviations on the way back. */
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
      {
        file: 'autograd',
        find: 'for (let i = count - 1; i >= 0; i--)',
        replace: 'for (let i = 0; i < count; i++)',
      },
    ],
  },
  {
    id: 'topo-not-reversed',
    clause: 'autograd.12',
    title: 'topological order not reversed',
    explanation:
      'The sorted list is read from the leaves to the root, so only the nodes next to the root get a gradient, and no parameter does: the losses are those of no-backward. Read it backwards.',
    shows: 'update',
    edits: [
      {
        file: 'autograd',
        find: 'for (let i = count - 1; i >= 0; i--)',
        replace: 'for (let i = 0; i < count; i++)',
      },
    ],
  },
];
