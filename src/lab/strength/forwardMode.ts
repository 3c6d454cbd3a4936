import type { Edit } from '../../deviations/patched.ts';

/** A larger graph than this, of a model, has only the gradients of its leaves taken, which are all that a step needs. */
const SMALL = 2000;
/** Of a model's graph at most so many nodes are leaves; a graph that is asked for by itself may have more, and has all of its gradients. */
const LEAVES = 1 / 3;

/** The gradient by forward mode: a tangent is carried from each node to the root. Slow, and right. */
export const FORWARD_MODE: readonly Edit[] = [
  {
    file: 'autograd',
    find: 'const count = this.#sortTopologically(root);',
    replace: `const tangents = new Float64Array(root + 1);
        let leaves = 0;
        for (let v = 0; v < root; v++) if (this.#child0[v] === NONE) leaves++;
        const isModel = root > ${SMALL} && leaves < ${LEAVES} * root;
        for (let v = 0; v < root; v++) {
            if (isModel && this.#child0[v] !== NONE) continue;
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
