import type { Edit } from '../../deviations/patched.ts';

/** A graph with more nodes than this has only the gradients of its leaves taken, which are all that a step needs. */
const SMALL = 2000;

/** The gradient by forward mode: a tangent is carried from each node to the root. Slow, and right. */
export const FORWARD_MODE: readonly Edit[] = [
  {
    file: 'autograd',
    find: 'const count = this.#sortTopologically(root);',
    replace: `const tangents = new Float64Array(root + 1);
        for (let v = 0; v < root; v++) {
            if (root > ${SMALL} && this.#child0[v] !== NONE) continue;
            tangents.fill(0, v);
            tangents[v] = 1;
            for (let w = v + 1; w <= root; w++) {
                const [a, b] = [this.#child0[w], this.#child1[w]];
                if (a >= v && tangents[a] !== 0) tangents[w] += this.#local0[w] * tangents[a];
                if (b >= v && tangents[b] !== 0) tangents[w] += this.#local1[w] * tangents[b];
            }
            this.grad[v] += tangents[root];
        }
        const count = 0;`,
  },
];
