// A microgpt-spec adapter for every operation: reads a request a line, prints a reply a line (spec/protocol.md).
// Look at it:  npx microgpt-spec doctor -- node adapter.mjs
// Check it:    npx microgpt-spec run -- node adapter.mjs
import { createInterface } from 'node:readline';

const WHO = 'name=mygpt lang=JavaScript version=0.1.0 dtype=f64'; // your port; no spaces in the values
const DECLARED = 'config=any'; // constants that are fixed, and limits: spec/protocol.md, "What a port declares"

// ---- Your functions ----
// Import your port's functions above. To claim an operation, uncomment its line and let it call them; what they throw
// rejects the request. A matrix is a list of rows; config has config.n_embd and the other constants, state_dict
// state_dict.wte, state_dict['layer0.attn_wq'] and the other matrices, seeds are BigInts. Begin with softmax.
const YOURS = {
  // softmax: (logits) => softmax(logits),
  // position_loss: (probs, target) => position_loss(probs, target),
  // average_loss: (losses) => average_loss(losses),
  // cross_entropy: (logits, target) => cross_entropy(logits, target), // { loss, grad }
  // sampling: (logits, temperature) => sampling(logits, temperature),
  // rmsnorm: (x) => rmsnorm(x),
  // linear: (x, w) => linear(x, w),
  // exp: (x) => Math.exp(x), // of one number, as log, sin, cos and pow
  // log: (x) => Math.log(x),
  // sin: (x) => Math.sin(x),
  // cos: (x) => Math.cos(x),
  // pow: (x, exponent) => x ** exponent,
  // adam: (config, step, data, grad, m, v) => adam(config, step, data, grad, m, v), // { data, m, v }
  // documents: (bytes) => documents(bytes), // a Uint8Array
  // tokenizer: (docs) => tokenizer(docs), // { uchars, BOS, vocab_size }
  // encode: (uchars, doc) => encode(uchars, doc),
  // decode: (uchars, tokens) => decode(uchars, tokens),
  // forward: (config, state_dict, tokens) => forward(config, state_dict, tokens), // { logits, losses, loss }
  // backward: (config, state_dict, tokens) => backward(config, state_dict, tokens), // { loss, grad }, as state_dict
  // trace: (config, state_dict, tokens) => trace(config, state_dict, tokens), // { 'pos0.x': [1, 0], ... }
  // train: (config, state_dict, docs, steps) => train(config, state_dict, docs, steps), // { losses, state_dict }
  // sample: (config, state_dict, uniforms) => sample(config, state_dict, uniforms), // { tokens, probs }
  // parameters: (config, vocab_size) => parameters(config, vocab_size), // a state_dict
  // microgpt: (config, bytes) => microgpt(config, bytes), // { docs, state_dict, losses, samples }: state_dict as drawn
  // random: (seed) => {
  //   const stream = new Random(seed);
  //   return {
  //     random: () => stream.random(),
  //     getrandbits: (k) => stream.getrandbits(k), // a BigInt
  //     gauss: (mu, sigma) => stream.gauss(mu, sigma),
  //     shuffle: (list) => stream.shuffle(list), // in place
  //     choices: (weights) => stream.choices(weights), // an index
  //   };
  // },
  // autograd: () => ({
  //   leaf: (x) => new Value(x),
  //   add: (a, b) => a.add(b),
  //   mul: (a, b) => a.mul(b),
  //   sub: (a, b) => a.sub(b),
  //   div: (a, b) => a.div(b),
  //   pow: (a, exponent) => a.pow(exponent),
  //   log: (a) => a.log(),
  //   exp: (a) => a.exp(),
  //   relu: (a) => a.relu(),
  //   neg: (a) => a.neg(),
  //   backward: (root) => root.backward(),
  //   data: (a) => a.data,
  //   grad: (a) => a.grad,
  // }),
};
// ---- End of your functions: what follows reads, checks and prints ----

