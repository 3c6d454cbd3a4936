// A port for microgpt-spec as a module, with every operation: it is called in process, and needs no adapter. Node 20.
// Check it:  npx microgpt-spec run --module port.mjs

/** Your port; beside these it may say what is fixed or limited: README.md, "Door 3", and spec/protocol.md. */
const WHO = { name: 'mygpt', lang: 'JavaScript', version: '0.1.0', dtype: 'f64' };

// ---- Your functions ----
// Import your port's functions above. To claim an operation, uncomment its line and let it call them; what they throw
// rejects the input. A matrix is a list of rows; config has config.n_embd and the other constants, state_dict
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
// ---- End of your functions: what follows checks what they are called with ----

/** Every operation as the suite calls it: what makes no sense is rejected before your function is called. */
const PORT = {
  softmax: (logits) => YOURS.softmax(some('logits', logits)),
  position_loss: (probs, target) => YOURS.position_loss(some('probs', probs), within('target', target, probs.length)),
  average_loss: (losses) => YOURS.average_loss(some('losses', losses)),
  cross_entropy: (logits, target) =>
    YOURS.cross_entropy(some('logits', logits), within('target', target, logits.length)),
  sampling(logits, temperature) {
    demand(temperature > 0, `temperature is ${temperature}; it must be above 0 (inference.9)`);
    return YOURS.sampling(some('logits', logits), temperature);
  },
  rmsnorm: (x) => YOURS.rmsnorm(some('x', x)),
  linear(x, w) {
    demand(
      w.every((row) => row.length === x.length),
      `x has ${x.length} numbers, and a row of w has not`,
    );
    return YOURS.linear(x, w);
  },
  exp: (list) => list.map((x) => YOURS.exp(x)),
  log: (list) => list.map((x) => YOURS.log(x)),
  sin: (list) => list.map((x) => YOURS.sin(x)),
  cos: (list) => list.map((x) => YOURS.cos(x)),
  pow: (list, exponent) => list.map((x) => YOURS.pow(x, exponent)),
  adam(config, step, data, grad, m, v) {
    demand(config.num_steps > 0, 'num_steps is 0; there is no step to take (optimizer.7)');
    within('step', step, config.num_steps + 1);
    const lengths = new Set([data, grad, m, v].map((list) => list.length));
    demand(lengths.size === 1, 'data, grad, m and v are not of one length');
    return YOURS.adam(checked(config), step, data, grad, m, v);
  },
  documents: (bytes) => YOURS.documents(bytes),
  tokenizer: (docs) => YOURS.tokenizer(docs),
  encode: (uchars, doc) => YOURS.encode(uchars, doc),
  decode: (uchars, tokens) => YOURS.decode(uchars, every('token', tokens, uchars.length)),
  forward: (config, state_dict, tokens) =>
    YOURS.forward(checked(config), shaped(config, state_dict), document(tokens, config, state_dict)),
  backward: (config, state_dict, tokens) =>
    YOURS.backward(checked(config), shaped(config, state_dict), document(tokens, config, state_dict)),
  trace: (config, state_dict, tokens) =>
    YOURS.trace(checked(config), shaped(config, state_dict), document(tokens, config, state_dict)),
  train(config, state_dict, docs, steps) {
    within('steps', steps, checked(config).num_steps + 1);
    demand(steps === 0 || docs.length > 0, 'there is no document to train on (training.4)');
    for (const tokens of docs) document(tokens, config, shaped(config, state_dict));
    return YOURS.train(config, shaped(config, state_dict), docs, steps);
  },
  sample(config, state_dict, uniforms) {
    demand(
      uniforms.every((u) => u >= 0 && u < 1),
      'a uniform is outside of [0, 1)',
    );
    return YOURS.sample(checked(config), shaped(config, state_dict), uniforms);
  },
  parameters(config, vocab_size) {
    demand(vocab_size >= 1, `vocab_size is ${vocab_size}; it must be at least 1, for BOS`);
    return YOURS.parameters(checked(config), vocab_size);
  },
  microgpt: (config, bytes) => YOURS.microgpt(checked(config), bytes),
  random(seed, draws) {
    for (const { k = 0, n = 0 } of draws) demand(k >= 0 && n >= 0, 'k and n must be at least 0 (random.14)');
    const stream = YOURS.random(seed);
    return draws.map(({ kind, k, mu, sigma, n, weights }) => {
      if (kind === 'getrandbits') return stream.getrandbits(k);
      if (kind === 'gauss') return stream.gauss(mu, sigma);
      if (kind === 'choices') return stream.choices(weights);
      if (kind === 'random') return stream.random();
      const list = [...Array(n).keys()];
      stream.shuffle(list);
      return list;
    });
  },
  autograd(graph) {
    demand(graph.length > 0, 'the graph has no node');
    for (const [i, { a = -1, b = -1 }] of graph.entries()) demand(a < i && b < i, `node ${i} names none before it`);
    const { data, grad, backward, ...make } = YOURS.autograd();
    const made = [];
    for (const { kind, data: x, a, b, exponent } of graph) {
      made.push(kind === 'leaf' ? make.leaf(x) : make[kind](made[a], kind === 'pow' ? exponent : made[b]));
    }
    backward(made.at(-1));
    return { data: made.map((v) => data(v)), grad: made.map((v) => grad(v)) };
  },
};

