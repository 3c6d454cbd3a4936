import type { Config, StateDict, Tokenizer } from './config.ts';
import type { Draw, Drawn, GraphNode } from './values.ts';

/**
 * A value, or a promise of it: an in-process port may answer at once, a process cannot.
 *
 * @example
 * const answer: Awaitable<number> = Promise.resolve(1);
 * await answer; // => 1
 */
export type Awaitable<T> = T | Promise<T>;

/**
 * What a port says of itself.
 *
 * @example
 * const info: PortInfo = { name: 'mine', lang: 'TypeScript', version: '1', dtype: 'f64' };
 * info.dtype; // => 'f64'
 */
export interface PortInfo {
  readonly name: string;
  /** Programming language. */
  readonly lang: string;
  readonly version: string;
  /** The type its numbers have; decides the precision class it is judged in (spec/numerics.md). */
  readonly dtype: 'f64' | 'f32';
  /** Constants that are fixed at compile time, any of the configuration; the properties then draw these only. */
  readonly fixed?: Partial<Config>;
  /** Size of the vocabulary where that is fixed at compile time too. */
  readonly vocab_size?: number;
  /** How large its inputs may be; the properties then draw within, and parameters.13 alone asks beyond. */
  readonly limits?: Limits;
  /** Sums and gradients are taken in microgpt.py's order, so that vectors which tell orders apart are put to it. */
  readonly order?: 'python';
  /** Steps of the canonical run that a slow port asks for in place of 1000. */
  readonly steps?: number;
  /** Why it does not claim operations, by their names; said where a check of them is not claimed. */
  readonly reasons?: Readonly<Record<string, string>>;
}

/**
 * The largest inputs that a port takes; what is not there has no limit (spec/protocol.md, "What a port declares").
 *
 * @example
 * const limits: Limits = { seed_bits: 32 };
 * limits.document; // => undefined
 */
export interface Limits {
  /** Bits of a seed, which is then from 0 to 2**seed_bits - 1. */
  readonly seed_bits?: number;
  /** The largest k of getrandbits(k), which is then 1 at least; 32 or more. */
  readonly getrandbits?: number;
  /** Characters of the longest document. */
  readonly document?: number;
  /** Tokens of the largest vocabulary, BOS among them, and so logits and probabilities of the longest list. */
  readonly vocab?: number;
}

/**
 * A document's forward pass, over n = min(block_size, len(tokens) - 1) positions.
 *
 * @example
 * const { loss }: Pick<Forward, 'loss'> = { loss: Math.log(27) };
 * loss.toFixed(4); // => '3.2958'
 */
export interface Forward {
  /** [n, vocab_size] */
  readonly logits: readonly (readonly number[])[];
  /** Position losses [n], in nats. */
  readonly losses: readonly number[];
  /** Their mean, in nats. */
  readonly loss: number;
}

/**
 * A document's loss and the derivative of it by every parameter.
 *
 * @example
 * const backward: Backward = { loss: 1, grad: { wte: [[0.5]] } };
 * flatten(backward.grad); // => [0.5]
 */
export interface Backward {
  readonly loss: number;
  readonly grad: StateDict;
}

/**
 * Values on the way through the model, by the names of spec/traces.md: `pos0.layer0.q` [n_embd].
 *
 * @example
 * const trace: Trace = await referencePort('1').trace(configure({ n_layer: 0, n_embd: 1, n_head: 1, block_size: 1 }), { wte: [[1]], wpe: [[0]], lm_head: [[0]] }, [0, 0]);
 * Object.keys(trace); // => ['pos0.embedding', 'pos0.x', 'pos0.logits', 'pos0.probs']
 */
export type Trace = Readonly<Record<string, readonly number[]>>;

/**
 * Parameters and both moments after a step of Adam, all [num_params].
 *
 * @example
 * const step: AdamStep = await referencePort('1').adam(CANONICAL, 0, [1], [0], [0], [0]);
 * step; // => { data: [1], m: [0], v: [0] }
 */
export interface AdamStep {
  readonly data: readonly number[];
  readonly m: readonly number[];
  readonly v: readonly number[];
}

/**
 * What training leaves.
 *
 * @example
 * const trained: Trained = { losses: [3.37], state_dict: {} };
 * trained.losses.length; // => 1
 */
export interface Trained {
  /** Loss of each step, before its update, in nats. */
  readonly losses: readonly number[];
  readonly state_dict: StateDict;
}

/**
 * One sampled document, with the probabilities drawn from at each position.
 *
 * @example
 * const sampled: Sampled = { tokens: [0], probs: [[1, 0], [0, 1]] };
 * sampled.tokens.length < sampled.probs.length; // => true
 */
export interface Sampled {
  readonly tokens: readonly number[];
  readonly probs: readonly (readonly number[])[];
}

/**
 * The whole program: what microgpt.py computes from a dataset.
 *
 * @example
 * const program: Program = await referencePort('1').microgpt(configure({ num_steps: 1, num_samples: 1 }), new TextEncoder().encode('emma'));
 * [program.docs, program.losses.length, program.samples.length]; // => [['emma'], 1, 1]
 */
