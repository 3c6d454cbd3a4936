// A microgpt-spec adapter for every operation: reads a request a line, prints a reply a line (spec/protocol.md).
// Node 22.18, Bun or Deno; with Node before: npx tsx adapter.mts in place of node adapter.mts.
// Look at it:  npx microgpt-spec doctor -- node adapter.mts
// Check it:    npx microgpt-spec run -- node adapter.mts
import { createInterface } from 'node:readline';

const WHO = 'name=mygpt lang=TypeScript version=0.1.0 dtype=f64'; // your port; no spaces in the values
const DECLARED = 'config=any'; // constants that are fixed, and limits: spec/protocol.md, "What a port declares"

type Matrix = number[][];
/** wte, wpe, lm_head, layer0.attn_wq, ... */
type StateDict = Record<string, Matrix>;
interface Config {
  n_layer: number;
  n_embd: number;
  block_size: number;
  n_head: number;
  std: number;
  std_residual: number;
  /** relu or relu_squared */
  activation: string;
  learning_rate: number;
  beta1: number;
  beta2: number;
  eps_adam: number;
  /** linear or cosine */
  decay: string;
  num_steps: number;
  temperature: number;
  num_samples: number;
  seed: bigint;
}
/** A random stream. */
interface Stream {
  random(): number;
  getrandbits(k: number): bigint;
  gauss(mu: number, sigma: number): number;
  /** In place. */
  shuffle(list: number[]): void;
  /** The index that was drawn. */
  choices(weights: number[]): number;
}
/** How a graph of scalars is made, and what its nodes hold. */
interface Graph<V> {
  leaf(x: number): V;
  add(a: V, b: V): V;
  mul(a: V, b: V): V;
  sub(a: V, b: V): V;
  div(a: V, b: V): V;
  pow(a: V, exponent: number): V;
  log(a: V): V;
  exp(a: V): V;
  relu(a: V): V;
  neg(a: V): V;
  backward(root: V): void;
  data(a: V): number;
  grad(a: V): number;
}
interface Operations {
  softmax(logits: number[]): number[];
  position_loss(probs: number[], target: number): number;
  average_loss(losses: number[]): number;
  cross_entropy(logits: number[], target: number): { loss: number; grad: number[] };
  sampling(logits: number[], temperature: number): number[];
  rmsnorm(x: number[]): number[];
  linear(x: number[], w: Matrix): number[];
  exp(x: number): number;
  log(x: number): number;
  sin(x: number): number;
  cos(x: number): number;
  pow(x: number, exponent: number): number;
  adam(config: Config, step: number, data: number[], grad: number[], m: number[], v: number[]): Adam;
  documents(bytes: Uint8Array): string[];
  tokenizer(docs: string[]): { uchars: string[]; BOS: number; vocab_size: number };
  encode(uchars: string[], doc: string): number[];
  decode(uchars: string[], tokens: number[]): string;
  forward(config: Config, state_dict: StateDict, tokens: number[]): { logits: Matrix; losses: number[]; loss: number };
  backward(config: Config, state_dict: StateDict, tokens: number[]): { loss: number; grad: StateDict };
  /** Every value on the way, by name: { 'pos0.x': [1, 0], ... }. */
  trace(config: Config, state_dict: StateDict, tokens: number[]): Record<string, number[]>;
  train(config: Config, state_dict: StateDict, docs: number[][], steps: number): Trained;
  sample(config: Config, state_dict: StateDict, uniforms: number[]): { tokens: number[]; probs: Matrix };
  parameters(config: Config, vocab_size: number): StateDict;
  /** state_dict as it was drawn, before the first step. */
  microgpt(config: Config, bytes: Uint8Array): Trained & { docs: string[]; samples: string[] };
  random(seed: bigint): Stream;
  autograd(): Graph<unknown>;
}
type Adam = { data: number[]; m: number[]; v: number[] };
type Trained = { losses: number[]; state_dict: StateDict };