function demand(fits, message) {
  if (!fits) throw new RangeError(message);
}
function some(name, list) {
  demand(list.length > 0, `${name} is empty`);
  return list;
}
function within(name, i, n) {
  demand(Number.isInteger(i) && i >= 0 && i < n, `${name} is ${i}; it must be from 0 to ${n - 1}`);
  return i;
}
function every(name, list, n) {
  for (const i of list) within(name, i, n);
  return list;
}
/** Tokens behind the block are not looked at, and may be any (model.16). */
function document(tokens, { block_size }, { lm_head }) {
  demand(tokens.length >= 2, `a document of ${tokens.length} tokens; it must have BOS on both sides`);
  every('token', tokens.slice(0, block_size + 1), lm_head.length);
  return tokens;
}

/** A configuration, every constant in its range (parameters.8). */
function checked(config) {
  const { n_layer, n_embd, block_size, n_head, std, std_residual, activation, learning_rate } = config;
  const { beta1, beta2, eps_adam, decay, num_steps, temperature, num_samples } = config;
  const size = (n, least) => Number.isSafeInteger(n) && n >= least;
  const sizes = [n_layer, num_steps, num_samples].every((n) => size(n, 0)) && size(block_size, 1) && size(n_head, 1);
  demand(sizes && size(n_embd, 1) && n_embd % n_head === 0, 'a size is outside of its range (parameters.8)');
  const rates = [std, std_residual, learning_rate, eps_adam].every((x) => x >= 0 && x < Infinity);
  const betas = [beta1, beta2].every((x) => x >= 0 && x < 1);
  demand(rates && betas && temperature > 0 && temperature < Infinity, 'a rate is outside of its range (parameters.8)');
  demand(['relu', 'relu_squared'].includes(activation), `activation is ${activation}`);
  demand(['linear', 'cosine'].includes(decay), `decay is ${decay}`);
  return config;
}

/** A state_dict of the configuration's shapes (parameters.6). */
function shaped(config, state_dict) {
  const shapes = shapesOf(config, state_dict.lm_head?.length ?? 0);
  const fits = ([name, nout, nin]) => {
    const rows = state_dict[name] ?? [];
    return rows.length === nout && nout > 0 && rows.every((row) => row.length === nin);
  };
  demand(
    Object.keys(state_dict).length === shapes.length && shapes.every(fits),
    'a matrix has another shape (parameters.6)',
  );
  return state_dict;
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

const claimed = Object.entries(PORT).filter(([op]) => op in YOURS);
if (claimed.length === 0) throw new Error('no operation is claimed yet; uncomment the line of one of your functions');
export default { ...WHO, ...Object.fromEntries(claimed) };
