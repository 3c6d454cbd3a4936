// A small port for the tests: functions of vectors and text that are right, and below them functions that answer with
// what they were given, by the rules of echoes.fixture.ts.

function softmax(logits) {
  const max = Math.max(...logits);
  const exps = logits.map((x) => Math.exp(x - max));
  const total = exps.reduce((a, b) => a + b);
  return exps.map((e) => e / total);
}
function position_loss(probs, target) {
  if (probs[target] <= 0) throw new RangeError('the target has probability 0');
  return -Math.log(probs[target]);
}
const average_loss = (losses) => losses.reduce((a, b) => a + b) / losses.length;
function cross_entropy(logits, target) {
  const probs = softmax(logits);
  return { loss: position_loss(probs, target), grad: probs.map((p, i) => (i === target ? p - 1 : p)) };
}
const sampling = (logits, temperature) => softmax(logits.map((x) => x / temperature));
function rmsnorm(x) {
  const squares = x.reduce((total, xi) => total + xi * xi, 0);
  return x.map((xi) => xi / Math.sqrt(squares / x.length + 1e-5));
}
const linear = (x, w) => w.map((row) => row.reduce((total, wi, i) => total + wi * x[i], 0));
function adam({ learning_rate, beta1, beta2, eps_adam, decay, num_steps }, step, data, grad, m, v) {
  const share = step / num_steps;
  const rate = learning_rate * (decay === 'cosine' ? 0.5 * (1 + Math.cos(Math.PI * share)) : 1 - share);
  const mean = m.map((mi, i) => beta1 * mi + (1 - beta1) * grad[i]);
  const square = v.map((vi, i) => beta2 * vi + (1 - beta2) * grad[i] ** 2);
  const corrected = (moment, beta) => moment / (1 - beta ** (step + 1));
  const update = (i) => (rate * corrected(mean[i], beta1)) / (Math.sqrt(corrected(square[i], beta2)) + eps_adam);
  return { data: data.map((x, i) => x - update(i)), m: mean, v: square };
}
function encode(uchars, doc) {
  const tokens = [...doc].map((character) => uchars.indexOf(character));
  if (tokens.includes(-1)) throw new RangeError('a character is not in the vocabulary');
  return [uchars.length, ...tokens, uchars.length];
}
const decode = (uchars, tokens) => tokens.map((token) => uchars[token]).join('');

// Echoes.

const documents = (bytes) => [new TextDecoder().decode(bytes)];
const tokenizer = (docs) => ({ uchars: docs.toReversed(), BOS: docs.length, vocab_size: docs.length + 1 });
function parameters(config, vocab_size) {
  const words = { relu: 0, relu_squared: 1, linear: 0, cosine: 1 };
  const zeros = shapesOf(config, vocab_size).map(([name, nout, nin]) => [
    name,
    Array.from({ length: nout }, () => Array.from({ length: nin }, () => 0)),
  ]);
  const state_dict = Object.fromEntries(zeros);
  state_dict.wte[0] = Object.values(config).map((constant) => words[constant] ?? Number(constant));
  return state_dict;
}
function forward({ block_size }, s, tokens) {
  const targets = tokens.slice(1, block_size + 1);
  return {
    logits: targets.map((_, i) => s.lm_head.map((row) => row[0] + s.wpe[i][0])),
    losses: targets.map((target) => s.wte[target][0]),
    loss: s['layer0.attn_wo'][1][0] + s['layer0.mlp_fc2'][1][0],
  };
}
const backward = (_, s, tokens) => ({
  loss: s['layer0.attn_wk'][0][1] + s['layer0.mlp_fc1'][1][0] + tokens[1],
  grad: s,
});
const trace = ({ learning_rate }, s, tokens) => ({
  'pos0.embedding': s.wte[0],
  'pos0.x': [],
  'pos0.layer0.q': [learning_rate, s['layer0.mlp_fc2'][1][1], tokens[1]],
});
function train({ learning_rate }, s, docs, steps) {
  s['layer0.attn_wq'][0][0] = s['layer0.attn_wv'][0][1];
  const losses = Array.from({ length: steps }, (_, i) => docs[i % docs.length][1] + learning_rate);
  return { losses, state_dict: s };
}
function sample({ block_size }, s, uniforms) {
  const used = Array.from({ length: block_size }, (_, i) => uniforms[i] ?? 0);
  const V = s.lm_head.length;
  return { tokens: used.map((_, i) => i % V), probs: used.map((u) => s.lm_head.map((_, j) => u + j)) };
}
const microgpt = (config, bytes) => ({
  docs: documents(bytes),
  state_dict: parameters(config, 2),
  losses: Array.from({ length: config.num_steps }, (_, i) => i + config.temperature),
  samples: Array.from({ length: config.num_samples }, () => documents(bytes)[0]),
});

class Random {
  constructor(seed) {
    this.seed = seed;
  }
  random() {
    return this.seed < 0n ? 0.25 : 0.5;
  }
  getrandbits(k) {
    return BigInt.asUintN(k, this.seed < 0n ? -this.seed : this.seed);
  }
  gauss(mu, sigma) {
    return mu + 2 * sigma;
  }
  shuffle(list) {
    list.reverse();
  }
  choices(weights) {
    return weights.indexOf(Math.max(...weights));
  }
}

class Value {
  constructor(data, grad = 0) {
    this.data = data;
    this.grad = grad;
  }
  add(other) {
    return new Value(this.data + other.data, 1);
  }
  mul(other) {
    return new Value(this.data * other.data, 2);
  }
  sub(other) {
    return new Value(this.data - other.data, 3);
  }
  div(other) {
    return new Value(this.data / other.data, 4);
  }
  pow(exponent) {
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