const OPS = {
  softmax: (r) => floats(call('softmax', r, r.floats(1))),
  position_loss: (r) => {
    const probs = r.floats(1);
    return float(call('position_loss', r, probs, r.int(0, probs.length - 1)));
  },
  average_loss: (r) => float(call('average_loss', r, r.floats(1))),
  cross_entropy: (r) => {
    const logits = r.floats(1);
    const { loss, grad } = call('cross_entropy', r, logits, r.int(0, logits.length - 1));
    return [float(loss), floats(grad)];
  },
  sampling: (r) => floats(call('sampling', r, r.floats(1), r.temperature())),
  rmsnorm: (r) => floats(call('rmsnorm', r, r.floats(1))),
  linear: (r) => {
    const x = r.floats(0);
    return floats(call('linear', r, x, r.matrix(x.length)));
  },
  exp: (r) => each('exp', r, r.floats(0)),
  log: (r) => each('log', r, r.floats(0)),
  sin: (r) => each('sin', r, r.floats(0)),
  cos: (r) => each('cos', r, r.floats(0)),
  pow: (r) => each('pow', r, r.floats(0), r.float()),
  adam: (r) => {
    const config = r.config();
    demand(config.num_steps > 0, 'num_steps is 0; there is no step to take (optimizer.7)');
    const step = r.int(0, config.num_steps);
    const lists = [r.floats(0), r.floats(0), r.floats(0), r.floats(0)];
    demand(
      lists.every((list) => list.length === lists[0].length),
      'data, grad, m and v are not of one length',
    );
    const { data, m, v } = call('adam', r, config, step, ...lists);
    return [floats(data), floats(m), floats(v)];
  },
  documents: (r) => texts(call('documents', r, r.bytes())),
  tokenizer: (r) => {
    const { uchars, BOS, vocab_size } = call('tokenizer', r, r.texts());
    return [texts(uchars), BOS, vocab_size];
  },
  encode: (r) => ints(call('encode', r, r.uchars(), r.text())),
  decode: (r) => {
    const uchars = r.uchars();
    return text(call('decode', r, uchars, r.tokens(uchars.length)));
  },
  forward: (r) => {
    const { logits, losses, loss } = call('forward', r, ...r.model(), r.document());
    return [matrix(logits), floats(losses), float(loss)];
  },
  backward: (r) => {
    const { loss, grad } = call('backward', r, ...r.model(), r.document());
    return [float(loss), r.shaped(grad)];
  },
  trace: (r) => {
    const values = Object.entries(call('trace', r, ...r.model(), r.document()));
    return [values.length, values.map(([name, row]) => [name, floats(row)])];
  },
  train: (r) => {
    const [config, start] = r.model();
    const docs = r.list(0, () => r.document());
    const steps = r.int(0, config.num_steps);
    demand(steps === 0 || docs.length > 0, 'there is no document to train on (training.4)');
    const { losses, state_dict } = call('train', r, config, start, docs, steps);
    return [floats(losses), r.shaped(state_dict)];
  },
  sample: (r) => {
    const [config, state_dict] = r.model();
    const uniforms = r.floats(0);
    demand(
      uniforms.every((u) => u >= 0 && u < 1),
      'a uniform is outside of [0, 1)',
    );
    const { tokens, probs } = call('sample', r, config, state_dict, uniforms);
    demand(probs.length <= uniforms.length, 'there are fewer uniforms than positions that are reached');
    return [ints(tokens), matrix(probs)];
  },
  parameters: (r) => {
    const config = r.config();
    return r.shaped(call('parameters', r, config, r.vocab_size()));
  },
  microgpt: (r) => {
    const { docs, state_dict, losses, samples } = call('microgpt', r, r.config(), r.bytes());
    r.shapes = shapesOf(r.configuration, state_dict.lm_head.length);
    return [texts(docs), r.shaped(state_dict), floats(losses), texts(samples)];
  },
  random: (r) => {
    const seed = r.integer();
    const draws = r.list(0, () => r.draw());
    const stream = call('random', r, seed);
    return draws.map(([kind, argument, sigma]) => {
      const drawn = stream[kind](argument, sigma);
      if (kind === 'shuffle') return ints(argument);
      return kind === 'random' || kind === 'gauss' ? float(drawn) : drawn;
    });
  },
  autograd: (r) => {
    const graph = [];
    r.list(1, () => graph.push(r.node(graph.length)));
    const { data, grad, backward, ...make } = call('autograd', r);
    const made = [];
    for (const [kind, x, ...places] of graph) {
      const values = places.map((place) => made[place]);
      made.push(make[kind](...values, ...(x === null ? [] : [x])));
    }
    backward(made.at(-1));
    return [floats(made.map((v) => data(v))), floats(made.map((v) => grad(v)))];
  },
};

/** Ends the request, and calls your function with what it was. */
function call(op, request, ...args) {
  request.end();
  return YOURS[op](...args);
}
function each(op, request, list, ...more) {
  request.end();
  return floats(list.map((x) => YOURS[op](x, ...more)));
}

