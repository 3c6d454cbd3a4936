import type { Edit } from '../deviations/patched.ts';

/** Another order, or rounding, in which gradients arrive at the nodes that they are added up in. */
export interface GradientOrder {
  /** As in "these bits come from ...". */
  readonly words: string;
  /** Of the compiled reference. */
  readonly edits: readonly Edit[];
}

/** Gradients passed on in the reverse of the order in which nodes were made: another topological order, and so other sums. */
export const BY_CREATION: readonly Edit[] = [
  { file: 'autograd', find: 'const count = this.#sortTopologically(root);', replace: 'const count = root + 1;' },
  {
    file: 'autograd',
    find: 'const v = this.#topo[i];',
    replace: 'const v = i; if (this.#child0[v] === NONE) continue;',
  },
];

/** The search goes into the right child first. */
const RIGHT_FIRST: readonly Edit[] = [
  {
    file: 'autograd',
    find: `this.#stack[depth++] = this.#child1[v];
                this.#stack[depth++] = this.#child0[v];`,
    replace: `this.#stack[depth++] = this.#child0[v];
                else { this.#stack[depth++] = this.#child0[v]; continue; }
                this.#stack[depth++] = this.#child1[v];`,
  },
];

export const GRADIENT_ORDERS: readonly GradientOrder[] = [
  { words: 'nodes that pass on in the reverse of the order in which they were made', edits: BY_CREATION },
  { words: 'a depth-first search that takes the right child first', edits: RIGHT_FIRST },
];
