import type { Edit } from '../../deviations/patched.ts';
import type { LibmKind } from './libm.ts';

/** Ways to compute the same thing with other roundings: every port does some of them. */

const FIRST_LINE = 'const NONE = -1;';
const OPTIMIZER_IMPORT = "import { power, raise } from './python.js';";
/** What the changed copy imports: compiled files, as it is one, seen from src/ and from dist/ alike. */
const libmUrl = new URL('../../../dist/lab/numerics/libm.js', import.meta.url).href;
const fmaUrl = new URL('../../../dist/libm/fma.js', import.meta.url).href;

/** Every exp, log and pow of the run goes to another mathematical library. */
export function withLibm(choice: LibmKind): Edit[] {
  const library = `import { libm } from '${libmUrl}';\nconst library = libm(${JSON.stringify(choice)});`;
  return [
    { file: 'autograd', find: FIRST_LINE, replace: `${library}\n${FIRST_LINE}` },
    { file: 'autograd', find: 'math = Math', replace: 'math = library' },
    { file: 'optimizer', find: OPTIMIZER_IMPORT, replace: `${OPTIMIZER_IMPORT}\n${library}` },
    { file: 'optimizer', find: 'math = Math', replace: 'math = library', times: 2 },
  ];
}

/** Sums taken from the right. */
export const REVERSED: readonly Edit[] = [
  { file: 'autograd', find: 'of terms)', replace: 'of terms.toReversed())' },
  {
    file: 'autograd',
    find: '(let i = 0; i < a.length; i++)\n            total',
    replace: '(let i = a.length - 1; i >= 0; i--)\n            total',
  },
];

/** Dot products in four interleaved partial sums, as vector units add. */
export const LANES: readonly Edit[] = [
  {
    file: 'autograd',
    find: `let total = this.leaf(0);
        for (let i = 0; i < a.length; i++)
            total = this.add(total, this.mul(a[i], b[i]));
        return total;`,
    replace: `const lanes = [0, 1, 2, 3].map(() => this.leaf(0));
        for (let i = 0; i < a.length; i++)
            lanes[i & 3] = this.add(lanes[i & 3], this.mul(a[i], b[i]));
        return this.add(this.add(lanes[0], lanes[1]), this.add(lanes[2], lanes[3]));`,
  },
];

/** Products and sums contracted to a fused multiply-add, forward, backward and in both moments of Adam. */
export const FMA: readonly Edit[] = [
  { file: 'autograd', find: FIRST_LINE, replace: `import { fma } from '${fmaUrl}';\n${FIRST_LINE}` },
  {
    file: 'autograd',
    find: 'total = this.add(total, this.mul(a[i], b[i]));',
    replace: `{
                const before = this.data[total];
                total = this.add(total, this.mul(a[i], b[i]));
                this.data[total] = fma(this.data[a[i]], this.data[b[i]], before);
            }`,
  },
  ...[0, 1].map(
    (n): Edit => ({
      file: 'autograd',
      find: `this.grad[this.#child${n}[v]] += this.#local${n}[v] * this.grad[v];`,
      replace: `this.grad[this.#child${n}[v]] = fma(this.#local${n}[v], this.grad[v], this.grad[this.#child${n}[v]]);`,
    }),
  ),
  {
    file: 'optimizer',
    find: OPTIMIZER_IMPORT,
    replace: `${OPTIMIZER_IMPORT}\nimport { fma } from '${fmaUrl}';`,
  },
  {
    file: 'optimizer',
    find: 'beta1 * m[i] + (1 - beta1) * grad[i]',
    replace: 'fma(beta1, m[i], (1 - beta1) * grad[i])',
  },
  {
    file: 'optimizer',
    find: 'beta2 * v[i] + (1 - beta2) * math.pow(grad[i], 2)',
    replace: 'fma(beta2, v[i], (1 - beta2) * math.pow(grad[i], 2))',
  },
];
