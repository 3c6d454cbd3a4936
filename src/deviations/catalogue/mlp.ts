import type { Deviation } from '../deviation.ts';

const RELU = 'const positive = tape.relu(xi);';
const ACTIVATE = 'function activate(';

/** A node with value f(x) and gradient f'(x), made of x and constants. */
const CURVE = `function curve(tape, xi, f, slope) {
    const x = tape.data[xi];
    return tape.add(tape.leaf(f(x)), tape.mul(tape.sub(xi, tape.leaf(x)), tape.leaf(slope(x))));
}
`;
/** The factor of the cubic in GELU by tanh. */
export const GELU_CUBIC = 0.044715;
/** x / 2 (1 + tanh u), u = sqrt(2 / pi) (x + cubic x^3). */
const geluByTanh = (cubic: number) => `const u = (x) => Math.sqrt(2 / Math.PI) * (x + ${cubic} * x ** 3);
const gelu = (x) => 0.5 * x * (1 + Math.tanh(u(x)));
const geluSlope = (x) => 0.5 * (1 + Math.tanh(u(x))) +
    0.5 * x * (1 - Math.tanh(u(x)) ** 2) * Math.sqrt(2 / Math.PI) * (1 + 3 * ${cubic} * x ** 2);
`;
/** x Phi(x); erf by its series of positive terms, exp(-x^2) sum 2^n x^(2n+1) / (2n+1)!!. */
const GELU_ERF = `function erf(x) {
    if (Math.abs(x) > 6)
        return Math.sign(x);
    let [term, sum] = [x, x];
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
        term *= (2 * x * x) / (2 * n + 1);
        sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
const gelu = (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2));
const geluSlope = (x) => 0.5 * (1 + erf(x * Math.SQRT1_2)) + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
`;

const SILU = `const sigmoid = (x) => 1 / (1 + Math.exp(-x));
const silu = (x) => x * sigmoid(x);
const siluSlope = (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x)));
`;

/** Deviations in the MLP's nonlinearity. */
export const MLP: readonly Deviation[] = [
  {
    id: 'no-activation',
    clause: 'model.14',
    title: 'no ReLU',
    explanation: 'Nothing stands between mlp_fc1 and mlp_fc2, so both are one linear map. Put the ReLU between them.',
    shows: 'forward',
    edits: [{ file: 'model', find: RELU, replace: 'const positive = xi;' }],
  },
  {
    id: 'leaky-relu',
    clause: 'model.14',
    title: 'leaky ReLU, 0.01',
    explanation: 'Negative arguments are multiplied by 0.01, as LeakyReLU does in most libraries. ReLU gives 0.',
    shows: 'forward',
    edits: [
      {
        file: 'model',
        find: RELU,
        replace: 'const positive = tape.data[xi] > 0 ? tape.relu(xi) : tape.mul(xi, tape.leaf(0.01));',
      },
    ],
  },
  {
    id: 'relu-squared',
    clause: 'model.14',
    title: 'ReLU squared',
    explanation: 'The ReLU is squared, as in the early revision of microgpt.py. The present one has a plain ReLU.',
    shows: 'forward',
    edits: [],
    config: { activation: 'relu_squared' },
  },
  {
    id: 'gelu-tanh',
    clause: 'model.14',
    title: 'GELU, by tanh',
    explanation: "GPT-2's activation in the form that it has there. microgpt.py has ReLU for GELU.",
    shows: 'forward',
    edits: geluTanh(GELU_CUBIC),
  },
  {
    id: 'gelu-erf',
    clause: 'model.14',
    title: 'GELU, by erf',
    explanation: 'GELU in its exact form, the default of torch.nn.GELU. microgpt.py has ReLU for GELU.',
    shows: 'forward',
    edits: curve(GELU_ERF, 'gelu', 'geluSlope'),
  },
  {
    id: 'silu',
    clause: 'model.14',
    title: 'SiLU',
    explanation: 'x / (1 + exp(-x)), as in Llama. microgpt.py has ReLU.',
    shows: 'forward',
    edits: curve(SILU, 'silu', 'siluSlope'),
  },
];

/** GELU by tanh with another factor of the cubic. */
export function geluTanh(cubic: number): Deviation['edits'] {
  return curve(geluByTanh(cubic), 'gelu', 'geluSlope');
}

function curve(definitions: string, f: string, slope: string): Deviation['edits'] {
  return [
    { file: 'model', find: ACTIVATE, replace: `${CURVE}${definitions}${ACTIVATE}` },
    { file: 'model', find: RELU, replace: `const positive = curve(tape, xi, ${f}, ${slope});` },
  ];
}