// ---- Your functions ----
// Import your port's functions above. To claim an operation, uncomment its line and let it call them; what they throw
// rejects the request. Begin with softmax.
const YOURS: Partial<Operations> = {
  // softmax: (logits) => softmax(logits),
  // position_loss: (probs, target) => position_loss(probs, target),
  // average_loss: (losses) => average_loss(losses),
  // cross_entropy: (logits, target) => cross_entropy(logits, target),
  // sampling: (logits, temperature) => sampling(logits, temperature),
  // rmsnorm: (x) => rmsnorm(x),
  // linear: (x, w) => linear(x, w),
  // exp: (x) => Math.exp(x),
  // log: (x) => Math.log(x),
  // sin: (x) => Math.sin(x),
  // cos: (x) => Math.cos(x),
  // pow: (x, exponent) => x ** exponent,
  // adam: (config, step, data, grad, m, v) => adam(config, step, data, grad, m, v),
  // documents: (bytes) => documents(bytes),
  // tokenizer: (docs) => tokenizer(docs),
  // encode: (uchars, doc) => encode(uchars, doc),
  // decode: (uchars, tokens) => decode(uchars, tokens),
  // forward: (config, state_dict, tokens) => forward(config, state_dict, tokens),
  // backward: (config, state_dict, tokens) => backward(config, state_dict, tokens),
  // trace: (config, state_dict, tokens) => trace(config, state_dict, tokens),
  // train: (config, state_dict, docs, steps) => train(config, state_dict, docs, steps),
  // sample: (config, state_dict, uniforms) => sample(config, state_dict, uniforms),
  // parameters: (config, vocab_size) => parameters(config, vocab_size),
  // microgpt: (config, bytes) => microgpt(config, bytes),
  // random: (seed) => {
  //   const stream = new Random(seed);
  //   return {
  //     random: () => stream.random(),
  //     getrandbits: (k) => stream.getrandbits(k),
  //     gauss: (mu, sigma) => stream.gauss(mu, sigma),
  //     shuffle: (list) => stream.shuffle(list),
  //     choices: (weights) => stream.choices(weights),
  //   };
  // },
  // autograd: (): Graph<Value> => ({
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

type Answer = string | number | Answer[];
const OPS: Record<string, (r: Request) => Answer> = {
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
  exp: (r) => each(r, r.floats(0), (x) => call('exp', r, x)),
  log: (r) => each(r, r.floats(0), (x) => call('log', r, x)),
  sin: (r) => each(r, r.floats(0), (x) => call('sin', r, x)),
  cos: (r) => each(r, r.floats(0), (x) => call('cos', r, x)),
  pow: (r) => {
    const [list, exponent] = [r.floats(0), r.float()];
    return each(r, list, (x) => call('pow', r, x, exponent));
  },
  adam: (r) => {
    const config = r.config();
    demand(config.num_steps > 0, 'num_steps is 0; there is no step to take (optimizer.7)');
    const step = r.int(0, config.num_steps);
    const [data, grad, m, v] = [r.floats(0), r.floats(0), r.floats(0), r.floats(0)];
    const n = data.length;
    demand(grad.length === n && m.length === n && v.length === n, 'data, grad, m and v are not of one length');
    const after = call('adam', r, config, step, data, grad, m, v);
    return [floats(after.data), floats(after.m), floats(after.v)];
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
    return draws.map((draw) => draw(stream));
  },
  autograd: (r) => {
    let place = 0;
    const nodes = r.list(1, () => r.node(place++));
    const graph = call('autograd', r);
    const made: unknown[] = [];
    for (const node of nodes) made.push(node(graph, made));
    graph.backward(made.at(-1));
    return [floats(made.map((v) => graph.data(v))), floats(made.map((v) => graph.grad(v)))];
  },
};

/** Ends the request, and calls your function with what it was. */
function call<Op extends keyof Operations>(
  op: Op,
  request: Request,
  ...args: Parameters<Operations[Op]>
): ReturnType<Operations[Op]> {
  request.end();
  return Reflect.apply(YOURS[op] as () => ReturnType<Operations[Op]>, YOURS, args);
}

function each(request: Request, list: number[], of: (x: number) => number): string {
  request.end();
  return floats(list.map(of));
}

class InputError extends Error {
  override name = 'input';
}
function demand(fits: boolean, message: string): asserts fits {
  if (!fits) throw new InputError(message);
}

/** Numbers that there is room for in one list. */
const MOST = 2 ** 24;

/** The values of a request, read from left to right. */
class Request {
  values: string[];
  at = 0;
  configuration!: Config;
  vocabulary = 0;
  shapes: Shape[] = [];
  constructor(tokens: string[]) {
    this.values = tokens;
  }
  word(): string {
    demand(this.at < this.values.length, `the line ends after ${this.at} values; one more is due`);
    return this.values[this.at++];
  }
  matching(pattern: RegExp, wanted: string): string {
    const token = this.word();
    demand(pattern.test(token), `value ${this.at} is ${token.slice(0, 40)}; it must be ${wanted}`);
    return token;
  }
  int(least: number, most = Number.MAX_SAFE_INTEGER): number {
    const n = Number(this.matching(/^-?\d+$/, 'an integer'));
    demand(n >= least && n <= most, `value ${this.at} is ${n}; it must be an integer from ${least} to ${most}`);
    return n;
  }
  integer(): bigint {
    return BigInt(this.matching(/^-?\d+$/, 'an integer'));
  }
  float(): number {
    const token = this.matching(/^(nan|-?inf|[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?)$/, 'a number');
    return Number(token.replace('inf', 'Infinity'));
  }
  list<T>(least: number, read: () => T): T[] {
    const n = this.int(least);
    demand(n <= this.values.length - this.at, `value ${this.at} says that ${n} follow; there are fewer`);
    return Array.from({ length: n }, read);
  }
  floats(least: number): number[] {
    return this.list(least, () => this.float());
  }
  matrix(columns: number): Matrix {
    const [nout, nin] = [this.int(0), this.int(0)];
    demand(nout === 0 || nin === columns, `x has ${columns} numbers, a row of w ${nin}`);
    demand(nout * nin <= this.values.length - this.at, `a matrix of ${nout} x ${nin}, and fewer values`);
    return Array.from({ length: nout }, () => Array.from({ length: nin }, () => this.float()));
  }
  bytes(): Uint8Array {
    const token = this.matching(/^(([\da-f]{2})+|-)$/i, 'hex digits in pairs, or -');
    return Uint8Array.from(token === '-' ? [] : Buffer.from(token, 'hex'));
  }
  text(): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes());
    } catch (error) {
      throw error instanceof InputError ? error : new InputError(`value ${this.at} is hex of no UTF-8`);
    }
  }
  texts(): string[] {
    return this.list(0, () => this.text());
  }
  uchars(): string[] {
    const uchars = this.texts();
    demand(
      uchars.every((uchar) => [...uchar].length === 1),
      'a character is not one code point',
    );
    return uchars;
  }
  tokens(vocab_size: number, lookedAt = Infinity): number[] {
    let i = 0;
    return this.list(0, () => this.int(0, i++ < lookedAt ? vocab_size - 1 : MOST));
  }
  /** Tokens behind the block are not looked at, and may be any (model.16). */
  document(): number[] {
    const tokens = this.tokens(this.vocabulary, this.configuration.block_size + 1);
    demand(tokens.length >= 2, `a document of ${tokens.length} tokens; it must have BOS on both sides`);
    return tokens;
  }
  temperature(): number {
    const temperature = this.float();
    demand(temperature > 0, `temperature is ${temperature}; it must be above 0 (inference.9)`);
    return temperature;
  }
  config(): Config {
    const size = (least: number) => this.int(least);
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
  vocab_size(): number {
    this.vocabulary = this.int(1);
    const { n_layer, n_embd, block_size } = this.configuration;
    const count = n_embd * (2 * this.vocabulary + block_size + 12 * n_layer * n_embd);
    demand(count <= MOST, `${count} parameters are too many; there is room for ${MOST}`);
    this.shapes = shapesOf(this.configuration, this.vocabulary);
    return this.vocabulary;
  }
  /** A configuration, and the parameters of its shapes. */
  model(): [Config, StateDict] {
    const config = this.config();
    this.vocab_size();
    const params = this.floats(0);
    const due = this.shapes.reduce((total, [, nout, nin]) => total + nout * nin, 0);
    demand(params.length === due, `${params.length} parameters; this configuration has ${due} (parameters.6)`);
    let next = 0;
    const state_dict: StateDict = {};
    for (const [name, nout, nin] of this.shapes) {
      state_dict[name] = Array.from({ length: nout }, (_, i) => params.slice(next + i * nin, next + (i + 1) * nin));
      next += nout * nin;
    }
    return [config, state_dict];
  }
  /** What a stream is asked, and prints. */
  draw(): (stream: Stream) => Answer {
    const kind = this.matching(/^(random|getrandbits|gauss|shuffle|choices)$/, 'a draw');
    if (kind === 'random') return (stream) => float(stream.random());
    if (kind === 'getrandbits') {
      const k = this.int(0);
      return (stream) => String(stream.getrandbits(k));
    }
    if (kind === 'gauss') {
      const [mu, sigma] = [this.float(), this.float()];
      return (stream) => float(stream.gauss(mu, sigma));
    }
    if (kind === 'choices') {
      const weights = this.floats(0);
      return (stream) => stream.choices(weights);
    }
    const list = [...Array(this.int(0, MOST)).keys()];
    return (stream) => {
      stream.shuffle(list);
      return ints(list);
    };
  }
  /** What makes a node of those before it. */
  node(place: number): <V>(graph: Graph<V>, made: V[]) => V {
    const kind = this.matching(/^(leaf|add|mul|sub|div|pow|log|exp|relu|neg)$/, 'a kind of node');
    if (kind === 'leaf') {
      const x = this.float();
      return (graph) => graph.leaf(x);
    }
    const a = this.int(0, place - 1);
    if (kind === 'pow') {
      const exponent = this.float();
      return (graph, made) => graph.pow(made[a], exponent);
    }
    if (kind === 'log' || kind === 'exp' || kind === 'relu' || kind === 'neg') {
      return (graph, made) => graph[kind](made[a]);
    }
    const b = this.int(0, place - 1);
    return (graph, made) => graph[kind as 'add' | 'mul' | 'sub' | 'div'](made[a], made[b]);
  }
  end(): void {
    const surplus = this.values.length - this.at;
    demand(surplus === 0, `there are ${surplus} values more than the request says (protocol.2)`);
  }
  /** A state_dict of this request's shapes, as it stands on the line. */
  shaped(state_dict: StateDict): Answer {
    const rows = this.shapes.flatMap(([name]) => state_dict[name]);
    return [state_dict.lm_head.length, floats(rows.flatMap((row) => [...row]))];
  }
}