export interface Program {
  /** The documents in training order. */
  readonly docs: readonly string[];
  /** The initial parameters. */
  readonly state_dict: StateDict;
  readonly losses: readonly number[];
  readonly samples: readonly string[];
}

/**
 * An implementation of microgpt.py, as the properties see it: the operations it claims, all of them stateless.
 *
 * An operation that is not there is not claimed: its checks are shown as such, never as held. An operation rejects an
 * input by throwing (or by a rejected promise).
 *
 * @example
 * const port: Port = { name: 'mine', lang: 'TypeScript', version: '1', dtype: 'f64', position_loss: (probs, target) => -Math.log(probs[target]) };
 * port.softmax === undefined; // => true
 */
export interface Port extends PortInfo {
  /** Seeds a stream and draws from it. */
  random?(seed: bigint, draws: readonly Draw[]): Awaitable<readonly Drawn[]>;
  /** The sine of each number, in radians from 0 to 2 pi, as the port's mathematical library has it. */
  sin?(x: readonly number[]): Awaitable<readonly number[]>;
  /** The cosine of each number, likewise. */
  cos?(x: readonly number[]): Awaitable<readonly number[]>;
  /** The documents of a file, in file order. */
  documents?(bytes: Uint8Array): Awaitable<readonly string[]>;
  /** The vocabulary of some documents. */
  tokenizer?(docs: readonly string[]): Awaitable<Tokenizer>;
  /** A document's tokens, BOS on both sides. */
  encode?(uchars: readonly string[], doc: string): Awaitable<readonly number[]>;
  /** The text of tokens without BOS. */
  decode?(uchars: readonly string[], tokens: readonly number[]): Awaitable<string>;
  /** exp of each number, as the port's mathematical library has it. */
  exp?(x: readonly number[]): Awaitable<readonly number[]>;
  /** The natural logarithm of each number, likewise. */
  log?(x: readonly number[]): Awaitable<readonly number[]>;
  /** Each number to a constant power, likewise. */
  pow?(x: readonly number[], exponent: number): Awaitable<readonly number[]>;
  /** Values and gradients of an expression graph; its last node is the root. */
  autograd?(
    graph: readonly GraphNode[],
  ): Awaitable<{ readonly data: readonly number[]; readonly grad: readonly number[] }>;
  /** The initial parameters, drawn from a fresh stream of config.seed. */
  parameters?(config: Config, vocab_size: number): Awaitable<StateDict>;
  /** w x: [nin] and [nout, nin] to [nout]. */
  linear?(x: readonly number[], w: readonly (readonly number[])[]): Awaitable<readonly number[]>;
  softmax?(logits: readonly number[]): Awaitable<readonly number[]>;
  rmsnorm?(x: readonly number[]): Awaitable<readonly number[]>;
  /** A document's tokens (BOS on both sides) to logits and losses, with a fresh cache. */
  forward?(config: Config, state_dict: StateDict, tokens: readonly number[]): Awaitable<Forward>;
  /** -ln probs[target], in nats. */
  position_loss?(probs: readonly number[], target: number): Awaitable<number>;
  /** The mean of position losses. */
  average_loss?(losses: readonly number[]): Awaitable<number>;
  /** -ln softmax(logits)[target] in nats, and its derivative by each logit. */
  cross_entropy?(
    logits: readonly number[],
    target: number,
  ): Awaitable<{ readonly loss: number; readonly grad: readonly number[] }>;
  backward?(config: Config, state_dict: StateDict, tokens: readonly number[]): Awaitable<Backward>;
  /** What `forward` computes on its way, every value of every position by name. */
  trace?(config: Config, state_dict: StateDict, tokens: readonly number[]): Awaitable<Trace>;
  /** One step of Adam, `step` counted from 0. */
  adam?(
    config: Config,
    step: number,
    data: readonly number[],
    grad: readonly number[],
    m: readonly number[],
    v: readonly number[],
  ): Awaitable<AdamStep>;
  /** The first `steps` steps of a run of config.num_steps, on documents[step % len(documents)]. */
  train?(
    config: Config,
    state_dict: StateDict,
    documents: readonly (readonly number[])[],
    steps: number,
  ): Awaitable<Trained>;
  /** softmax(logits / temperature). */
  sampling?(logits: readonly number[], temperature: number): Awaitable<readonly number[]>;
  /** One document, drawn by inverting the cumulative probabilities at uniforms[pos_id]. */
  sample?(config: Config, state_dict: StateDict, uniforms: readonly number[]): Awaitable<Sampled>;
  /** The whole program on a dataset file, one random stream from the shuffle to the last sample. */
  microgpt?(config: Config, bytes: Uint8Array): Awaitable<Program>;
}

/**
 * Names of the operations that a port may claim.
 *
 * @example
 * const op: OpName = 'position_loss';
 * op in referencePort('1'); // => true
 */
export type OpName = Exclude<keyof Port, keyof PortInfo>;
