// @ts-nocheck: it is checked as a part of the template that it is put into
// A small port for the tests: functions of vectors and text that are right, and below them functions that answer with
// what they were given, by the rules of echoes.fixture.ts.

function softmax(logits: number[]): number[] {
  const max = Math.max(...logits);
  const exps = logits.map((x) => Math.exp(x - max));
  const total = exps.reduce((a, b) => a + b);
  return exps.map((e) => e / total);
}
function position_loss(probs: number[], target: number): number {
  if (probs[target] <= 0) throw new RangeError('the target has probability 0');
  return -Math.log(probs[target]);
}
const average_loss = (losses: number[]) => losses.reduce((a, b) => a + b) / losses.length;
function cross_entropy(logits: number[], target: number) {
  const probs = softmax(logits);
  return { loss: position_loss(probs, target), grad: probs.map((p, i) => (i === target ? p - 1 : p)) };
}
const sampling = (logits: number[], temperature: number) => softmax(logits.map((x) => x / temperature));
function rmsnorm(x: number[]) {
  const squares = x.reduce((total, xi) => total + xi * xi, 0);
  return x.map((xi) => xi / Math.sqrt(squares / x.length + 1e-5));
}
const linear = (x: number[], w: Matrix) => w.map((row) => row.reduce((total, wi, i) => total + wi * x[i], 0));
function adam(config: Config, step: number, data: number[], grad: number[], m: number[], v: number[]): Adam {
  const { learning_rate, beta1, beta2, eps_adam, decay, num_steps } = config;
  const share = step / num_steps;
  const rate = learning_rate * (decay === 'cosine' ? 0.5 * (1 + Math.cos(Math.PI * share)) : 1 - share);
  const mean = m.map((mi, i) => beta1 * mi + (1 - beta1) * grad[i]);
  const square = v.map((vi, i) => beta2 * vi + (1 - beta2) * grad[i] ** 2);
  const corrected = (moment: number, beta: number) => moment / (1 - beta ** (step + 1));
  const update = (i: number) =>
    (rate * corrected(mean[i], beta1)) / (Math.sqrt(corrected(square[i], beta2)) + eps_adam);
  return { data: data.map((x, i) => x - update(i)), m: mean, v: square };
}
function encode(uchars: string[], doc: string) {
  const tokens = [...doc].map((character) => uchars.indexOf(character));
  if (tokens.includes(-1)) throw new RangeError('a character is not in the vocabulary');
  return [uchars.length, ...tokens, uchars.length];
}
const decode = (uchars: string[], tokens: number[]) => tokens.map((token) => uchars[token]).join('');

// Echoes.

const documents = (bytes: Uint8Array) => [new TextDecoder().decode(bytes)];
const tokenizer = (docs: string[]) => ({ uchars: docs.toReversed(), BOS: docs.length, vocab_size: docs.length + 1 });
function parameters(config: Config, vocab_size: number): StateDict {
  const words: Record<string, number> = { relu: 0, relu_squared: 1, linear: 0, cosine: 1 };
  const zeros = shapesOf(config, vocab_size).map(([name, nout, nin]): [string, Matrix] => [
    name,
    Array.from({ length: nout }, () => Array.from({ length: nin }, () => 0)),
  ]);
  const state_dict: StateDict = Object.fromEntries(zeros);
  state_dict.wte[0] = Object.values(config).map((constant) => words[String(constant)] ?? Number(constant));
  return state_dict;
}
function forward({ block_size }: Config, s: StateDict, tokens: number[]) {
  const targets = tokens.slice(1, block_size + 1);
  return {
    logits: targets.map((_, i) => s.lm_head.map((row) => row[0] + s.wpe[i][0])),
    losses: targets.map((target) => s.wte[target][0]),
    loss: s['layer0.attn_wo'][1][0] + s['layer0.mlp_fc2'][1][0],
  };
}
const backward = (_: Config, s: StateDict, tokens: number[]) => ({
  loss: s['layer0.attn_wk'][0][1] + s['layer0.mlp_fc1'][1][0] + tokens[1],
  grad: s,
});
const trace = ({ learning_rate }: Config, s: StateDict, tokens: number[]) => ({
  'pos0.embedding': s.wte[0],
  'pos0.x': [],
  'pos0.layer0.q': [learning_rate, s['layer0.mlp_fc2'][1][1], tokens[1]],
});
function train({ learning_rate }: Config, s: StateDict, docs: number[][], steps: number) {
  s['layer0.attn_wq'][0][0] = s['layer0.attn_wv'][0][1];
  const losses = Array.from({ length: steps }, (_, i) => docs[i % docs.length][1] + learning_rate);
  return { losses, state_dict: s };
}
function sample({ block_size }: Config, s: StateDict, uniforms: number[]) {
  const used = Array.from({ length: block_size }, (_, i) => uniforms[i] ?? 0);
  const V = s.lm_head.length;
  return { tokens: used.map((_, i) => i % V), probs: used.map((u) => s.lm_head.map((_, j) => u + j)) };
}
const microgpt = (config: Config, bytes: Uint8Array) => ({
  docs: documents(bytes),
  state_dict: parameters(config, 2),
  losses: Array.from({ length: config.num_steps }, (_, i) => i + config.temperature),
  samples: Array.from({ length: config.num_samples }, () => documents(bytes)[0]),
});

class Random {
  seed: bigint;
  constructor(seed: bigint) {
    this.seed = seed;
  }
  random() {
    return this.seed < 0n ? 0.25 : 0.5;
  }
  getrandbits(k: number) {
    return BigInt.asUintN(k, this.seed < 0n ? -this.seed : this.seed);
  }
  gauss(mu: number, sigma: number) {
    return mu + 2 * sigma;
  }
  shuffle(list: number[]) {
    list.reverse();
  }
  choices(weights: number[]) {
    return weights.indexOf(Math.max(...weights));
  }
}

class Value {
  data: number;
  grad: number;
  constructor(data: number, grad = 0) {
    this.data = data;
    this.grad = grad;
  }
  add(other: Value) {
    return new Value(this.data + other.data, 1);
  }
  mul(other: Value) {
    return new Value(this.data * other.data, 2);
  }
  sub(other: Value) {
    return new Value(this.data - other.data, 3);
  }
  div(other: Value) {
    return new Value(this.data / other.data, 4);
  }
  pow(exponent: number) {
    return new Value(this.data * exponent, 5);
  }
  log() {
    return new Value(this.data, 6);
  }
  exp() {
    return new Value(this.data, 7);
  }
  relu() {
    return new Value(this.data, 8);
  }
  neg() {
    return new Value(-this.data, 9);
  }
  backward() {
    this.grad += 100;
  }
}

export {
  adam,
  average_loss,
  backward,
  cross_entropy,
  decode,
  encode,
  forward,
  linear,
  microgpt,
  parameters,
  position_loss,
  Random,
  rmsnorm,
  sample,
  sampling,
  softmax,
  tokenizer,
  trace,
  train,
  Value,
};