class InputError extends Error {
  name = 'input';
}
function demand(fits, message) {
  if (!fits) throw new InputError(message);
}

/** Numbers that there is room for in one list. */
const MOST = 2 ** 24;

/** The values of a request, read from left to right. */
class Request {
  constructor(tokens) {
    this.values = tokens;
    this.at = 0;
  }
  word() {
    demand(this.at < this.values.length, `the line ends after ${this.at} values; one more is due`);
    return this.values[this.at++];
  }
  matching(pattern, wanted) {
    const token = this.word();
    demand(pattern.test(token), `value ${this.at} is ${token.slice(0, 40)}; it must be ${wanted}`);
    return token;
  }
  int(least, most = Number.MAX_SAFE_INTEGER) {
    const n = Number(this.matching(/^-?\d+$/, 'an integer'));
    demand(n >= least && n <= most, `value ${this.at} is ${n}; it must be an integer from ${least} to ${most}`);
    return n;
  }
  integer() {
    return BigInt(this.matching(/^-?\d+$/, 'an integer'));
  }
  float() {
    const token = this.matching(/^(nan|-?inf|[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?)$/, 'a number');
    return Number(token.replace('inf', 'Infinity'));
  }
  list(least, read) {
    const n = this.int(least);
    demand(n <= this.values.length - this.at, `value ${this.at} says that ${n} follow; there are fewer`);
    return Array.from({ length: n }, read);
  }
  floats(least) {
    return this.list(least, () => this.float());
  }
  matrix(columns) {
    const [nout, nin] = [this.int(0), this.int(0)];
    demand(nout === 0 || nin === columns, `x has ${columns} numbers, a row of w ${nin}`);
    demand(nout * nin <= this.values.length - this.at, `a matrix of ${nout} x ${nin}, and fewer values`);
    return Array.from({ length: nout }, () => Array.from({ length: nin }, () => this.float()));
  }
  bytes() {
    const token = this.matching(/^(([\da-f]{2})+|-)$/i, 'hex digits in pairs, or -');
    return Uint8Array.from(token === '-' ? [] : Buffer.from(token, 'hex'));
  }
  text() {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes());
    } catch (error) {
      throw error instanceof InputError ? error : new InputError(`value ${this.at} is hex of no UTF-8`);
    }
  }
  texts() {
    return this.list(0, () => this.text());
  }
  uchars() {
    const uchars = this.texts();
    demand(
      uchars.every((uchar) => [...uchar].length === 1),
      'a character is not one code point',
    );
    return uchars;
  }
  tokens(vocab_size, lookedAt = Infinity) {
    let i = 0;
    return this.list(0, () => this.int(0, i++ < lookedAt ? vocab_size - 1 : MOST));
  }
  /** Tokens behind the block are not looked at, and may be any (model.16). */
  document() {
    const tokens = this.tokens(this.vocabulary, this.configuration.block_size + 1);
    demand(tokens.length >= 2, `a document of ${tokens.length} tokens; it must have BOS on both sides`);
    return tokens;
  }
  temperature() {
    const temperature = this.float();
    demand(temperature > 0, `temperature is ${temperature}; it must be above 0 (inference.9)`);
    return temperature;
  }
  config() {
    const size = (least) => this.int(least);
    const rate = (below = Infinity) => {
      const x = this.float();
      demand(x >= 0 && x < below, `constant ${this.at} is ${x}, outside of its range (parameters.8)`);
      return x;
    };
    this.configuration = {
      // in the order of the line
      n_layer: size(0),
      n_embd: size(1),
      block_size: size(1),
      n_head: size(1),
      std: rate(),
      std_residual: rate(),
      activation: this.matching(/^relu(_squared)?$/, 'relu or relu_squared'),
      learning_rate: rate(),
      beta1: rate(1),
      beta2: rate(1),
      eps_adam: rate(),
      decay: this.matching(/^(linear|cosine)$/, 'linear or cosine'),
      num_steps: size(0),
      temperature: rate(),
      num_samples: size(0),
      seed: this.integer(),
    };
    const { n_embd, n_head, temperature } = this.configuration;
    demand(n_embd % n_head === 0, `n_embd ${n_embd} is no multiple of n_head ${n_head} (parameters.8)`);
    demand(temperature > 0, 'temperature is 0; it must be above (parameters.8)');
    return this.configuration;
  }
  vocab_size() {
    this.vocabulary = this.int(1);
    const { n_layer, n_embd, block_size } = this.configuration;
    const count = n_embd * (2 * this.vocabulary + block_size + 12 * n_layer * n_embd);
    demand(count <= MOST, `${count} parameters are too many; there is room for ${MOST}`);
    this.shapes = shapesOf(this.configuration, this.vocabulary);
    return this.vocabulary;
  }
  /** A configuration, and the parameters of its shapes. */
  model() {
    const config = this.config();
    this.vocab_size();
    const params = this.floats(0);
    const due = this.shapes.reduce((total, [, nout, nin]) => total + nout * nin, 0);
    demand(params.length === due, `${params.length} parameters; this configuration has ${due} (parameters.6)`);
    let next = 0;
    const state_dict = {};
    for (const [name, nout, nin] of this.shapes) {
      state_dict[name] = Array.from({ length: nout }, (_, i) => params.slice(next + i * nin, next + (i + 1) * nin));
      next += nout * nin;
    }
    return [config, state_dict];
  }
  draw() {
    const kind = this.matching(/^(random|getrandbits|gauss|shuffle|choices)$/, 'a draw');
    if (kind === 'random') return [kind];
    if (kind === 'getrandbits') return [kind, this.int(0)];
    if (kind === 'gauss') return [kind, this.float(), this.float()];
    return [kind, kind === 'choices' ? this.floats(0) : [...Array(this.int(0, MOST)).keys()]];
  }
  node(place) {
    const kind = this.matching(/^(leaf|add|mul|sub|div|pow|log|exp|relu|neg)$/, 'a kind of node');
    if (kind === 'leaf') return [kind, this.float()];
    const a = this.int(0, place - 1);
    if (kind === 'pow') return [kind, this.float(), a];
    return ['add', 'mul', 'sub', 'div'].includes(kind) ? [kind, null, a, this.int(0, place - 1)] : [kind, null, a];
  }
  end() {
    const surplus = this.values.length - this.at;
    demand(surplus === 0, `there are ${surplus} values more than the request says (protocol.2)`);
  }
  /** A state_dict of this request's shapes, as it stands on the line. */
  shaped(state_dict) {
    const rows = this.shapes.flatMap(([name]) => state_dict[name]);
    return [state_dict.lm_head.length, floats(rows.flatMap((row) => [...row]))];
  }
}

