import type { Deviation } from '../deviation.ts';

const UNIFORM = `const a = this.#word() >>> HIGH_SHIFT;
        const b = this.#word() >>> LOW_SHIFT;
        return (a * TWO_26 + b) / TWO_53;`;
const BOX_MULLER = `const x2pi = this.random() * TWO_PI;
            const g2rad = Math.sqrt(-2 * this.#math.log(1 - this.random()));`;
const SWAPPED = `const g2rad = Math.sqrt(-2 * this.#math.log(1 - this.random()));
            const x2pi = this.random() * TWO_PI;`;

/** Deviations in the random stream: most give other initial parameters, some another order of the documents too. */
export const RANDOM: readonly Deviation[] = [
  {
    id: 'seed-by-number',
    clause: 'random.2',
    title: 'MT19937 seeded by the number itself',
    explanation:
      'The state is filled by init_genrand(seed), as std::mt19937 and most libraries do. CPython passes the seed as an array, so every draw differs. Seed by init_by_array with the words of |seed|.',
    shows: 'documents',
    needsDataset: true,
    edits: [
      {
        file: 'random',
        find: 'this.#seedByArray(words(BigInt(seed)));',
        replace: 'this.#seedByNumber(words(BigInt(seed))[0]);',
      },
    ],
  },
  {
    id: 'uniform-one-word',
    clause: 'random.3',
    title: 'uniforms from one 32-bit word',
    explanation:
      'A uniform is one word divided by 2^32, as many generators offer. CPython makes each from 27 bits of one word and 26 of the next. Take two words a uniform.',
    shows: 'parameters',
    edits: [{ file: 'random', find: UNIFORM, replace: 'return this.#word() / 2 ** 32;' }],
  },
  {
    id: 'shuffle-upward',
    clause: 'random.5',
    title: 'shuffle from the first element up',
    explanation:
      'Each element, from the first on, is swapped with one at or behind it. That is a fair shuffle, but another one: CPython goes from the last element down.',
    shows: 'documents',
    needsDataset: true,
    edits: [
      {
        file: 'random',
        find: 'for (let i = x.length - 1; i >= 1; i--) {',
        replace: 'for (let i = 0; i < x.length - 1; i++) {',
      },
      { file: 'random', find: 'this.#randbelow(i + 1)', replace: 'i + this.#randbelow(x.length - i)' },
    ],
  },
  {
    id: 'shuffle-floats',
    clause: 'random.11',
    title: 'shuffle by floor(random() * n)',
    explanation:
      'The index to swap with comes from a uniform times n, as in Python 2. Python 3 draws as many bits as n has, until they are below n. Other documents come first, and the stream behind the shuffle is another.',
    shows: 'documents',
    needsDataset: true,
    edits: [{ file: 'random', find: 'this.#randbelow(i + 1)', replace: 'Math.floor(this.random() * (i + 1))' }],
  },
  {
    id: 'gauss-log-u',
    clause: 'random.6',
    title: 'gauss with ln u in place of ln(1 - u)',
    explanation:
      'The textbook form of Box and Muller takes the logarithm of the uniform itself. CPython takes that of 1 - u, which is never 0. The variates are as normal as the right ones, and others.',
    shows: 'parameters',
    edits: [{ file: 'random', find: '.log(1 - this.random())', replace: '.log(this.random() || Number.MIN_VALUE)' }],
  },
  {
    id: 'gauss-swapped',
    clause: 'random.6',
    title: 'gauss with the two uniforms in the other order',
    explanation:
      'The first uniform makes the radius and the second the angle, as in most textbooks. In CPython the first makes the angle.',
    shows: 'parameters',
    edits: [{ file: 'random', find: BOX_MULLER, replace: SWAPPED }],
  },
  {
    id: 'gauss-sine-first',
    clause: 'random.6',
    title: 'gauss with the sine first',
    explanation:
      'Of the two variates that a pair of uniforms gives, the sine is handed out first and the cosine kept. CPython hands out the cosine.',
    shows: 'parameters',
    edits: [
      { file: 'random', find: 'z = this.#math.cos(', replace: 'z = this.#math.sin(' },
      { file: 'random', find: '#gauss_next = this.#math.sin(', replace: '#gauss_next = this.#math.cos(' },
    ],
  },
  {
    id: 'gauss-second-dropped',
    clause: 'random.7',
    title: 'second value of gauss not kept',
    explanation:
      'Every call draws two uniforms and hands out the cosine. CPython keeps the sine for the next call, so from the second parameter on all are others, and twice as much of the stream is used.',
    shows: 'parameters',
    edits: [{ file: 'random', find: 'this.#gauss_next = this.#math.sin(x2pi) * g2rad;', replace: '' }],
  },
  {
    id: 'choices-left',
    clause: 'random.8',
    title: 'choices with u <= cumulative in place of u < cumulative',
    explanation:
      'A uniform on a boundary belongs to the token before it, so u = 0 draws token 0 even where its probability is 0. It takes such a uniform to see it. Compare with <.',
    shows: 'law',
    edits: [{ file: 'random', find: 'u * total < cumulative[middle]', replace: 'u * total <= cumulative[middle]' }],
  },
];