/** Names, rows and columns of the matrices, in their order. */
type Shape = [name: string, nout: number, nin: number];
function shapesOf({ n_layer, n_embd, block_size }: Config, vocab_size: number): Shape[] {
  const layer = (i: number): Shape[] => [
    ...['wq', 'wk', 'wv', 'wo'].map((name): Shape => [`layer${i}.attn_${name}`, n_embd, n_embd]),
    [`layer${i}.mlp_fc1`, 4 * n_embd, n_embd],
    [`layer${i}.mlp_fc2`, n_embd, 4 * n_embd],
  ];
  const ends: Shape[] = [
    ['wte', vocab_size, n_embd],
    ['wpe', block_size, n_embd],
    ['lm_head', vocab_size, n_embd],
  ];
  return [...ends, ...Array.from({ length: n_layer }, (_, i) => layer(i)).flat()];
}

const flat = (answer: Answer): (string | number)[] => (Array.isArray(answer) ? answer.flatMap(flat) : [answer]);
const float = (x: number) => (Object.is(x, -0) ? '-0' : String(x).replace('Infinity', 'inf').replace('NaN', 'nan'));
const floats = (list: number[]) => [list.length, ...Array.from(list, float)].join(' ');
const ints = (list: number[]) => [list.length, ...list].join(' ');
const matrix = (rows: Matrix) =>
  [rows.length, rows[0]?.length ?? 0, ...rows.flatMap((row) => Array.from(row, float))].join(' ');
const text = (string: string) => Buffer.from(string).toString('hex') || '-';
const texts = (list: string[]) => [list.length, ...list.map(text)].join(' ');

function answer(op: string, tokens: string[]): string {
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
    return flat(['ok', OPS[op](request)]).join(' ');
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'error', message: String(error) };
    return `err ${name} ${message}`.replace(/[^ -~]+/g, ' ');
  }
}
createInterface({ input: process.stdin }).on('line', (line) => {
  const [id, op = 'nothing', ...tokens] = line.trim().split(/ +/);
  if (id) process.stdout.write(`@${id} ${answer(op, tokens)}\n`);
});
