import { configure, type StateDict, shapes } from '../port/config.ts';
import type { OpName, Port } from '../port/port.ts';

// What a template for every operation is asked: something of each operation in which every value counts, and what it must reject.

type Arguments = { readonly [Op in OpName]: readonly Parameters<Required<Port>[Op]>[] };

/** No constant is another's, or a default. */
const CONFIG = configure({
  n_layer: 1,
  n_embd: 16,
  block_size: 3,
  n_head: 8,
  std: 0.0625,
  std_residual: 0,
  activation: 'relu_squared',
  learning_rate: 0.015,
  beta1: 0.8,
  beta2: 0.9,
  eps_adam: 1e-12,
  decay: 'cosine',
  num_steps: 5,
  temperature: 0.75,
  num_samples: 2,
  seed: 11,
});
const VOCABULARY = 2;
/** Numbers that six digits, or a reader without care, would lose. */
const SPECIAL = [0.1 + 0.2, -0, 5e-324, 1e300, -Infinity, Infinity, Number.NaN];
const BYTES = new TextEncoder().encode('ä\u{1f600}b\r\n');
const UCHARS = ['a', 'ä', '€', '\u{1f600}'];
const HUGE = 2n ** 100n + 12345n;

/** A different number in each place. */
function stateDict(): StateDict {
  let next = 0;
  const entry = () => SPECIAL[next++] ?? Math.sin(next);
  return Object.fromEntries(
    shapes(CONFIG, VOCABULARY).map(({ name, nout, nin }) => [
      name,
      Array.from({ length: nout }, () => Array.from({ length: nin }, entry)),
    ]),
  );
}

/** Arguments of each operation that the echoes answer. */
export const ECHOED = {
  documents: [[BYTES], [new Uint8Array()]],
  tokenizer: [[UCHARS], [[]], [['ab', '', 'c']]],
  parameters: [
    [CONFIG, VOCABULARY],
    [configure({ n_layer: 0 }), 1],
  ],
  forward: [
    [CONFIG, stateDict(), [1, 0, 1]],
    [CONFIG, stateDict(), [1, 0, 0, 1, 99, 1]], // the last two are behind the block
  ],
  backward: [[CONFIG, stateDict(), [1, 0, 1]]],
  trace: [[CONFIG, stateDict(), [1, 0, 1]]],
  train: [
    [
      CONFIG,
      stateDict(),
      [
        [1, 0, 1],
        [1, 1],
        [0, 1, 0],
      ],
      4,
    ],
    [CONFIG, stateDict(), [], 0],
  ],
  sample: [
    [CONFIG, stateDict(), [0, 0.25, 0.5]],
    [CONFIG, stateDict(), [0, 0.25, 0.5, 0.75]],
  ],
  microgpt: [[CONFIG, BYTES]],
  random: [
    [
      HUGE,
      [
        { kind: 'random' },
        { kind: 'getrandbits', k: 128 },
        { kind: 'gauss', mu: 0.1, sigma: 2 },
        { kind: 'shuffle', n: 5 },
        { kind: 'shuffle', n: 0 },
        { kind: 'choices', weights: [1, 3, 2] },
      ],
    ],
    [-(2n ** 64n), [{ kind: 'random' }, { kind: 'getrandbits', k: 96 }]],
    [
      7n,
      [
        { kind: 'getrandbits', k: 32 },
        { kind: 'getrandbits', k: 0 },
      ],
    ],
    [0n, []],
  ],
  autograd: [
    [
      [
        { kind: 'leaf', data: 0.1 },
        { kind: 'leaf', data: -3 },
        { kind: 'add', a: 0, b: 1 },
        { kind: 'mul', a: 1, b: 2 },
        { kind: 'sub', a: 3, b: 0 },
        { kind: 'div', a: 4, b: 1 },
        { kind: 'pow', a: 5, exponent: 0.5 },
        { kind: 'log', a: 6 },
        { kind: 'exp', a: 1 },
        { kind: 'relu', a: 2 },
        { kind: 'neg', a: 9 },
      ],
    ],
    [[{ kind: 'leaf', data: Number.NaN }]],
  ],
} as const satisfies Partial<Arguments>;

