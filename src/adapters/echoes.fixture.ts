import { type Config, type StateDict, shapes } from '../port/config.ts';
import type { OpName, Port } from '../port/port.ts';
import type { Draw, Drawn, GraphNode } from '../port/values.ts';

// What the small ports beside the templates answer where they are no real ports: a little of all that they were given, so
// that an adapter which reads or prints one value wrongly gives another answer. The rules, once for all languages.

/** In the order of the fields on the wire, as the first row of wte: words as 0 and 1. */
function constants(config: Config): number[] {
  const { n_layer, n_embd, block_size, n_head, std, std_residual, activation, learning_rate } = config;
  const { beta1, beta2, eps_adam, decay, num_steps, temperature, num_samples, seed } = config;
  const words = [Number(activation === 'relu_squared'), Number(decay === 'cosine')] as const;
  const sizes = [n_layer, n_embd, block_size, n_head, std, std_residual, words[0], learning_rate];
  return [...sizes, beta1, beta2, eps_adam, words[1], num_steps, temperature, num_samples, Number(seed)];
}

function parameters(config: Config, vocab_size: number): StateDict {
  const all = Object.fromEntries(
    shapes(config, vocab_size).map(({ name, nout, nin }) => [name, zeros(nout, nin)] as const),
  );
  all.wte[0] = constants(config);
  return all;
}

/** Each kind's place in this list is the gradient of its nodes; that of the root has 100 more. */
const KINDS: readonly GraphNode['kind'][] = ['leaf', 'add', 'mul', 'sub', 'div', 'pow', 'log', 'exp', 'relu', 'neg'];
const OF_ROOT = 100;

function dataOf(node: GraphNode, data: readonly number[]): number {
  switch (node.kind) {
    case 'leaf':
      return node.data;
    case 'add':
      return data[node.a] + data[node.b];
    case 'mul':
      return data[node.a] * data[node.b];
    case 'sub':
      return data[node.a] - data[node.b];
    case 'div':
      return data[node.a] / data[node.b];
    case 'pow':
      return data[node.a] * node.exponent;
    case 'neg':
      return -data[node.a];
    default:
      return data[node.a];
  }
}

function drawn(seed: bigint, draw: Draw): Drawn {
  switch (draw.kind) {
    case 'random':
      return seed < 0n ? 0.25 : 0.5;
    case 'getrandbits':
      return BigInt.asUintN(draw.k, seed < 0n ? -seed : seed);
    case 'gauss':
      return draw.mu + 2 * draw.sigma;
    case 'shuffle':
      return Array.from({ length: draw.n }, (_, i) => draw.n - 1 - i);
    case 'choices':
      return draw.weights.indexOf(Math.max(...draw.weights));
  }
}

/** The echoes: an answer to each operation that a small port has no function of its own for. */
export const ECHOES = {
  documents: (bytes) => [new TextDecoder().decode(bytes)],
  tokenizer: (docs) => ({ uchars: docs.toReversed(), BOS: docs.length, vocab_size: docs.length + 1 }),
  parameters,
  forward: ({ block_size }, s, tokens) => {
    const targets = tokens.slice(1, block_size + 1);
    return {
      logits: targets.map((_, i) => s.lm_head.map((row) => row[0] + s.wpe[i][0])),
      losses: targets.map((target) => s.wte[target][0]),
      loss: s['layer0.attn_wo'][1][0] + s['layer0.mlp_fc2'][1][0],
    };
  },
  backward: (_, s, tokens) => ({ loss: s['layer0.attn_wk'][0][1] + s['layer0.mlp_fc1'][1][0] + tokens[1], grad: s }),
  trace: ({ learning_rate }, s, tokens) => ({
    'pos0.embedding': s.wte[0],
    'pos0.x': [],
    'pos0.layer0.q': [learning_rate, s['layer0.mlp_fc2'][1][1], tokens[1]],
  }),
  train: ({ learning_rate }, s, documents, steps) => {
    const [[, ...row], ...rows] = s['layer0.attn_wq'];
    return {
      losses: Array.from({ length: steps }, (_, i) => documents[i % documents.length][1] + learning_rate),
      state_dict: { ...s, 'layer0.attn_wq': [[s['layer0.attn_wv'][0][1], ...row], ...rows] },
    };
  },
  sample: ({ block_size }, s, uniforms) => {
    const used = uniforms.slice(0, block_size);
    return {
      tokens: used.map((_, i) => i % s.lm_head.length),
      probs: used.map((u) => s.lm_head.map((_, j) => u + j)),
    };
  },
  microgpt: (config, bytes) => {
    const text = new TextDecoder().decode(bytes);
    return {
      docs: [text],
      state_dict: parameters(config, 2),
      losses: Array.from({ length: config.num_steps }, (_, i) => i + config.temperature),
      samples: Array.from({ length: config.num_samples }, () => text),
    };
  },
  random: (seed, draws) => draws.map((draw) => drawn(seed, draw)),
  autograd: (graph) => {
    const data: number[] = [];
    for (const node of graph) data.push(dataOf(node, data));
    const grad = graph.map(({ kind }, i) => KINDS.indexOf(kind) + (i === graph.length - 1 ? OF_ROOT : 0));
    return { data, grad };
  },
} as const satisfies Partial<Port>;

/** The operations that every small port has a function of its own for. */
export const REAL: readonly OpName[] = [
  'softmax',
  'position_loss',
  'average_loss',
  'cross_entropy',
  'sampling',
  'rmsnorm',
  'linear',
  'exp',
  'log',
  'sin',
  'cos',
  'pow',
  'adam',
  'encode',
  'decode',
];

function zeros(nout: number, nin: number): number[][] {
  return Array.from({ length: nout }, () => Array.from({ length: nin }, () => 0));
}