/** Names, rows and columns of the matrices, in their order. */
function shapesOf({ n_layer, n_embd, block_size }, vocab_size) {
  const layer = (i) => [
    ...['wq', 'wk', 'wv', 'wo'].map((name) => [`layer${i}.attn_${name}`, n_embd, n_embd]),
    [`layer${i}.mlp_fc1`, 4 * n_embd, n_embd],
    [`layer${i}.mlp_fc2`, n_embd, 4 * n_embd],
  ];
  const ends = [
    ['wte', vocab_size, n_embd],
    ['wpe', block_size, n_embd],
    ['lm_head', vocab_size, n_embd],
  ];
  return [...ends, ...Array.from({ length: n_layer }, (_, i) => layer(i)).flat()];
}

const float = (x) => (Object.is(x, -0) ? '-0' : String(x).replace('Infinity', 'inf').replace('NaN', 'nan'));
const floats = (list) => [list.length, ...Array.from(list, float)].join(' ');
const ints = (list) => [list.length, ...list].join(' ');
const matrix = (rows) =>
  [rows.length, rows[0]?.length ?? 0, ...rows.flatMap((row) => Array.from(row, float))].join(' ');
const text = (string) => Buffer.from(string).toString('hex') || '-';
const texts = (list) => [list.length, ...list.map(text)].join(' ');

function answer(op, tokens) {
  const request = new Request(tokens);
  const claimed = Object.keys(YOURS);
  if (op === 'hello') {
    const none = 'no none of the operations is claimed yet: uncomment the line of one of your functions';
    return claimed.length > 0 ? `ok 1 ${WHO} ${DECLARED} ops=${claimed}` : none;
  }
  try {
    if (op === 'echo') {
      const x = request.floats(0);
      request.end();
      return `ok ${floats(x)}`;
    }
    if (!claimed.includes(op)) return `no ${op} is not implemented`;
    return ['ok', OPS[op](request)].flat(3).join(' ');
  } catch (error) {
    return `err ${error?.name} ${error?.message ?? error}`.replace(/[^ -~]+/g, ' ');
  }
}
createInterface({ input: process.stdin }).on('line', (line) => {
  const [id, op = 'nothing', ...tokens] = line.trim().split(/ +/);
  if (id) process.stdout.write(`@${id} ${answer(op, tokens)}\n`);
});