/** A model without layers, of two tokens and two positions, and its six parameters. */
const SMALL = '0 1 2 1 0.5 0.5 relu 0.01 0.85 0.99 1e-8 linear 2 0.5 1 7';
const MODEL = `${SMALL} 2 6 0.5 -1 0.25 0 1 -1`;

/** The same with one constant in the place of another. */
const withConstant = (place: number, value: string) => SMALL.split(' ').with(place, value).join(' ');
const BAD_CONSTANTS = [
  [0, '-1'],
  [1, '0'],
  [2, '0'],
  [3, '0'],
  [3, '2'], // n_embd is no multiple of it
  [4, '-0.5'],
  [5, 'inf'],
  [6, 'gelu'],
  [7, 'nan'],
  [8, '1'],
  [9, '-0.1'],
  [10, '-1e-8'],
  [11, 'none'],
  [12, '-1'],
  [12, '1.5'],
  [13, '0'],
  [14, '-1'],
  [15, '1e3'],
] as const;

/** Requests that an adapter rejects before it calls anything: no list, no number, out of range, surplus. */
export const UNFIT: readonly string[] = [
  'softmax',
  'softmax 0',
  'softmax 3 1 2',
  'softmax 2 1 x',
  'softmax 2 1 1_0',
  'softmax 2 1 0x10',
  'softmax 1.0 1',
  'softmax -1',
  'softmax 1 1 1',
  'rmsnorm 0',
  'average_loss 0',
  'sampling 0 1',
  'sampling 1 1 0',
  'sampling 1 1 -1',
  'position_loss 2 0 1 2',
  'position_loss 2 0 1 -1',
  'position_loss 2 0 1 0 0', // a function that were called would reject it otherwise
  'cross_entropy 0 0',
  'cross_entropy 2 1 1 2',
  'linear 1 1 -1 1',
  'linear 2 1 2 1 1 5',
  'exp 1 1 1',
  'log 0 1',
  'sin 2 1',
  'cos 1 1 1',
  'pow 1 4',
  `adam ${SMALL} 0 1 0.5 2 1 1 1 0 1 0`,
  `adam ${SMALL} -1 1 0.5 1 1 1 0 1 0`,
  `adam ${SMALL} 3 1 0.5 1 1 1 0 1 0`,
  `adam ${withConstant(12, '0')} 0 1 0.5 1 1 1 0 1 0`,
  'documents 6',
  'documents zz',
  'tokenizer 1 ff',
  'tokenizer 1 eda080',
  'tokenizer 2 61',
  'encode 1 6161 61',
  'encode 1 - 61',
  'decode 1 61 1 1',
  'decode 1 61 1 -1',
  'decode 1 61 1 0 0',
  `forward ${SMALL} 2 5 0.5 -1 0.25 0 1 3 1 0 1`,
  `forward ${SMALL} 0 2 0.5 -1 2 0 0`,
  `forward ${MODEL} 3 1 2 1`,
  `forward ${MODEL} 1 1`,
  `forward ${MODEL} 3 1 0 1 0`,
  `backward ${MODEL} 2 1 -1`,
  `trace ${SMALL} 2 5 0.5 -1 0.25 0 1 3 1 0 1`,
  `trace ${MODEL} 3 1 2 1`,
  `trace ${MODEL} 1 1`,
  `trace ${MODEL} 3 1 0 1 0`,
  `train ${MODEL} 1 3 1 0 1 -1`,
  `train ${MODEL} 1 3 1 0 1 3`,
  `train ${MODEL} 0 1`,
  `train ${MODEL} 1 1 1 1`,
  `sample ${MODEL} 2 0.5 1`,
  `sample ${MODEL} 2 0.5 nan`,
  `sample ${MODEL} 1 0.5`,
  `parameters ${SMALL} 0`,
  ...BAD_CONSTANTS.map(([place, value]) => `parameters ${withConstant(place, value)} 2`),
  `microgpt ${SMALL} 6`,
  'random x 1 random',
  'random 7 1 shuffle -1',
  'random 7 1 getrandbits -1',
  'random 7 1 dice 6',
  'random 7 2 random',
  'random 7 1 random 1',
  'autograd 0',
  'autograd 1 add 0 0',
  'autograd 2 neg 1 leaf 1',
  'autograd 1 neg -1',
  'autograd 2 leaf 1 tanh 0',
];
